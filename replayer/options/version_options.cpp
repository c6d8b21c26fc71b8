#include <CLI/CLI.hpp>

#include "base/version.h"
#include "replayer/options/options.h"

namespace sysreel {

void add_version(CLI::App& app, Console& console, int& exit_code) {
  CLI::App* command = app.add_subcommand("version", "Print the version of this program");
  command->callback([&console, &exit_code] {
    console.out << "sysreel " << kVersion << '\n';
    exit_code = kExitDone;
  });
}

}  // namespace sysreel
