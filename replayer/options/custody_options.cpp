#include <CLI/CLI.hpp>
#include <memory>

#include "replayer/commands/custody.h"
#include "replayer/options/options.h"

namespace sysreel {

void add_custody(CLI::App& app, Console& console, int& exit_code) {
  CLI::App* command =
      app.add_subcommand("custody", "Who had a capture, when, what for: signed lines beside it");
  command->require_subcommand(1);
  auto options = std::make_shared<CustodyOptions>();
  CLI::App* add = command->add_subcommand("add", "Verify the capture and add an entry to CAPTURE.custody");
  add->add_option("capture", options->capture, "Capture file")->required();
  add->add_option("--sign", options->signing_key, "Key of whoever makes the entry (`sysreel keygen`)")
      ->required()
      ->type_name("KEY");
  add->add_option("--who", options->who, "Name")->required()->type_name("TEXT");
  add->add_option("--note", options->note, "What for")->type_name("TEXT");
  add->footer(
      "Exits with 1, without an entry, if the capture is not intact.\n"
      "Example: sysreel custody add host.reel --sign me.sign.key --who 'A. Analyst' --note 'received'");
  add->callback([options, &console, &exit_code] { exit_code = run_custody_add(*options, console); });
  CLI::App* list = command->add_subcommand("list", "Show the entries and check signatures and chain");
  list->add_option("capture", options->capture, "Capture file")->required();
  list->footer("Exits with 1 if a line is not genuine.\nExample: sysreel custody list host.reel");
  list->callback([options, &console, &exit_code] { exit_code = run_custody_list(*options, console); });
}

}  // namespace sysreel
