// What a condition may call an event, a system call or an event argument. Facts about Falco's event table.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace sysreel::rules {

struct EventName {
  std::string_view name;
  uint8_t codes = 0;  // how many of Falco's event codes carry it
};

// What evt.rawarg.NAME can be compared with.
enum class ArgumentKind : uint8_t { kOpaque, kSigned, kUnsigned, kText, kPort, kAddress };

struct EventArgument {
  std::string_view name;
  ArgumentKind kind = ArgumentKind::kOpaque;
};

inline constexpr std::string_view kGenericEvent = "syscall";  // stands for all generic calls in Falco's table

std::span<const EventName> falco_events();          // sorted by name
std::span<const std::string_view> generic_calls();  // sorted
std::span<const EventArgument> event_arguments();   // sorted by name
int falco_event_index(std::string_view name);       // in falco_events(), -1 if there is none
bool is_generic_call(std::string_view name);
bool is_event_name(std::string_view name);  // evt.type may be compared with it
// A second name of a system call: conditions may use it, lists of events do not show it.
bool is_second_name(std::string_view generic_call);
const EventArgument* event_argument(std::string_view name);

}  // namespace sysreel::rules
