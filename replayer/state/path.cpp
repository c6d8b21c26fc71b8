#include "replayer/state/path.h"

#include <array>
#include <cstdint>
#include <cstring>

namespace sysreel {
namespace {

// Cuts the last component off `out`, which ends with a slash or is empty, and leaves its directory's slash.
void go_up(std::string& out) {
  if (out.empty()) return;
  const size_t end = out.size() > 1 && out.back() == '/' ? out.size() - 2 : out.size() - 1;
  const size_t slash = out.rfind('/', end);
  if (out == "/") return;
  out.resize(slash == std::string::npos ? 0 : slash + 1);
}

// Sixteen bytes that are compared at once (a vector of GCC and Clang).
using Bytes [[gnu::vector_size(16)]] = signed char;

Bytes load(const char* from) {
  Bytes bytes;
  std::memcpy(&bytes, from, sizeof(bytes));
  return bytes;
}

bool any(Bytes bytes) {
  std::array<uint64_t, 2> halves{};
  std::memcpy(halves.data(), &bytes, sizeof(bytes));
  return (halves[0] | halves[1]) != 0;
}

// Whether `test`, of bytes or of many at once, finds some two that follow each other.
template <typename Test>
bool any_neighbours(std::string_view text, Test test) {
  const char* const begin = text.data();
  if (text.size() <= sizeof(Bytes)) {
    int found = 0;
    for (size_t at = 1; at < text.size(); ++at) found |= test(begin[at - 1], begin[at]);
    return found != 0;
  }
  const size_t last = text.size() - 1 - sizeof(Bytes);  // some may be looked at twice
  Bytes found = test(load(begin + last), load(begin + last + 1));
  for (size_t at = 0; at < last; at += sizeof(Bytes)) found |= test(load(begin + at), load(begin + at + 1));
  return any(found);
}

// The C library's search is faster than rfind(), which goes byte by byte.
size_t last_slash(std::string_view path) {
  const void* const found = path.empty() ? nullptr : memrchr(path.data(), '/', path.size());
  return found == nullptr ? std::string_view::npos
                          : static_cast<size_t>(static_cast<const char*>(found) - path.data());
}

// Behind a directory with its slash, or behind a name that the first part continues.
void append_parts(std::string& out, std::string_view path) {
  for (size_t at = 0; at < path.size();) {
    while (at < path.size() && path[at] == '/') ++at;
    const size_t end = std::min(path.find('/', at), path.size());
    const std::string_view part = path.substr(at, end - at);
    const bool boundary = out.empty() || out.back() == '/';
    at = end;
    if (part.empty() || (boundary && part == ".")) continue;
    if (boundary && part == "..") {
      go_up(out);
      continue;
    }
    out.append(part);
    if (at < path.size()) out.push_back('/');
  }
}

}  // namespace

bool is_plain_path(std::string_view path) {
  const auto special = [](auto before, auto c) { return (before == '/') & ((c == '/') | (c == '.')); };
  return path[0] != '.' && !any_neighbours(path, special);
}

bool has_repeated_slashes(std::string_view text) {
  return any_neighbours(text, [](auto before, auto c) { return (before == '/') & (c == '/'); });
}

void drop_repeated_slashes(std::string& text) {
  size_t kept = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '/' && kept > 0 && text[kept - 1] == '/') continue;
    text[kept++] = text[i];
  }
  text.resize(kept);
}

void append_path(std::string& out, std::string_view path) {
  if (path.empty()) {
    out.clear();
    return;
  }
  if (is_plain_path(path)) {
    out.append(path);
  } else {
    append_parts(out, path);
  }
  if (out.size() > 1 && out.back() == '/') out.pop_back();
}

void join_path(std::string& out, std::string_view base, std::string_view path) {
  if (!path.starts_with('/')) {
    out.assign(base);
    append_path(out, path);
    return;
  }
  out.clear();
  if (is_plain_path(path)) {
    out.append(path);
  } else {
    out.push_back('/');
    append_parts(out, path);
  }
  if (out.size() > 1 && out.back() == '/') out.pop_back();
}

std::string join_path(std::string_view base, std::string_view path) {
  std::string out;
  join_path(out, base, path);
  return out;
}

std::string_view directory_of(std::string_view path) {
  const size_t slash = last_slash(path);
  if (slash == std::string_view::npos || slash == 0) return "/";
  return slash + 1 < path.size() ? path.substr(0, slash) : path;
}

std::string_view file_name_of(std::string_view path) {
  const size_t slash = last_slash(path);
  if (slash == std::string_view::npos) return "/";
  return slash + 1 < path.size() ? path.substr(slash + 1) : path;
}

}  // namespace sysreel
