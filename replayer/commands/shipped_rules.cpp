#include "replayer/commands/shipped_rules.h"

#include <filesystem>

namespace sysreel {

namespace fs = std::filesystem;

std::vector<std::string> shipped_rule_files() {
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  const fs::path installed = program.parent_path().parent_path() / "share" / "sysreel" / "rules";
  for (const fs::path& folder : {installed, fs::path(SYSREEL_SOURCE_RULES)}) {
    std::vector<std::string> files;
    for (const char* name : {"host.yaml", "k8s_audit.yaml", "linux_audit.yaml"}) {
      if (fs::exists(folder / name, error)) files.push_back((folder / name).string());
    }
    if (!files.empty()) return files;
  }
  return {};
}

}  // namespace sysreel
