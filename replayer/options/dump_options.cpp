#include <CLI/CLI.hpp>
#include <memory>

#include "replayer/commands/dump.h"
#include "replayer/options/filter_option.h"
#include "replayer/options/options.h"
#include "replayer/options/time_option.h"

namespace sysreel {
namespace {

struct DumpArguments {
  DumpOptions options;
  std::string capture;
  FilterWords filter;
};

}  // namespace

void add_dump(CLI::App& app, Console& console, int& exit_code) {
  auto arguments = std::make_shared<DumpArguments>();
  DumpOptions& options = arguments->options;
  CLI::App* command = app.add_subcommand("dump", "Print the events of a capture, one a line");
  command
      ->add_option("capture", arguments->capture,
                   "Capture file, a directory of captures, or - for standard input")
      ->required();
  add_filter_option(*command, arguments->filter);
  command
      ->add_option(
          "-p,--print", options.format,
          "Print this text for each event, with %field in it. Events that lack one of the fields are "
          "left out, unless FORMAT begins with *: then they show as <NA>")
      ->type_name("FORMAT");
  command->add_flag("--json", options.json, "One JSON object a line; with -p of the fields in FORMAT");
  command->add_flag("-A", options.echo_text, "Print buffers as text, with their line ends");
  command->add_option("-n", options.count, "Stop after N events")->type_name("N")->check(CLI::PositiveNumber);
  add_time_option(*command, "--from", options.from, "Only events at or after T");
  add_time_option(*command, "--to", options.to, "Only events before T");
  command->add_flag("--strict", options.strict, "Exit with 1 if the capture is damaged or incomplete");
  command->add_flag("--falco-compatible", options.falco_compatible,
                    "Read the filter as Falco does where sysreel differs on purpose");
  command->footer(
      "T is RFC 3339, epoch seconds, or an offset from the capture's start such as +90s.\n"
      "Examples:\n"
      "  sysreel dump run.reel 'evt.type in (open, openat) and fd.name startswith /etc'\n"
      "  sysreel dump run.reel -p '%evt.time %12proc.name %user.name %fd.name' proc.name = curl\n"
      "  sysreel dump run.reel --from +10s --to +12s --json | jq .args.name");
  command->callback([arguments, &console, &exit_code] {
    arguments->options.captures = {arguments->capture};
    arguments->options.filter = arguments->filter.joined();
    exit_code = run_dump(arguments->options, console);
  });
}

}  // namespace sysreel
