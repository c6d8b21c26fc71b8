// One function per command: declares its flags on `app` and, when the command line names it, runs the command
// and stores its exit code. The only files of the replayer that see CLI11.
#pragma once

#include "replayer/commands/console.h"

namespace CLI {
class App;
}

namespace sysreel {

using AddCommand = void (*)(CLI::App& app, Console& console, int& exit_code);

void add_coverage(CLI::App& app, Console& console, int& exit_code);
void add_custody(CLI::App& app, Console& console, int& exit_code);
void add_diff(CLI::App& app, Console& console, int& exit_code);
void add_dump(CLI::App& app, Console& console, int& exit_code);
void add_explain(CLI::App& app, Console& console, int& exit_code);
void add_export(CLI::App& app, Console& console, int& exit_code);
void add_import(CLI::App& app, Console& console, int& exit_code);
void add_info(CLI::App& app, Console& console, int& exit_code);
void add_profile(CLI::App& app, Console& console, int& exit_code);
void add_ps(CLI::App& app, Console& console, int& exit_code);
void add_keygen(CLI::App& app, Console& console, int& exit_code);
void add_redact(CLI::App& app, Console& console, int& exit_code);
void add_rules(CLI::App& app, Console& console, int& exit_code);
void add_rewrite(CLI::App& app, Console& console, int& exit_code);
void add_replay(CLI::App& app, Console& console, int& exit_code);
void add_test(CLI::App& app, Console& console, int& exit_code);
void add_verify(CLI::App& app, Console& console, int& exit_code);
void add_version(CLI::App& app, Console& console, int& exit_code);

}  // namespace sysreel
