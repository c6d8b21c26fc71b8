// Answers for tools that compare with another engine: reads one condition a line, as hexadecimal bytes, and
// says whether it parses and compiles for a source and what the messages are.
#include <iostream>
#include <string>
#include <vector>

#include "base/json_writer.h"
#include "rules/filter.h"

namespace sysreel::rules {
namespace {

std::string from_hex(const std::string& line) {
  std::string out;
  for (size_t i = 0; i + 1 < line.size(); i += 2)
    out += static_cast<char>(std::stoi(line.substr(i, 2), nullptr, 16));
  return out;
}

void answer(const std::string& condition, const FilterOptions& options) {
  const Filter filter = compile_filter(condition, options);
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  json.field("parse", filter.parsed);
  json.field("compile", filter.compiled);
  json.field("tree", filter.tree);
  json.field("message", filter.findings.empty() ? "" : filter.findings[0].message);
  size_t warnings = 0;
  for (const Finding& finding : filter.findings) warnings += finding.severity == Severity::kWarning ? 1 : 0;
  json.field("warnings", static_cast<uint64_t>(warnings));
  json.end_object();
  std::cout << out << '\n';
}

}  // namespace
}  // namespace sysreel::rules

int main(int argc, char** argv) {
  sysreel::rules::FilterOptions options;
  options.falco_compatible = true;
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    if (argument == "--own") options.falco_compatible = false;
    if (argument.starts_with("--source=")) options.source = argument.substr(9);
    if (argument.starts_with("--depth="))
      options.max_depth = static_cast<uint32_t>(std::stoul(argument.substr(8)));
  }
  std::string line;
  while (std::getline(std::cin, line)) sysreel::rules::answer(sysreel::rules::from_hex(line), options);
  return 0;
}
