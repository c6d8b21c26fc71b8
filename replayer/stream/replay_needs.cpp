#include "replayer/stream/replay_needs.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include "replayer/stream/rule_fields.h"
#include "rules/field.h"

namespace sysreel {
namespace {

std::string_view name_of(const rules::FieldUse& use) {
  return rules::field(use.field).name;
}

bool names_params(const rules::FieldUse& use) {
  static constexpr std::string_view kNaming[] = {"evt.arg", "evt.args", "evt.buffer", "evt.info",
                                                 "evt.rawarg"};
  return std::find(std::begin(kNaming), std::end(kNaming), name_of(use)) != std::end(kNaming);
}

// The field reads the parameter by its name or number.
bool names_param(const rules::FieldUse& use, const EventKind& kind, size_t param) {
  const std::string_view field = name_of(use);
  if (field == "evt.args" || field == "evt.info") return true;
  if (field == "evt.buffer") return kind.params[param].name == "data";
  return use.has_index ? use.index == param : use.key == kind.params[param].name;
}

// A field that names parameters, and the kinds of event that a rule which reads it may match.
struct Naming {
  const rules::FieldUse* use = nullptr;
  std::vector<bool> kinds;
};

std::vector<Naming> namings_of(const rules::Program& program, const Catalogue& catalogue) {
  std::map<rules::FieldUseId, Naming> namings;
  for (const rules::CompiledRule& rule : program.rules) {
    if (!rule.enabled) continue;
    for (const rules::FieldUseId number : fields_of(program, rule)) {
      if (!names_params(program.fields[number])) continue;
      Naming& naming = namings[number];
      naming.use = &program.fields[number];
      naming.kinds.resize(catalogue.size());
      for (const EventKind& kind : catalogue.kinds())
        if (rule.kinds.contains(kind.id)) naming.kinds[kind.id] = true;
    }
  }
  std::vector<Naming> result;
  result.reserve(namings.size());
  for (auto& [number, naming] : namings) result.push_back(std::move(naming));
  return result;
}

// The state alone reads it, and nobody the state.
bool is_unread(const State& state, const EventKind& kind, size_t param) {
  const auto is = [&](P id) { return state.places().of(kind.id, id) == static_cast<int>(param); };
  return (is(P::kDev) && !state.keeps(P::kDev)) || (is(P::kIno) && !state.keeps(P::kIno));
}

void need_params(const std::vector<Naming>& namings, const State& state, const EventKind& kind,
                 ColumnNeeds& needs) {
  for (size_t param = 0; param < kind.params.size(); ++param) {
    const bool named = std::any_of(namings.begin(), namings.end(), [&](const Naming& naming) {
      return naming.kinds[kind.id] && names_param(*naming.use, kind, param);
    });
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
  const bool shows_cpu = std::any_of(program.fields.begin(), program.fields.end(),
                                     [](const rules::FieldUse& use) { return name_of(use) == "evt.cpu"; });
  if (!shows_cpu) needs.need_no_cpu();
  const std::vector<Naming> namings = namings_of(program, state.catalogue());
  for (const EventKind& kind : state.catalogue().kinds()) {
    if (kind.has(kPlugin)) continue;  // of a source without state: whole
    state.add_needs(kind.id, needs);
    if (detector.wants(kind.id)) need_params(namings, state, kind, needs);
  }
  return needs;
}

}  // namespace sysreel
