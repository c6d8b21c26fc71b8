// A policy and the key of its tokens, from files.
#pragma once

#include <string>

#include "format/redaction/value_redactor.h"

namespace sysreel {

struct LoadedPolicy {
  RedactionPolicy policy;
  TokenKey key{};  // of the policy's key file, whose content is hashed; without one a random key
};

Result<LoadedPolicy> load_redaction_policy(const std::string& path);

}  // namespace sysreel
