// The command line of `sysreel test`.
#include <CLI/CLI.hpp>
#include <memory>

#include "replayer/commands/test.h"
#include "replayer/options/options.h"

namespace sysreel {

void add_test(CLI::App& app, Console& console, int& exit_code) {
  auto typed = std::make_shared<TestCommand>();
  CLI::App* command = app.add_subcommand("test", "Check expectations (*.test.yaml) against captures");
  command->add_option("paths", typed->paths, "Test files, and directories that are searched for *.test.yaml")
      ->required()
      ->type_name("PATH");
  command
      ->add_option("-r,--rules", typed->rules, "Rule file or directory, instead of those that the tests name")
      ->allow_extra_args(false)
      ->type_name("FILE|DIR");
  const auto report = [typed](const std::string& format) {
    return [typed, format](const std::string& file) { typed->outputs.push_back({format, file}); };
  };
  command->add_flag_callback(
      "--json",
      [typed] {
        typed->outputs.push_back({"json", ""});
      },
      "One JSON object a test");
  command->add_option_function<std::string>("--junit", report("junit"), "Also write JUnit XML to FILE")
      ->type_name("FILE");
  command->add_option_function<std::string>("--sarif", report("sarif"), "Also write SARIF 2.1.0 to FILE")
      ->type_name("FILE");
  command
      ->add_option_function<std::vector<std::string>>(
          "-o,--output",
          [typed](const std::vector<std::string>& outputs) {
            for (const std::string& output : outputs) typed->outputs.push_back(parse_report_output(output));
          },
          "text (default), json, junit, sarif or github, and where to: FORMAT[=FILE]; repeatable")
      ->allow_extra_args(false)
      ->type_name("FORMAT[=FILE]");
  command->add_flag("--bless", typed->bless, "Write what happened into the test files, for review");
  command->add_flag("--watch", typed->watch, "Run again when a test, a rule file or a capture changes");
  command->add_flag("--force", typed->force, "Overwrite existing report files");
  command->add_flag("--falco-compatible", typed->falco_compatible, "Behave as Falco where sysreel differs");
  command->footer(
      "Exit code: 1 when an expectation failed, 2 when rules do not load, 3 for a bad test file or capture.\n"
      "Example: sysreel test tests/ --junit results.xml");
  command->callback([typed, &console, &exit_code] {
    TestCommand wanted = *typed;
    if (wanted.watch) wanted.force = true;  // its own reports of the run before
    exit_code = run_test(wanted, console);
  });
}

}  // namespace sysreel
