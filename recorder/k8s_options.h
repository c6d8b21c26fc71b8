// Where Kubernetes audit events come from.
#pragma once

#include <string>

namespace sysreel {

struct K8sOptions {
  std::string listen;    // ADDR:PORT
  std::string tls_cert;  // PEM files
  std::string tls_key;
  std::string log;
  bool any() const { return !listen.empty() || !log.empty(); }
};

}  // namespace sysreel
