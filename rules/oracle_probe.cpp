// Answers for tools that compare with another engine: reads one condition a line, as hexadecimal bytes, and
// says whether it parses and compiles for a source and what the messages are.
#include <iostream>
#include <string>
#include <vector>

#include "base/json_writer.h"
#include "rules/describe.h"
#include "rules/filter.h"
#include "rules/rule_files.h"
#include "rules/rule_set.h"

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

int describe_and_print(const std::vector<std::string>& files, const LoadOptions& options) {
  Diagnostics diagnostics;
  std::cout << describe(read_rule_files(files, diagnostics), options, diagnostics) << '\n';
  return 0;
}

int load_and_print(const std::vector<std::string>& files, const LoadOptions& options) {
  Diagnostics unread;
  const RuleSet set = load(read_rule_files(files, unread), options);
  for (const Diagnostic& diagnostic : unread.all()) std::cout << to_json_line(diagnostic);
  for (const Diagnostic& diagnostic : set.diagnostics.all()) std::cout << to_json_line(diagnostic);
  std::cout << "{\"ok\":" << (set.loaded() && !unread.has_errors() ? "true" : "false") << "}\n";
  return 0;
}

}  // namespace

int answer_load(const std::vector<std::string>& files, const LoadOptions& options, bool describing);
int answer_load(const std::vector<std::string>& files, const LoadOptions& options, bool describing) {
  return describing ? describe_and_print(files, options) : load_and_print(files, options);
}

}  // namespace sysreel::rules

int main(int argc, char** argv) {
  sysreel::rules::FilterOptions options;
  sysreel::rules::LoadOptions load_options;
  std::vector<std::string> files;
  options.falco_compatible = true;
  bool describing = false;
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    if (argument == "--own") {
      options.falco_compatible = false;
    } else if (argument == "--describe") {
      describing = true;
    } else if (argument.starts_with("--source=")) {
      options.source = argument.substr(9);
      load_options.sources.push_back(options.source);
    } else if (argument.starts_with("--depth=")) {
      options.max_depth = static_cast<uint32_t>(std::stoul(argument.substr(8)));
    } else {
      files.push_back(argument);
    }
  }
  load_options.falco_compatible = options.falco_compatible;
  if (!files.empty()) return sysreel::rules::answer_load(files, load_options, describing);
  std::string line;
  while (std::getline(std::cin, line)) sysreel::rules::answer(sysreel::rules::from_hex(line), options);
  return 0;
}
