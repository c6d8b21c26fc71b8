// What of a Kubernetes audit event stands beside its text in a block.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/json_document.h"

namespace sysreel {

// An event of the API group audit.k8s.io, of any version; hand-made ones without a group count when they say
// what was done.
bool is_k8s_audit_event(JsonValue root);

// When its stage was reached, wall ns: stageTimestamp, else when the request came, else the one time that
// old versions have.
std::optional<uint64_t> k8s_event_time(JsonValue root);

// A time as JSON documents write it: RFC 3339, of UTC where no zone is named.
std::optional<uint64_t> time_of_text(std::string_view text);

}  // namespace sysreel
