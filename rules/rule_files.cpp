#include "rules/rule_files.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

namespace sysreel::rules {
namespace {

namespace fs = std::filesystem;

constexpr size_t kMaxBytes = size_t{64} << 20;

void report(Diagnostics& diagnostics, const std::string& path, std::string message) {
  Diagnostic diagnostic;
  diagnostic.code = "LOAD_ERR_FILE_READ";
  diagnostic.message = std::move(message);
  diagnostic.place.file = path;
  diagnostics.add(std::move(diagnostic));
}

void read_stream(std::istream& stream, const std::string& name, size_t expected_bytes,
                 std::vector<SourceFile>& out, Diagnostics& diagnostics) {
  std::string text;
  text.reserve(std::min(expected_bytes, kMaxBytes));
  char buffer[size_t{64} << 10];
  while (stream.read(buffer, sizeof buffer) || stream.gcount() > 0) {
    text.append(buffer, static_cast<size_t>(stream.gcount()));
    if (text.size() > kMaxBytes) return report(diagnostics, name, "the file is too large");
  }
  out.push_back({name, std::move(text)});
}

void read_file(const std::string& path, std::vector<SourceFile>& out, Diagnostics& diagnostics) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return report(diagnostics, path, std::string("cannot be read: ") + std::strerror(errno));
  std::error_code error;
  const uintmax_t size = fs::file_size(path, error);
  read_stream(stream, path, error ? 0 : size, out, diagnostics);
}

void read_directory(const std::string& path, std::vector<SourceFile>& out, Diagnostics& diagnostics) {
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator at(path, error), end; !error && at != end; at.increment(error)) {
    const fs::path& file = at->path();
    if (file.stem().extension() == ".test") continue;  // expectations may lie beside the rules
    if (file.extension() == ".yaml" || file.extension() == ".yml") names.push_back(file.string());
  }
  if (error) return report(diagnostics, path, "cannot be read: " + error.message());
  std::sort(names.begin(), names.end());
  for (const std::string& name : names) read_file(name, out, diagnostics);
}

}  // namespace

std::vector<SourceFile> read_rule_files(const std::vector<std::string>& paths, Diagnostics& diagnostics) {
  std::vector<SourceFile> out;
  for (const std::string& path : paths) {
    std::error_code error;
    if (path == "-") {
      read_stream(std::cin, "-", 0, out, diagnostics);
    } else if (fs::is_directory(path, error)) {
      read_directory(path, out, diagnostics);
    } else {
      read_file(path, out, diagnostics);
    }
  }
  return out;
}

}  // namespace sysreel::rules
