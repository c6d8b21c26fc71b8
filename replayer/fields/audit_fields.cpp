// audit.*: what the records of a Linux audit event say.
#include <algorithm>
#include <iterator>
#include <optional>
#include <string>

#include "format/audit/audit_sockaddr.h"
#include "format/audit/audit_value.h"
#include "replayer/fields/event_audit.h"
#include "replayer/fields/extractor.h"
#include "replayer/fields/json_values.h"

namespace sysreel {
namespace {

using rules::Value;

// Calls visit(record, field) until it says true.
template <typename Visit>
void visit_fields(const FieldContext& context, Visit&& visit) {
  for (const AuditRecord& record : context.audit->records()) {
    AuditFields fields(record);
    AuditField field;
    while (fields.next(field))
      if (visit(record, field)) return;
  }
}

// The first field of that name in any record, as it is written.
std::optional<std::string_view> first_text(const FieldContext& context, std::string_view name) {
  std::optional<std::string_view> text;
  visit_fields(context, [&](const AuditRecord&, const AuditField& field) {
    if (field.name != name || !says_something(field)) return false;
    text = field.text;
    return true;
  });
  return text;
}

Value type(const FieldContext& context, const BoundField&) {
  const auto records = context.audit->records();
  return records.empty() ? Value{} : Value::of_text(records.front().type);
}

Value types(const FieldContext& context, const BoundField&) {
  std::vector<Value>& list = context.arena->list();
  for (const AuditRecord& record : context.audit->records()) list.push_back(Value::of_text(record.type));
  return list_of(list);
}

// A rule with several keys joins them by the byte 1.
Value key(const FieldContext& context, const BoundField&) {
  std::vector<Value>& list = context.arena->list();
  visit_fields(context, [&](const AuditRecord& record, const AuditField& field) {
    if (field.name != "key" || !says_something(field)) return false;
    std::string& text = context.arena->text();
    append_decoded(text, record, field);
    std::string_view rest = text;
    while (!rest.empty()) {
      const std::string_view one = rest.substr(0, rest.find('\x01'));
      if (!one.empty()) list.push_back(Value::of_text(one));
      rest.remove_prefix(std::min(one.size() + 1, rest.size()));
    }
    return false;
  });
  return list_of(list);
}

Value serial(const FieldContext& context, const BoundField&) {
  const auto records = context.audit->records();
  return records.empty() ? Value{} : Value::of_uint(records.front().serial);
}

// Of the system call; of what user space did its result.
Value success(const FieldContext& context, const BoundField&) {
  auto text = first_text(context, "success");
  if (!text) text = first_text(context, "res");
  if (!text) return {};
  if (*text == "yes" || *text == "success" || *text == "1") return Value::of_bool(true);
  if (*text == "no" || *text == "failed" || *text == "0") return Value::of_bool(false);
  return {};
}

Value exit_code(const FieldContext& context, const BoundField&) {
  const auto text = first_text(context, "exit");
  const auto code = text ? audit_exit(*text) : std::nullopt;
  return code ? Value::of_int(*code) : Value{};
}

Value id_of(const FieldContext& context, std::string_view name) {
  const auto text = first_text(context, name);
  if (!text) return {};
  if (*text == "unset") return Value::of_int(-1);
  const auto number = audit_number(*text);
  if (!number) return {};
  return Value::of_int(*number == kAuditUnset ? -1 : *number);
}
Value auid(const FieldContext& context, const BoundField&) {
  return id_of(context, "auid");
}
Value session(const FieldContext& context, const BoundField&) {
  return id_of(context, "ses");
}

Value subject(const FieldContext& context, const BoundField&) {
  const auto text = first_text(context, "subj");
  return text ? Value::of_text(*text) : Value{};
}

// The name that the record carries, else that of its number.
Value syscall_name(const FieldContext& context, const BoundField&) {
  if (const auto name = first_text(context, "SYSCALL")) return Value::of_text(*name);
  const auto text = first_text(context, "syscall");
  if (!text) return {};
  if (!audit_number(*text)) return Value::of_text(*text);
  const Catalogue& catalogue = Catalogue::builtin();
  const auto arch = audit_arch(first_text(context, "arch").value_or(std::string_view{}));
  const KindId kind = audit_syscall(catalogue, arch, *text);
  return kind == kNoKind ? Value{} : Value::of_text(catalogue.kind(kind).name);
}

// Long arguments come in parts: a1[0], a1[1] …, over several records.
bool is_part_of(std::string_view part, std::string_view name) {
  return part.size() > name.size() && part.starts_with(name) && part[name.size()] == '[';
}

// Parts of a socket address, by the names that ausearch gives them.
std::optional<std::string> address_part(const AuditRecord& record, const AuditField& field,
                                        std::string_view name) {
  if (record.type != "SOCKADDR" || field.name != "saddr" || field.quoted) return std::nullopt;
  const AuditSockaddr address = parse_audit_sockaddr(field.text);
  const bool local = address.family == "local";
  if (address.family.empty()) return std::nullopt;
  if (name == "saddr_fam") return address.family;
  if (name == "path" && local) return address.address;
  if (name == "laddr" && !local) return address.address;
  if (name == "lport" && !local) return address.port;
  return std::nullopt;
}

Value record_field(const FieldContext& context, const BoundField& bound) {
  const size_t dot = bound.key().find('.');
  if (dot == std::string_view::npos) return {};
  const std::string_view type = bound.key().substr(0, dot);
  const std::string_view name = bound.key().substr(dot + 1);
  std::vector<Value>& list = context.arena->list();
  std::string* parts = nullptr;
  visit_fields(context, [&](const AuditRecord& record, const AuditField& field) {
    if (record.type != type || !says_something(field)) return false;
    if (is_part_of(field.name, name)) {
      if (parts == nullptr) parts = &context.arena->text();
      append_decoded(*parts, record, field);
      return false;
    }
    std::string& text = context.arena->text();
    if (field.name == name) {
      append_decoded(text, record, field);
    } else if (auto part = address_part(record, field, name)) {
      text = *std::move(part);
    } else {
      return false;
    }
    list.push_back(Value::of_text(text));
    return false;
  });
  if (parts != nullptr) list.push_back(Value::of_text(*parts));
  return list_of(list);
}

constexpr ExtractorRow kRows[] = {
    {"audit.type", Scope::kEvent, type},
    {"audit.types", Scope::kEvent, types},
    {"audit.key", Scope::kEvent, key},
    {"audit.serial", Scope::kEvent, serial},
    {"audit.success", Scope::kEvent, success},
    {"audit.exit", Scope::kEvent, exit_code},
    {"audit.auid", Scope::kEvent, auid},
    {"audit.ses", Scope::kEvent, session},
    {"audit.subj", Scope::kEvent, subject},
    {"audit.syscall", Scope::kEvent, syscall_name},
    {"audit.RECORD.FIELD", Scope::kEvent, record_field},
};

}  // namespace

std::span<const ExtractorRow> audit_extractors() {
  return kRows;
}

}  // namespace sysreel
