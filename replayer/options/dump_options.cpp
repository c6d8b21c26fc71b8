#include <CLI/CLI.hpp>
#include <memory>

#include "replayer/commands/dump.h"
#include "replayer/options/options.h"
#include "replayer/options/time_option.h"

namespace sysreel {

void add_dump(CLI::App& app, Console& console, int& exit_code) {
  auto options = std::make_shared<DumpOptions>();
  CLI::App* command = app.add_subcommand("dump", "Print the events of a capture, one a line");
  command
      ->add_option("capture", options->captures,
                   "Capture file, a directory of captures, or - for standard input")
      ->required()
      ->expected(1);
  command->add_flag("--json", options->json, "One JSON object a line");
  command->add_option("-n", options->count, "Stop after N events")
      ->type_name("N")
      ->check(CLI::PositiveNumber);
  add_time_option(*command, "--from", options->from, "Only events at or after T");
  add_time_option(*command, "--to", options->to, "Only events before T");
  command->add_flag("--strict", options->strict, "Exit with 1 if the capture is damaged or incomplete");
  command->footer(
      "T is RFC 3339, epoch seconds, or an offset from the capture's start such as +90s.\n"
      "Example: sysreel dump run.reel --from +10s --to +12s --json | jq .args.name");
  command->callback([options, &console, &exit_code] { exit_code = run_dump(*options, console); });
}

}  // namespace sysreel
