#include <CLI/CLI.hpp>
#include <memory>

#include "replayer/commands/ps.h"
#include "replayer/options/options.h"
#include "replayer/options/time_option.h"

namespace sysreel {

void add_ps(CLI::App& app, Console& console, int& exit_code) {
  auto options = std::make_shared<PsOptions>();
  CLI::App* command = app.add_subcommand("ps", "Show the processes of a capture at one time, as a tree");
  command
      ->add_option("capture", options->capture,
                   "Capture file, a directory with the parts of a recording, or - for standard input")
      ->required();
  add_time_option(*command, "--at", options->at, "When; default: the capture's end");
  command->add_flag("--json", options->json, "One JSON object a process and line, parents first");
  command->add_flag("--strict", options->strict, "Exit with 1 if the capture is damaged or incomplete");
  command->footer(
      "T is RFC 3339, epoch seconds, or an offset from the capture's start such as +90s.\n"
      "Example: sysreel ps run.reel --at +90s");
  command->callback([options, &console, &exit_code] { exit_code = run_ps(*options, console); });
}

}  // namespace sysreel
