#include "format/audit/k8s_event.h"

#include <string>

#include "base/wall_time.h"

namespace sysreel {

bool is_k8s_audit_event(JsonValue root) {
  const JsonValue group = root.get("apiVersion");
  if (group.is_string() && !group.string().empty())
    return group.string().starts_with("audit.k8s.io/") && root.get("kind").string() != "EventList";
  return root.get("auditID").is_string() ||
         (root.get("kind").string() == "Event" && root.get("verb").is_string());
}

std::optional<uint64_t> time_of_text(std::string_view text) {
  // A year first: neither seconds since some epoch nor an offset.
  if (text.size() < 10 || text[4] != '-') return std::nullopt;
  auto point = parse_time_point(text);
  if (!point) point = parse_time_point(std::string(text) + 'Z');
  return point && !point->relative ? std::optional(point->nanoseconds) : std::nullopt;
}

std::optional<uint64_t> k8s_event_time(JsonValue root) {
  for (const char* member : {"stageTimestamp", "requestReceivedTimestamp", "timestamp"}) {
    if (const auto time = time_of_text(root.get(member).string())) return time;
  }
  return time_of_text(root.get("metadata").get("creationTimestamp").string());
}

}  // namespace sysreel
