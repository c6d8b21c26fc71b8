#include "replayer/stream/document_source.h"

#include "format/param_json.h"

namespace sysreel {

DocumentSource::DocumentSource(const rules::Program& program, const State& state, const CaptureFacts& facts,
                               EventSource source, Matching matching)
    : fields_(program, state, facts),
      detector_(program, state.catalogue(), fields_, name_of(source), matching),
      format_(program, fields_) {}

std::span<const rules::RuleId> DocumentSource::match(const Step& step) {
  fields_.stand_on(step);
  return detector_.match(step);
}

}  // namespace sysreel
