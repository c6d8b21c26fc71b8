#include "recorder/startup_memory.h"

#include <malloc.h>
#include <sys/mman.h>

#include <algorithm>
#include <charconv>

#include "recorder/small_file.h"

namespace sysreel {
namespace {

constexpr size_t kSmapsMax = 1U << 20;
constexpr std::string_view kOwnPages = "Anonymous:";

std::string_view take_line(std::string_view& text) {
  const std::string_view line = text.substr(0, text.find('\n'));
  text.remove_prefix(std::min(line.size() + 1, text.size()));
  return line;
}

bool read_address(std::string_view& text, char end, uintptr_t& address) {
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), address, 16);
  if (error != std::errc{} || stop == text.data() + text.size() || *stop != end) return false;
  text.remove_prefix(static_cast<size_t>(stop - text.data()) + 1);
  return true;
}

// "begin-end perms offset dev inode   path": is it a file that cannot be written?
bool read_mapping(std::string_view line, AddressRange& range, bool& file) {
  AddressRange read;
  if (!read_address(line, '-', read.begin) || !read_address(line, ' ', read.end)) return false;
  range = read;
  file = line.starts_with("r-") && line.find(" /") != std::string_view::npos;
  return true;
}

}  // namespace

std::vector<AddressRange> unwritten_file_mappings(std::string_view smaps) {
  std::vector<AddressRange> ranges;
  AddressRange range;
  bool file = false;
  while (!smaps.empty()) {
    const std::string_view line = take_line(smaps);
    if (read_mapping(line, range, file)) continue;
    // Relocated pages are the process's own: without them it would not go on.
    if (!file || !line.starts_with(kOwnPages)) continue;
    const std::string_view amount = line.substr(kOwnPages.size());
    if (amount.substr(std::min(amount.find_first_not_of(' '), amount.size())) == "0 kB")
      ranges.push_back(range);
    file = false;
  }
  return ranges;
}

void use_little_memory() {
  mallopt(M_ARENA_MAX, 1);
}

void give_back_startup_memory() {
  malloc_trim(0);
  for (const AddressRange& range : unwritten_file_mappings(read_small_file("/proc/self/smaps", kSmapsMax)))
    madvise(reinterpret_cast<void*>(range.begin), range.end - range.begin, MADV_DONTNEED);
}

}  // namespace sysreel
