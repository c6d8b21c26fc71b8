#include <CLI/CLI.hpp>
#include <memory>

#include "replayer/commands/import.h"
#include "replayer/options/options.h"

namespace sysreel {

void add_import(CLI::App& app, Console& console, int& exit_code) {
  auto options = std::make_shared<ImportOptions>();
  CLI::App* command = app.add_subcommand("import", "Turn captures of other tools into one of our own");
  command
      ->add_option("file", options->files,
                   "Falco or sysdig capture (.scap) or Kubernetes audit events (JSON lines, lists, arrays, "
                   "as EKS, AKS "
                   "and GKE wrap them); plain, gzip, zstd or lz4; or - for standard input")
      ->required();
  command->add_option("-w,--write", options->output, "Capture to write; - for standard output")
      ->required()
      ->type_name("OUT");
  command->add_flag("--force", options->force, "Overwrite OUT");
  command->add_flag("--strict", options->strict, "Exit with 1 if a file is damaged or incomplete");
  command->footer(
      "Other commands take such files directly; an imported one is smaller and opens faster.\n"
      "Example: sysreel import trace.scap -w trace.reel");
  command->callback([options, &console, &exit_code] { exit_code = run_import(*options, console); });
}

}  // namespace sysreel
