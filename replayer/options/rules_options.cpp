#include <CLI/CLI.hpp>
#include <memory>

#include "replayer/commands/rules_check.h"
#include "replayer/commands/rules_describe.h"
#include "replayer/commands/rules_fields.h"
#include "replayer/options/options.h"

namespace sysreel {
namespace {

constexpr const char* kFiles =
    "Rule files in order; a directory gives its .yaml and .yml files in name order";
constexpr const char* kFalco = "Falco's behaviour where ours differs on purpose (docs/falco-differences.md)";

void add_check(CLI::App& parent, Console& console, int& exit_code) {
  auto options = std::make_shared<RulesOptions>();
  CLI::App* command =
      parent.add_subcommand("check", "Load rules and report everything that is wrong or doubtful");
  command->add_option("rules", options->files, kFiles)->required();
  command->add_flag("--json", options->json, "One diagnostic a line");
  command->add_flag("--falco-compatible", options->falco_compatible, kFalco);
  command->footer("Example: sysreel rules check rules/*.yaml");
  command->callback([options, &console, &exit_code] { exit_code = run_rules_check(*options, console); });
}

void add_list(CLI::App& parent, Console& console, int& exit_code) {
  auto options = std::make_shared<RulesOptions>();
  CLI::App* command = parent.add_subcommand("list", "List the rules with priority, source and tags");
  command->add_option("rules", options->files, kFiles)->required();
  command->add_flag("--json", options->json, "One rule a line");
  command->add_flag("--falco-compatible", options->falco_compatible, kFalco);
  command->footer("Example: sysreel rules list rules/host.yaml");
  command->callback([options, &console, &exit_code] { exit_code = run_rules_list(*options, console); });
}

void add_fields(CLI::App& parent, Console& console, int& exit_code) {
  auto options = std::make_shared<RulesFieldsOptions>();
  CLI::App* command = parent.add_subcommand("fields", "List the fields that conditions and outputs can use");
  command->add_option("--source", options->source, "Only fields of this source");
  command->add_flag("--json", options->json, "One field a line");
  command->add_flag("--markdown", options->markdown, "As docs/fields.md");
  command->add_flag("--falco-compatible", options->falco_compatible,
                    "Without fields that Falco does not have");
  command->footer("Example: sysreel rules fields --source k8s_audit");
  command->callback([options, &console, &exit_code] { exit_code = run_rules_fields(*options, console); });
}

void add_events(CLI::App& parent, Console& console, int& exit_code) {
  auto options = std::make_shared<RulesEventsOptions>();
  CLI::App* command = parent.add_subcommand(
      "events", "List the events that conditions can name, or those that rules look at");
  command->add_option("rules", options->files, kFiles);
  command->add_flag("--json", options->json, "One JSON object a line");
  command->add_flag("--falco-compatible", options->falco_compatible, kFalco);
  command->footer("Example: sysreel rules events rules/host.yaml");
  command->callback([options, &console, &exit_code] { exit_code = run_rules_events(*options, console); });
}

void add_describe(CLI::App& parent, Console& console, int& exit_code) {
  auto options = std::make_shared<RulesDescribeOptions>();
  CLI::App* command =
      parent.add_subcommand("describe", "Show as JSON what each rule, macro and list resolves to");
  command->add_option("rules", options->files, kFiles)->required();
  command->add_flag("--falco-compatible", options->falco_compatible, kFalco);
  command->footer("Example: sysreel rules describe rules/host.yaml | jq '.rules[0].details'");
  command->callback([options, &console, &exit_code] { exit_code = run_rules_describe(*options, console); });
}

void add_plan(CLI::App& parent, Console& console, int& exit_code) {
  auto options = std::make_shared<RulesPlanOptions>();
  CLI::App* command = parent.add_subcommand("plan", "Write which events a recorder needs for these rules");
  command->add_option("rules", options->files, kFiles)->required();
  command->add_option("-w,--write", options->write, "Plan file; - for standard output");
  command->add_flag("--force", options->force, "Overwrite an existing file");
  command->add_flag("--falco-compatible", options->falco_compatible, kFalco);
  command->footer("Example: sysreel rules plan rules/host.yaml -w host.plan");
  command->callback([options, &console, &exit_code] { exit_code = run_rules_plan(*options, console); });
}

}  // namespace

void add_rules(CLI::App& app, Console& console, int& exit_code) {
  CLI::App* command = app.add_subcommand("rules", "Check and describe rules");
  command->require_subcommand(1);
  add_check(*command, console, exit_code);
  add_list(*command, console, exit_code);
  add_fields(*command, console, exit_code);
  add_events(*command, console, exit_code);
  add_describe(*command, console, exit_code);
  add_plan(*command, console, exit_code);
}

}  // namespace sysreel
