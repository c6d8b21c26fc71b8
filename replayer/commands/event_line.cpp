#include "replayer/commands/event_line.h"

#include <algorithm>

#include "base/escape.h"
#include "base/json_writer.h"
#include "base/wall_time.h"
#include "format/catalogue/param_text.h"
#include "format/param_json.h"
#include "format/socket_text.h"

namespace sysreel {
namespace {

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

void append_bytes(std::string& out, const Param& param, std::string_view bytes) {
  std::string socket;
  if (is_string_sequence(param)) return append_sequence(out, bytes);
  if (param.type == ParamType::kSockTuple && append_socket_tuple(socket, bytes))
    return append_terminal_safe(out, socket);
  if (param.type == ParamType::kSockAddr && append_socket_address(socket, bytes))
    return append_terminal_safe(out, socket);
  append_terminal_safe(out, bytes);
}

class StoredValues final : public ParamValues {
 public:
  explicit StoredValues(const EventRef& event) : event_(event) {}
  bool has(size_t param) const override { return event_.has(param); }
  int64_t integer(size_t param) const override { return event_.integer(param); }
  std::string_view text(size_t param) const override { return event_.text(param); }
  bool kernel_numbers() const override { return event_.block().numbers == NumberSpace::kKernel; }
  Arch arch() const override { return event_.block().arch; }

 private:
  const EventRef& event_;
};

// Numbers as Falco shows them, with the names of flags, errors and signals: dump keeps no state, so those of
// users, commands and descriptors stay away.
void append_number(std::string& out, const EventRef& event, const EventKind& kind, size_t index) {
  ParamText text;
  render_param(kind, index, StoredValues(event), ParamNames(), text);
  out += text.raw;
  const ParamType type = kind.params[index].type;
  const bool needs_accounts = type == ParamType::kUid || type == ParamType::kGid;
  if (!text.resolved.empty() && !needs_accounts) out.append("(").append(text.resolved) += ')';
}

void append_value(std::string& out, const EventRef& event, const EventKind& kind, size_t index) {
  if (storage_of(kind.params[index].type) == Storage::kText)
    append_bytes(out, kind.params[index], event.text(index));
  else
    append_number(out, event, kind, index);
}

}  // namespace

void append_event_json(std::string& out, const EventRef& event, const EventLineContext& context) {
  const EventKind& kind = context.catalogue.kind(event.kind());
  JsonWriter json(out);
  json.begin_object();
  json.field("num", event.number());
  json.field("time", rfc3339_of(event.time() + context.wall_offset));
  json.field("type", kind.name);
  json.field("source", name_of(event.block().source));
  json.field("tid", event.thread().tid);
  json.field("pid", event.thread().pid);
  json.key("args");
  json.begin_object();
  for (size_t i = 0; i < kind.params.size(); ++i) {
    json.key(kind.params[i].name);
    write_param(json, event, kind.params[i], i);
  }
  json.end_object();
  json.key("res");
  const int result = return_param(kind);
  if (result < 0) {
    json.null();
  } else {
    write_param(json, event, kind.params[static_cast<size_t>(result)], static_cast<size_t>(result));
  }
  json.end_object();
  out += '\n';
}

void append_event_text(std::string& out, const EventRef& event, const EventLineContext& context) {
  const EventKind& kind = context.catalogue.kind(event.kind());
  out += std::to_string(event.number()) + ' ' + rfc3339_of(event.time() + context.wall_offset) + ' ' +
         std::to_string(event.cpu()) + ' ' + std::to_string(event.thread().pid) + '/' +
         std::to_string(event.thread().tid) + ' ';
  append_terminal_safe(out, kind.name);
  for (size_t i = 0; i < kind.params.size(); ++i) {
    const Mark mark = event.mark(i);
    if (mark == Mark::kMissing) continue;
    out += ' ';
    append_terminal_safe(out, kind.params[i].name);
    out += '=';
    if (mark == Mark::kFault) {
      out += "<unreadable>";
      continue;
    }
    append_value(out, event, kind, i);
    if (mark == Mark::kTruncated) out += "…";
  }
  out += '\n';
}

}  // namespace sysreel
