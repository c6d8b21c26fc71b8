#include "replayer/commands/capture_paths.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

namespace sysreel {

Result<std::vector<std::string>> capture_files(const std::vector<std::string>& paths) {
  namespace fs = std::filesystem;
  std::vector<std::string> files;
  for (const std::string& path : paths) {
    std::error_code error;
    if (path == "-" || !fs::is_directory(path, error)) {
      files.push_back(path);
      continue;
    }
    std::vector<std::string> found;
    for (auto entry = fs::directory_iterator(path, error); !error && entry != fs::directory_iterator();
         entry.increment(error)) {
      const std::string name = entry->path().string();
      if (name.ends_with(".reel") || name.ends_with(".reel.part") || name.ends_with(".scap"))
        found.push_back(name);
    }
    if (error) return Error{ErrorCode::kSystem, "cannot read " + path + ": " + error.message()};
    if (found.empty()) return Error{ErrorCode::kNotFound, "no captures (*.reel, *.scap) in " + path};
    std::sort(found.begin(), found.end());
    files.insert(files.end(), found.begin(), found.end());
  }
  return files;
}

}  // namespace sysreel
