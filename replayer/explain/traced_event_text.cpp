#include "replayer/explain/traced_event_text.h"

#include "base/escape.h"
#include "base/json_writer.h"
#include "base/wall_time.h"
#include "replayer/explain/trace_text.h"

namespace sysreel {
namespace {

using rules::ConditionOutline;
using rules::ConditionPart;

// The innermost macro around a part; empty: none.
std::string macro_around(const ConditionOutline& outline, uint32_t part) {
  std::string macro;
  for (uint32_t i = 0; i < part; ++i)
    if (outline.parts[i].kind == ConditionPart::Kind::kMacro && outline.parts[i].end > part)
      macro = outline.parts[i].text;
  return macro;
}

// "host.yaml:12:3, macro opened_for_writing"
std::string origin(const ConditionOutline& outline, uint32_t part) {
  const Place& place = outline.parts[part].place;
  std::string out =
      terminal_safe(place.file) + ':' + std::to_string(place.line) + ':' + std::to_string(place.column);
  const std::string macro = macro_around(outline, part);
  if (!macro.empty()) out += ", macro " + terminal_safe(macro);
  if (!outline.parts[part].exception.empty())
    out += ", exception " + terminal_safe(outline.parts[part].exception);
  return out;
}

template <typename F>
void for_each_blocking(const ConditionTrace& trace, F&& visit) {
  for (uint32_t i = 0; i < trace.parts.size(); ++i)
    if (trace.parts[i].blocks && !trace.matched) visit(i);
}

void write_blocking(JsonWriter& json, const ConditionOutline& outline, const ConditionTrace& trace,
                    bool where) {
  for_each_blocking(trace, [&](uint32_t i) {
    json.begin_object();
    json.field("check", outline.parts[i].text);
    json.field("answer", trace.parts[i].answer);
    json.key("values");
    write_values(json, trace.parts[i]);
    json.field("where", where);
    if (!where) {
      json.field("file", outline.parts[i].place.file);
      json.field("line", outline.parts[i].place.line);
      json.field("column", outline.parts[i].place.column);
      const std::string macro = macro_around(outline, i);
      if (!macro.empty()) json.field("macro", macro);
    }
    json.end_object();
  });
}

}  // namespace

std::string event_text(const TracedEvent& event) {
  std::string out = "event " + std::to_string(event.event) + ", " + terminal_safe(event.type);
  if (!event.process.empty()) {
    out += " by " + terminal_safe(event.process);
    if (event.pid >= 0) out += " (pid " + std::to_string(event.pid) + ")";
  }
  out += " at " + rfc3339_of(event.wall_time);
  if (event.distance == 0) return out;
  return out + ": " + std::to_string(event.distance) + (event.distance == 1 ? " check" : " checks") +
         " in the way";
}

std::vector<std::string> blocking_lines(const TracedEvent& event, const ConditionOutline& rule,
                                        const ConditionOutline& where, uint32_t width) {
  std::vector<std::string> out;
  if (!event.taken_by.empty())
    out.push_back("the condition holds, but '" + terminal_safe(event.taken_by) +
                  "' comes first and takes the event (matching: first)");
  for_each_blocking(event.rule, [&](uint32_t i) {
    out.push_back(blocking_text(rule.parts[i], event.rule.parts[i], width) + "  (" + origin(rule, i) + ")");
  });
  for_each_blocking(event.where, [&](uint32_t i) {
    out.push_back("where: " + blocking_text(where.parts[i], event.where.parts[i], width));
  });
  return out;
}

void write_event(JsonWriter& json, const TracedEvent& event, const ConditionOutline& rule,
                 const ConditionOutline& where) {
  json.field("event", event.event);
  json.field("time", rfc3339_of(event.wall_time));
  json.field("type", event.type);
  json.key("process");
  event.process.empty() ? json.null() : json.string(event.process);
  json.key("pid");
  event.pid < 0 ? json.null() : json.number(event.pid);
  json.field("fired", event.fired);
  json.field("distance", event.distance);
  json.key("taken_by");
  event.taken_by.empty() ? json.null() : json.string(event.taken_by);
  json.key("blocking");
  json.begin_array();
  write_blocking(json, rule, event.rule, false);
  write_blocking(json, where, event.where, true);
  json.end_array();
}

}  // namespace sysreel
