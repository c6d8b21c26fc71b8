// Parts of a JSON document as values of fields: texts as they are, everything else as compact JSON text, null
// and what is not there missing.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json_document.h"
#include "replayer/fields/value_arena.h"
#include "rules/value.h"

namespace sysreel {

// The tokens of a JSON pointer (RFC 6901): "/a/b~1c" names b/c in a. A pointer without its leading slash is
// read as if it had one.
std::vector<std::string> pointer_tokens(std::string_view pointer);

// What the tokens lead to; a number is an index where it meets an array.
JsonValue follow(JsonValue from, std::span<const std::string> tokens);

rules::Value json_text(JsonValue value, ValueArena& arena);
// The same, laid out over lines for people, with four blanks a level.
rules::Value json_pretty(JsonValue value, ValueArena& arena);

// The elements of an array as text; of anything else a list of the one value.
void append_texts(std::vector<rules::Value>& list, JsonValue value, ValueArena& arena);
// A list field's value: missing when it has no elements.
rules::Value list_of(const std::vector<rules::Value>& list);

}  // namespace sysreel
