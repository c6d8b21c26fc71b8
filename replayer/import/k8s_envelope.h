// Kubernetes audit events as providers wrap them, unwrapped.
//
//   EKS   CloudWatch: the event as text in `message` (or `@message`), in lists `logEvents` and `events`
//   AKS   diagnostic logs: the event as text in `properties.log` (or `log_s`), in lists `records`
//   GKE   Cloud Logging: no event, but a `protoPayload` of service k8s.io that says much of one (gke_event.h)
//   logs of containers: the event as text in `log`
//
// The event's text is given as the provider stored it. One thread.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/json_document.h"

namespace sysreel {

class K8sEnvelope {
 public:
  struct Event {
    std::string_view json;
    std::optional<uint64_t> time;  // wall ns; the event's own, else the envelope's
  };
  using Sink = std::function<void(const Event&)>;

  enum class Outcome : uint8_t { kEvents, kOther, kMalformed };
  // Gives the events that the document holds. kOther: JSON, but no audit event; kMalformed: see problem().
  Outcome open(std::string_view document, const Sink& sink);
  const std::string& problem() const { return problem_; }

 private:
  Outcome open_text(std::string_view text, std::optional<uint64_t> time, const Sink& sink);

  JsonDocument document_;
  JsonDocument inner_;
  std::string text_;
  std::string problem_;
};

}  // namespace sysreel
