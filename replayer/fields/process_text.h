// Texts of a process as Falco shows them, from what an exec recorded.
#pragma once

#include <string>
#include <string_view>

#include "replayer/state/thread.h"

namespace sysreel {

// "a\0b\0" -> "a b". A missing last NUL is forgiven.
void append_joined(std::string& out, std::string_view nul_separated);
// proc.cmdline: the name, then the arguments.
void append_command_line(std::string& out, const Thread& thread);
// Calls `visit(text)` for each until it returns false.
template <typename Visit>
void for_each_text(std::string_view nul_separated, Visit&& visit) {
  while (!nul_separated.empty()) {
    const size_t end = nul_separated.find('\0');
    if (!visit(nul_separated.substr(0, end))) return;
    if (end == std::string_view::npos) return;
    nul_separated.remove_prefix(end + 1);
  }
}
// The value of NAME among "NAME=value" texts, without blanks around it; empty when there is none.
std::string_view environment_value(std::string_view environment, std::string_view name);
// "CAP_CHOWN CAP_DAC_OVERRIDE"
void append_capabilities(std::string& out, uint64_t set);
// "cpu=/a memory=/b" from "cpu_cgroup=/a\0…"; subsystem names as Falco maps them.
void append_cgroups(std::string& out, std::string_view raw);
// The path of one subsystem; false when it is not among them.
bool cgroup_of(std::string_view raw, std::string_view subsystem, std::string_view& path);

}  // namespace sysreel
