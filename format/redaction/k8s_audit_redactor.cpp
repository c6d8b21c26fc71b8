#include "format/redaction/k8s_audit_redactor.h"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <utility>

#include "base/escape.h"

namespace sysreel {
namespace {

constexpr std::string_view kAppliedCopy = "kubectl.kubernetes.io/last-applied-configuration";

template <size_t N>
bool is_one_of(std::string_view name, const std::string_view (&names)[N]) {
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

bool names_contents(std::string_view key) {
  constexpr std::string_view kContents[] = {"data", "binaryData", "stringData"};
  return is_one_of(key, kContents);
}

// The field of the policy that a text under this key is of.
std::optional<RedactedField> field_of(JsonValue object, std::string_view within, std::string_view key) {
  constexpr std::string_view kUsers[] = {"username", "user"};
  constexpr std::string_view kPaths[] = {"mountPath", "subPath", "workingDir"};
  if (is_one_of(key, kUsers)) return RedactedField::kUser;
  if (is_one_of(key, kPaths) || (key == "path" && within == "hostPath")) return RedactedField::kPath;
  if (key == "token") return RedactedField::kBuffer;
  if (key != "name") return std::nullopt;
  const std::string_view kind = object.get("kind").string();
  const std::string_view resource = object.get("resource").string();
  const bool account = kind == "User" || kind == "Group" || resource == "users" || resource == "groups";
  return account ? std::optional(RedactedField::kUser) : std::nullopt;
}

std::string percent_decoded(std::string_view text) {
  std::string out;
  for (size_t at = 0; at < text.size(); ++at) {
    unsigned byte = 0;
    const char* const digits = text.data() + at + 1;
    const bool coded = text[at] == '%' && text.size() - at > 2 &&
                       std::from_chars(digits, digits + 2, byte, 16).ptr == digits + 2;
    out += coded ? static_cast<char>(byte) : text[at] == '+' ? ' ' : text[at];
    if (coded) at += 2;
  }
  return out;
}

std::string percent_encoded(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  constexpr std::string_view kPlain = "-._~/<>";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                       kPlain.find(c) != std::string_view::npos;
    if (plain) {
      out += c;
    } else {
      out += {'%', kDigits[byte >> 4], kDigits[byte & 15]};
    }
  }
  return out;
}

}  // namespace

std::optional<std::string> K8sAuditRedactor::rewrite(std::string_view event, ValueRedactor::Hits& hits) {
  if (!document_.parse(event)) return std::nullopt;
  hits_ = &hits;
  const size_t before = hits.size();
  out_.clear();
  value(document_.root(), {});
  return hits.size() == before ? std::string(event) : out_;
}

// `name`: the key that it stands under, also for what is in a list.
void K8sAuditRedactor::value(JsonValue value, std::string_view name) {
  if (value.is_object()) return object(value, name);
  if (value.is_array()) return array(value, name);
  value.append_json(out_);
}

void K8sAuditRedactor::array(JsonValue array, std::string_view name) {
  JsonItems items(array);
  JsonValue item;
  out_ += '[';
  for (bool first = true; items.next(item); first = false) {
    if (!first) out_ += ',';
    value(item, name);
  }
  out_ += ']';
}

void K8sAuditRedactor::object(JsonValue object, std::string_view name) {
  JsonMembers members(object);
  std::string_view key;
  JsonValue value;
  out_ += '{';
  for (bool first = true; members.next(key, value); first = false) {
    if (!first) out_ += ',';
    append_json_string(out_, key);
    out_ += ':';
    member(object, name, key, value);
  }
  out_ += '}';
}

void K8sAuditRedactor::member(JsonValue object, std::string_view within, std::string_view key,
                              JsonValue value) {
  if (value.is_string()) {
    if (const auto field = field_of(object, within, key)) return text(*field, value.string());
    if (key == kAppliedCopy) return applied_copy(value.string());
    if (key == "authorization.k8s.io/reason") return reason(value.string());
    if (key == "requestURI") return request(value.string());
  }
  if (value.is_array()) {
    if (key == "env") return environment(value);
    if (key == "command") return texts(RedactedField::kArguments, value, 1);
    if (key == "args") return texts(RedactedField::kArguments, value, 0);
    if (key == "groups") return texts(RedactedField::kUser, value, 0);
  }
  if (value.is_object() && names_contents(key)) return contents(value);
  this->value(value, key);
}

// As JSON; dropped altogether: null.
void K8sAuditRedactor::text(RedactedField field, std::string_view text) {
  const auto rewritten = values_.rewrite(field, text, *hits_);
  if (rewritten) return append_json_string(out_, *rewritten);
  out_ += "null";
}

// The first `kept` stay: the program's own name. Dropped altogether: left out.
void K8sAuditRedactor::texts(RedactedField field, JsonValue list, size_t kept) {
  JsonItems items(list);
  JsonValue item;
  out_ += '[';
  for (size_t i = 0; items.next(item); ++i) {
    const bool open = i >= kept && item.is_string();
    const auto rewritten = open ? values_.rewrite(field, item.string(), *hits_) : std::nullopt;
    if (open && !rewritten) continue;
    if (out_.back() != '[') out_ += ',';
    if (rewritten) {
      append_json_string(out_, *rewritten);
    } else {
      value(item, {});
    }
  }
  out_ += ']';
}

void K8sAuditRedactor::contents(JsonValue map) {
  JsonMembers members(map);
  std::string_view key;
  JsonValue item;
  out_ += '{';
  for (bool first = true; members.next(key, item); first = false) {
    if (!first) out_ += ',';
    append_json_string(out_, key);
    out_ += ':';
    if (item.is_string()) {
      text(RedactedField::kBuffer, item.string());
    } else {
      value(item, key);
    }
  }
  out_ += '}';
}

void K8sAuditRedactor::environment(JsonValue entries) {
  JsonItems items(entries);
  JsonValue entry;
  out_ += '[';
  for (bool first = true; items.next(entry); first = false) {
    if (!first) out_ += ',';
    if (!entry.get("value").is_string()) {
      value(entry, {});
      continue;
    }
    const std::string name = std::string(entry.get("name").string()) + '=';
    const auto rewritten = values_.rewrite_list(RedactedField::kEnvironment,
                                                name + std::string(entry.get("value").string()), *hits_);
    JsonMembers members(entry);
    std::string_view key;
    JsonValue item;
    out_ += '{';
    for (bool begins = true; members.next(key, item); begins = false) {
      if (!begins) out_ += ',';
      append_json_string(out_, key);
      out_ += ':';
      if (key != "value") {
        value(item, key);
      } else if (rewritten) {
        append_json_string(out_, std::string_view(*rewritten).substr(name.size()));
      } else {
        out_ += "null";
      }
    }
    out_ += '}';
  }
  out_ += ']';
}

// JSON as text. What cannot be read is dropped.
void K8sAuditRedactor::applied_copy(std::string_view text) {
  K8sAuditRedactor copy(values_);
  const auto rewritten = copy.rewrite(text, *hits_);
  append_json_string(out_, rewritten ? std::string_view(*rewritten) : kDropped);
}

// RBAC: allowed by RoleBinding "a/b" of Role "c" to User "alice"
void K8sAuditRedactor::reason(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    size_t begin = text.size();
    for (const std::string_view before : {"User \"", "Group \""})
      if (const size_t at = text.find(before); at != std::string_view::npos)
        begin = std::min(begin, at + before.size());
    const size_t end = std::min(text.find('"', begin), text.size());
    result += text.substr(0, begin);
    if (begin < end)
      result += values_.rewrite(RedactedField::kUser, text.substr(begin, end - begin), *hits_)
                    .value_or(std::string(kDropped));
    text.remove_prefix(end);
  }
  append_json_string(out_, result);
}

// /api/v1/namespaces/a/pods/b/exec?command=sh&command=-c&command=cat%20x
void K8sAuditRedactor::request(std::string_view uri) {
  constexpr std::string_view kCommand = "command=";
  const size_t query = std::min(uri.find('?'), uri.size());
  std::string result(uri.substr(0, query));
  std::string_view rest = uri.substr(query);
  for (bool program = true; !rest.empty();) {
    result += rest[0];
    rest.remove_prefix(1);
    std::string_view part = rest.substr(0, rest.find('&'));
    rest.remove_prefix(part.size());
    if (!part.starts_with(kCommand) || std::exchange(program, false)) {  // its own name
      result += part;
      continue;
    }
    const std::string argument = percent_decoded(part.substr(kCommand.size()));
    const size_t hits = hits_->size();
    const auto rewritten = values_.rewrite(RedactedField::kArguments, argument, *hits_);
    if (hits_->size() == hits) {
      result += part;
    } else {
      result.append(kCommand).append(rewritten ? percent_encoded(*rewritten) : kDropped);
    }
  }
  append_json_string(out_, result);
}

}  // namespace sysreel
