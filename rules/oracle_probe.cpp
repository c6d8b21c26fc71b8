// Answers for tools that compare with another engine: reads one condition a line, as hexadecimal bytes, and
// says whether it parses and compiles for a source and what the messages are.
#include <iostream>
#include <span>
#include <string>
#include <vector>

#include "base/json_writer.h"
#include "rules/describe.h"
#include "rules/field.h"
#include "rules/filter.h"
#include "rules/pipeline.h"
#include "rules/plugin_requirements.h"
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

// Verdict and diagnostics, and whether `plugins` meet what the files require.
int load_and_print(const std::vector<std::string>& files, const LoadOptions& options,
                   const std::vector<Plugin>& plugins) {
  Diagnostics unread;
  const auto pipeline = run_pipeline(read_rule_files(files, unread), options);
  const RuleSet& set = pipeline->result;
  for (const Diagnostic& diagnostic : unread.all()) std::cout << to_json_line(diagnostic);
  for (const Diagnostic& diagnostic : set.diagnostics.all()) std::cout << to_json_line(diagnostic);
  std::cout << "{\"ok\":" << (set.loaded() && !unread.has_errors() ? "true" : "false") << ",\"plugins\":"
            << (unmet_requirements(pipeline->collection, plugins).empty() ? "true" : "false") << "}\n";
  return 0;
}

int print_fields() {
  for (const Field& field : all_fields()) {
    std::string out;
    JsonWriter json(out);
    json.begin_object();
    json.field("name", field.name);
    json.field("type", static_cast<int>(field.type));
    json.field("argument", field.argument == ArgumentRule::kNone       ? "none"
                           : field.argument == ArgumentRule::kOptional ? "optional"
                                                                       : "required");
    json.field("list", field.multiplicity == Multiplicity::kList);
    json.field("doc", field.doc);
    json.end_object();
    std::cout << out << '\n';
  }
  return 0;
}

struct Question {
  std::vector<std::string> files;
  std::vector<std::string> plugins;  // NAME=VERSION
  LoadOptions load;
  FilterOptions filter;
  bool describe = false;
  bool fields = false;
};

Question question_of(std::span<char*> arguments) {
  Question question;
  question.filter.falco_compatible = true;
  for (const std::string argument : arguments) {
    if (argument == "--own") {
      question.filter.falco_compatible = false;
    } else if (argument == "--lint") {
      question.load.lint = true;
    } else if (argument == "--fields") {
      question.fields = true;
    } else if (argument == "--describe") {
      question.describe = true;
    } else if (argument.starts_with("--source=")) {
      question.filter.source = argument.substr(9);
      question.load.sources.push_back(question.filter.source);
    } else if (argument.starts_with("--plugin=")) {
      question.plugins.push_back(argument.substr(9));
    } else if (argument.starts_with("--depth=")) {
      question.filter.max_depth = static_cast<uint32_t>(std::stoul(argument.substr(8)));
    } else {
      question.files.push_back(argument);
    }
  }
  question.load.falco_compatible = question.filter.falco_compatible;
  return question;
}

int answer_all(const Question& question) {
  if (question.fields) return print_fields();
  if (!question.files.empty() && question.describe) return describe_and_print(question.files, question.load);
  if (!question.files.empty()) {
    std::vector<Plugin> plugins;
    for (const std::string_view plugin : question.plugins) {
      const size_t equal = plugin.find('=');
      plugins.push_back({plugin.substr(0, equal), plugin.substr(equal + 1)});
    }
    return load_and_print(question.files, question.load, plugins);
  }
  std::string line;
  while (std::getline(std::cin, line)) answer(from_hex(line), question.filter);
  return 0;
}

}  // namespace

int answer(int argc, char** argv);
int answer(int argc, char** argv) {
  return answer_all(question_of(std::span(argv, static_cast<size_t>(argc)).subspan(1)));
}

}  // namespace sysreel::rules

int main(int argc, char** argv) {
  return sysreel::rules::answer(argc, argv);
}
