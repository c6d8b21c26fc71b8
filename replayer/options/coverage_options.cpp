// The command line of `sysreel coverage`.
#include <CLI/CLI.hpp>
#include <memory>

#include "replayer/commands/coverage.h"
#include "replayer/options/options.h"
#include "replayer/options/time_option.h"

namespace sysreel {

void add_coverage(CLI::App& app, Console& console, int& exit_code) {
  auto wanted = std::make_shared<CoverageCommand>();
  auto matching = std::make_shared<std::string>("first");
  CLI::App* command =
      app.add_subcommand("coverage", "Say which rules can fire on a capture, which are blind and why");
  command->add_option("captures", wanted->captures, "Capture files or directories of captures")->required();
  command
      ->add_option("-r,--rules", wanted->rules,
                   "Rule file or directory, in order; default: the shipped rules")
      ->allow_extra_args(false)
      ->type_name("FILE|DIR");
  command->add_option("--matching", *matching, "First matching rule of an event, or all")
      ->check(CLI::IsMember({"first", "all"}))
      ->capture_default_str();
  const auto select = [wanted](bool enable) {
    return [wanted, enable](const std::string& what) {
      const bool tag = what.starts_with("tag:");
      wanted->selections.push_back({enable, tag ? "" : what, tag ? what.substr(4) : ""});
    };
  };
  command->add_option_function<std::string>("--enable", select(true), "Enable rules by NAME or tag:T")
      ->trigger_on_parse()
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  command->add_option_function<std::string>("--disable", select(false), "Disable rules by NAME or tag:T")
      ->trigger_on_parse()
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  add_time_option(*command, "--from", wanted->from, "Only events at or after T");
  add_time_option(*command, "--to", wanted->to, "Only events before T");
  command->add_flag_callback(
      "--json",
      [wanted] {
        wanted->outputs.push_back({"json", ""});
      },
      "One JSON object a rule");
  command
      ->add_option_function<std::vector<std::string>>(
          "-o,--output",
          [wanted](const std::vector<std::string>& outputs) {
            for (const std::string& output : outputs) wanted->outputs.push_back(parse_report_output(output));
          },
          "text (default), json or html, and where to: FORMAT[=FILE]; repeatable")
      ->allow_extra_args(false)
      ->type_name("FORMAT[=FILE]");
  command->add_flag("--force", wanted->force, "Overwrite existing report files");
  command->add_flag("--details", wanted->details, "Also list checks and list items that were never true");
  command->add_flag("--fail-on-blind", wanted->fail_on_blind, "Exit with 1 if a rule is blind");
  command->add_flag("--falco-compatible", wanted->falco_compatible, "Behave as Falco where sysreel differs");
  command->footer(
      "fired: it did; could-fire: it looked and found nothing; blind: it could not see; disabled: it was not "
      "asked.\n"
      "Example: sysreel coverage run.reel -r my_rules.yaml --details");
  command->callback([wanted, matching, &console, &exit_code] {
    wanted->match_all = *matching == "all";
    exit_code = run_coverage(*wanted, console);
  });
}

}  // namespace sysreel
