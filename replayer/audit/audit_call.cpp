#include "replayer/audit/audit_call.h"

#include <algorithm>
#include <charconv>

#include "format/audit/audit_sockaddr.h"
#include "format/audit/audit_value.h"
#include "format/audit/audit_words.h"

namespace sysreel {
namespace {

std::optional<uint64_t> octal(std::string_view text) {
  uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, 8);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  return whole && !text.empty() ? std::optional(number) : std::nullopt;
}

std::optional<uint32_t> file_mode(const AuditRecord& record, std::string_view text) {
  if (record.interpreted) return audit_mode_of_words(text);
  const auto mode = octal(text);
  return mode ? std::optional(static_cast<uint32_t>(*mode)) : std::nullopt;
}

// As the kernel gives device numbers to user space (new_encode_dev).
std::optional<uint32_t> device_number(uint64_t major, uint64_t minor) {
  if (major >= 1U << 12 || minor >= 1U << 20) return std::nullopt;
  return static_cast<uint32_t>((minor & 0xff) | major << 8 | (minor & ~uint64_t{0xff}) << 12);
}

// fd:01
std::optional<uint32_t> device_of(std::string_view text) {
  const size_t colon = text.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const auto major = audit_hex(text.substr(0, colon));
  const auto minor = audit_hex(text.substr(colon + 1));
  if (!major || !minor) return std::nullopt;
  return device_number(*major, *minor);
}

std::optional<uint64_t> unsigned_number(std::string_view text) {
  const auto number = audit_number(text);
  return number && *number >= 0 ? std::optional(static_cast<uint64_t>(*number)) : std::nullopt;
}

// a3 or a part of it, a3[1]; not a3_len.
std::optional<uint64_t> argument_index(std::string_view name) {
  if (name.size() < 2 || name[0] != 'a') return std::nullopt;
  const size_t bracket = name.find('[');
  return unsigned_number(name.substr(1, bracket == std::string_view::npos ? bracket : bracket - 1));
}

// pts0, tty1, ttyS0: their device numbers.
std::optional<uint32_t> terminal_number(std::string_view name) {
  struct Device {
    std::string_view prefix;
    uint32_t major, first;
  };
  constexpr Device kDevices[] = {{"pts", 136, 0}, {"ttyS", 4, 64}, {"tty", 4, 0}};
  if (name == "(none)") return 0;
  for (const Device& device : kDevices) {
    if (!name.starts_with(device.prefix)) continue;
    if (name.substr(device.prefix.size()).starts_with('/')) name.remove_prefix(1);
    const auto number = audit_number(name.substr(device.prefix.size()));
    if (!number || *number < 0) return std::nullopt;
    return device_number(device.major, static_cast<uint64_t>(*number) + device.first);
  }
  return std::nullopt;
}

// As recordings have it: the name of a file that has none is no path from the root, and that the executable
// was deleted is no part of its name.
std::string plain_path(std::string path) {
  constexpr std::string_view kDeleted = " (deleted)";
  if (path.ends_with(kDeleted)) path.resize(path.size() - kDeleted.size());
  return path.starts_with("/memfd:") ? path.substr(1) : path;
}

std::string decoded(const AuditRecord& record, const AuditField& field) {
  std::string text;
  if (says_something(field)) append_decoded(text, record, field);
  return text;
}

}  // namespace

// Kernels before 3.16 do not say what a path is; they give a directory with its slash.
bool AuditPath::is_parent() const {
  return nametype == "PARENT" || (nametype.empty() && name.ends_with('/'));
}

void AuditCall::clear() {
  *this = AuditCall();
}

bool AuditCall::read(const Catalogue& catalogue, std::string_view text) {
  clear();
  std::string_view problem;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    if (const auto record = parse_audit_record(text.substr(0, end), problem)) take(*record);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  if (!resolve(catalogue)) return false;
  std::stable_sort(paths_.begin(), paths_.end(),
                   [](const AuditPath& a, const AuditPath& b) { return a.item < b.item; });
  const bool one = paths_.size() == 1;  // an old kernel's single path is no parent
  if (!one) std::erase_if(paths_, [](const AuditPath& path) { return path.is_parent(); });
  std::stable_sort(program_arguments_.begin(), program_arguments_.end(),
                   [](const Argument& a, const Argument& b) { return a.index < b.index; });
  return true;
}

bool AuditCall::resolve(const Catalogue& catalogue) {
  const auto syscall = field("syscall");
  if (!syscall) return false;
  const auto arch = audit_arch(field("arch").value_or(std::string_view{}));
  kind_ = audit_syscall(catalogue, arch, *syscall);
  arch_ = arch.value_or(Arch::kX86_64);
  return kind_ != kNoKind;
}

void AuditCall::take(const AuditRecord& record) {
  if (record.type == "SYSCALL") return take_call(record);
  if (record.type == "PATH") return take_path(record);
  if (record.type == "EXECVE") return take_program_arguments(record);
  if (record.type == "SOCKADDR") return take_address(record);
  take_other(record);
}

void AuditCall::take_call(const AuditRecord& record) {
  if (!fields_.empty()) return;  // one call is one record
  AuditFields fields(record);
  AuditField field;
  while (fields.next(field)) {
    if (!says_something(field)) continue;
    if (field.name == "comm") comm_ = decoded(record, field);
    if (field.name == "exe") exe_ = plain_path(decoded(record, field));
    if (field.name == "exit") result_ = audit_exit(field.text);
    if (const auto index = argument_index(field.name); index && *index < kArguments)
      arguments_[*index] = record.interpreted ? audit_argument_of_words(field.text) : audit_hex(field.text);
    fields_.push_back(field);
  }
}

void AuditCall::take_path(const AuditRecord& record) {
  AuditPath path;
  AuditFields fields(record);
  AuditField field;
  while (fields.next(field)) {
    if (!says_something(field)) continue;
    if (field.name == "item") path.item = unsigned_number(field.text).value_or(0);
    if (field.name == "name") path.name = decoded(record, field);
    if (field.name == "nametype") path.nametype = field.text;
    if (field.name == "inode") path.inode = unsigned_number(field.text);
    if (field.name == "dev") path.device = device_of(field.text);
    if (field.name == "mode") path.mode = file_mode(record, field.text);
  }
  paths_.push_back(std::move(path));
}

void AuditCall::take_program_arguments(const AuditRecord& record) {
  AuditFields fields(record);
  AuditField field;
  while (fields.next(field)) {
    if (field.name == "argc") program_argument_count_ = unsigned_number(field.text);
    const auto index = argument_index(field.name);
    if (!index) continue;
    const bool goes_on =
        field.name.ends_with(']') && !program_arguments_.empty() && program_arguments_.back().index == *index;
    if (goes_on) {
      append_decoded(program_arguments_.back().text, record, field);
    } else {
      Argument argument{*index, {}};
      append_decoded(argument.text, record, field);
      program_arguments_.push_back(std::move(argument));
    }
  }
}

void AuditCall::take_address(const AuditRecord& record) {
  AuditFields fields(record);
  AuditField field;
  AuditSockaddr words;
  while (fields.next(field)) {
    if (field.name == "saddr" && !field.quoted) words = parse_audit_sockaddr(field.text);
    if (field.name == "saddr_fam") words.family = field.text;
    if (field.name == "laddr" || field.name == "path") words.address = field.text;
    if (field.name == "lport") words.port = field.text;
  }
  address_.clear();
  append_packed(address_, words);
}

void AuditCall::take_other(const AuditRecord& record) {
  struct Number {
    std::string_view record, field;
    std::optional<uint64_t>& place;
    std::optional<uint64_t> (*parse)(std::string_view);
  };
  const Number numbers[] = {
      {"FD_PAIR", "fd0", pair_[0], unsigned_number},
      {"FD_PAIR", "fd1", pair_[1], unsigned_number},
      {"OPENAT2", "oflag", open_how_.flags, octal},
      {"OPENAT2", "mode", open_how_.mode, octal},
      {"OPENAT2", "resolve", open_how_.resolve, audit_hex},
      {"MMAP", "fd", arguments_[4], unsigned_number},
      {"CAPSET", "cap_pi", capabilities_.inheritable, audit_hex},
      {"CAPSET", "cap_pp", capabilities_.permitted, audit_hex},
      {"CAPSET", "cap_pe", capabilities_.effective, audit_hex},
      {"BPRM_FCAPS", "new_pi", capabilities_.inheritable, audit_hex},
      {"BPRM_FCAPS", "new_pp", capabilities_.permitted, audit_hex},
      {"BPRM_FCAPS", "new_pe", capabilities_.effective, audit_hex},
      {"BPRM_FCAPS", "pi", capabilities_.inheritable, audit_hex},
      {"BPRM_FCAPS", "pp", capabilities_.permitted, audit_hex},
      {"BPRM_FCAPS", "pe", capabilities_.effective, audit_hex},
  };
  AuditFields fields(record);
  AuditField field;
  while (fields.next(field)) {
    if (record.type == "CWD" && field.name == "cwd") cwd_ = decoded(record, field);
    if (record.type == "PROCTITLE" && field.name == "proctitle") title_ = decoded(record, field);
    if (record.type == "KERN_MODULE" && field.name == "name") module_ = decoded(record, field);
    for (const Number& number : numbers)
      if (record.type == number.record && field.name == number.field)
        number.place = record.interpreted && number.parse != unsigned_number
                           ? audit_argument_of_words(field.text)
                           : number.parse(field.text);
  }
}

std::optional<std::string_view> AuditCall::field(std::string_view name) const {
  for (const AuditField& field : fields_)
    if (field.name == name) return field.text;
  return std::nullopt;
}

std::optional<int64_t> AuditCall::number(std::string_view name) const {
  const auto text = field(name);
  if (!text) return std::nullopt;
  if (*text == "unset") return kAuditUnset;
  return *text == "root" ? 0 : audit_number(*text);  // of an interpreted record
}

std::optional<uint32_t> AuditCall::terminal() const {
  return terminal_number(field("tty").value_or(std::string_view{}));
}

std::optional<std::string_view> AuditCall::argv0() const {
  const bool there = !program_arguments_.empty() && program_arguments_.front().index == 0;
  return there ? std::optional<std::string_view>(program_arguments_.front().text) : std::nullopt;
}

std::string AuditCall::further_arguments(bool& whole) const {
  std::string text;
  whole = program_argument_count_ == program_arguments_.size();
  for (const Argument& argument : program_arguments_)
    if (argument.index > 0) text.append(argument.text).push_back('\0');
  return text;
}

const AuditPath* AuditCall::file() const {
  for (size_t i = paths_.size(); i-- > 0;)
    if (paths_[i].inode) return &paths_[i];
  return nullptr;
}

}  // namespace sysreel
