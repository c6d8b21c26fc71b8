// The rows of checkpoints by name; their columns are in format/catalogue/rows_checkpoint.cpp.
#pragma once

#include <string_view>

namespace sysreel {

inline constexpr std::string_view kFactsRow = "snapshot.state_facts";
inline constexpr std::string_view kImageRow = "snapshot.state_image";
inline constexpr std::string_view kDirectoryRow = "snapshot.state_directory";
inline constexpr std::string_view kCgroupsRow = "snapshot.state_cgroups";
inline constexpr std::string_view kDescriptorRow = "snapshot.state_descriptor";
inline constexpr std::string_view kSlotRow = "snapshot.state_slot";
inline constexpr std::string_view kThreadRow = "snapshot.state_thread";
inline constexpr std::string_view kUserRow = "snapshot.state_user";
inline constexpr std::string_view kGroupRow = "snapshot.state_group";
inline constexpr std::string_view kContainerRow = "snapshot.state_container";
inline constexpr std::string_view kInterfaceRow = "snapshot.state_interface";
inline constexpr std::string_view kExitRow = "snapshot.state_exit";

}  // namespace sysreel
