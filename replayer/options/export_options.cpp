#include <CLI/CLI.hpp>
#include <memory>

#include "replayer/commands/export.h"
#include "replayer/options/filter_option.h"
#include "replayer/options/options.h"

namespace sysreel {

void add_export(CLI::App& app, Console& console, int& exit_code) {
  auto options = std::make_shared<ExportOptions>();
  auto filter = std::make_shared<FilterWords>();
  CLI::App* command = app.add_subcommand("export", "Write a capture in a format of other tools");
  command
      ->add_option("capture", options->capture,
                   "Capture file, a directory of captures, or - for standard input")
      ->required();
  add_filter_option(*command, *filter);
  command->add_option("--to", options->format, "Format to write")
      ->required()
      ->type_name("FORMAT")
      ->check(CLI::IsMember({"scap", "jsonl", "csv", "timesketch", "sqlite"}));
  command->add_option("-w,--write", options->output, "File to write; - for standard output")
      ->required()
      ->type_name("OUT");
  command->add_flag("--force", options->force, "Overwrite OUT");
  command->add_flag("--strict", options->strict, "Exit with 1 if the capture is damaged or incomplete");
  command->add_flag("--falco-compatible", options->falco_compatible,
                    "Read the filter as Falco does where sysreel differs on purpose");
  command->footer("Example: sysreel export run.reel --to scap -w run.scap && sysdig -r run.scap");
  command->callback([options, filter, &console, &exit_code] {
    options->filter = filter->joined();
    exit_code = run_export(*options, console);
  });
}

}  // namespace sysreel
