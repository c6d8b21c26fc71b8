#include "format/capture_kinds.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "format/block_limits.h"

namespace sysreel {
namespace {

Error malformed(const KindRow& row) {
  return {ErrorCode::kCorrupt, "the catalogue row of kind '" + row.name + "' is malformed"};
}

// A type that this build does not know is shown as what its storage is.
ParamType type_of(const ParamRow& row) {
  const std::optional<ParamType> known = param_type_named(row.type);
  if (known && storage_of(*known) == row.storage) return *known;
  return row.storage == Storage::kText ? ParamType::kByteBuf : ParamType::kInt64;
}

Param param_of(const ParamRow& row) {
  Param param;
  param.name = row.name;
  param.type = type_of(row);
  param.format = row.format;
  param.domain = flag_domain_named(row.domain).value_or(FlagDomain::kNone);
  param.section = row.section;
  param.ours = row.ours;
  return param;
}

}  // namespace

KindId CaptureKinds::kind_of(const KindRow& row) {
  const KindId known = catalogue_.find(row.name);
  if (known != kNoKind) return known;
  EventKind kind;
  kind.name = row.name;
  kind.category = row.category <= static_cast<uint8_t>(Category::kSnapshot)
                      ? static_cast<Category>(row.category)
                      : Category::kUnknown;
  kind.flags = row.flags;
  return catalogue_.add_foreign(kind);
}

// The parameter of that name; a new one when there is none, or one that stores something else.
Result<ParamTarget> CaptureKinds::target_of(KindId kind, const ParamRow& row) {
  const int known = catalogue_.kind(kind).param_index(row.name);
  ParamTarget target{0, row.storage, row.section};
  if (known >= 0 &&
      storage_of(catalogue_.kind(kind).params[static_cast<size_t>(known)].type) == row.storage) {
    target.param = static_cast<uint16_t>(known);
    return target;
  }
  const size_t count = catalogue_.kind(kind).params.size();
  if (count >= 2 * kMaxParams) return Error{ErrorCode::kLimit, "a kind has too many parameters"};
  catalogue_.add_param(kind, param_of(row));
  target.param = static_cast<uint16_t>(count);
  return target;
}

Result<KindMapping> CaptureKinds::map(const KindRow& row) {
  if (row.name.empty() || row.name.size() > kMaxNameBytes) return malformed(row);
  const std::optional<std::vector<ParamRow>> params = parse_param_rows(row.params);
  if (!params) return malformed(row);
  if (catalogue_.size() >= kMaxKinds && catalogue_.find(row.name) == kNoKind)
    return Error{ErrorCode::kLimit, "the capture has too many kinds of its own"};
  KindMapping mapping;
  mapping.kind = kind_of(row);
  for (const ParamRow& param : *params) {
    Result<ParamTarget> target = target_of(mapping.kind, param);
    if (!target) return std::move(target).error();
    const bool twice = std::any_of(mapping.params.begin(), mapping.params.end(),
                                   [&](const ParamTarget& other) { return other.param == target->param; });
    if (twice) return malformed(row);
    mapping.params.push_back(*target);
  }
  return mapping;
}

Status CaptureKinds::set_listed(std::span<const KindRow> rows) {
  listed_.clear();
  if (rows.size() > kMaxKinds) return Error{ErrorCode::kLimit, "the header lists too many kinds"};
  for (const KindRow& row : rows) {
    Result<KindMapping> mapping = map(row);
    if (!mapping) return std::move(mapping).error();
    listed_.push_back(std::move(*mapping));
  }
  return {};
}

}  // namespace sysreel
