#include <CLI/CLI.hpp>
#include <memory>

#include "replayer/commands/rewrite.h"
#include "replayer/options/options.h"
#include "replayer/options/time_option.h"

namespace sysreel {
namespace {

struct Text {
  RewriteCommand command;
  const char* name;
  const char* summary;
  const char* captures;
  const char* footer;
};

constexpr Text kTexts[] = {
    {RewriteCommand::kSlice, "slice", "A shorter capture that still replays",
     "Capture, or the parts of a recording",
     "The slice begins with the full state at --from, so its findings are those of the whole for that time.\n"
     "Example: sysreel slice host.reel --from +90s --to +100s -w slice.reel"},
    {RewriteCommand::kMerge, "merge", "The parts of one recording into one file",
     "Parts, or a directory of them",
     "A part that is missing is shown as loss.\n"
     "Example: sysreel merge ring.000001.reel ring.000002.reel -w ring.reel"},
    {RewriteCommand::kIndex, "index", "Add checkpoints, so that slices replay at their own cost",
     "Capture, or the parts of a recording",
     "A checkpoint every 10 seconds: --from then begins there instead of at the start or at a scan.\n"
     "Example: sysreel index host.reel -w host.indexed.reel"},
    {RewriteCommand::kRepack, "repack", "The same events in less space",
     "Capture, or the parts of a recording",
     "Larger blocks and stronger compression; takes its time.\n"
     "Example: sysreel repack host.reel -w host.small.reel"},
    {RewriteCommand::kRepair, "repair", "Keep every readable block of a damaged or truncated capture",
     "Capture, damaged or incomplete",
     "What could not be read is shown as loss.\n"
     "Example: sysreel repair broken.reel -w repaired.reel"},
};

}  // namespace

void add_rewrite(CLI::App& app, Console& console, int& exit_code) {
  for (const Text& text : kTexts) {
    auto options = std::make_shared<RewriteOptions>();
    options->command = text.command;
    CLI::App* command = app.add_subcommand(text.name, text.summary);
    command->add_option("capture", options->captures, text.captures)->required()->type_name("CAPTURE");
    command->add_option("-w,--write", options->output, "Capture to write; - for standard output")
        ->required()
        ->type_name("OUT");
    if (text.command == RewriteCommand::kSlice) {
      add_time_option(*command, "--from", options->from, "Begin here; default: the start");
      add_time_option(*command, "--to", options->to, "End before this; default: the end");
      command
          ->add_option("-p,--pid", options->pid,
                       "Only this process, its descendants and its ancestors, which made its state")
          ->type_name("P");
    }
    command->add_flag("--force", options->force, "Overwrite OUT");
    command->add_flag("--strict", options->strict, "Exit with 1 if the source is damaged or incomplete");
    command->footer(text.footer);
    command->callback([options, &console, &exit_code] { exit_code = run_rewrite(*options, console); });
  }
}

}  // namespace sysreel
