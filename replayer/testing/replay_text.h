// Replays of captures and rules that are written as text.
#pragma once

#include <string>
#include <string_view>

#include "replayer/stream/replay.h"

namespace sysreel {

// A line a finding: the event's number, the rule's source, the message. Rules that do not load say so.
std::string findings_of(std::string_view capture, const std::string& rules, const ReplayOptions& options = {},
                        bool falco_compatible = false);

// A rule of the source; its name is that of the source.
std::string rule_text(const std::string& source, const std::string& condition, const std::string& output);

// A line of capture text: an event of source k8s_audit that holds `json`.
std::string k8s_event(uint64_t time, std::string_view json);
// The same of any kind whose parameter `param` is its text.
std::string text_event(std::string_view kind, std::string_view param, uint64_t time, std::string_view text);

}  // namespace sysreel
