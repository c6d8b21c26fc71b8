// `sysreel verify`: are the bytes of a capture those that its recorder wrote?
#pragma once

#include <string>
#include <vector>

#include "replayer/commands/console.h"

namespace sysreel {

struct VerifyOptions {
  std::vector<std::string> captures;
  bool json = false;
  std::string public_key = {};  // file: whose signature is trusted
};

int run_verify(const VerifyOptions& options, Console& console);

}  // namespace sysreel
