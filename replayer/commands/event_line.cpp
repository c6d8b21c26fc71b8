#include "replayer/commands/event_line.h"

#include <algorithm>
#include <cinttypes>
#include <cstdio>
#include <limits>

#include "base/escape.h"
#include "base/wall_time.h"
#include "format/catalogue/call_name.h"
#include "format/catalogue/param_text.h"
#include "format/param_json.h"
#include "format/socket_text.h"
#include "replayer/commands/buffer_text.h"
#include "replayer/commands/paint.h"
#include "replayer/export/event_json.h"
#include "replayer/fields/argument_text.h"

namespace sysreel {
namespace {

// Columns that fit what is usual; what is longer pushes the rest to the right.
constexpr size_t kNumberWidth = 7;
constexpr size_t kCpuWidth = 2;
constexpr size_t kCommandWidth = 15;  // TASK_COMM_LEN without its NUL
constexpr size_t kIdWidth = 9;
constexpr size_t kTypeWidth = 10;

void append_left(std::string& out, std::string_view text, size_t width, Paint paint, bool colour) {
  append_painted(out, text, paint, colour);
  const auto columns = std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xc0) != 0x80; });
  const auto shown = static_cast<size_t>(columns);
  out.append(width > shown ? width - shown : 0, ' ');
}

void append_right(std::string& out, std::string_view text, size_t width) {
  out.append(width > text.size() ? width - text.size() : 0, ' ');
  out += text;
}

// Words of a sequence, one space between them.
void append_sequence(std::string& out, std::string_view bytes) {
  bool first = true;
  while (!bytes.empty()) {
    const size_t end = std::min(bytes.find('\0'), bytes.size());
    if (!first) out += ' ';
    first = false;
    append_terminal_safe(out, bytes.substr(0, end));
    bytes.remove_prefix(std::min(end + 1, bytes.size()));
  }
}

// Falco prints what mmap and its kin return as a number.
bool is_address(const Step& step, const Param& param, size_t index) {
  return index == 0 && step.kind->category == Category::kMemory && param.type == ParamType::kErrno &&
         step.event.integer(index) > std::numeric_limits<int32_t>::max();
}

void append_value(std::string& out, const FieldContext& context, const Param& param, size_t index,
                  ParamText& text) {
  if (is_address(*context.step, param, index)) {
    char digits[17];
    std::snprintf(digits, sizeof(digits), "%" PRIX64, context.step->event.integer(index));
    out += digits;
    return;
  }
  if (is_string_sequence(param)) return append_sequence(out, context.step->event.text(index));
  std::string socket;
  const std::string_view bytes =
      storage_of(param.type) == Storage::kText ? context.step->event.text(index) : std::string_view{};
  if ((param.type == ParamType::kSockTuple && append_socket_tuple(socket, bytes)) ||
      (param.type == ParamType::kSockAddr && append_socket_address(socket, bytes)))
    return append_terminal_safe(out, socket);
  render_argument(context, index, text);
  if (shows_names(param.type) && !text.resolved.empty()) return append_terminal_safe(out, text.resolved);
  append_terminal_safe(out, text.raw);
  // A path that the plain text repeats says nothing new.
  if (text.resolved.empty() || text.resolved == text.raw) return;
  out += '(';
  append_terminal_safe(out, text.resolved);
  out += ')';
}

void append_parameters(std::string& out, const FieldContext& context, bool colour) {
  const Step& step = *context.step;
  ParamText text;
  std::string value;
  for (size_t i = 0; i < step.kind->params.size(); ++i) {
    const Mark mark = step.event.mark(i);
    // Of another tool's capture a fault only means that the event has a place for it.
    const bool recorded = step.event.block().numbers == NumberSpace::kKernel;
    if (mark == Mark::kMissing || (mark == Mark::kFault && !recorded)) continue;
    const Param& param = step.kind->params[i];
    value.clear();
    append_terminal_safe(value, param.name);
    out += ' ';
    append_painted(out, value + '=', Paint::kFaint, colour);
    if (mark == Mark::kFault) {
      out += "<unreadable>";
      continue;
    }
    value.clear();
    append_value(value, context, param, i, text);
    if (mark == Mark::kTruncated) value += "…";
    const bool failed = i == 0 && step.failed;
    append_painted(out, value, Paint::kRed, colour && failed);
  }
}

// What was read or written, behind a bar that no content can pass for a line of ours.
void append_buffers(std::string& out, const Step& step) {
  for (size_t i = 0; i < step.kind->params.size(); ++i) {
    const Param& param = step.kind->params[i];
    if (param.type != ParamType::kByteBuf || is_string_sequence(param) || !step.event.has(i)) continue;
    std::string text;
    append_buffer_text(text, step.event.text(i));
    std::string_view rest = text;
    while (!rest.empty()) {
      const size_t end = std::min(rest.find('\n'), rest.size());
      out.append("        | ").append(rest.substr(0, end)) += '\n';
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
}

std::string thread_of(const EventRef& event) {
  const ThreadEntry& thread = event.thread();
  if (thread.pid <= 0) return std::to_string(thread.tid);
  std::string text = std::to_string(thread.pid);
  if (thread.tid != thread.pid) text += '/' + std::to_string(thread.tid);
  return text;
}

}  // namespace

void append_event_json(std::string& out, const Step& step) {
  JsonWriter json(out);
  json.begin_object();
  write_event_head(json, step);
  write_event_values(json, step);
  json.end_object();
  out += '\n';
}

void append_event_text(std::string& out, const FieldContext& context, const EventLineStyle& style) {
  const Step& step = *context.step;
  append_right(out, std::to_string(step.event.number()), kNumberWidth);
  out += ' ';
  append_painted(out, rfc3339_of(step.wall_time), Paint::kFaint, style.colour);
  out += ' ';
  append_right(out, std::to_string(step.event.cpu()), kCpuWidth);
  out += ' ';
  append_left(out, terminal_safe(step.thread == nullptr ? "-" : step.thread->comm), kCommandWidth,
              Paint::kGreen, style.colour);
  out += ' ';
  append_left(out, thread_of(step.event), kIdWidth, Paint::kFaint, style.colour);
  out += ' ';
  append_left(out, terminal_safe(call_name(*step.kind)), kTypeWidth, Paint::kBold, style.colour);
  append_parameters(out, context, style.colour);
  out += '\n';
  if (style.echo_text) append_buffers(out, step);
}

}  // namespace sysreel
