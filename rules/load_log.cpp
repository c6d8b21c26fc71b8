#include "rules/load_log.h"

#include <algorithm>
#include <utility>

namespace sysreel::rules {

namespace {

// Names and lines come from the file: what is kept of them must not depend on how long it made them.
constexpr size_t kMostText = 300;
constexpr size_t kMostSnippet = 1000;

bool continues(char c) {
  return (static_cast<uint8_t>(c) & 0xc0U) == 0x80U;
}

void cut(std::string& text) {
  if (text.size() <= kMostText) return;
  size_t end = kMostText;
  while (end > 0 && continues(text[end])) --end;
  text.resize(end);
  text += "…";
}

void set_snippet(Diagnostic& diagnostic, std::string_view line) {
  size_t from = 0;
  if (line.size() > kMostSnippet && diagnostic.place.column > kMostSnippet / 2) {
    from = std::min<size_t>(diagnostic.place.column - kMostSnippet / 2, line.size());
    while (from > 0 && from < line.size() && continues(line[from])) --from;
  }
  std::string_view part = line.substr(from);
  if (part.size() > kMostSnippet) {
    size_t end = kMostSnippet;
    while (end > 0 && continues(part[end])) --end;
    part = part.substr(0, end);
  }
  diagnostic.snippet = part;
  diagnostic.snippet_from = static_cast<uint32_t>(from);
}

}  // namespace

void LoadLog::add(Severity severity, std::string_view code, About about, SourceRef at, size_t offset,
                  std::string message, std::string hint, std::vector<std::string> context) {
  const LoadedFile& file = files_[at.file];
  const YamlPosition position = file.document.position(at.node, offset);
  Diagnostic diagnostic;
  diagnostic.severity = severity;
  diagnostic.code = code;
  cut(message);
  cut(hint);
  for (std::string& line : context) cut(line);
  diagnostic.message = std::move(message);
  diagnostic.hint = std::move(hint);
  diagnostic.place = {file.name, position.line, position.column};
  diagnostic.item_type = about.type;
  diagnostic.item_name = about.name;
  diagnostic.context = std::move(context);
  set_snippet(diagnostic, file.document.line(position.line));
  diagnostics_.add(std::move(diagnostic));
}

void LoadLog::add_at(Severity severity, std::string_view code, uint32_t file, YamlPosition position,
                     std::string message) {
  Diagnostic diagnostic;
  diagnostic.severity = severity;
  diagnostic.code = code;
  cut(message);
  diagnostic.message = std::move(message);
  diagnostic.place = {files_[file].name, position.line, position.column};
  set_snippet(diagnostic, files_[file].document.line(position.line));
  diagnostics_.add(std::move(diagnostic));
}

}  // namespace sysreel::rules
