#include "recorder/audit_rule.h"

#include <linux/audit.h>
#include <pwd.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <iterator>
#include <optional>
#include <string>

#include "format/audit/audit_value.h"

namespace sysreel {
namespace {

constexpr size_t kMaxText = 4096;  // of one value: a path
constexpr uint32_t kAllCalls = 0xffffffff;

struct Named {
  std::string_view name;
  uint32_t number;
};

// Whether a field's value is an id of a user, a text that follows the rule, or a number.
enum class Kind : uint8_t { kNumber, kUser, kText, kArch, kExit, kSuccess, kPermissions };
struct FieldName {
  std::string_view name;
  uint32_t number;
  Kind kind;
};

constexpr FieldName kFields[] = {
    {"pid", AUDIT_PID, Kind::kNumber},
    {"ppid", AUDIT_PPID, Kind::kNumber},
    {"uid", AUDIT_UID, Kind::kUser},
    {"euid", AUDIT_EUID, Kind::kUser},
    {"suid", AUDIT_SUID, Kind::kUser},
    {"fsuid", AUDIT_FSUID, Kind::kUser},
    {"gid", AUDIT_GID, Kind::kNumber},
    {"egid", AUDIT_EGID, Kind::kNumber},
    {"sgid", AUDIT_SGID, Kind::kNumber},
    {"fsgid", AUDIT_FSGID, Kind::kNumber},
    {"auid", AUDIT_LOGINUID, Kind::kUser},
    {"loginuid", AUDIT_LOGINUID, Kind::kUser},
    {"sessionid", AUDIT_SESSIONID, Kind::kUser},
    {"arch", AUDIT_ARCH, Kind::kArch},
    {"msgtype", AUDIT_MSGTYPE, Kind::kNumber},
    {"inode", AUDIT_INODE, Kind::kNumber},
    {"devmajor", AUDIT_DEVMAJOR, Kind::kNumber},
    {"devminor", AUDIT_DEVMINOR, Kind::kNumber},
    {"exit", AUDIT_EXIT, Kind::kExit},
    {"success", AUDIT_SUCCESS, Kind::kSuccess},
    {"path", AUDIT_WATCH, Kind::kText},
    {"dir", AUDIT_DIR, Kind::kText},
    {"perm", AUDIT_PERM, Kind::kPermissions},
    {"obj_uid", AUDIT_OBJ_UID, Kind::kUser},
    {"obj_gid", AUDIT_OBJ_GID, Kind::kNumber},
    {"exe", AUDIT_EXE, Kind::kText},
    {"a0", AUDIT_ARG0, Kind::kNumber},
    {"a1", AUDIT_ARG1, Kind::kNumber},
    {"a2", AUDIT_ARG2, Kind::kNumber},
    {"a3", AUDIT_ARG3, Kind::kNumber},
    {"key", AUDIT_FILTERKEY, Kind::kText},
};

// Longer ones first: one begins like another.
constexpr Named kOperators[] = {
    {"!=", AUDIT_NOT_EQUAL},
    {"<=", AUDIT_LESS_THAN_OR_EQUAL},
    {">=", AUDIT_GREATER_THAN_OR_EQUAL},
    {"&=", AUDIT_BIT_TEST},
    {"=", AUDIT_EQUAL},
    {"<", AUDIT_LESS_THAN},
    {">", AUDIT_GREATER_THAN},
    {"&", AUDIT_BIT_MASK},
};

constexpr Named kLists[] = {
    {"task", AUDIT_FILTER_TASK},       {"exit", AUDIT_FILTER_EXIT},     {"user", AUDIT_FILTER_USER},
    {"exclude", AUDIT_FILTER_EXCLUDE}, {"filesystem", AUDIT_FILTER_FS},
};

constexpr Named kActions[] = {{"always", AUDIT_ALWAYS}, {"never", AUDIT_NEVER}};

constexpr struct {
  std::string_view name;
  Arch arch;
  uint32_t number;
} kArchitectures[] = {
    {"b64", Arch::kX86_64, AUDIT_ARCH_X86_64},     {"x86_64", Arch::kX86_64, AUDIT_ARCH_X86_64},
    {"b32", Arch::kI386, AUDIT_ARCH_I386},         {"i386", Arch::kI386, AUDIT_ARCH_I386},
    {"aarch64", Arch::kArm64, AUDIT_ARCH_AARCH64},
};

#if defined(__aarch64__)
constexpr Arch kOwnArch = Arch::kArm64;
#else
constexpr Arch kOwnArch = Arch::kX86_64;
#endif

Error bad(std::string text) {
  return Error{ErrorCode::kInvalid, std::move(text)};
}

std::optional<uint32_t> number_of(std::span<const Named> names, std::string_view name) {
  for (const Named& named : names)
    if (named.name == name) return named.number;
  return std::nullopt;
}

// Words with quotes as a shell has them: "…" and '…' keep blanks.
Result<std::vector<std::string>> words_of(std::string_view line) {
  std::vector<std::string> words;
  char quote = '\0';
  bool in_word = false;
  for (const char c : line) {
    if (quote != '\0') {
      if (c == quote) {
        quote = '\0';
      } else {
        words.back() += c;
      }
      continue;
    }
    if (c == ' ' || c == '\t') {
      in_word = false;
      continue;
    }
    if (!in_word) words.emplace_back();
    in_word = true;
    if (c == '"' || c == '\'') {
      quote = c;
    } else {
      words.back() += c;
    }
  }
  if (quote != '\0') return bad("a quote is not closed");
  return words;
}

// struct audit_rule_data, which ends with texts of any length.
struct Head {
  uint32_t flags = 0;
  uint32_t action = 0;
  uint32_t field_count = 0;
  uint32_t mask[AUDIT_BITMASK_SIZE] = {};
  uint32_t fields[AUDIT_MAX_FIELDS] = {};
  uint32_t values[AUDIT_MAX_FIELDS] = {};
  uint32_t fieldflags[AUDIT_MAX_FIELDS] = {};
  uint32_t buflen = 0;
};
static_assert(sizeof(Head) == sizeof(audit_rule_data));
static_assert(offsetof(Head, fieldflags) == offsetof(audit_rule_data, fieldflags));

class RuleBuilder {
 public:
  RuleBuilder() {
    rule_.flags = AUDIT_FILTER_EXIT;
    rule_.action = AUDIT_ALWAYS;
  }

  Status take(const std::vector<std::string>& words);
  Result<std::vector<uint8_t>> finish();

 private:
  Status take_option(const std::string& option, const std::string& value);
  Status take_list(const std::string& value, bool first);
  Status take_calls(std::string_view value);
  Status take_watch(const std::string& path);
  Status take_field(const std::string& text);
  Status add(const FieldName& field, uint32_t op, std::string_view value);
  Status add_number(uint32_t field, uint32_t op, uint32_t value);
  Status add_text(uint32_t field, uint32_t op, std::string_view value);
  Result<uint32_t> value_of(const FieldName& field, std::string_view value);
  void select(int32_t call) {
    calls_named_ = true;
    const auto number = static_cast<uint32_t>(call);
    if (number / 32 < AUDIT_BITMASK_SIZE) rule_.mask[number / 32] |= 1U << (number % 32);
  }

  std::string texts_;
  Arch arch_ = kOwnArch;
  bool calls_named_ = false;
  bool watches_ = false;
  bool has_list_ = false;
  bool has_permissions_ = false;
  Head rule_;
};

Status RuleBuilder::take(const std::vector<std::string>& words) {
  for (size_t i = 0; i < words.size(); i += 2) {
    const std::string& option = words[i];
    constexpr std::string_view kTaken[] = {"-w", "-p", "-k", "-a", "-A", "-S", "-F"};
    if (std::find(std::begin(kTaken), std::end(kTaken), option) == std::end(kTaken))
      return bad("'" + option + "' is no part of a rule: -w, -p, -k, -a, -A, -S and -F are");
    if (i + 1 == words.size()) return bad("'" + option + "' needs a value");
    SYSREEL_RETURN_IF_ERROR(take_option(option, words[i + 1]));
  }
  return has_list_ || watches_ ? Status() : bad("a rule begins with -a, -A or -w");
}

Status RuleBuilder::take_option(const std::string& option, const std::string& value) {
  switch (option[1]) {
    case 'w':
      return take_watch(value);
    case 'p':
      return add({"perm", AUDIT_PERM, Kind::kPermissions}, AUDIT_EQUAL, value);
    case 'k':
      return add_text(AUDIT_FILTERKEY, AUDIT_EQUAL, value);
    case 'S':
      return take_calls(value);
    case 'F':
      return take_field(value);
    default:
      return take_list(value, option == "-A");
  }
}

// exit,always or always,exit
Status RuleBuilder::take_list(const std::string& value, bool first) {
  const size_t comma = value.find(',');
  const std::string left = value.substr(0, comma);
  const std::string right = comma == std::string::npos ? std::string() : value.substr(comma + 1);
  auto list = number_of(kLists, left);
  auto action = number_of(kActions, right);
  if (!list || !action) {
    list = number_of(kLists, right);
    action = number_of(kActions, left);
  }
  if (!list || !action) return bad("'" + value + "' is not LIST,ACTION, such as always,exit");
  rule_.flags = *list | (first ? AUDIT_FILTER_PREPEND : 0);
  rule_.action = *action;
  has_list_ = true;
  return {};
}

Status RuleBuilder::take_calls(std::string_view value) {
  while (!value.empty()) {
    const std::string_view name = value.substr(0, value.find(','));
    value.remove_prefix(std::min(name.size() + 1, value.size()));
    if (name == "all") {
      std::fill(std::begin(rule_.mask), std::end(rule_.mask), kAllCalls);
      calls_named_ = true;
      continue;
    }
    if (const auto number = audit_number(name); number && *number >= 0 && *number < AUDIT_BITMASK_SIZE * 32) {
      select(static_cast<int32_t>(*number));
      continue;
    }
    const Catalogue& catalogue = Catalogue::builtin();
    const KindId kind = audit_syscall(catalogue, arch_, name);
    const int32_t number = kind == kNoKind ? -1 : catalogue.kind(kind).numbers[static_cast<int>(arch_)];
    if (number < 0) return bad("no system call '" + std::string(name) + "' of this architecture");
    select(number);
  }
  return {};
}

Status RuleBuilder::take_watch(const std::string& path) {
  watches_ = true;
  if (!path.starts_with('/')) return bad("-w wants an absolute path");
  struct stat file {};
  const bool directory = ::stat(path.c_str(), &file) == 0 && S_ISDIR(file.st_mode);
  std::string plain = path;
  while (plain.size() > 1 && plain.back() == '/') plain.pop_back();
  std::fill(std::begin(rule_.mask), std::end(rule_.mask), kAllCalls);
  calls_named_ = true;
  return add_text(directory ? AUDIT_DIR : AUDIT_WATCH, AUDIT_EQUAL, plain);
}

Status RuleBuilder::take_field(const std::string& text) {
  const size_t end = text.find_first_of("!<>=&");
  const std::string_view name = std::string_view(text).substr(0, end);
  const std::string_view rest =
      end == std::string::npos ? std::string_view{} : std::string_view(text).substr(end);
  for (const FieldName& field : kFields) {
    if (field.name != name) continue;
    for (const Named& op : kOperators)
      if (rest.starts_with(op.name)) return add(field, op.number, rest.substr(op.name.size()));
    return bad("'" + text + "' has no operator");
  }
  return bad("no field '" + std::string(name) + "'");
}

Status RuleBuilder::add(const FieldName& field, uint32_t op, std::string_view value) {
  if (field.kind == Kind::kText) return add_text(field.number, op, value);
  const auto number = value_of(field, value);
  return number.ok() ? add_number(field.number, op, *number) : Status(number.error());
}

Result<uint32_t> RuleBuilder::value_of(const FieldName& field, std::string_view value) {
  const auto number = audit_number(value);
  const std::string text(value);
  switch (field.kind) {
    case Kind::kArch:
      for (const auto& arch : kArchitectures) {
        if (arch.name != value) continue;
        if (calls_named_) return bad("arch stands before -S");
        arch_ = value == "b64" ? kOwnArch : arch.arch;
        return arch_ == Arch::kArm64 ? uint32_t{AUDIT_ARCH_AARCH64} : arch.number;
      }
      return bad("no architecture '" + text + "'");
    case Kind::kUser:
      if (value == "unset" || value == "-1") return kAllCalls;
      if (const passwd* user = number ? nullptr : ::getpwnam(text.c_str())) return user->pw_uid;
      break;
    case Kind::kExit:
      if (const auto code = audit_exit(value.starts_with('-') && !number ? value.substr(1) : value))
        return static_cast<uint32_t>(*code);
      break;
    case Kind::kSuccess:
      if (value == "yes" || value == "1") return 1;
      return value == "no" || value == "0" ? Result<uint32_t>(0) : bad("success is 0 or 1");
    case Kind::kPermissions: {
      constexpr std::string_view kLetters = "xwra";  // bits 1, 2, 4, 8
      uint32_t bits = 0;
      for (const char c : value) {
        const size_t bit = kLetters.find(c);
        if (bit == std::string_view::npos) return bad("permissions are letters of rwxa");
        bits |= 1U << bit;
      }
      has_permissions_ = true;
      return bits;
    }
    default:
      break;
  }
  if (!number || *number < INT32_MIN || *number > UINT32_MAX)
    return bad("'" + text + "' is no value of " + std::string(field.name));
  return static_cast<uint32_t>(*number);
}

Status RuleBuilder::add_number(uint32_t field, uint32_t op, uint32_t value) {
  if (rule_.field_count == AUDIT_MAX_FIELDS) return bad("too many fields");
  rule_.fields[rule_.field_count] = field;
  rule_.fieldflags[rule_.field_count] = op;
  rule_.values[rule_.field_count++] = value;
  return {};
}

Status RuleBuilder::add_text(uint32_t field, uint32_t op, std::string_view value) {
  if (value.empty() || value.size() > kMaxText) return bad("a text is empty or too long");
  texts_ += value;
  return add_number(field, op, static_cast<uint32_t>(value.size()));
}

// As auditctl: a watch without permissions is for all, a rule without calls for all of its list.
Result<std::vector<uint8_t>> RuleBuilder::finish() {
  constexpr uint32_t kAllPermissions = 15;
  if (watches_ && !has_permissions_)
    SYSREEL_RETURN_IF_ERROR(add_number(AUDIT_PERM, AUDIT_EQUAL, kAllPermissions));
  if (!calls_named_) std::fill(std::begin(rule_.mask), std::end(rule_.mask), kAllCalls);
  rule_.buflen = static_cast<uint32_t>(texts_.size());
  std::vector<uint8_t> bytes(sizeof rule_ + texts_.size());
  std::memcpy(bytes.data(), &rule_, sizeof rule_);
  std::copy(texts_.begin(), texts_.end(), bytes.begin() + sizeof rule_);
  return bytes;
}

}  // namespace

Result<std::vector<uint8_t>> parse_audit_rule(std::string_view line) {
  const auto words = words_of(line);
  if (!words.ok()) return words.error();
  RuleBuilder builder;
  SYSREEL_RETURN_IF_ERROR(builder.take(*words));
  return builder.finish();
}

}  // namespace sysreel
