// `sysreel custody add` and `list`.
#pragma once

#include <string>

#include "replayer/commands/console.h"

namespace sysreel {

struct CustodyOptions {
  std::string capture;
  std::string signing_key;  // add
  std::string who;
  std::string note;
};

int run_custody_add(const CustodyOptions& options, Console& console);
int run_custody_list(const CustodyOptions& options, Console& console);

}  // namespace sysreel
