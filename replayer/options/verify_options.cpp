#include <CLI/CLI.hpp>
#include <memory>

#include "replayer/commands/verify.h"
#include "replayer/options/options.h"

namespace sysreel {

void add_verify(CLI::App& app, Console& console, int& exit_code) {
  auto options = std::make_shared<VerifyOptions>();
  CLI::App* command =
      app.add_subcommand("verify", "Check checksums and hash chain: intact, incomplete, damaged or altered");
  command
      ->add_option("capture", options->captures,
                   "Capture file, a directory of captures, or - for standard input")
      ->required()
      ->expected(1);
  command->add_option("--pubkey", options->public_key, "The signature must be made with this key")
      ->type_name("KEY");
  command->add_flag("--json", options->json, "One JSON object");
  command->footer(
      "Exits with 1 for anything but intact; with --pubkey also without a valid signature of that "
      "key.\nExample: sysreel verify run.reel");
  command->callback([options, &console, &exit_code] { exit_code = run_verify(*options, console); });
}

}  // namespace sysreel
