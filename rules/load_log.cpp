#include "rules/load_log.h"

#include <utility>

namespace sysreel::rules {

void LoadLog::add(Severity severity, std::string_view code, About about, SourceRef at, size_t offset,
                  std::string message, std::string hint, std::vector<std::string> context) {
  const LoadedFile& file = files_[at.file];
  const YamlPosition position = file.document.position(at.node, offset);
  Diagnostic diagnostic;
  diagnostic.severity = severity;
  diagnostic.code = code;
  diagnostic.message = std::move(message);
  diagnostic.hint = std::move(hint);
  diagnostic.place = {file.name, position.line, position.column};
  diagnostic.item_type = about.type;
  diagnostic.item_name = about.name;
  diagnostic.snippet = file.document.line(position.line);
  diagnostic.context = std::move(context);
  diagnostics_.add(std::move(diagnostic));
}

void LoadLog::add_at(Severity severity, std::string_view code, uint32_t file, YamlPosition position,
                     std::string message) {
  Diagnostic diagnostic;
  diagnostic.severity = severity;
  diagnostic.code = code;
  diagnostic.message = std::move(message);
  diagnostic.place = {files_[file].name, position.line, position.column};
  diagnostic.snippet = files_[file].document.line(position.line);
  diagnostics_.add(std::move(diagnostic));
}

}  // namespace sysreel::rules
