#include "replayer/commands/watched_files.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <system_error>

namespace sysreel {

namespace fs = std::filesystem;

namespace {

constexpr int64_t kClockGrain = 10'000'000;  // ns by which a file's stamp may lag behind the clock

int64_t nanoseconds(fs::file_time_type time) {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(time.time_since_epoch()).count();
}

}  // namespace

std::map<std::string, WatchedFiles::Stamp> WatchedFiles::stamps_of(const std::vector<std::string>& paths) {
  std::map<std::string, Stamp> out;
  const auto add = [&out](const fs::path& path) {
    std::error_code error;
    const auto modified = fs::last_write_time(path, error);
    Stamp stamp{-1, 0};
    if (!error) stamp.modified = nanoseconds(modified);
    const uintmax_t size = fs::file_size(path, error);
    if (!error) stamp.size = size;
    out[path.string()] = stamp;
  };
  for (const std::string& path : paths) {
    std::error_code error;
    if (!fs::is_directory(path, error)) {
      add(path);
      continue;
    }
    for (auto entry = fs::recursive_directory_iterator(path, error);
         !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
      const fs::path extension = entry->path().extension();
      if (extension == ".yaml" || extension == ".yml") add(entry->path());
    }
  }
  return out;
}

void WatchedFiles::begin() {
  begun_ = nanoseconds(fs::file_time_type::clock::now());
}

void WatchedFiles::watch(const std::vector<std::string>& paths) {
  paths_ = paths;
  stamps_ = stamps_of(paths_);
  changed_already_ = std::any_of(stamps_.begin(), stamps_.end(), [this](const auto& file) {
    return file.second.modified >= begun_ - kClockGrain;
  });
}

bool WatchedFiles::changed() const {
  return changed_already_ || stamps_of(paths_) != stamps_;
}

}  // namespace sysreel
