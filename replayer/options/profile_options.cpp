#include <CLI/CLI.hpp>
#include <memory>

#include "replayer/commands/profile.h"
#include "replayer/options/options.h"

namespace sysreel {

void add_profile(CLI::App& app, Console& console, int& exit_code) {
  auto wanted = std::make_shared<ProfileCommand>();
  CLI::App* command = app.add_subcommand("profile", "What each rule and each predicate costs");
  command->add_option("captures", wanted->captures, "Capture files, directories, or - for standard input")
      ->required();
  command->add_option("-r,--rules", wanted->rules, "Rule file or directory, in order")
      ->required()
      ->allow_extra_args(false)
      ->type_name("FILE|DIR");
  command->add_flag("--json", wanted->json, "One object a line: each rule, then each predicate");
  command->add_flag("--falco-compatible", wanted->falco_compatible, "Behave as Falco where sysreel differs");
  command->footer(
      "Counts are exact and those of plain evaluation, from left to right until a condition is settled; "
      "times\n"
      "are sampled. Rules and predicates that were never evaluated are left out.\n"
      "Example: sysreel profile run.reel -r my_rules.yaml | head -20");
  command->callback([wanted, &console, &exit_code] { exit_code = run_profile(*wanted, console); });
}

}  // namespace sysreel
