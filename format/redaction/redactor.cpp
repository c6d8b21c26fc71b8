#include "format/redaction/redactor.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace sysreel {
namespace {

constexpr uint8_t kUnixFamily = 1;
constexpr size_t kAddressHead = 1;  // family
constexpr size_t kTupleHead = 17;   // family, two socket identities

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_account(std::string_view kind) {
  return is_one_of(
      kind, {"snapshot.user", "snapshot.group", "useradded", "userdeleted", "groupadded", "groupdeleted"});
}

// Link texts of descriptors that are no paths.
bool is_kernel_object(std::string_view text) {
  return text.starts_with("socket:[") || text.starts_with("pipe:[") || text.starts_with("anon_inode:");
}

}  // namespace

Redactor::Redactor(const RedactionPolicy& policy, const TokenKey& key, const Catalogue& catalogue)
    : values_(policy, key),
      linux_audit_(values_),
      k8s_audit_(values_),
      only_text_(
          std::all_of(policy.rules.begin(), policy.rules.end(),
                      [](const RedactionRule& rule) { return rule.field == RedactedField::kAuditText; })),
      catalogue_(catalogue),
      hits_(policy.rules.size()) {}

Redactor::Target Redactor::target_of(const EventKind& kind, const Param& param) {
  if (param.name == "env") return Target::kEnvironment;
  if (param.name == "args") return Target::kArguments;
  if (kind.name == "linux_audit") return Target::kLinuxAudit;
  if (kind.name == "k8s_audit") return Target::kK8sAudit;
  if (is_account(kind.name) && param.name == "name") return Target::kUser;
  if (is_account(kind.name) && param.name == "home") return Target::kHome;
  switch (param.type) {
    case ParamType::kFsPath:
    case ParamType::kFsRelPath:
      return Target::kPath;
    case ParamType::kSockAddr:
      return Target::kAddress;
    case ParamType::kSockTuple:
      return Target::kTuple;
    case ParamType::kCharBuf:
      return is_one_of(param.name, {"path", "target", "exepath", "trusted_exepath", "cwd"}) ? Target::kPath
                                                                                            : Target::kNone;
    case ParamType::kByteBuf:
      return is_one_of(param.name, {"cgroups", "address", "netmask", "broadcast", "hardware_address", "name"})
                 ? Target::kNone
                 : Target::kBuffer;
    default:
      return Target::kNone;
  }
}

const std::vector<Redactor::Target>& Redactor::targets_of(KindId id) {
  if (targets_.size() <= id) targets_.resize(id + size_t{1});
  std::vector<Target>& targets = targets_[id];
  const EventKind& kind = catalogue_.kind(id);
  for (size_t param = targets.size(); param < kind.params.size(); ++param)
    targets.push_back(target_of(kind, kind.params[param]));
  return targets;
}

std::optional<std::string> Redactor::rewrite(Target target, std::string_view text,
                                             ValueRedactor::Hits& hits) {
  switch (target) {
    case Target::kEnvironment:
      return values_.rewrite_list(RedactedField::kEnvironment, text, hits);
    case Target::kArguments:
      return values_.rewrite_list(RedactedField::kArguments, text, hits);
    case Target::kPath:
      if (is_kernel_object(text)) return std::string(text);
      return values_.rewrite(RedactedField::kPath, text, hits);
    case Target::kAddress:
    case Target::kTuple: {
      const size_t head = target == Target::kAddress ? kAddressHead : kTupleHead;
      if (text.size() <= head || static_cast<uint8_t>(text[0]) != kUnixFamily) return std::string(text);
      const std::string_view path = text.substr(head);  // up to a NUL, if there is one
      const auto rewritten = values_.rewrite(RedactedField::kPath, path.substr(0, path.find('\0')), hits);
      return std::string(text.substr(0, head)) + rewritten.value_or(std::string{});
    }
    case Target::kBuffer:
      return values_.rewrite(RedactedField::kBuffer, text, hits);
    case Target::kUser:
      return values_.rewrite(RedactedField::kUser, text, hits);
    case Target::kHome: {
      // The last component is the user's name more often than not.
      const size_t slash = text.rfind('/');
      const size_t begin = slash == std::string_view::npos ? 0 : slash + 1;
      const auto name = values_.rewrite(RedactedField::kUser, text.substr(begin), hits);
      if (!name) return std::nullopt;
      return values_.rewrite(RedactedField::kPath, std::string(text.substr(0, begin)) + *name, hits);
    }
    case Target::kLinuxAudit:
    case Target::kK8sAudit:
      return rewrite_audit(target, text, hits);
    case Target::kNone:
      break;
  }
  return std::string(text);
}

std::optional<std::string> Redactor::rewrite_audit(Target target, std::string_view text,
                                                   ValueRedactor::Hits& hits) {
  std::optional<std::string> inside(text);
  if (!only_text_ && target == Target::kLinuxAudit) inside = linux_audit_.rewrite(text, hits);
  if (!only_text_ && target == Target::kK8sAudit) inside = k8s_audit_.rewrite(text, hits);
  return inside ? values_.rewrite(RedactedField::kAuditText, *inside, hits) : std::nullopt;
}

const Redactor::Answer& Redactor::answer(Target target, uint32_t string, const StringTable& old,
                                         StringTable& fresh) {
  Answer& known = answers_[static_cast<size_t>(target)][string];
  if (known.known) return known;
  known.known = true;
  if (target == Target::kNone) {
    known.string = fresh.intern(old.at(string));
    return known;
  }
  const auto text = rewrite(target, old.at(string), known.hits);
  known.string = text ? fresh.intern(*text) : 0;
  return known;
}

void Redactor::apply(Column& column, uint32_t rows, Target target, const StringTable& old,
                     StringTable& fresh) {
  if (column.values.empty()) return;
  for (uint32_t row = 0; row < rows; ++row) {
    int64_t& value = column.values[row];
    if (value == 0) continue;
    const Answer& found = answer(target, static_cast<uint32_t>(value), old, fresh);
    for (const uint32_t rule : found.hits) ++hits_[rule];
    value = found.string;
    if (found.string != 0) continue;
    if (column.marks.empty()) column.marks.assign(rows, static_cast<uint8_t>(Mark::kPresent));
    column.marks[row] = static_cast<uint8_t>(Mark::kMissing);
  }
}

void Redactor::apply(EventBlock& block) {
  for (std::vector<Answer>& answers : answers_) answers.assign(block.strings.size() + size_t{1}, Answer{});
  StringTable fresh;
  for (KindColumns& columns : block.kinds) {
    if (columns.rows == 0) continue;
    const std::vector<Target>& targets = targets_of(columns.kind);
    const EventKind& kind = catalogue_.kind(columns.kind);
    for (size_t param = 0; param < columns.columns.size(); ++param)
      if (storage_of(kind.params[param].type) != Storage::kInteger)
        apply(columns.columns[param], columns.rows, targets[param], block.strings, fresh);
  }
  block.strings = std::move(fresh);
}

void Redactor::apply(std::vector<std::string>& command) {
  for (size_t i = 1; i < command.size(); ++i) {
    ValueRedactor::Hits hits;
    command[i] = values_.rewrite(RedactedField::kArguments, command[i], hits).value_or(std::string(kDropped));
    for (const uint32_t rule : hits) ++hits_[rule];
  }
}

}  // namespace sysreel
