// AuditdReader: the Linux audit trail as text as a CaptureReader: audit.log, raw and ENRICHED, what ausearch
// prints, raw and interpreted, Laurel's JSON lines; mixed, if need be.
//
//   text → lines → AuditRecord or Laurel's JSON → AuditGroups → events, one a group
//
// Events stand in the order in which their groups ended. Lines that are neither records nor what ausearch
// puts between them, empty or comments are damage; nothing else is left out.
#pragma once

#include <memory>
#include <string>

#include "base/json_document.h"
#include "format/audit/audit_groups.h"
#include "replayer/import/text_event_reader.h"

namespace sysreel {

// Whether a text begins like one of these.
bool begins_audit_trail(std::string_view text);

class AuditdReader final : public TextEventReader {
 public:
  static constexpr size_t kMaxLine = 32U << 20;

  // `source`: as stored, compressed or not. Fails when it holds no record.
  static Result<std::unique_ptr<AuditdReader>> read(std::unique_ptr<ByteSource> source);

  std::string left_out() const override { return {}; }

 private:
  AuditdReader() : TextEventReader(EventSource::kLinuxAudit, "linux_audit", "Linux audit log") {}

  void take_text(std::string_view text) override;
  void end_text() override;
  size_t pending() const override { return line_.size(); }
  void end_line();
  void take_line(std::string_view line);
  void take_laurel(std::string_view line);
  void reject(std::string_view problem);
  void append_groups();

  AuditGroups groups_;
  AuditGroups::Group group_;
  JsonDocument document_;
  std::string records_;
  std::string line_;         // so far
  bool too_long_ = false;    // the line; its rest is skipped
  uint64_t line_bytes_ = 0;  // of it so far, skipped ones included
  uint64_t offset_ = 0;      // of the line
  uint64_t number_ = 1;      // of the line
};

}  // namespace sysreel
