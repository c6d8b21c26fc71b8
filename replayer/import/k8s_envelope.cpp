#include "replayer/import/k8s_envelope.h"

#include "format/audit/json_splitter.h"
#include "format/audit/k8s_event.h"
#include "replayer/import/gke_event.h"

namespace sysreel {
namespace {

bool begins_object(std::string_view text) {
  const size_t at = text.find_first_not_of(" \t\r\n");
  return at != std::string_view::npos && text[at] == '{';
}

// The member that holds an event as text.
std::string_view wrapped_text(JsonValue root) {
  for (const JsonValue& member : {root.get("message"), root.get("@message"), root.get("log"),
                                  root.get("log_s"), root.get("properties").get("log")}) {
    if (member.is_string() && begins_object(member.string())) return member.string();
  }
  return {};
}

std::optional<uint64_t> envelope_time(JsonValue root) {
  for (const char* member : {"time", "timestamp", "@timestamp", "TimeGenerated", "ingestionTime"}) {
    const JsonValue value = root.get(member);
    if (value.is_string()) {
      if (const auto time = time_of_text(value.string())) return time;
    } else if (value.kind() == JsonValue::Kind::kInteger && value.integer() > 0) {
      return static_cast<uint64_t>(value.integer()) * 1'000'000;  // CloudWatch counts milliseconds
    }
  }
  return std::nullopt;
}

}  // namespace

K8sEnvelope::Outcome K8sEnvelope::open(std::string_view document, const Sink& sink) {
  if (!document_.parse(document)) {
    problem_ = document_.problem();
    return Outcome::kMalformed;
  }
  const JsonValue root = document_.root();
  if (is_k8s_audit_event(root)) {
    sink({document, k8s_event_time(root)});
    return Outcome::kEvents;
  }
  if (is_gke_entry(root)) {
    text_.clear();
    const std::optional<uint64_t> time = append_gke_event(text_, root);
    sink({text_, time});
    return Outcome::kEvents;
  }
  const std::string_view text = wrapped_text(root);
  return text.empty() ? Outcome::kOther : open_text(text, envelope_time(root), sink);
}

// One event nearly always; a list when a webhook's bodies were logged.
K8sEnvelope::Outcome K8sEnvelope::open_text(std::string_view text, std::optional<uint64_t> time,
                                            const Sink& sink) {
  JsonSplitter splitter;
  splitter.feed(text);
  splitter.end();
  JsonSplitter::Piece piece;
  Outcome outcome = Outcome::kOther;
  while (splitter.next(piece)) {
    if (piece.malformed || !inner_.parse(piece.text)) {
      problem_ = "the wrapped event: " + std::string(piece.malformed ? piece.problem : inner_.problem());
      return Outcome::kMalformed;
    }
    const JsonValue root = inner_.root();
    if (!is_k8s_audit_event(root)) continue;
    const auto own = k8s_event_time(root);
    sink({piece.text, own ? own : time});
    outcome = Outcome::kEvents;
  }
  return outcome;
}

}  // namespace sysreel
