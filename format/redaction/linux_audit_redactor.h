// Redaction inside the records of a Linux audit event: each value that the policy names is decoded, rewritten
// and written back as the kernel would have written it, everything else stays as it came.
//
//   proc.args  arguments of EXECVE (joined when they are in parts), of PROCTITLE, of the command line that
//   sudo
//              logs (cmd), each behind the program's own name
//   proc.env   ENV, which Laurel adds
//   fs.path    exe, cwd, the name of PATH and AVC, path, file, dir …; the path of a local socket in SOCKADDR
//   user.name  acct, grp; the names that ENRICHED and interpreted records have for numbers of users and
//   groups evt.buffer what was typed (TTY, USER_TTY)
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "format/audit/audit_record.h"
#include "format/redaction/value_redactor.h"

namespace sysreel {

class LinuxAuditRedactor {
 public:
  // `values` must outlive this.
  explicit LinuxAuditRedactor(const ValueRedactor& values) : values_(values) {}

  // `records`: a line each. A line that is no record cannot be looked into and is left out.
  std::string rewrite(std::string_view records, ValueRedactor::Hits& hits);

 private:
  // Bytes of the event's text that others take the place of.
  struct Edit {
    size_t begin = 0;
    size_t end = 0;
    std::string text;
  };
  // An argument of EXECVE, in one part or several.
  struct Part {
    size_t name = 0;  // where the field begins
    Edit value;
  };
  struct Argument {
    std::string text;
    bool interpreted = false;
    std::vector<Part> parts;
  };

  void take_line(std::string_view line, size_t offset);
  void take_field(const AuditRecord& record, const AuditField& field);
  void take_argument(const AuditRecord& record, const AuditField& field);
  void end_argument();
  std::optional<std::string> rewrite_value(const AuditRecord& record, const AuditField& field);
  std::optional<std::string> rewrite_command_line(std::string_view text);
  std::optional<std::string> rewrite_title(std::string_view text);
  std::optional<std::string> rewrite_address(std::string_view hex);
  Edit range_of(const AuditField& field) const;
  void replace(const AuditRecord& record, const AuditField& field, const std::optional<std::string>& value);

  const ValueRedactor& values_;
  std::string_view text_;  // of the event at hand, as all below
  ValueRedactor::Hits* hits_ = nullptr;
  bool enriched_ = false;  // behind the group separator of its line
  std::vector<Edit> edits_;
  std::optional<Argument> argument_;
};

}  // namespace sysreel
