// Fields that Falco does not have.
#include "rules/field_rows.h"

namespace sysreel::rules {
namespace {

constexpr Field kRows[] = {
    {0, "ka.target.labels", "k8s_audit", FieldType::kString, ArgumentRule::kRequired, Multiplicity::kList,
     kKeyArgument | kPathArgument | kOurs, "k8s_audit",
     "Label of the object that the request is about: ka.target.labels.KEY or ka.target.labels[KEY], dots and "
     "slashes included; for a list of objects the labels of each."},
    {0, "ka.req.labels", "k8s_audit", FieldType::kString, ArgumentRule::kRequired, Multiplicity::kList,
     kKeyArgument | kPathArgument | kOurs, "k8s_audit",
     "Label in the request object alone: ka.req.labels.KEY or ka.req.labels[KEY]."},
    {0, "audit.type", "audit", FieldType::kString, ArgumentRule::kNone, Multiplicity::kSingle, kOurs,
     "linux_audit", "Type of the first record of the audit event: SYSCALL, USER_LOGIN …"},
    {0, "audit.types", "audit", FieldType::kString, ArgumentRule::kNone, Multiplicity::kList, kOurs,
     "linux_audit", "Types of all records of the audit event."},
    {0, "audit.key", "audit", FieldType::kString, ArgumentRule::kNone, Multiplicity::kList, kOurs,
     "linux_audit", "Keys of the audit rules that made the event."},
    {0, "audit.serial", "audit", FieldType::kUint64, ArgumentRule::kNone, Multiplicity::kSingle, kOurs,
     "linux_audit", "Serial number of the audit event."},
    {0, "audit.success", "audit", FieldType::kBool, ArgumentRule::kNone, Multiplicity::kSingle, kOurs,
     "linux_audit", "Whether the audited call succeeded."},
    {0, "audit.exit", "audit", FieldType::kInt64, ArgumentRule::kNone, Multiplicity::kSingle, kOurs,
     "linux_audit", "Return value of the audited call."},
    {0, "audit.auid", "audit", FieldType::kInt64, ArgumentRule::kNone, Multiplicity::kSingle, kOurs,
     "linux_audit", "Login user id; -1 when unset."},
    {0, "audit.ses", "audit", FieldType::kInt64, ArgumentRule::kNone, Multiplicity::kSingle, kOurs,
     "linux_audit", "Login session; -1 when unset."},
    {0, "audit.subj", "audit", FieldType::kString, ArgumentRule::kNone, Multiplicity::kSingle, kOurs,
     "linux_audit", "Security context of the process."},
    {0, "audit.syscall", "audit", FieldType::kString, ArgumentRule::kNone, Multiplicity::kSingle, kOurs,
     "linux_audit", "Name of the audited system call."},
    {0, "audit.RECORD.FIELD", "audit", FieldType::kString, ArgumentRule::kNone, Multiplicity::kList,
     kKeyArgument | kOurs, "linux_audit",
     "Field of the records of one type as text: audit.PATH.name, audit.EXECVE.a0."},
};

}  // namespace

std::span<const Field> ours_fields() {
  return kRows;
}

}  // namespace sysreel::rules
