#include "replayer/import/auditd_reader.h"

#include <algorithm>
#include <utility>

#include "replayer/import/laurel_event.h"

namespace sysreel {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";

std::string_view trimmed(std::string_view line) {
  const size_t first = line.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return line.substr(first, line.find_last_not_of(kBlanks) - first + 1);
}

// Lines between records: nothing, a comment, what ausearch puts there.
bool is_between(std::string_view line) {
  return line.empty() || line[0] == '#' || line == "----" || line.starts_with("time->");
}

}  // namespace

bool begins_audit_trail(std::string_view text) {
  const std::string_view start = trimmed(text);
  if (start.starts_with('{')) return begins_laurel(start);
  if (std::any_of(text.begin(), text.end(), [](char c) { return c >= 0 && c < '\t'; })) return false;
  for (const std::string_view first : {"type=", "node=", "----\n", "time->"})
    if (start.starts_with(first)) return true;
  return !start.starts_with('[') && text.find("type=") != std::string_view::npos &&
         text.find("audit(") != std::string_view::npos;
}

Result<std::unique_ptr<AuditdReader>> AuditdReader::read(std::unique_ptr<ByteSource> source) {
  std::unique_ptr<AuditdReader> reader(new AuditdReader());
  SYSREEL_RETURN_IF_ERROR(reader->open(std::move(source), "no Linux audit record"));
  return reader;
}

void AuditdReader::take_text(std::string_view text) {
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    line_bytes_ += end;
    too_long_ = too_long_ || line_bytes_ > kMaxLine;
    if (!too_long_) line_ += text.substr(0, end);
    if (end == text.size()) break;
    ++line_bytes_;
    end_line();
    text.remove_prefix(end + 1);
  }
  append_groups();
}

void AuditdReader::end_text() {
  if (line_bytes_ > 0) end_line();
  groups_.end();
  append_groups();
}

void AuditdReader::end_line() {
  if (too_long_) {
    reject("a line of more than 32 MiB");
  } else {
    take_line(trimmed(line_));
  }
  offset_ += line_bytes_;
  ++number_;
  line_bytes_ = 0;
  too_long_ = false;
  line_.clear();
}

void AuditdReader::take_line(std::string_view line) {
  if (is_between(line)) return;
  if (line[0] == '{') return take_laurel(line);
  std::string_view problem;
  if (const auto record = parse_audit_record(line, problem)) return groups_.add(*record, line);
  reject(problem);
}

void AuditdReader::take_laurel(std::string_view line) {
  if (!document_.parse(line)) return reject(document_.problem());
  records_.clear();
  const auto time = append_laurel_event(records_, document_.root());
  if (!time) return reject("JSON that is no event of Laurel's");
  groups_.add_whole(*time, records_);
}

void AuditdReader::reject(std::string_view problem) {
  add_damage(offset_, offset_ + line_bytes_, number_, problem);
}

void AuditdReader::append_groups() {
  while (groups_.next(group_)) append(group_.records, group_.time, group_.time);
}

}  // namespace sysreel
