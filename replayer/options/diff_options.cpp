// The command line of `sysreel diff`.
#include <CLI/CLI.hpp>
#include <memory>

#include "replayer/commands/diff.h"
#include "replayer/options/options.h"

namespace sysreel {

void add_diff(CLI::App& app, Console& console, int& exit_code) {
  auto wanted = std::make_shared<DiffCommand>();
  auto matching = std::make_shared<std::string>("first");
  CLI::App* command = app.add_subcommand("diff", "Say what a change of rules does to the findings");
  command->add_option("captures", wanted->captures, "Capture files or directories of captures")->required();
  command->add_option("--old", wanted->before, "Rule file or directory of the old rule set; repeatable")
      ->required()
      ->allow_extra_args(false)
      ->type_name("FILE|DIR");
  command->add_option("--new", wanted->after, "Rule file or directory of the new rule set; repeatable")
      ->required()
      ->allow_extra_args(false)
      ->type_name("FILE|DIR");
  command->add_option("--matching", *matching, "First matching rule of an event, or all")
      ->check(CLI::IsMember({"first", "all"}))
      ->capture_default_str();
  command->add_flag_callback(
      "--json",
      [wanted] {
        wanted->outputs.push_back({"json", ""});
      },
      "One JSON object a difference");
  command
      ->add_option_function<std::vector<std::string>>(
          "-o,--output",
          [wanted](const std::vector<std::string>& outputs) {
            for (const std::string& output : outputs) wanted->outputs.push_back(parse_report_output(output));
          },
          "text (default), json or markdown, and where to: FORMAT[=FILE]; repeatable")
      ->allow_extra_args(false)
      ->type_name("FORMAT[=FILE]");
  command->add_flag("--exit-code", wanted->exit_code, "Exit with 1 if there is a difference");
  command->add_flag("--force", wanted->force, "Overwrite existing report files");
  command->add_flag("--falco-compatible", wanted->falco_compatible, "Behave as Falco where sysreel differs");
  command->footer(
      "Both rule sets see one reading of the captures. The Markdown fits a comment of a pull request.\n"
      "Example: sysreel diff captures/ --old main/rules.yaml --new rules.yaml -o markdown=comment.md");
  command->callback([wanted, matching, &console, &exit_code] {
    wanted->match_all = *matching == "all";
    exit_code = run_diff(*wanted, console);
  });
}

}  // namespace sysreel
