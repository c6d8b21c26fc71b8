#include "replayer/report/output_format.h"

#include <algorithm>
#include <charconv>
#include <cstdio>

#include "base/escape.h"
#include "base/json_writer.h"
#include "replayer/state/socket_address.h"
#include "rules/evaluation.h"
#include "rules/predicate.h"

namespace sysreel {
namespace {

using rules::Value;

void append_ip(std::string& out, const rules::IpAddress& ip) {
  Endpoint endpoint;
  endpoint.address = ip.bytes;
  append_address(out, endpoint, ip.v6);
}

void append_printable(std::string& out, std::string_view bytes) {
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out += byte >= 0x20 && byte < 0x7f ? c : '.';
  }
}

void append_fraction(std::string& out, double value) {
  char text[64];
  std::snprintf(text, sizeof text, "%.1f", value);
  out += text;
}

bool is_clock(std::string_view name) {
  return name == "evt.time" || name == "evt.time.s" || name == "evt.time.iso8601" || name == "evt.datetime" ||
         name == "evt.datetime.s" || name == "evt.outputtime";
}

// Parts of a second read as nine digits.
bool is_nanoseconds(std::string_view name) {
  return name.starts_with("evt.") && name.ends_with(".ns");
}

void append_in_base(std::string& out, uint64_t value, uint8_t base) {
  char digits[24];
  const auto end = std::to_chars(digits, digits + sizeof digits, value, base);
  for (const char* at = digits; at != end.ptr; ++at)
    out += *at >= 'a' ? static_cast<char>(*at - 'a' + 'A') : *at;
}

void append_unsigned(std::string& out, uint64_t value, std::string_view name) {
  const std::string digits = std::to_string(value);
  if (is_nanoseconds(name) && digits.size() < 9) out.append(9 - digits.size(), '0');
  out += digits;
}

std::string_view text_of(const Value& value, std::string& storage) {
  storage.clear();
  append_value_text(storage, value, "");
  return storage;
}

// Pads or cuts to the width that the template asks for.
void append_width(std::string& out, std::string_view text, uint32_t width) {
  if (width == 0) {
    out += text;
    return;
  }
  out += text.substr(0, width);
  if (text.size() < width) out.append(width - text.size(), ' ');
}

}  // namespace

void append_value_text(std::string& out, const Value& value, std::string_view field_name) {
  if (value.base != 10) return append_in_base(out, value.u, value.base);
  switch (value.kind) {
    case Value::Kind::kMissing:
      out += "<NA>";
      return;
    case Value::Kind::kInt:
      out += std::to_string(value.i);
      return;
    case Value::Kind::kUint:
      append_unsigned(out, value.u, field_name);
      return;
    case Value::Kind::kDouble:
      append_fraction(out, value.d);
      return;
    case Value::Kind::kBool:
      out += value.b ? "true" : "false";
      return;
    case Value::Kind::kText:
      out += value.text;
      return;
    case Value::Kind::kBytes:
      append_printable(out, value.text);
      return;
    case Value::Kind::kIp:
      append_ip(out, value.ip);
      return;
    case Value::Kind::kList:
      break;
  }
  out += '(';
  for (size_t i = 0; i < value.items.size(); ++i) {
    if (i > 0) out += ',';
    append_value_text(out, value.items[i], field_name);
  }
  out += ')';
}

void append_value_json(std::string& out, const Value& value, std::string_view field_name,
                       uint64_t wall_time) {
  JsonWriter json(out);
  if (is_clock(field_name)) {
    json.number(wall_time);
    return;
  }
  std::string text;
  if (value.base != 10) {
    json.string(text_of(value, text));
    return;
  }
  switch (value.kind) {
    case Value::Kind::kMissing:
      json.null();
      return;
    case Value::Kind::kInt:
      json.number(value.i);
      return;
    case Value::Kind::kUint:
      json.number(value.u);
      return;
    case Value::Kind::kDouble:
      json.number(value.d);
      return;
    case Value::Kind::kBool:
      json.boolean(value.b);
      return;
    case Value::Kind::kText:
    case Value::Kind::kBytes:
    case Value::Kind::kIp:
      json.string(text_of(value, text));
      return;
    case Value::Kind::kList:
      break;
  }
  out += '[';
  for (size_t i = 0; i < value.items.size(); ++i) {
    if (i > 0) out += ',';
    append_value_json(out, value.items[i], "", wall_time);
  }
  out += ']';
}

OutputFormat::OutputFormat(const rules::Program& program, EventFields& fields)
    : program_(program), fields_(fields), scratch_(std::make_unique<rules::EvaluationScratch>()) {}

OutputFormat::~OutputFormat() = default;

// Several ancestors or both ends of a connection cannot be printed as one value: Falco joins names by blanks.
static Value joined(const rules::Program& program, const rules::Operand& operand, const Value& value,
                    rules::EvaluationScratch& scratch) {
  if (value.kind != Value::Kind::kList || operand.is_list ||
      operand.transformer != rules::Transformer::kNone) {
    return value;
  }
  const rules::Field& field = rules::field(program.fields[operand.field].field);
  if (field.multiplicity != rules::Multiplicity::kAncestors) return value;
  std::string& text = scratch.text();
  for (const Value& item : value.items) {
    if (!text.empty()) text += ' ';
    append_value_text(text, item, "");
  }
  return text.empty() ? Value{} : Value::of_text(text);
}

Value output_value(const rules::Program& program, rules::OperandId operand, EventFields& fields,
                   rules::EvaluationScratch& scratch) {
  return joined(program, program.operands[operand], rules::evaluate(program, operand, fields, scratch),
                scratch);
}

void OutputFormat::fill(const rules::CompiledRule& rule, uint64_t wall_time, Finding& finding) {
  finding.message.clear();
  finding.fields.clear();
  std::string text;
  for (const rules::OutputPart& part : rule.output) {
    finding.message += part.literal;
    if (part.operand == rules::kNoOperand) continue;
    const Value value = output_value(program_, part.operand, fields_, *scratch_);
    text.clear();
    append_value_text(text, value, part.name);
    append_width(finding.message, text, part.width);
    OutputField field{part.name, {}};
    append_value_json(field.json, value, part.name, wall_time);
    finding.fields.push_back(std::move(field));
  }
  scratch_->clear();
  const auto by_name = [](const OutputField& a, const OutputField& b) { return a.name < b.name; };
  std::stable_sort(finding.fields.begin(), finding.fields.end(), by_name);
  const auto same = [](const OutputField& a, const OutputField& b) { return a.name == b.name; };
  finding.fields.erase(std::unique(finding.fields.begin(), finding.fields.end(), same), finding.fields.end());
}

}  // namespace sysreel
