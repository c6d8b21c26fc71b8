// The rows of the field table, class by class. field_table.cpp joins them; nobody else needs these.
#pragma once

#include <span>

#include "rules/field.h"

namespace sysreel::rules {

std::span<const Field> event_fields();
std::span<const Field> process_fields();
std::span<const Field> user_fields();
std::span<const Field> fd_fields();
std::span<const Field> container_fields();
std::span<const Field> kubernetes_fields();
std::span<const Field> ours_fields();

}  // namespace sysreel::rules
