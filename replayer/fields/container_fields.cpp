// container.*: which container the thread runs in, from its cgroups. Names and images need metadata that only
// container events carry; without them those fields are missing in a container, and plain on the host.
#include "replayer/fields/container_of.h"
#include "replayer/fields/extractor.h"

namespace sysreel {
namespace {

using rules::Value;

Value short_id(const FieldContext& context, const BoundField&) {
  if (context.thread() == nullptr) return {};
  const std::string_view id = short_container_id(*context.thread());
  return Value::of_text(id.empty() ? "host" : id);
}
Value full_id(const FieldContext& context, const BoundField&) {
  if (context.thread() == nullptr) return {};
  const std::string_view id = full_container_id(*context.thread());
  return Value::of_text(id.empty() ? "host" : id);
}
Value host_only(const FieldContext& context, const BoundField&) {
  if (context.thread() == nullptr || !full_container_id(*context.thread()).empty()) return {};
  return Value::of_text("host");
}

constexpr ExtractorRow kRows[] = {
    {"container.id", Scope::kThread, short_id},
    {"container.full_id", Scope::kThread, full_id},
    {"container.name", Scope::kThread, host_only},
    {"container.type", Scope::kThread, host_only},
};

}  // namespace

std::span<const ExtractorRow> container_extractors() {
  return kRows;
}

}  // namespace sysreel
