// What of a Kubernetes audit event stands beside its text in a block, and how it gets there.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/json_document.h"
#include "format/block_builder.h"

namespace sysreel {

// An event of the API group audit.k8s.io, of any version; hand-made ones without a group count when they say
// what was done.
bool is_k8s_audit_event(JsonValue root);

// When its stage was reached, wall ns: stageTimestamp, else when the request came, else the one time that
// old versions have.
std::optional<uint64_t> k8s_event_time(JsonValue root);

// A time as JSON documents write it: RFC 3339, of UTC where no zone is named.
std::optional<uint64_t> time_of_text(std::string_view text);

// Appends events to blocks of source k8s_audit. The builder must outlive it.
class K8sEventWriter {
 public:
  explicit K8sEventWriter(BlockBuilder& builder);
  // `order_time`: where the event stands in the capture, CLOCK_BOOTTIME ns; `own`: wall ns.
  void append(std::string_view json, uint64_t order_time, std::optional<uint64_t> own);

 private:
  BlockBuilder& builder_;
  KindId kind_;
  size_t json_;
  size_t time_;
};

}  // namespace sysreel
