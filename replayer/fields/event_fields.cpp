// evt.*: what the event itself says, apart from its parameters (argument_fields.cpp).
#include "format/catalogue/errno_name.h"
#include "format/param_json.h"
#include "replayer/fields/extractor.h"
#include "replayer/fields/fd_name.h"
#include "replayer/fields/time_text.h"

namespace sysreel {
namespace {

using rules::Value;

constexpr uint64_t kSecond = 1'000'000'000;

uint64_t number_key(const FieldContext& context, const BoundField&) {
  return context.step->event.number();
}
Value number(const FieldContext& context, const BoundField& field) {
  return Value::of_uint(number_key(context, field));
}

template <bool date, bool nanoseconds>
Value clock(const FieldContext& context, const BoundField&) {
  std::string& text = context.arena->text();
  if (date) {
    append_date(text, context.step->wall_time);
    text += ' ';
  }
  append_clock(text, context.step->wall_time, nanoseconds);
  return Value::of_text(text);
}
Value iso8601(const FieldContext& context, const BoundField&) {
  std::string& text = context.arena->text();
  append_iso8601(text, context.step->wall_time, "+0000");
  return Value::of_text(text);
}

enum class Part : uint8_t { kAll, kSeconds, kNanoseconds };
template <Part part>
Value part_of(uint64_t time) {
  if (part == Part::kSeconds) return Value::of_uint(time / kSecond);
  if (part == Part::kNanoseconds) return Value::of_uint(time % kSecond);
  return Value::of_uint(time);
}
template <Part part>
Value raw_time(const FieldContext& context, const BoundField&) {
  return part_of<part>(context.step->wall_time);
}
template <Part part>
Value relative_time(const FieldContext& context, const BoundField&) {
  // Audit events carry their own time, which may lie before that of the event that came first.
  const uint64_t now = context.step->wall_time;
  const uint64_t first = context.facts->first_wall_time;
  return part_of<part>(now < first ? 0 : now - first);
}
// Since the event before; what Falco computes per use of the field is computed per event here.
template <Part part>
Value delta_time(const FieldContext& context, const BoundField&) {
  const uint64_t now = context.step->wall_time;
  const uint64_t before = context.facts->previous_wall_time;
  return part_of<part>(before == 0 || before > now ? 0 : now - before);
}

Value zero(const FieldContext&, const BoundField&) {
  return Value::of_uint(0);
}
Value zero_text(const FieldContext&, const BoundField&) {
  return Value::of_text("0ns");
}
Value one(const FieldContext&, const BoundField&) {
  return Value::of_uint(1);
}

Value source(const FieldContext& context, const BoundField&) {
  return Value::of_text(name_of(context.step->event.block().source));
}
// As Falco's plugin for the source calls itself; system calls come from none.
Value plugin_name(const FieldContext& context, const BoundField&) {
  return context.step->event.block().source == EventSource::kK8sAudit ? Value::of_text("k8saudit") : Value{};
}
// How that plugin prints an event: as the text it was given.
Value plugin_info(const FieldContext& context, const BoundField&) {
  const Step& step = *context.step;
  const bool text = step.event.block().source == EventSource::kK8sAudit && step.kind->has(kPlugin);
  return text && step.event.has(0) ? Value::of_text(step.event.text(0)) : Value{};
}
Value is_async(const FieldContext& context, const BoundField&) {
  return Value::of_bool(context.step->kind->has(kMeta));
}
Value async_type(const FieldContext& context, const BoundField&) {
  return context.step->kind->has(kMeta) ? Value::of_text(context.step->kind->name) : Value{};
}
Value host(const FieldContext& context, const BoundField&) {
  return context.facts->host.empty() ? Value{} : Value::of_text(context.facts->host);
}

Value direction(const FieldContext& context, const BoundField&) {
  return Value::of_text(context.step->kind->has(kEnterCoded) ? ">" : "<");
}
Value type(const FieldContext& context, const BoundField&) {
  return Value::of_text(context.step->kind->type_name());
}
Value type_is(const FieldContext& context, const BoundField& field) {
  return Value::of_uint(context.step->kind->type_name() == field.key() ? 1 : 0);
}
Value syscall_type(const FieldContext& context, const BoundField&) {
  return context.step->kind->has(kSyscall) ? Value::of_text(context.step->kind->type_name()) : Value{};
}

std::string_view io_category(const Descriptor* descriptor) {
  if (descriptor == nullptr) return "unknown";
  switch (descriptor->type) {
    case FdType::kFile:
    case FdType::kDirectory:
      return "file";
    case FdType::kIpv4:
    case FdType::kIpv6:
    case FdType::kIpv4Server:
    case FdType::kIpv6Server:
      return "net";
    case FdType::kPipe:
    case FdType::kUnix:
    case FdType::kEvent:
    case FdType::kSignal:
    case FdType::kInotify:
    case FdType::kUserfault:
      return "ipc";
    default:
      return "unknown";
  }
}

Value category(const FieldContext& context, const BoundField&) {
  static constexpr std::string_view kNames[] = {
      "unknown",   "other",  "file", "net",    "IPC", "wait", "signal", "sleep",    "time",     "process",
      "scheduler", "memory", "user", "system", "",    "",     "",       "internal", "snapshot",
  };
  static_assert(std::size(kNames) == static_cast<size_t>(Category::kSnapshot) + 1);
  const std::string_view name = kNames[static_cast<size_t>(context.step->kind->category)];
  return Value::of_text(name.empty() ? io_category(context.step->descriptor) : name);
}

Value cpu(const FieldContext& context, const BoundField&) {
  return Value::of_int(context.step->event.cpu());
}

Value raw_result(const FieldContext& context, const BoundField&) {
  return context.step->has_result() ? Value::of_int(context.step->result()) : Value{};
}
Value result(const FieldContext& context, const BoundField&) {
  if (!context.step->has_result()) return {};
  const int64_t value = context.step->result();
  if (value >= 0) return Value::of_text("SUCCESS");
  if (const std::string_view name = errno_name(-value); !name.empty()) return Value::of_text(name);
  std::string& text = context.arena->text();
  text = std::to_string(value);
  return Value::of_text(text);
}
Value failed(const FieldContext& context, const BoundField&) {
  return context.step->has_result() ? Value::of_bool(context.step->failed) : Value{};
}

template <uint32_t flags>
Value does(const FieldContext& context, const BoundField&) {
  return Value::of_bool((context.step->kind->flags & flags) != 0);
}
Value io_direction(const FieldContext& context, const BoundField&) {
  if (context.step->kind->has(kWritesToFd)) return Value::of_text("write");
  return context.step->kind->has(kReadsFromFd) ? Value::of_text("read") : Value{};
}
Value is_syslog(const FieldContext& context, const BoundField&) {
  const Descriptor* descriptor = context.step->descriptor;
  return Value::of_bool(context.step->kind->has(kWritesToFd) && descriptor != nullptr &&
                        descriptor->name.find("/dev/log") != std::string::npos);
}

Value error_count(const FieldContext& context) {
  return context.step->has_result() ? Value::of_uint(context.step->failed ? 1 : 0) : Value{};
}
Value count_error(const FieldContext& context, const BoundField&) {
  return error_count(context);
}

bool is_open(std::string_view kind) {
  return kind == "open" || kind == "creat" || kind == "openat" || kind == "openat2" ||
         kind == "open_by_handle_at";
}
bool is_connection_maker(std::string_view kind) {
  return kind == "accept" || kind == "accept4" || kind == "connect";
}
bool file_error(const FieldContext& context) {
  const Descriptor* descriptor = context.step->descriptor;
  if (descriptor == nullptr) return is_open(context.step->kind->name);
  return descriptor->type == FdType::kFile || descriptor->type == FdType::kDirectory;
}
bool net_error(const FieldContext& context) {
  const Descriptor* descriptor = context.step->descriptor;
  if (descriptor == nullptr) return is_connection_maker(context.step->kind->name);
  return descriptor->is_ip() || descriptor->is_server() || descriptor->type == FdType::kUnix;
}
bool memory_error(const FieldContext& context) {
  return context.step->kind->category == Category::kMemory;
}
bool other_error(const FieldContext& context) {
  if (file_error(context) || net_error(context)) return false;
  return context.step->descriptor != nullptr || !memory_error(context);
}
template <bool (*concerns)(const FieldContext&)>
Value count_error_of(const FieldContext& context, const BoundField&) {
  return concerns(context) ? error_count(context) : Value{};
}
Value count_exit(const FieldContext& context, const BoundField&) {
  return context.step->kind->has(kEnterCoded) ? Value{} : Value::of_uint(1);
}
Value count_threadinfo(const FieldContext& context, const BoundField&) {
  return Value::of_uint(context.step->kind->name == "procinfo" ? 1 : 0);
}
// Of processes: their main threads.
Value count_procinfo(const FieldContext& context, const BoundField& field) {
  const Thread* thread = context.thread();
  return thread != nullptr && thread->is_leader() ? count_threadinfo(context, field) : Value::of_uint(0);
}

enum class Transfer : uint8_t { kAny, kIn, kOut };
enum class Through : uint8_t { kAny, kFile, kNet };
template <Transfer transfer, Through through>
Value length(const FieldContext& context, const BoundField&) {
  const Descriptor* descriptor = context.step->descriptor;
  const Category category = context.step->kind->category;
  const bool in = category == Category::kIoRead;
  const bool out = category == Category::kIoWrite;
  if (descriptor == nullptr || !(in || out || category == Category::kIoOther)) return {};
  if ((transfer == Transfer::kIn && !in) || (transfer == Transfer::kOut && !out)) return {};
  if (through == Through::kFile && !descriptor->is_file()) return {};
  if (through == Through::kNet && !(descriptor->is_ip() || descriptor->is_server())) return {};
  if (!context.step->has_result() || context.step->result() < 0) return {};
  return Value::of_uint(static_cast<uint64_t>(context.step->result()));
}

Value counter(const FieldContext& context, const BoundField&) {
  return Value::of_uint(context.step->event.number());
}

constexpr ExtractorRow kRows[] = {
    {"evt.num", Scope::kEvent, number, nullptr, number_key, false, true},
    {"evt.time", Scope::kEvent, clock<false, true>},
    {"evt.time.s", Scope::kEvent, clock<false, false>},
    {"evt.time.iso8601", Scope::kEvent, iso8601},
    {"evt.datetime", Scope::kEvent, clock<true, true>},
    {"evt.datetime.s", Scope::kEvent, clock<true, false>},
    {"evt.outputtime", Scope::kEvent, clock<false, true>},
    {"evt.rawtime", Scope::kEvent, raw_time<Part::kAll>},
    {"evt.rawtime.s", Scope::kEvent, raw_time<Part::kSeconds>},
    {"evt.rawtime.ns", Scope::kEvent, raw_time<Part::kNanoseconds>},
    {"evt.reltime", Scope::kEvent, relative_time<Part::kAll>},
    {"evt.reltime.s", Scope::kEvent, relative_time<Part::kSeconds>},
    {"evt.reltime.ns", Scope::kEvent, relative_time<Part::kNanoseconds>},
    {"evt.deltatime", Scope::kEvent, delta_time<Part::kAll>},
    {"evt.deltatime.s", Scope::kEvent, delta_time<Part::kSeconds>},
    {"evt.deltatime.ns", Scope::kEvent, delta_time<Part::kNanoseconds>},
    {"evt.latency", Scope::kKind, zero},
    {"evt.latency.s", Scope::kKind, zero},
    {"evt.latency.ns", Scope::kKind, zero},
    {"evt.latency.quantized", Scope::kKind, zero},
    {"evt.latency.human", Scope::kKind, zero_text},
    {"evt.wait_latency", Scope::kKind, zero},
    {"evt.source", Scope::kEvent, source},
    {"evt.pluginname", Scope::kEvent, plugin_name},
    {"evt.plugininfo", Scope::kEvent, plugin_info},
    {"evt.is_async", Scope::kKind, is_async},
    {"evt.asynctype", Scope::kKind, async_type},
    {"evt.hostname", Scope::kEvent, host},
    {"evt.dir", Scope::kKind, direction},
    {"evt.type", Scope::kKind, type},
    {"evt.type.is", Scope::kKind, type_is},
    {"syscall.type", Scope::kKind, syscall_type},
    {"evt.category", Scope::kEvent, category},
    {"evt.cpu", Scope::kEvent, cpu},
    {"evt.rawres", Scope::kEvent, raw_result},
    {"evt.res", Scope::kEvent, result},
    {"evt.failed", Scope::kEvent, failed},
    {"evt.is_io", Scope::kKind, does<kReadsFromFd | kWritesToFd>},
    {"evt.is_io_read", Scope::kKind, does<kReadsFromFd>},
    {"evt.is_io_write", Scope::kKind, does<kWritesToFd>},
    {"evt.io_dir", Scope::kKind, io_direction},
    {"evt.is_wait", Scope::kKind, does<kWaits>},
    {"evt.is_syslog", Scope::kEvent, is_syslog},
    {"evt.count", Scope::kKind, one},
    {"evt.count.error", Scope::kEvent, count_error},
    {"evt.count.error.file", Scope::kEvent, count_error_of<file_error>},
    {"evt.count.error.net", Scope::kEvent, count_error_of<net_error>},
    {"evt.count.error.memory", Scope::kEvent, count_error_of<memory_error>},
    {"evt.count.error.other", Scope::kEvent, count_error_of<other_error>},
    {"evt.count.exit", Scope::kKind, count_exit},
    {"evt.count.procinfo", Scope::kEvent, count_procinfo},
    {"evt.count.threadinfo", Scope::kKind, count_threadinfo},
    {"evt.buflen", Scope::kEvent, length<Transfer::kAny, Through::kAny>},
    {"evt.buflen.in", Scope::kEvent, length<Transfer::kIn, Through::kAny>},
    {"evt.buflen.out", Scope::kEvent, length<Transfer::kOut, Through::kAny>},
    {"evt.buflen.file", Scope::kEvent, length<Transfer::kAny, Through::kFile>},
    {"evt.buflen.file.in", Scope::kEvent, length<Transfer::kIn, Through::kFile>},
    {"evt.buflen.file.out", Scope::kEvent, length<Transfer::kOut, Through::kFile>},
    {"evt.buflen.net", Scope::kEvent, length<Transfer::kAny, Through::kNet>},
    {"evt.buflen.net.in", Scope::kEvent, length<Transfer::kIn, Through::kNet>},
    {"evt.buflen.net.out", Scope::kEvent, length<Transfer::kOut, Through::kNet>},
    {"util.cnt", Scope::kEvent, counter},
};

}  // namespace

std::span<const ExtractorRow> event_extractors() {
  return kRows;
}

}  // namespace sysreel
