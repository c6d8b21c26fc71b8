// GKE's audit log entries in Cloud Logging, as Kubernetes audit events.
//
// Google stores no audit.k8s.io event, but an AuditLog. What both name is carried over; what only the other
// has (groups, request URI as sent, stage) is missing, or stands for what the entry says: an answer that
// carries an error code gets the HTTP status of that code, one without is taken for a success, as the
// entry's status is then empty. Members are those that Falco's k8saudit-gke makes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/json_document.h"

namespace sysreel {

bool is_gke_entry(JsonValue root);
// Appends the event and gives its time, wall ns.
std::optional<uint64_t> append_gke_event(std::string& out, JsonValue entry);

}  // namespace sysreel
