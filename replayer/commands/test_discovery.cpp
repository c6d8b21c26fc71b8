#include "replayer/commands/test_discovery.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

namespace sysreel {

Result<std::vector<std::string>> test_files(const std::vector<std::string>& paths) {
  namespace fs = std::filesystem;
  std::vector<std::string> files;
  for (const std::string& path : paths) {
    std::error_code error;
    if (!fs::is_directory(path, error)) {
      if (!fs::exists(path, error)) return Error{ErrorCode::kNotFound, "there is no test " + path};
      files.push_back(path);
      continue;
    }
    std::vector<std::string> found;
    for (auto entry =
             fs::recursive_directory_iterator(path, fs::directory_options::skip_permission_denied, error);
         !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
      const std::string name = entry->path().lexically_normal().string();
      if (name.ends_with(".test.yaml") || name.ends_with(".test.yml")) found.push_back(name);
    }
    if (error) return Error{ErrorCode::kSystem, "cannot read " + path + ": " + error.message()};
    if (found.empty()) return Error{ErrorCode::kNotFound, "no tests (*.test.yaml) below " + path};
    std::sort(found.begin(), found.end());
    files.insert(files.end(), found.begin(), found.end());
  }
  return files;
}

}  // namespace sysreel
