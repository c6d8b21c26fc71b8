// AuditRecord: one line of the Linux audit trail, taken apart.
//
//   node=web1 type=SYSCALL msg=audit(1615114232.375:15558): arch=c000003e … key=(null)^]ARCH=x86_64 …
//   type=USER_CMD msg=audit(…): pid=7 msg='cwd="/" cmd=6C73 res=success'
//   type=SYSCALL msg=audit(11/25/2026 19:56:01.375:15558) : arch=x86_64 syscall=execve …      (ausearch -i)
//   … audit: type=1400 audit(1615114232.375:7): apparmor="DENIED" …                          (kernel log)
//
// All views are into the line.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sysreel {

struct AuditRecord {
  std::string_view node;  // empty: none named
  std::string_view type;  // SYSCALL; UNKNOWN[1420] is UNKNOWN
  std::string_view body;  // what stands behind time and serial
  uint64_t time = 0;      // wall ns; of interpreted records, which name no zone, as if it were UTC
  uint64_t serial = 0;
  bool interpreted = false;  // by ausearch -i: values are words, not encoded, and may hold blanks
};

// Nothing when the line is no record; then `problem` says why.
std::optional<AuditRecord> parse_audit_record(std::string_view line, std::string_view& problem);

struct AuditField {
  std::string_view name;
  std::string_view text;  // as written, without quotes
  bool quoted = false;
};

// The fields of a record in their order, those inside msg='…' and { … } and behind the group separator of
// ENRICHED records included. `avc: denied { read }` gives seresult and seperms, as auparse names them.
class AuditFields {
 public:
  explicit AuditFields(const AuditRecord& record) : rest_(record.body), interpreted_(record.interpreted) {}
  bool next(AuditField& field);

 private:
  bool avc(AuditField& field);
  std::string_view value(AuditField& field);
  std::string_view bare_value(const AuditField& field) const;

  std::string_view rest_;
  std::string_view permissions_;  // of an avc, to be given next
  bool interpreted_;
  bool in_message_ = false;
  bool in_braces_ = false;
};

// Whether the kernel or a daemon writes such fields as "text" or, when that holds blanks, quotes or bytes
// that are no printable ASCII, as hexadecimal digits.
bool is_encoded_field(std::string_view record_type, std::string_view name);

// Appends the value that the field stands for.
void append_decoded(std::string& out, const AuditRecord& record, const AuditField& field);

// Appends the bytes; false, and nothing appended, when `text` is not pairs of hexadecimal digits.
bool append_unhexed(std::string& out, std::string_view text);

}  // namespace sysreel
