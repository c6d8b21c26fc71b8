// Event parameters as text and number, resolved by the state: evt.arg.NAME, evt.args, evt.rawarg.NAME. The
// rendering is the catalogue's (format/catalogue/param_text.h); what descriptors, pids, users and relative
// paths mean is answered here.
#pragma once

#include <cstddef>
#include <string>

#include "replayer/fields/extractor.h"

namespace sysreel {

struct ParamText;

// The plain text and its meaning.
void render_argument(const FieldContext& context, size_t param, ParamText& text);

// The event has the parameter, if only without a value. In imported captures, whose events may be shorter
// than their kind, an empty parameter is marked as unreadable, which is what it means in Falco.
inline bool carries(const EventRef& event, size_t param) {
  return event.block().numbers == NumberSpace::kKernel || event.mark(param) != Mark::kMissing;
}

// The meaning if there is one, else the plain text: evt.arg.NAME.
void append_resolved_argument(std::string& out, const FieldContext& context, size_t param);
// The same of a path parameter that has a value, without a copy where the path stands as it is.
std::string_view absolute_argument(const FieldContext& context, size_t param);
// evt.args.
void append_arguments(std::string& out, const FieldContext& context);
// The parameter's number in Falco's portable space.
int64_t portable_argument(const FieldContext& context, size_t param);
int64_t portable_argument(const Step& step, const State& state, size_t param);

}  // namespace sysreel
