#include "replayer/export/text_exporter.h"

#include "base/escape.h"
#include "base/wall_time.h"
#include "format/catalogue/call_name.h"
#include "format/param_json.h"
#include "replayer/export/event_json.h"
#include "replayer/export/event_names.h"
#include "replayer/fields/argument_text.h"

namespace sysreel {
namespace {

constexpr size_t kFlushBytes = 1U << 18;
constexpr std::string_view kCsvHead =
    "time,num,type,source,pid,tid,process,cmdline,exe,user,container,fd,result,args\r\n";

void write_names(JsonWriter& json, const EventNames& names) {
  const std::pair<std::string_view, const std::string*> members[] = {
      {"process", &names.process}, {"cmdline", &names.command_line}, {"exe", &names.executable},
      {"user", &names.user},       {"container", &names.container},  {"fd", &names.descriptor}};
  for (const auto& [name, text] : members) {
    json.key(name);
    text->empty() ? json.null() : json.string(*text);
  }
}

std::string arguments_of(const Step& step, const EventWalk& walk) {
  FieldContext context;
  context.step = &step;
  context.state = &walk.state();
  context.facts = &walk.facts();
  std::string text;
  append_arguments(text, context);
  return text;
}

std::string result_of(const Step& step) {
  const int result = return_param(*step.kind);
  if (result < 0 || !step.event.has(static_cast<size_t>(result))) return {};
  return std::to_string(step.event.integer(static_cast<size_t>(result)));
}

void append_json_line(std::string& out, const Step& step, const EventWalk& walk) {
  JsonWriter json(out);
  json.begin_object();
  write_event_head(json, step);
  write_names(json, names_of(step, walk.state()));
  write_event_values(json, step);
  json.end_object();
  out += '\n';
}

// Timesketch wants a message, a time and what the time is of; the rest are attributes to search in.
void append_timesketch_line(std::string& out, const Step& step, const EventWalk& walk) {
  const EventNames names = names_of(step, walk.state());
  const std::string arguments = arguments_of(step, walk);
  JsonWriter json(out);
  json.begin_object();
  json.field("message", names.process + " " + std::string(call_name(*step.kind)) + " " + arguments);
  json.field("datetime", rfc3339_of(step.wall_time));
  json.field("timestamp", step.wall_time / 1000);  // microseconds
  json.field("timestamp_desc", "Event recorded");
  json.field("data_type", "sysreel:event");
  json.field("hostname", walk.facts().host);
  write_event_head(json, step);
  write_names(json, names);
  json.field("args", arguments);
  json.end_object();
  out += '\n';
}

// One line an event, whatever a text holds; a leading sign that a spreadsheet would take for a formula gets
// an apostrophe in front.
void append_cell(std::string& out, std::string_view text) {
  std::string safe;
  if (!text.empty() && std::string_view("=+-@").find(text[0]) != std::string_view::npos) safe += '\'';
  append_terminal_safe(safe, text);
  out += '"';
  for (const char c : safe) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

void append_csv_line(std::string& out, const Step& step, const EventWalk& walk) {
  const EventNames names = names_of(step, walk.state());
  const EventRef& event = step.event;
  out += rfc3339_of(step.wall_time) + ',' + std::to_string(event.number()) + ',';
  append_cell(out, call_name(*step.kind));
  out.append(",").append(name_of(event.block().source)) += ',';
  out += std::to_string(event.thread().pid) + ',' + std::to_string(event.thread().tid);
  for (const std::string* text : {&names.process, &names.command_line, &names.executable, &names.user,
                                  &names.container, &names.descriptor}) {
    out += ',';
    append_cell(out, *text);
  }
  out += ',' + result_of(step) + ',';
  append_cell(out, arguments_of(step, walk));
  out += "\r\n";
}

}  // namespace

TextExporter::TextExporter(ByteSink& sink, LineFormat format) : sink_(sink), format_(format) {
  if (format == LineFormat::kCsv) lines_ = kCsvHead;
}

Status TextExporter::begin(const EventWalk& walk, const CaptureHeader& /*header*/) {
  walk_ = &walk;
  return {};
}

Status TextExporter::flush() {
  Status status = sink_.write({reinterpret_cast<const uint8_t*>(lines_.data()), lines_.size()});
  lines_.clear();
  return status;
}

Status TextExporter::add(const Step& step) {
  switch (format_) {
    case LineFormat::kJsonLines:
      append_json_line(lines_, step, *walk_);
      break;
    case LineFormat::kCsv:
      append_csv_line(lines_, step, *walk_);
      break;
    case LineFormat::kTimesketch:
      append_timesketch_line(lines_, step, *walk_);
      break;
  }
  count_written();
  return lines_.size() < kFlushBytes ? Status() : flush();
}

Status TextExporter::finish() {
  return flush();
}

}  // namespace sysreel
