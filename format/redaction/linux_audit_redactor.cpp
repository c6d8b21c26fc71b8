#include "format/redaction/linux_audit_redactor.h"

#include <algorithm>

#include "format/audit/audit_sockaddr.h"
#include "format/audit/audit_value.h"

namespace sysreel {
namespace {

constexpr char kGroupSeparator = '\x1d';
constexpr size_t kFamilyDigits = 4;  // of a struct sockaddr in hexadecimal

template <size_t N>
bool is_one_of(std::string_view name, const std::string_view (&names)[N]) {
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

bool names_path(std::string_view record, std::string_view name) {
  constexpr std::string_view kPaths[] = {"exe",      "cwd",      "path",     "file",    "dir",
                                         "watch",    "profile",  "srcname",  "target",  "root_dir",
                                         "old-disk", "new-disk", "old_disk", "new_disk"};
  if (name == "name") return record != "KERN_MODULE";
  return is_one_of(name, kPaths);
}

// The name of an account: where user space says one, behind ENRICHED's separator, in place of a number.
bool names_account(const AuditRecord& record, const AuditField& field, bool enriched) {
  if (field.name == "acct" || field.name == "grp") return true;
  std::string_view name = field.name;
  const bool upper = name.ends_with("UID") || name.ends_with("GID") || name == "ID";
  const bool lower = name.ends_with("uid") || name.ends_with("gid") || name == "id";
  const bool number = audit_number(field.text).has_value() || field.text == "unset";
  return !number && ((upper && enriched) || (lower && record.interpreted));
}

std::string_view first_word(std::string_view text, char blank) {
  return text.substr(0, text.find(blank));
}

// NUL, blanks, quotes and what is no printable ASCII are not written between quotes.
bool can_be_quoted(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return c > ' ' && c < '\x7f' && c != '"' && c != '\''; });
}

std::string hex_text(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    out += {kDigits[byte >> 4], kDigits[byte & 15]};
  }
  return out;
}

std::string encoded(std::string_view value) {
  return can_be_quoted(value) ? '"' + std::string(value) + '"' : hex_text(value);
}

// As such a field is written, its quotes included.
std::string written(const AuditRecord& record, const AuditField& field, std::string_view value) {
  if (record.interpreted) return std::string(value);
  if (is_encoded_field(record.type, field.name)) return encoded(value);
  return '"' + std::string(value) + '"';
}

bool is_argument(const AuditRecord& record, std::string_view name) {
  return record.type == "EXECVE" && is_encoded_field(record.type, name);
}

}  // namespace

std::string LinuxAuditRedactor::rewrite(std::string_view records, ValueRedactor::Hits& hits) {
  text_ = records;
  hits_ = &hits;
  edits_.clear();
  for (size_t begin = 0; begin < records.size();) {
    const size_t end = std::min(records.find('\n', begin), records.size());
    take_line(records.substr(begin, end - begin), begin);
    begin = end + 1;
  }
  end_argument();
  std::sort(edits_.begin(), edits_.end(), [](const Edit& a, const Edit& b) { return a.begin < b.begin; });
  std::string result;
  size_t at = 0;
  for (const Edit& edit : edits_) {
    if (edit.begin < at) continue;  // within what was replaced
    result.append(records.substr(at, edit.begin - at)).append(edit.text);
    at = edit.end;
  }
  return result.append(records.substr(at));
}

void LinuxAuditRedactor::take_line(std::string_view line, size_t offset) {
  std::string_view problem;
  const auto record = parse_audit_record(line, problem);
  if (!record) {
    edits_.push_back({offset, std::min(offset + line.size() + 1, text_.size()), {}});
    return;
  }
  AuditFields fields(*record);
  AuditField field;
  const size_t separator = std::min(line.find(kGroupSeparator), line.size());
  while (fields.next(field)) {
    enriched_ = field.text.data() > line.data() + separator;
    if (says_something(field)) take_field(*record, field);
  }
}

void LinuxAuditRedactor::take_field(const AuditRecord& record, const AuditField& field) {
  if (is_argument(record, field.name)) return take_argument(record, field);
  const Edit range = range_of(field);
  const bool structure = range.end <= text_.size() && range.begin < text_.size() && field.quoted &&
                         (text_[range.begin] == '{' || field.name == "msg");
  if (structure) return;  // its fields come next
  const size_t hits = hits_->size();
  const auto value = rewrite_value(record, field);
  if (hits_->size() == hits) return;
  if (field.name == "saddr" && value) {
    edits_.push_back({range.begin, range.end, *value});
  } else {
    replace(record, field, value);
  }
}

// Where the value stands, with its quotes.
LinuxAuditRedactor::Edit LinuxAuditRedactor::range_of(const AuditField& field) const {
  Edit range;
  range.begin = static_cast<size_t>(field.text.data() - text_.data()) - (field.quoted ? 1 : 0);
  const size_t quotes = field.quoted ? 2 : 0;
  range.end = std::min(range.begin + field.text.size() + quotes, text_.size());
  return range;
}

// Without a value the whole field goes.
void LinuxAuditRedactor::replace(const AuditRecord& record, const AuditField& field,
                                 const std::optional<std::string>& value) {
  Edit edit = range_of(field);
  if (value) {
    edit.text = written(record, field, *value);
  } else {
    edit.begin = static_cast<size_t>(field.name.data() - text_.data());
  }
  edits_.push_back(std::move(edit));
}

std::optional<std::string> LinuxAuditRedactor::rewrite_value(const AuditRecord& record,
                                                             const AuditField& field) {
  std::string text;
  append_decoded(text, record, field);
  const auto rewritten = [&](RedactedField redacted) { return values_.rewrite(redacted, text, *hits_); };
  if (record.type == "ENV") {
    const std::string variable = std::string(field.name) + '=';
    const auto list = values_.rewrite_list(RedactedField::kEnvironment, variable + text, *hits_);
    return list ? std::optional(list->substr(variable.size())) : std::nullopt;
  }
  if (record.type == "PROCTITLE" && field.name == "proctitle")
    return record.interpreted ? rewrite_command_line(text) : rewrite_title(text);
  if (field.name == "cmd") return rewrite_command_line(text);
  if (field.name == "data" && record.type.ends_with("TTY")) return rewritten(RedactedField::kBuffer);
  if (record.type == "SOCKADDR" && field.name == "saddr") return rewrite_address(field.text);
  if (names_account(record, field, enriched_)) return rewritten(RedactedField::kUser);
  if (names_path(record.type, field.name)) return rewritten(RedactedField::kPath);
  return std::nullopt;  // no hit: it stays
}

// Blanks within an argument look like those between two: each word by itself, else all of them as one value.
std::optional<std::string> LinuxAuditRedactor::rewrite_command_line(std::string_view text) {
  const std::string_view program = first_word(text, ' ');
  std::string words(text.substr(std::min(program.size() + 1, text.size())));
  if (words.empty()) return std::string(text);
  const size_t hits = hits_->size();
  std::replace(words.begin(), words.end(), ' ', '\0');
  auto rewritten = values_.rewrite_list(RedactedField::kArguments, words, *hits_);
  if (rewritten) std::replace(rewritten->begin(), rewritten->end(), '\0', ' ');
  if (hits_->size() == hits) {
    std::replace(words.begin(), words.end(), '\0', ' ');
    rewritten = values_.rewrite(RedactedField::kArguments, words, *hits_);
  }
  return rewritten ? std::string(program) + ' ' + *rewritten : std::string(program);
}

std::optional<std::string> LinuxAuditRedactor::rewrite_title(std::string_view text) {
  const std::string_view program = first_word(text, '\0');
  const std::string_view rest = text.substr(std::min(program.size() + 1, text.size()));
  if (rest.empty()) return std::string(text);
  const auto rewritten = values_.rewrite_list(RedactedField::kArguments, rest, *hits_);
  return rewritten ? std::string(program) + '\0' + *rewritten : std::string(program);
}

// The family and a path; all of the struct that stands behind the path goes.
std::optional<std::string> LinuxAuditRedactor::rewrite_address(std::string_view hex) {
  const AuditSockaddr address = parse_audit_sockaddr(hex);
  if (address.family != "local" || address.address.empty()) return std::nullopt;
  const auto path = values_.rewrite(RedactedField::kPath, address.address, *hits_);
  const std::string_view family = hex.substr(0, kFamilyDigits);
  if (!path) return std::string(family);
  const std::string plain = path->starts_with('@') ? '\0' + path->substr(1) : *path + '\0';
  return std::string(family) + hex_text(plain);
}

// a1="x", a1[0]=… a1[1]=…, the parts in the same record or in those behind it.
void LinuxAuditRedactor::take_argument(const AuditRecord& record, const AuditField& field) {
  const bool goes_on = argument_ && field.name.ends_with(']') && !field.name.ends_with("[0]");
  if (!goes_on) end_argument();
  if (field.name == "a0" || field.name.starts_with("a0[")) return;
  if (!argument_) argument_ = Argument{{}, record.interpreted, {}};
  append_decoded(argument_->text, record, field);
  argument_->parts.push_back({static_cast<size_t>(field.name.data() - text_.data()), range_of(field)});
}

// The first part gets all of the value. Without a value the fields go.
void LinuxAuditRedactor::end_argument() {
  if (!argument_) return;
  const Argument argument = std::move(*argument_);
  argument_.reset();
  const size_t hits = hits_->size();
  const auto value = values_.rewrite(RedactedField::kArguments, argument.text, *hits_);
  if (hits_->size() == hits) return;
  std::string_view rest = value ? std::string_view(*value) : std::string_view();
  for (const Part& part : argument.parts) {
    Edit edit = part.value;
    if (value) {
      edit.text = argument.interpreted ? std::string(rest) : encoded(rest);
    } else {
      edit.begin = part.name;
    }
    edits_.push_back(std::move(edit));
    rest = {};
  }
}

}  // namespace sysreel
