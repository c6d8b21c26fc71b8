// EventFields: gives the fields of the current event to the rules' evaluator. The one implementation of
// rules::FieldReader; the detector, outputs and the obvious evaluator of the tests all read through it.
#pragma once

#include <vector>

#include "replayer/fields/event_audit.h"
#include "replayer/fields/event_json.h"
#include "replayer/fields/extractor.h"
#include "rules/program.h"

namespace sysreel {

class EventFields : public rules::FieldReader {
 public:
  // All must outlive the reader.
  EventFields(const rules::Program& program, const State& state, const CaptureFacts& facts);

  // Values read from here on are of this event; those of the one before are void.
  void stand_on(const Step& step);
  rules::Value read(rules::FieldUseId use) override;
  // What the field's value follows from, of a field that has event_key.
  uint64_t key_of(const BoundField& field) const { return field.event_key(context_, field); }

  const std::vector<BoundField>& fields() const { return fields_; }
  const Step& step() const { return *context_.step; }

 private:
  std::vector<BoundField> fields_;
  FieldContext context_;
  ValueArena arena_;
  EventJson json_;
  EventAudit audit_;
};

}  // namespace sysreel
