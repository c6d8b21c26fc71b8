// Fields of users and groups.
#include "rules/field_rows.h"

namespace sysreel::rules {
namespace {

constexpr Field kRows[] = {
    {0, "user.uid", "user", FieldType::kUint32, ArgumentRule::kNone, Multiplicity::kSingle, 0, "syscall",
     "User id of thread."},
    {0, "user.name", "user", FieldType::kString, ArgumentRule::kNone, Multiplicity::kSingle, 0, "syscall",
     "Name of the user; the text <NA> when it is unknown."},
    {0, "user.homedir", "user", FieldType::kString, ArgumentRule::kNone, Multiplicity::kSingle, 0, "syscall",
     "Home directory."},
    {0, "user.shell", "user", FieldType::kString, ArgumentRule::kNone, Multiplicity::kSingle, 0, "syscall",
     "Login shell."},
    {0, "user.loginuid", "user", FieldType::kInt64, ArgumentRule::kNone, Multiplicity::kSingle, 0, "syscall",
     "Audit uid; -1 if unset."},
    {0, "user.loginname", "user", FieldType::kString, ArgumentRule::kNone, Multiplicity::kSingle, 0,
     "syscall", "Audit user name."},
    {0, "group.gid", "group", FieldType::kUint32, ArgumentRule::kNone, Multiplicity::kSingle, 0, "syscall",
     "Group id."},
    {0, "group.name", "group", FieldType::kString, ArgumentRule::kNone, Multiplicity::kSingle, 0, "syscall",
     "Group name."},
};

}  // namespace

std::span<const Field> user_fields() {
  return kRows;
}

}  // namespace sysreel::rules
