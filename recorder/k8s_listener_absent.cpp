// The listener of builds without it.
#include "recorder/k8s_listener.h"

namespace sysreel {

Result<std::unique_ptr<K8sListener>> K8sListener::open(const std::string& /*address*/,
                                                       const std::string& /*tls_cert*/,
                                                       const std::string& /*tls_key*/,
                                                       K8sStream& /*stream*/) {
  return Error{ErrorCode::kUnsupported, "--k8s-audit-listen: this build has no listener (-Dk8s_listener)"};
}

}  // namespace sysreel
