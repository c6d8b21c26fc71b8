#include <CLI/CLI.hpp>
#include <memory>

#include "replayer/commands/redact.h"
#include "replayer/options/options.h"

namespace sysreel {

void add_redact(CLI::App& app, Console& console, int& exit_code) {
  auto options = std::make_shared<RedactOptions>();
  CLI::App* command = app.add_subcommand("redact", "Write a copy without what a policy names");
  command->add_option("capture", options->capture, "Capture file, or - for standard input")->required();
  command
      ->add_option("--policy", options->policy, "What is dropped or replaced by tokens (docs/redaction.md)")
      ->required()
      ->type_name("FILE");
  command->add_option("-w,--write", options->output, "Capture to write; - for standard output")
      ->required()
      ->type_name("OUT");
  command->add_flag("--force", options->force, "Overwrite OUT");
  command->footer(
      "The copy names its origin; events keep their numbers. How often each rule changed a value goes to "
      "standard error.\nExample: sysreel redact host.reel --policy site.yaml -w shared.reel");
  command->callback([options, &console, &exit_code] { exit_code = run_redact(*options, console); });
}

}  // namespace sysreel
