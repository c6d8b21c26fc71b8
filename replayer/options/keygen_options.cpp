#include <CLI/CLI.hpp>
#include <memory>

#include "replayer/commands/keygen.h"
#include "replayer/options/options.h"

namespace sysreel {

void add_keygen(CLI::App& app, Console& console, int& exit_code) {
  auto name = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand("keygen", "Make keys that sign captures and keys that seal them");
  command
      ->add_option("-w,--write", *name, "Makes NAME.sign.key, NAME.sign.pub, NAME.seal.key and NAME.seal.pub")
      ->required()
      ->type_name("NAME");
  command->footer("Keys are never overwritten.\nExample: sysreel keygen -w case42");
  command->callback([name, &console, &exit_code] { exit_code = run_keygen(*name, console); });
}

}  // namespace sysreel
