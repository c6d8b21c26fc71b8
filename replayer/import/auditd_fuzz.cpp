// Any bytes as a Linux audit trail: cut, grouped, put into blocks, and every record's fields read.
#include "format/audit/audit_record.h"
#include "format/audit/audit_sockaddr.h"
#include "replayer/import/auditd_reader.h"
#include "replayer/import/walk_events.h"

namespace {

void read_fields(std::string_view records) {
  std::string_view problem;
  std::string text;
  while (!records.empty()) {
    const size_t end = std::min(records.find('\n'), records.size());
    if (const auto record = sysreel::parse_audit_record(records.substr(0, end), problem)) {
      sysreel::AuditFields fields(*record);
      sysreel::AuditField field;
      while (fields.next(field)) {
        sysreel::append_decoded(text, *record, field);
        (void)sysreel::parse_audit_sockaddr(field.text);
      }
    }
    records.remove_prefix(std::min(end + 1, records.size()));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  auto reader = sysreel::AuditdReader::read(sysreel::memory_source({data, size}));
  if (!reader.ok()) return 0;
  sysreel::walk_events(**reader, [](const sysreel::EventBlock& block) {
    for (size_t i = 0; i < block.size(); ++i) read_fields(sysreel::EventRef(block, i).text(0));
  });
  return 0;
}
