// evt.arg.*, evt.args and what is computed from parameters: open flags, buffers, absolute paths.
#include "replayer/fields/argument_text.h"
#include "replayer/fields/fd_name.h"
#include "replayer/state/path.h"

namespace sysreel {
namespace {

using rules::Value;

// Of Falco's portable open flags.
constexpr int64_t kPortableRead = 1 << 0;
constexpr int64_t kPortableWrite = 1 << 1;
constexpr int64_t kPortableCreat = 1 << 2;
constexpr int64_t kPortableTmpfile = 1 << 13;
constexpr int64_t kPortableCreated = 1 << 14;

int place_of(const FieldContext& context, const BoundField& field) {
  return field.places[context.step->event.kind()];
}

Value argument(const FieldContext& context, const BoundField& field) {
  const int param = place_of(context, field);
  if (param < 0) return {};
  const Param& row = context.step->kind->params[static_cast<size_t>(param)];
  const EventRef& event = context.step->event;
  const auto place = static_cast<size_t>(param);
  if (!carries(event, place)) return {};
  if (event.has(place) && row.type == ParamType::kCharBuf) return Value::of_text(event.text(place));
  if (event.has(place) && is_path(row.type)) return Value::of_text(absolute_argument(context, place));
  std::string& text = context.arena->text();
  append_resolved_argument(text, context, place);
  return Value::of_text(text);
}

uint8_t base_of(const Param& row) {
  if (row.format == NumberFormat::kHex) return 16;
  return row.format == NumberFormat::kOctal || row.type == ParamType::kMode ? 8 : 10;
}

Value raw_argument(const FieldContext& context, const BoundField& field) {
  const int param = place_of(context, field);
  if (param < 0 || !context.step->event.has(static_cast<size_t>(param))) return {};
  const Param& row = context.step->kind->params[static_cast<size_t>(param)];
  const ParamType type = row.type;
  if (storage_of(type) == Storage::kText) {
    const std::string_view text = context.step->event.text(static_cast<size_t>(param));
    return type == ParamType::kByteBuf ? Value::of_bytes(text) : Value::of_text(text);
  }
  const int64_t value = portable_argument(context, static_cast<size_t>(param));
  const Value number = is_signed(type) ? Value::of_int(value) : Value::of_uint(static_cast<uint64_t>(value));
  return number.in_base(base_of(row));
}

Value arguments(const FieldContext& context, const BoundField&) {
  std::string& text = context.arena->text();
  append_arguments(text, context);
  return Value::of_text(text);
}

Value buffer(const FieldContext& context, const BoundField&) {
  const int param = context.step->kind->param_index("data");
  if (param < 0 || !context.step->event.has(static_cast<size_t>(param))) return {};
  return Value::of_bytes(context.step->event.text(static_cast<size_t>(param)));
}

// The kind's open flags are where bind_field() found them; -1: it is no open that has some.
int64_t open_flags(const FieldContext& context, const BoundField& field) {
  const int param = place_of(context, field);
  return param < 0 ? 0 : portable_argument(context, static_cast<size_t>(param));
}
// The access mode alone, which needs no table.
int64_t access_bits(const FieldContext& context, const BoundField& field) {
  const int param = place_of(context, field);
  if (param < 0) return 0;
  const int64_t flags = context.step->event.integer(static_cast<size_t>(param));
  if (context.step->event.block().numbers == NumberSpace::kPortable) return flags;
  switch (flags & 3) {
    case 0:
      return kPortableRead;
    case 1:
      return kPortableWrite;
    default:
      return kPortableRead | kPortableWrite;
  }
}

template <int64_t bit>
uint64_t access_key(const FieldContext& context, const BoundField& field) {
  return static_cast<uint64_t>(access_bits(context, field) & bit);
}
template <int64_t bit>
Value opens_for(const FieldContext& context, const BoundField& field) {
  return Value::of_bool(access_key<bit>(context, field) != 0);
}
Value opens_creating(const FieldContext& context, const BoundField& field) {
  const int64_t flags = open_flags(context, field);
  const Step& step = *context.step;
  const bool made = (flags & kPortableCreated) != 0;
  const bool temporary = (flags & kPortableTmpfile) != 0 && step.has_result() && step.result() >= 0;
  return Value::of_bool(made || temporary);
}
Value opens_executable(const FieldContext& context, const BoundField& field) {
  constexpr int64_t kAnyExecute = 0111;
  const Step& step = *context.step;
  const bool creates = step.kind->name == "creat" ||
                       ((open_flags(context, field) & (kPortableCreat | kPortableTmpfile)) != 0 &&
                        step.kind->name != "open_by_handle_at");
  return Value::of_bool(creates && (step.number(P::kMode) & kAnyExecute) != 0);
}

struct AbsolutePath {
  std::string_view kind;
  std::string_view source_dir, source;
  std::string_view target_dir, target;
};
constexpr AbsolutePath kAbsolutePaths[] = {
    {"renameat", "olddirfd", "oldpath", "newdirfd", "newpath"},
    {"renameat2", "olddirfd", "oldpath", "newdirfd", "newpath"},
    {"linkat", "olddir", "oldpath", "newdir", "newpath"},
    {"symlinkat", "linkdirfd", "linkpath", "linkdirfd", "linkpath"},
    {"openat", "dirfd", "name", "dirfd", "name"},
    {"openat2", "dirfd", "name", "dirfd", "name"},
    {"unlinkat", "dirfd", "name", "dirfd", "name"},
    {"mkdirat", "dirfd", "path", "dirfd", "path"},
    {"fchmodat", "dirfd", "filename", "dirfd", "filename"},
    {"fchownat", "dirfd", "pathname", "dirfd", "pathname"},
};

Value absolute_path(const FieldContext& context, const BoundField& field) {
  const Step& step = *context.step;
  if (step.thread == nullptr) return {};
  std::string& text = context.arena->text();
  if (step.kind->name == "open_by_handle_at" && step.has_result() && step.result() > 0) {
    join_path(text, "", step.text(P::kPath));
    return Value::of_text(text);
  }
  for (const AbsolutePath& row : kAbsolutePaths) {
    if (row.kind != step.kind->name) continue;
    const bool target = field.key() == "dst";
    const int path = step.kind->param_index(target ? row.target : row.source);
    if (path < 0 || !step.event.has(static_cast<size_t>(path))) return {};
    const std::string_view passed = step.event.text(static_cast<size_t>(path));
    std::string_view base;
    if (!passed.starts_with('/'))
      base = base_for(context, step.kind->param_index(target ? row.target_dir : row.source_dir));
    join_path(text, base, passed);
    return Value::of_text(text);
  }
  return {};
}

constexpr ExtractorRow kRows[] = {
    {"evt.arg", Scope::kArgument, argument},
    {"evt.rawarg", Scope::kEvent, raw_argument},
    {"evt.args", Scope::kEvent, arguments},
    {"evt.info", Scope::kEvent, arguments},
    {"evt.buffer", Scope::kEvent, buffer},
    {"evt.is_open_read", Scope::kEvent, opens_for<kPortableRead>, nullptr, access_key<kPortableRead>},
    {"evt.is_open_write", Scope::kEvent, opens_for<kPortableWrite>, nullptr, access_key<kPortableWrite>},
    {"evt.is_open_create", Scope::kEvent, opens_creating},
    {"evt.is_open_exec", Scope::kEvent, opens_executable},
    {"evt.abspath", Scope::kEvent, absolute_path},
};

}  // namespace

std::span<const ExtractorRow> argument_extractors() {
  return kRows;
}

}  // namespace sysreel
