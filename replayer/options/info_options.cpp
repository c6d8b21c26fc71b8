#include <CLI/CLI.hpp>
#include <memory>

#include "replayer/commands/info.h"
#include "replayer/options/options.h"

namespace sysreel {

void add_info(CLI::App& app, Console& console, int& exit_code) {
  auto options = std::make_shared<InfoOptions>();
  CLI::App* command =
      app.add_subcommand("info", "Show what a capture is: host, time range, events by type, loss");
  command
      ->add_option("capture", options->captures,
                   "Capture file, a directory of captures, or - for standard input")
      ->required()
      ->expected(1);
  command->add_flag("--json", options->json, "One JSON object");
  command->add_flag("--strict", options->strict, "Exit with 1 if the capture is damaged or incomplete");
  command->footer("Example: sysreel info run.reel");
  command->callback([options, &console, &exit_code] { exit_code = run_info(*options, console); });
}

}  // namespace sysreel
