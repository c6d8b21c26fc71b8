// sysreel: reads captures, runs rules over them, reports. This file parses the command line and nothing else.
#include <sys/ioctl.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <span>

#include "base/escape.h"
#include "base/large_heap.h"
#include "replayer/options/falco_spellings.h"
#include "replayer/options/options.h"

namespace sysreel {
namespace {

struct Commands {
  std::string_view names;
  AddCommand add;
};

constexpr Commands kCommands[] = {
    {"coverage", add_coverage},
    {"custody", add_custody},
    {"diff", add_diff},
    {"dump", add_dump},
    {"explain", add_explain},
    {"export", add_export},
    {"import", add_import},
    {"info", add_info},
    {"keygen", add_keygen},
    {"profile", add_profile},
    {"ps", add_ps},
    {"redact", add_redact},
    {"replay", add_replay},
    {"slice merge index repack repair", add_rewrite},
    {"rules", add_rules},
    {"test", add_test},
    {"verify", add_verify},
    {"version", add_version},
};

bool has_word(std::string_view words, std::string_view word) {
  for (;;) {
    const size_t end = words.find(' ');
    if (words.substr(0, end) == word) return true;
    if (end == std::string_view::npos) return false;
    words.remove_prefix(end + 1);
  }
}

// Declares the command that the first word names, and all of them where it names none: the flags of those
// that nobody asked for took a sixth of the start.
void add_commands(CLI::App& app, Console& console, int& exit_code, std::string_view first) {
  const auto* const named = std::find_if(std::begin(kCommands), std::end(kCommands),
                                         [&](const Commands& c) { return has_word(c.names, first); });
  if (named != std::end(kCommands)) return named->add(app, console, exit_code);
  for (const Commands& commands : kCommands) commands.add(app, console, exit_code);
}

bool wants_colour(int fd) {
  const char* term = std::getenv("TERM");
  return isatty(fd) != 0 && std::getenv("NO_COLOR") == nullptr && term != nullptr &&
         std::string_view(term) != "dumb";
}

int terminal_width() {
  winsize size{};
  return isatty(STDOUT_FILENO) != 0 && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

// Commands that INTERFACE.md names and this version does not have.
constexpr std::string_view kLater[] = {"findings"};

// Whether the first word names a command; says on `err` what is wrong if it does not.
bool known_command(const CLI::App& app, int argc, char** argv, std::ostream& err) {
  if (argc < 2) return true;
  const std::span<char* const> arguments(argv, static_cast<size_t>(argc));
  const bool replay = std::string_view(argv[1]) == "replay";
  if (argv[1][0] == '-' || (replay && is_other_command(arguments.subspan(2)))) {
    const auto instead = command_instead(arguments.subspan(replay ? 2 : 1));
    if (instead)
      err << "sysreel: " << (replay ? "replay does not do that" : "a command comes first") << "; use `"
          << terminal_safe(*instead) << "`\n";
    return !instead;
  }
  const std::string word = argv[1];
  const auto commands = app.get_subcommands([](const CLI::App*) { return true; });
  if (std::any_of(commands.begin(), commands.end(), [&](const CLI::App* c) { return c->check_name(word); }))
    return true;
  const bool later = std::find(std::begin(kLater), std::end(kLater), word) != std::end(kLater);
  err << "sysreel: " << (later ? "this version does not have the command '" : "there is no command '")
      << terminal_safe(word) << "'; `sysreel --help` lists the commands\n";
  return false;
}

int run(int argc, char** argv) {
  // It and what it keeps are left to the end of the process.
  static Console& console = *new Console{std::cout, std::cerr, wants_colour(STDOUT_FILENO),
                                         wants_colour(STDERR_FILENO), terminal_width()};
  CLI::App app("sysreel: run Falco-language rules over recorded system-call and audit events", "sysreel");
  app.require_subcommand(1);
  int exit_code = kExitDone;
  add_commands(app, console, exit_code, argc > 1 ? argv[1] : "");
  app.add_option("--key", console.key_file,
                 "Secret key that opens sealed captures (`sysreel keygen`); of every command")
      ->type_name("FILE");
  for (CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) command->fallthrough();
  if (!known_command(app, argc, argv, console.err)) return kExitUnusable;
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& request) {  // --help
    return app.exit(request, console.out, console.err);
  } catch (const CLI::ParseError& error) {
    app.exit(error, console.out, console.err);
    return kExitUnusable;
  }
  console.out.flush();
  if (!console.out) {
    console.err << "sysreel: cannot write to standard output\n";
    return kExitUnusable;
  }
  return exit_code;
}

}  // namespace
}  // namespace sysreel

int main(int argc, char** argv) {
  sysreel::use_large_heap();
  std::ios::sync_with_stdio(false);
  return sysreel::run(argc, argv);
}
