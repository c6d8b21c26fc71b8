// Redactor: a policy applied to blocks of events and to snapshots, before anything of them is written.
//
// Works per distinct string of a block and not per event, and gives the block a new string table, so that no
// plaintext stays behind in one that nothing refers to. What is redacted of a kind follows from the names and
// types of its parameters: args and env; paths (types FSPATH and FSRELPATH, those in addresses of unix
// sockets, some texts that are paths); buffers of I/O; accounts. Audit events are looked into by the two
// redactors of their own; rules about audit.text then get what these leave. One thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "format/event_block.h"
#include "format/redaction/k8s_audit_redactor.h"
#include "format/redaction/linux_audit_redactor.h"
#include "format/redaction/value_redactor.h"

namespace sysreel {

class Redactor {
 public:
  // The catalogue must outlive this.
  Redactor(const RedactionPolicy& policy, const TokenKey& key, const Catalogue& catalogue);
  Redactor(const Redactor&) = delete;  // parts of it refer to others

  void apply(EventBlock& block);
  // The command line in a capture's header; the program's own name is kept unless a regex chooses it.
  void apply(std::vector<std::string>& command);

  // How many values each rule has changed so far.
  std::span<const uint64_t> hits() const { return hits_; }

 private:
  // What a column holds.
  enum class Target : uint8_t {
    kNone,
    kEnvironment,
    kArguments,
    kPath,
    kAddress,
    kTuple,
    kBuffer,
    kUser,
    kHome,
    kLinuxAudit,
    kK8sAudit
  };
  static constexpr size_t kTargets = 11;
  struct Answer {
    bool known = false;
    uint32_t string = 0;  // in the new table; 0: dropped
    ValueRedactor::Hits hits;
  };

  static Target target_of(const EventKind& kind, const Param& param);
  const std::vector<Target>& targets_of(KindId kind);
  std::optional<std::string> rewrite(Target target, std::string_view text, ValueRedactor::Hits& hits);
  std::optional<std::string> rewrite_audit(Target target, std::string_view text, ValueRedactor::Hits& hits);
  const Answer& answer(Target target, uint32_t string, const StringTable& old, StringTable& fresh);
  void apply(Column& column, uint32_t rows, Target target, const StringTable& old, StringTable& fresh);

  ValueRedactor values_;
  LinuxAuditRedactor linux_audit_;
  K8sAuditRedactor k8s_audit_;
  bool only_text_;  // no rule but those about the text of audit events
  const Catalogue& catalogue_;
  std::vector<uint64_t> hits_;
  std::vector<std::vector<Target>> targets_;  // by kind, by parameter; empty: not yet asked
  std::vector<Answer> answers_[kTargets];     // by string of the block at hand
};

}  // namespace sysreel
