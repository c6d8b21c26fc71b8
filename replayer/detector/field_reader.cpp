#include "replayer/detector/field_reader.h"

namespace sysreel {

EventFields::EventFields(const rules::Program& program, const State& state, const CaptureFacts& facts) {
  fields_.reserve(program.fields.size());
  for (const rules::FieldUse& use : program.fields) fields_.push_back(bind_field(use, state.catalogue()));
  context_.state = &state;
  context_.facts = &facts;
  context_.arena = &arena_;
  context_.json = &json_;
  context_.audit = &audit_;
}

void EventFields::stand_on(const Step& step) {
  context_.step = &step;
  arena_.clear();
  json_.stand_on(step);
  audit_.stand_on(step);
}

rules::Value EventFields::read(rules::FieldUseId use) {
  const BoundField& field = fields_[use];
  return field.extract == nullptr ? rules::Value{} : field.extract(context_, field);
}

}  // namespace sysreel
