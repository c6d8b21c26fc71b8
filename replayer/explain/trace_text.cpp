#include "replayer/explain/trace_text.h"

#include <algorithm>

#include "base/escape.h"
#include "base/json_writer.h"
#include "base/text_width.h"

namespace sysreel {
namespace {

using rules::ConditionOutline;
using rules::ConditionPart;
using Kind = ConditionPart::Kind;

constexpr std::string_view kReset = "\x1b[0m";
constexpr size_t kLeastText = 24;

std::string values_text(const TracedPart& part, size_t width) {
  std::string out;
  for (const TracedValue& value : part.values) {
    if (!out.empty()) out += ", ";
    out += terminal_safe(value.operand) + " = ";
    out += value.text ? cut_to_width(terminal_safe(*value.text), width) : "<NA>";
  }
  return out;
}

std::string part_text(const ConditionPart& part, const TracedPart& traced, size_t width) {
  if (part.kind == Kind::kMacro) return "macro " + cut_to_width(terminal_safe(part.text), width);
  if (part.kind != Kind::kCheck) return std::string(name_of(part.kind));
  std::string out = cut_to_width(terminal_safe(part.text), width);
  out += "   [" + values_text(traced, width);
  if (!traced.item.empty()) out += ", fits " + cut_to_width(terminal_safe(traced.item), width);
  out += ']';
  if (!part.exception.empty()) out += "  (exception " + terminal_safe(part.exception) + ")";
  return out;
}

std::string_view colour_of(const TracedPart& part) {
  if (!part.reached) return "\x1b[2m";
  return part.answer ? "\x1b[32m" : "\x1b[31m";
}

}  // namespace

void append_trace(std::string& out, const ConditionOutline& outline, const ConditionTrace& trace,
                  const TraceTextOptions& options) {
  std::vector<uint32_t> open;  // ends of the parts around
  for (uint32_t i = 0; i < outline.parts.size(); ++i) {
    const ConditionPart& part = outline.parts[i];
    const TracedPart& traced = trace.parts[i];
    while (!open.empty() && open.back() <= i) open.pop_back();
    const size_t used = options.indent.size() + 6 + open.size() * 2;
    const size_t width = std::max<size_t>(options.width > used ? (options.width - used) / 2 : 0, kLeastText);
    out += options.indent;
    if (options.colour) out += colour_of(traced);
    out += traced.answer ? "true  " : "false ";
    out.append(open.size() * 2, ' ');
    out += part_text(part, traced, width);
    if (!traced.reached) out += "  (not reached)";
    if (part.kind == Kind::kCheck && traced.decides) out += "  <- decides";
    if (options.colour) out += kReset;
    out += '\n';
    open.push_back(part.end);
  }
}

std::string blocking_text(const ConditionPart& part, const TracedPart& traced, uint32_t width) {
  std::string out =
      cut_to_width(terminal_safe(part.text), width) + " is " + (traced.answer ? "true" : "false");
  if (!traced.values.empty()) out += ": " + values_text(traced, width);
  return out;
}

void write_values(JsonWriter& json, const TracedPart& traced) {
  json.begin_object();
  for (const TracedValue& value : traced.values) {
    json.key(value.operand);
    if (value.text) {
      json.string(*value.text);
    } else {
      json.null();
    }
  }
  json.end_object();
}

namespace {

void write_check(JsonWriter& json, const ConditionPart& part, const TracedPart& traced) {
  json.field("blocks", traced.blocks);
  json.field("check", part.text);
  json.key("values");
  write_values(json, traced);
  if (!traced.item.empty()) json.field("item", traced.item);
  if (!part.exception.empty()) json.field("exception", part.exception);
}

void write_part(JsonWriter& json, const ConditionOutline& outline, const ConditionTrace& trace,
                uint32_t index) {
  const ConditionPart& part = outline.parts[index];
  const TracedPart& traced = trace.parts[index];
  json.begin_object();
  json.field("kind", name_of(part.kind));
  json.field("answer", traced.answer);
  json.field("reached", traced.reached);
  json.field("decides", traced.decides);
  if (part.kind == Kind::kCheck) write_check(json, part, traced);
  if (part.kind == Kind::kMacro) json.field("macro", part.text);
  if (part.place.line != 0) {
    json.field("file", part.place.file);
    json.field("line", part.place.line);
    json.field("column", part.place.column);
  }
  if (part.kind != Kind::kCheck) {
    json.key("parts");
    json.begin_array();
    for (uint32_t child = index + 1; child < part.end; child = outline.parts[child].end)
      write_part(json, outline, trace, child);
    json.end_array();
  }
  json.end_object();
}

}  // namespace

void write_trace(JsonWriter& json, const ConditionOutline& outline, const ConditionTrace& trace) {
  write_part(json, outline, trace, 0);
}

}  // namespace sysreel
