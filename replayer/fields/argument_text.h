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

// The meaning if there is one, else the plain text: evt.arg.NAME.
void append_resolved_argument(std::string& out, const FieldContext& context, size_t param);
// evt.args.
void append_arguments(std::string& out, const FieldContext& context);
// The parameter's number in Falco's portable space.
int64_t portable_argument(const FieldContext& context, size_t param);
int64_t portable_argument(const Step& step, const State& state, size_t param);

}  // namespace sysreel
