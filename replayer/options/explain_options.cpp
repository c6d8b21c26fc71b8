// The command line of `sysreel explain`.
#include <CLI/CLI.hpp>
#include <memory>

#include "replayer/commands/explain.h"
#include "replayer/options/options.h"

namespace sysreel {

void add_explain(CLI::App& app, Console& console, int& exit_code) {
  auto wanted = std::make_shared<ExplainCommand>();
  auto matching = std::make_shared<std::string>("first");
  CLI::App* command = app.add_subcommand("explain", "Say why a rule did or did not match");
  command->add_option("capture", wanted->captures, "Capture file, or the parts of one recording in order")
      ->required();
  command
      ->add_option("-r,--rules", wanted->rules,
                   "Rule file or directory, in order; default: the shipped rules")
      ->allow_extra_args(false)
      ->type_name("FILE|DIR");
  command->add_option("--rule", wanted->rule, "The rule to explain")->required()->type_name("NAME");
  auto* event =
      command->add_option("--event", wanted->event, "Explain this event, by its number")->type_name("N");
  command->add_option("--nearest", wanted->nearest, "Explain the K events that came nearest without firing")
      ->type_name("K")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str()
      ->excludes(event);
  command->add_option("--matching", *matching, "First matching rule of an event, or all")
      ->check(CLI::IsMember({"first", "all"}))
      ->capture_default_str();
  command->add_flag("--json", wanted->json, "One JSON object an event");
  command->add_flag("--falco-compatible", wanted->falco_compatible, "Behave as Falco where sysreel differs");
  command->footer(
      "Every part of the condition is shown with its values; '<- decides' marks the checks that settled it.\n"
      "Example: sysreel explain run.reel -r my_rules.yaml --rule 'Sensitive file read' --nearest 2");
  command->callback([wanted, matching, &console, &exit_code] {
    wanted->match_all = *matching == "all";
    exit_code = run_explain(*wanted, console);
  });
}

}  // namespace sysreel
