// Turns places of values into diagnostics: file, line, column, the line itself.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "base/yaml_document.h"
#include "rules/items.h"

namespace sysreel::rules {

// The files of one load. Lives as long as the load.
struct LoadedFile {
  std::string name;
  YamlDocument document;
};

// What a diagnostic is about.
struct About {
  std::string_view type;  // "rule", "macro" …
  std::string_view name;
};

class LoadLog {
 public:
  LoadLog(const std::vector<LoadedFile>& files, Diagnostics& diagnostics)
      : files_(files), diagnostics_(diagnostics) {}

  void error(std::string_view code, About about, SourceRef at, std::string message, std::string hint = {}) {
    add(Severity::kError, code, about, at, 0, std::move(message), std::move(hint), {});
  }
  void warning(std::string_view code, About about, SourceRef at, std::string message, std::string hint = {}) {
    add(Severity::kWarning, code, about, at, 0, std::move(message), std::move(hint), {});
  }
  // At byte `offset` of a scalar's value.
  void add(Severity severity, std::string_view code, About about, SourceRef at, size_t offset,
           std::string message, std::string hint, std::vector<std::string> context);
  void add_at(Severity severity, std::string_view code, uint32_t file, YamlPosition position,
              std::string message);

  const YamlDocument& document(SourceRef at) const { return files_[at.file].document; }
  Diagnostics& diagnostics() { return diagnostics_; }

 private:
  const std::vector<LoadedFile>& files_;
  Diagnostics& diagnostics_;
};

}  // namespace sysreel::rules
