// What Falco's users have in their fingers, answered with the command that does it here.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace sysreel {

// `arguments`: those of a command line without a command of ours, or of `replay`, in Falco's spelling. The
// command line that does the same, or nothing where no word in it is Falco's alone.
std::optional<std::string> command_instead(std::span<char* const> arguments);

// Do they ask for something that replay does not do: -V, -L, -l, --list, --list-events?
bool is_other_command(std::span<char* const> arguments);

// An -o whose name contains a dot is Falco's configuration.
bool is_falco_configuration(std::string_view output);
// The capture that such an -o names, or nothing.
std::optional<std::string> capture_of(std::string_view output);

}  // namespace sysreel
