#include "replayer/stream/replay_needs.h"

#include <algorithm>
#include <string_view>

#include "rules/field.h"

namespace sysreel {
namespace {

std::string_view name_of(const rules::FieldUse& use) {
  return rules::field(use.field).name;
}

// The field reads the parameter by its name or number.
bool names_param(const rules::FieldUse& use, const EventKind& kind, size_t param) {
  const std::string_view field = name_of(use);
  if (field == "evt.args" || field == "evt.info") return true;
  if (field == "evt.buffer") return kind.params[param].name == "data";
  if (field != "evt.arg" && field != "evt.rawarg") return false;
  return use.has_index ? use.index == param : use.key == kind.params[param].name;
}

// The state alone reads it, and nobody the state.
bool is_unread(const State& state, const EventKind& kind, size_t param) {
  const auto is = [&](P id) { return state.places().of(kind.id, id) == static_cast<int>(param); };
  return (is(P::kDev) && !state.keeps(P::kDev)) || (is(P::kIno) && !state.keeps(P::kIno));
}

void need_params(const rules::Program& program, const State& state, const EventKind& kind,
                 ColumnNeeds& needs) {
  for (size_t param = 0; param < kind.params.size(); ++param) {
    const bool named = std::any_of(program.fields.begin(), program.fields.end(),
                                   [&](const rules::FieldUse& use) { return names_param(use, kind, param); });
    if (named || (kind.params[param].section != Section::kRest && !is_unread(state, kind, param)))
      needs.need(kind.id, param);
  }
}

}  // namespace

State::Reads state_reads(const rules::Program& program) {
  State::Reads reads{false, false};
  for (const rules::FieldUse& use : program.fields) {
    const std::string_view name = name_of(use);
    reads.memory |=
        name.starts_with("proc.vm") || name.starts_with("thread.vm") || name.starts_with("thread.pf");
    reads.file_ids |= name.starts_with("fd.dev") || name == "fd.ino";
  }
  return reads;
}

ColumnNeeds replay_needs(const rules::Program& program, const State& state, const Detector& detector) {
  ColumnNeeds needs;
  for (const EventKind& kind : state.catalogue().kinds()) {
    if (kind.has(kPlugin)) continue;  // of a source without state: whole
    state.add_needs(kind.id, needs);
    if (detector.wants(kind.id)) need_params(program, state, kind, needs);
  }
  return needs;
}

}  // namespace sysreel
