#include "replayer/detector/field_reader.h"

#include "base/json_document.h"

namespace sysreel {

EventFields::EventFields(const rules::Program& program, const State& state, const CaptureFacts& facts) {
  fields_.reserve(program.fields.size());
  for (const rules::FieldUse& use : program.fields) fields_.push_back(bind_field(use, state.catalogue()));
  context_.state = &state;
  context_.facts = &facts;
  context_.arena = &arena_;
  context_.json = &json_;
  context_.audit = &audit_;
  context_.falco_compatible = program.falco_compatible;
}

void EventFields::stand_on(const Step& step) {
  context_.step = &step;
  arena_.clear();
  json_.stand_on(step);
  audit_.stand_on(step);
}

rules::Value EventFields::read(rules::FieldUseId use) {
  const BoundField& field = fields_[use];
  if (context_.falco_compatible && field.of_kubernetes && json_.root().get("auditID").missing()) return {};
  return field.extract == nullptr ? rules::Value{} : field.extract(context_, field);
}

}  // namespace sysreel
