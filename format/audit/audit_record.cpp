#include "format/audit/audit_record.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>

#include "base/wall_time.h"

namespace sysreel {
namespace {

constexpr std::string_view kBlanks = " \t\r\n\x1d";
constexpr uint64_t kSecond = 1'000'000'000;
constexpr uint64_t kMaxSeconds = 9'000'000'000;  // nanoseconds of it fit 64 bits

// Fields that user space and kernel encode, from the specification of the audit fields.
constexpr std::string_view kEncoded[] = {
    "acct",        "bool",
    "cmd",         "comm",
    "cwd",         "data",
    "device",      "dir",
    "exe",         "file",
    "grp",         "key",
    "name",        "new",
    "new_disk",    "old_disk",
    "ocomm",       "path",
    "proctitle",   "sw",
    "root_dir",    "vm",
    "watch",       "old-chardev",
    "new-chardev", "invalid_context",
};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_name_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_' || c == '-' ||
         c == '[' || c == ']';
}

template <typename Int>
bool parse_number(std::string_view text, Int& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() && !text.empty();
}

std::string_view word(std::string_view text) {
  return text.substr(0, text.find_first_of(kBlanks));
}

std::string_view word_behind(std::string_view text, std::string_view name) {
  const size_t at = text.rfind(name);
  return at == std::string_view::npos ? std::string_view{} : word(text.substr(at + name.size()));
}

// 1615114232.375
std::optional<uint64_t> epoch_time(std::string_view text) {
  const size_t dot = std::min(text.find('.'), text.size());
  uint64_t seconds = 0;
  if (!parse_number(text.substr(0, dot), seconds) || seconds > kMaxSeconds) return std::nullopt;
  uint64_t nanoseconds = 0;
  uint64_t unit = kSecond;
  for (const char c : text.substr(std::min(dot + 1, text.size()))) {
    if (!is_digit(c)) return std::nullopt;
    unit /= 10;
    nanoseconds += static_cast<uint64_t>(c - '0') * unit;
  }
  return seconds * kSecond + nanoseconds;
}

std::string two_digits(unsigned number) {
  return {static_cast<char>('0' + number / 10 % 10), static_cast<char>('0' + number % 10)};
}

// A date in the order that the writer's locale has: the year first when it has four digits, the month first
// unless that cannot be one. False: it is none.
bool date_of(std::string_view text, std::string& out) {
  std::array<unsigned, 3> numbers{};
  size_t count = 0;
  const bool year_first = text.size() > 4 && !is_digit(text[4]) && is_digit(text[3]) && is_digit(text[2]);
  const bool dots = text.find('.') != std::string_view::npos;
  while (count < numbers.size()) {
    const size_t end = std::min(text.find_first_of("/-."), text.size());
    if (!parse_number(text.substr(0, end), numbers[count++]) || numbers[count - 1] > 9999) return false;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  if (!text.empty()) return false;
  if (year_first) {
    std::rotate(numbers.begin(), numbers.begin() + 1, numbers.end());
  } else if (dots || numbers[0] > 12) {
    std::swap(numbers[0], numbers[1]);
  }
  const auto [month, day, year] = numbers;
  if (month > 12 || day > 31) return false;
  const unsigned full_year = year < 100 ? 2000 + year : year;
  out +=
      two_digits(full_year / 100) + two_digits(full_year) + '-' + two_digits(month) + '-' + two_digits(day);
  return true;
}

// 11/25/2026 19:56:01.375, 11/25/2026 07:56:01.375 PM
std::optional<uint64_t> written_time(std::string_view text) {
  const size_t blank = text.find(' ');
  std::string point;
  if (blank == std::string_view::npos || !date_of(text.substr(0, blank), point)) return std::nullopt;
  std::string clock(word(text.substr(blank + 1)));
  const bool afternoon = text.find("PM") != std::string_view::npos;
  unsigned hour = 0;
  if (clock.size() < 8 || !parse_number(std::string_view(clock).substr(0, 2), hour)) return std::nullopt;
  if (afternoon && hour < 12) hour += 12;
  if (text.find("AM") != std::string_view::npos && hour == 12) hour = 0;
  point += 'T' + two_digits(hour) + clock.substr(2) + 'Z';
  const auto time = parse_time_point(point);
  return time ? std::optional(time->nanoseconds) : std::nullopt;
}

// Where ` name=` begins next, or the end.
size_t next_name(std::string_view text) {
  for (size_t at = text.find('='); at != std::string_view::npos; at = text.find('=', at + 1)) {
    const size_t before = text.find_last_of(kBlanks, at);
    const bool named = before != std::string_view::npos && before + 1 < at;
    const std::string_view name = named ? text.substr(before + 1, at - before - 1) : std::string_view{};
    if (named && std::all_of(name.begin(), name.end(), is_name_byte)) return before;
  }
  return text.size();
}

int hex_digit(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

}  // namespace

std::optional<AuditRecord> parse_audit_record(std::string_view line, std::string_view& problem) {
  constexpr std::string_view kStamp = "audit(";
  AuditRecord record;
  const size_t at = line.find(kStamp);
  problem = "no audit record";
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view before = line.substr(0, at);
  record.type = word_behind(before, "type=");
  record.type = record.type.substr(0, record.type.find('['));
  record.node = word_behind(before, "node=");
  if (record.type.empty()) return std::nullopt;
  const std::string_view stamp = line.substr(at + kStamp.size());
  const size_t end = stamp.find(')');
  problem = "the record breaks off in its time and serial number";
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view inside = stamp.substr(0, end);
  const size_t serial = inside.rfind(':');
  problem = "no serial number";
  if (serial == std::string_view::npos || !parse_number(inside.substr(serial + 1), record.serial))
    return std::nullopt;
  const std::string_view time = inside.substr(0, serial);
  record.interpreted = time.find(' ') != std::string_view::npos;
  const auto point = record.interpreted ? written_time(time) : epoch_time(time);
  problem = "no time that can be read";
  if (!point) return std::nullopt;
  record.time = *point;
  record.body = stamp.substr(end + 1);
  const size_t colon = record.body.find_first_not_of(' ');  // old daemons leave it out
  if (colon != std::string_view::npos && record.body[colon] == ':') record.body.remove_prefix(colon + 1);
  return record;
}

// `avc:  denied  { read write } for`
bool AuditFields::avc(AuditField& field) {
  constexpr std::string_view kAvc = "avc:";
  rest_.remove_prefix(kAvc.size());
  rest_.remove_prefix(std::min(rest_.find_first_not_of(kBlanks), rest_.size()));
  field = {"seresult", word(rest_), false};
  rest_.remove_prefix(field.text.size());
  const size_t open = rest_.find_first_not_of(kBlanks);
  const size_t close = rest_.find('}');
  if (open != std::string_view::npos && rest_[open] == '{' && close != std::string_view::npos) {
    permissions_ = rest_.substr(open + 1, close - open - 1);
    rest_.remove_prefix(close + 1);
    const size_t first = permissions_.find_first_not_of(kBlanks);
    const size_t last = permissions_.find_last_not_of(kBlanks);
    permissions_ =
        first == std::string_view::npos ? std::string_view{} : permissions_.substr(first, last - first + 1);
  }
  return !field.text.empty();
}

std::string_view AuditFields::bare_value(const AuditField& field) const {
  std::string_view text = rest_;
  if (!interpreted_) text = word(text);
  if (in_message_) text = text.substr(0, text.find('\''));
  if (in_braces_) text = text.substr(0, text.find('}'));
  if (!interpreted_) {
    // Old daemons write lists: `op=start, ver=1`, `(… res=success)`.
    while (text.ends_with(',') || (in_message_ && text.ends_with(')') && text.find('(') == text.npos))
      text.remove_suffix(1);
    return text;
  }
  text = text.substr(0, text.find('\x1d'));
  if (field.name == "proctitle") return text;
  text = text.substr(0, next_name(text));
  return text.substr(0, text.find_last_not_of(kBlanks) + 1);
}

// Leaves rest_ behind the value, or inside of it when it holds fields.
std::string_view AuditFields::value(AuditField& field) {
  const char first = rest_.empty() ? ' ' : rest_[0];
  const bool structure = first == '{' || (first == '\'' && field.name == "msg");
  const bool quoted = (first == '"' || first == '\'') && (!interpreted_ || structure);
  if (!structure && !quoted) {
    const std::string_view text = bare_value(field);
    rest_.remove_prefix(text.size());
    return text;
  }
  const char closing = first == '{' ? '}' : first;
  size_t end = rest_.find(closing, 1);
  // The text of a message may hold apostrophes; its own is the last.
  if (structure && first == '\'') end = rest_.substr(0, rest_.find('\x1d')).rfind('\'');
  if (end == std::string_view::npos || end == 0) end = rest_.size();
  const std::string_view text = rest_.substr(1, end - 1);
  field.quoted = true;
  in_message_ = in_message_ || (structure && first == '\'');
  in_braces_ = in_braces_ || first == '{';
  rest_.remove_prefix(structure ? 1 : std::min(end + 1, rest_.size()));
  return text;
}

bool AuditFields::next(AuditField& field) {
  if (!permissions_.empty()) {
    field = {"seperms", permissions_, false};
    permissions_ = {};
    return true;
  }
  for (;;) {
    rest_.remove_prefix(std::min(rest_.find_first_not_of(kBlanks), rest_.size()));
    if (rest_.empty()) return false;
    if (rest_[0] == '}') in_braces_ = false;
    if (rest_.starts_with("avc:") && avc(field)) return true;
    const size_t end = rest_.find_first_of(" \t\r\n\x1d=");
    if (end == std::string_view::npos || rest_[end] != '=') {  // a word that is no field
      rest_.remove_prefix(std::min(end, rest_.size()));
      continue;
    }
    field = {rest_.substr(0, end), {}, false};
    while (!field.name.empty() && (field.name[0] == '\'' || field.name[0] == '(' || field.name[0] == '}'))
      field.name.remove_prefix(1);
    rest_.remove_prefix(end + 1);
    field.text = value(field);
    if (!field.name.empty()) return true;
  }
}

bool is_encoded_field(std::string_view record_type, std::string_view name) {
  if (std::find(std::begin(kEncoded), std::end(kEncoded), name) != std::end(kEncoded)) return true;
  return record_type == "EXECVE" && name.size() > 1 && name[0] == 'a' && is_digit(name[1]) &&
         !name.ends_with("_len");
}

bool append_unhexed(std::string& out, std::string_view text) {
  if (text.empty() || text.size() % 2 != 0) return false;
  if (!std::all_of(text.begin(), text.end(), [](char c) { return hex_digit(c) >= 0; })) return false;
  for (size_t at = 0; at < text.size(); at += 2)
    out += static_cast<char>(hex_digit(text[at]) * 16 + hex_digit(text[at + 1]));
  return true;
}

void append_decoded(std::string& out, const AuditRecord& record, const AuditField& field) {
  const bool encoded = !field.quoted && !record.interpreted && is_encoded_field(record.type, field.name);
  if (!encoded || !append_unhexed(out, field.text)) out += field.text;
}

}  // namespace sysreel
