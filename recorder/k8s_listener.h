// K8sListener: the API server's webhook backend for audit events: HTTP, or HTTPS with a certificate.
//
// POST to any path: an EventList or single events. 200 when all events of the body are taken in, 400 when the
// body is malformed (nothing of it is taken), 413 above 64 MiB. A sender waits while the recording has enough
// to do. Not every build has it: the component is left out with -Dk8s_listener=disabled.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/result.h"

namespace sysreel {

class K8sStream;

class K8sListener {
 public:
  static constexpr size_t kMaxBody = 64U << 20;

  // Listens from its return on. `address`: "ADDR:PORT", "[ADDR]:PORT"; port 0: any that is free. The stream
  // must outlive the listener.
  static Result<std::unique_ptr<K8sListener>> open(const std::string& address, const std::string& tls_cert,
                                                   const std::string& tls_key, K8sStream& stream);
  virtual ~K8sListener() = default;

  // "http://127.0.0.1:8443"
  virtual const std::string& url() const = 0;
  // Takes no more requests; those under way are answered when it returns.
  virtual void stop() = 0;
};

}  // namespace sysreel
