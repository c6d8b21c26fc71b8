// json.*, jevt.*: any part of an event that is JSON, by pointer.
#include "replayer/fields/event_json.h"
#include "replayer/fields/extractor.h"
#include "replayer/fields/json_values.h"

namespace sysreel {
namespace {

using rules::Value;

Value by_pointer(const FieldContext& context, const BoundField& field) {
  return json_text(follow(context.json->root(), field.path), *context.arena);
}
Value whole(const FieldContext& context, const BoundField&) {
  return json_pretty(context.json->root(), *context.arena);
}
Value raw_time(const FieldContext& context, const BoundField&) {
  std::string& text = context.arena->text();
  text = std::to_string(context.step->wall_time);
  return Value::of_text(text);
}

constexpr ExtractorRow kRows[] = {
    {"json.value", Scope::kEvent, by_pointer}, {"jevt.value", Scope::kEvent, by_pointer},
    {"json.obj", Scope::kEvent, whole},        {"jevt.obj", Scope::kEvent, whole},
    {"json.rawtime", Scope::kEvent, raw_time}, {"jevt.rawtime", Scope::kEvent, raw_time},
};

}  // namespace

std::span<const ExtractorRow> json_extractors() {
  return kRows;
}

}  // namespace sysreel
