#include "replayer/import/laurel_event.h"

#include <algorithm>

#include "format/audit/audit_record.h"
#include "format/hex.h"

namespace sysreel {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";

std::string upper_hex(std::string_view bytes) {
  std::string text = hex_of({reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size()});
  for (char& c : text)
    if (c >= 'a' && c <= 'f') c = static_cast<char>(c - 'a' + 'A');
  return text;
}

// Laurel writes bytes that are no text, and the percent sign, as %xx.
std::string without_percents(std::string_view text) {
  std::string out;
  for (size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '%' && at + 2 < text.size() && append_unhexed(out, text.substr(at + 1, 2))) {
      at += 2;
    } else {
      out += text[at];
    }
  }
  return out;
}

bool all_of_kind(std::string_view text, bool (*kind)(unsigned char)) {
  return std::all_of(text.begin(), text.end(),
                     [kind](char c) { return kind(static_cast<unsigned char>(c)); });
}

void append_text(std::string& out, std::string_view record, std::string_view name, std::string text) {
  const bool bare = !text.empty() && all_of_kind(text, [](unsigned char c) {
    return c > 0x20 && c < 0x7f && c != '"' && c != '\'' && c != '{';
  });
  const bool quotable = all_of_kind(text, [](unsigned char c) { return c >= 0x20 && c < 0x7f && c != '"'; });
  if (name == "saddr") {
    out += upper_hex(text);
  } else if (text.starts_with('{') && text.ends_with('}') && quotable) {
    out += text;
  } else if (bare && !is_encoded_field(record, name)) {
    out += text;
  } else if (quotable) {
    out.append("\"").append(text).append("\"");
  } else {
    out += upper_hex(text);
  }
}

// Numbers that the kernel writes without their prefix.
std::string kernel_number(std::string_view name, std::string_view text) {
  if (text.starts_with("0x") && (name == "arch" || name.starts_with("cap_"))) text.remove_prefix(2);
  if (text.starts_with("0o") && name == "mode") return "0" + std::string(text.substr(2));
  return std::string(text);
}

void append_value(std::string& out, std::string_view record, std::string_view name, JsonValue value) {
  switch (value.kind()) {
    case JsonValue::Kind::kNull:
      out += "(null)";
      return;
    case JsonValue::Kind::kString:
      return append_text(out, record, name, without_percents(kernel_number(name, value.string())));
    case JsonValue::Kind::kArray: {
      std::string joined;  // keys, as the kernel joins them
      JsonValue item;
      for (JsonItems items(value); items.next(item);)
        joined += (joined.empty() ? "" : "\x01") + without_percents(item.string());
      return append_text(out, record, name, std::move(joined));
    }
    default:
      value.append_json(out);
  }
}

void append_arguments(std::string& out, std::string_view record, JsonValue list) {
  JsonValue item;
  size_t index = 0;
  std::string title;
  for (JsonItems items(list); items.next(item); ++index) {
    std::string text = without_percents(item.string());
    if (record == "PROCTITLE") {
      if (index > 0) title += '\0';
      title += text;
      continue;
    }
    const std::string name = "a" + std::to_string(index);
    out.append(" ").append(name).append("=");
    if (record == "EXECVE") {
      append_text(out, record, name, std::move(text));
    } else {
      out += text.starts_with("0x") ? text.substr(2) : text;
    }
  }
  if (record == "PROCTITLE") {
    out += " proctitle=";
    append_text(out, record, "proctitle", std::move(title));
  }
}

void append_fields(std::string& out, std::string_view record, const std::string& prefix, JsonValue object) {
  std::string_view name;
  JsonValue value;
  for (JsonMembers members(object); members.next(name, value);) {
    if (name == "ARGV" && value.is_array()) {
      append_arguments(out, record, value);
      continue;
    }
    std::string full = prefix + std::string(name);
    std::replace_if(
        full.begin(), full.end(), [](char c) { return c == '=' || static_cast<unsigned char>(c) <= ' '; },
        '_');
    if (value.is_object()) {
      append_fields(out, record, full + ".", value);
      continue;
    }
    out += !full.empty() && full[0] >= 'A' && full[0] <= 'Z' ? "\x1d" : " ";
    out.append(full).append("=");
    append_value(out, record, full, value);
  }
}

// What stands before and behind the type in every record of an event.
struct Start {
  std::string node;
  std::string stamp;
};

void append_record(std::string& out, const Start& start, std::string_view type, JsonValue object) {
  if (!out.empty()) out += '\n';
  out.append(start.node).append("type=").append(type).append(start.stamp);
  append_fields(out, type, {}, object);
}

}  // namespace

bool begins_laurel(std::string_view text) {
  for (const std::string_view part : {"{", "\"ID\"", ":", "\""}) {
    text.remove_prefix(std::min(text.find_first_not_of(kBlanks), text.size()));
    if (!text.starts_with(part)) return false;
    text.remove_prefix(part.size());
  }
  const size_t end = text.find_first_not_of("0123456789.:");
  return end != 0 && text.substr(0, end).find(':') != std::string_view::npos;
}

std::optional<uint64_t> append_laurel_event(std::string& out, JsonValue root) {
  const std::string_view node = root.get("NODE").string();
  const bool plain = all_of_kind(node, [](unsigned char c) { return c > ' ' && c != '('; });
  const Start start{node.empty() || !plain ? "" : "node=" + std::string(node) + " ",
                    " msg=audit(" + std::string(root.get("ID").string()) + "):"};
  const std::string sample = start.node + "type=ID" + start.stamp;
  std::string_view problem;
  const auto record = parse_audit_record(sample, problem);
  if (!record || record->interpreted || !record->body.empty()) return std::nullopt;
  std::string_view type;
  JsonValue value;
  for (JsonMembers members(root); members.next(type, value);) {
    const bool named = !type.empty() && all_of_kind(type, [](unsigned char c) {
      return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '[' || c == ']';
    });
    if (!named) continue;
    if (value.is_object()) append_record(out, start, type, value);
    JsonValue item;
    for (JsonItems items(value); items.next(item);) append_record(out, start, type, item);
  }
  if (out.empty()) return std::nullopt;
  return record->time;
}

}  // namespace sysreel
