#include "recorder/capture_ring.h"

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string_view>

namespace sysreel {
namespace {

constexpr std::string_view kPinned = ".pinned";
constexpr std::string_view kUnfinished = ".part";
constexpr size_t kDigits = 6;

struct CloseDirectory {
  void operator()(DIR* directory) const { closedir(directory); }
};

struct RingName {
  uint64_t number = 0;
  bool pinned = false;
};

// "STEM.NUMBER[.pinned]EXTENSION[.part]".
std::optional<RingName> parse_name(std::string_view name, std::string_view stem, std::string_view extension) {
  if (name.ends_with(kUnfinished)) name.remove_suffix(kUnfinished.size());
  if (!name.starts_with(stem) || !name.ends_with(extension) || name.size() <= stem.size() + extension.size())
    return std::nullopt;
  name.remove_prefix(stem.size());
  name.remove_suffix(extension.size());
  if (name[0] != '.') return std::nullopt;
  name.remove_prefix(1);
  RingName result;
  result.pinned = name.ends_with(kPinned);
  if (result.pinned) name.remove_suffix(kPinned.size());
  const auto parsed = std::from_chars(name.data(), name.data() + name.size(), result.number);
  if (name.size() < kDigits || parsed.ec != std::errc() || parsed.ptr != name.data() + name.size())
    return std::nullopt;
  return result;
}

uint64_t boot_time_of(const timespec& time, uint64_t wall_offset) {
  const uint64_t wall =
      static_cast<uint64_t>(time.tv_sec) * 1'000'000'000U + static_cast<uint64_t>(time.tv_nsec);
  return wall > wall_offset ? wall - wall_offset : 0;
}

}  // namespace

CaptureRing::CaptureRing(const std::string& name, const RingLimits& limits) : limits_(limits) {
  const size_t slash = name.rfind('/');
  directory_ = slash == std::string::npos ? "" : name.substr(0, slash + 1);
  const std::string file = name.substr(directory_.size());
  const size_t dot = file.rfind('.');
  const bool has_extension = dot != std::string::npos && dot != 0;
  stem_ = has_extension ? file.substr(0, dot) : file;
  extension_ = has_extension ? file.substr(dot) : ".reel";
}

Result<CaptureRing> CaptureRing::open(const std::string& name, const RingLimits& limits,
                                      uint64_t wall_offset) {
  CaptureRing ring(name, limits);
  SYSREEL_RETURN_IF_ERROR(ring.adopt(wall_offset));
  return ring;
}

// A file that was there before tells when it was written last; it begins where the one before it ended.
Status CaptureRing::adopt(uint64_t wall_offset) {
  const std::string folder = directory_.empty() ? "." : directory_;
  const std::unique_ptr<DIR, CloseDirectory> open(opendir(folder.c_str()));
  if (!open) return Error{ErrorCode::kNotFound, folder + ": " + std::strerror(errno)};
  std::vector<std::pair<uint64_t, Part>> found;
  while (const dirent* entry = readdir(open.get())) {
    const auto name = parse_name(entry->d_name, stem_, extension_);
    if (!name) continue;
    const std::string path = directory_ + entry->d_name;
    struct stat status {};
    if (lstat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) continue;
    next_ = std::max(next_, name->number + 1);
    const auto bytes = static_cast<uint64_t>(status.st_size);
    if (name->pinned) {
      ++pinned_;
      pinned_bytes_ += bytes;
    } else {
      found.push_back({name->number, {path, bytes, {0, boot_time_of(status.st_mtim, wall_offset)}}});
    }
  }
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  for (auto& [number, part] : found) {
    part.range.from = parts_.empty() ? part.range.to : parts_.back().range.to;
    bytes_ += part.bytes;
    parts_.push_back(std::move(part));
  }
  return {};
}

std::string CaptureRing::next_name() {
  char number[24];
  std::snprintf(number, sizeof(number), ".%06llu", static_cast<unsigned long long>(next_++));
  return directory_ + stem_ + number + extension_;
}

bool CaptureRing::is_pinned(TimeRange range) const {
  return std::any_of(pins_.begin(), pins_.end(),
                     [&](const TimeRange& pin) { return range.from <= pin.to && pin.from <= range.to; });
}

void CaptureRing::keep(const Part& part) {
  std::string path = part.path;
  const bool unfinished = path.ends_with(kUnfinished);
  const size_t tail = extension_.size() + (unfinished ? kUnfinished.size() : 0);
  path.insert(path.size() - tail, kPinned);
  // Where it cannot be renamed it is left alone, which keeps it as well.
  (void)std::rename(part.path.c_str(), path.c_str());
  ++pinned_;
  pinned_bytes_ += part.bytes;
}

void CaptureRing::add(const std::string& path, uint64_t bytes, TimeRange range) {
  const Part part{path, bytes, range};
  // What has been asked to be kept up to a moment that has passed needs no more attention.
  std::erase_if(pins_, [&](const TimeRange& pin) { return pin.to < range.from; });
  if (is_pinned(range)) return keep(part);
  parts_.push_back(part);
  bytes_ += bytes;
}

void CaptureRing::pin(TimeRange range) {
  pins_.push_back(range);
  for (const Part& part : parts_) {
    if (!is_pinned(part.range)) continue;
    bytes_ -= part.bytes;
    keep(part);
  }
  std::erase_if(parts_, [&](const Part& part) { return is_pinned(part.range); });
}

bool CaptureRing::drop_oldest() {
  if (parts_.empty()) return false;
  const Part oldest = std::move(parts_.front());
  parts_.pop_front();
  bytes_ -= oldest.bytes;
  return unlink(oldest.path.c_str()) == 0 || errno == ENOENT;
}

void CaptureRing::trim(uint64_t current_bytes) {
  while (limits_.keep && parts_.size() + 1 > *limits_.keep && !parts_.empty()) drop_oldest();
  while (limits_.quota && bytes_ + pinned_bytes_ + current_bytes > *limits_.quota && !parts_.empty())
    drop_oldest();
}

bool CaptureRing::full(uint64_t current_bytes) const {
  return limits_.quota && pinned_bytes_ + current_bytes > *limits_.quota;
}

}  // namespace sysreel
