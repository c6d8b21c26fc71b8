// Where libyaml 0.2.5 and yaml-cpp 0.7 are known to read the same.
//
// Both read YAML 1.1 with some of 1.2, and differ at its edges: in line breaks other than \n, in tabs, in
// what `?`, tags, anchors, directives and nothing at all mean and where they are said to stand, in escapes,
// in the folding of some blank lines. What is not listed here as common ground counts as a difference;
// yaml_readers_fuzz.cpp and yaml_readers_test.cpp look for ground that is not common.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace sysreel {

enum class YamlBytes : uint8_t {
  kAscii,  // printable, and \n
  kUtf8,   // the same and characters that both take for letters
  kOther,
};
YamlBytes bytes_of(std::string_view text);

// Bytes [begin, end) of `text`, between two scalars or brackets: blanks, comments, and the indicators - : , [
// ] { } and
// --- where both see them.
bool agrees_between(std::string_view text, size_t begin, size_t end);

// Behind blanks and comments; the end of `text` when nothing else follows.
size_t next_token(std::string_view text, size_t at);

struct YamlScalarPlace {
  bool in_flow = false;
  bool key = false;
};
// Bytes [begin, end) of `text`, a scalar from its quote or block indicator on, and its value by libyaml.
bool agrees_on_scalar(std::string_view text, size_t begin, size_t end, YamlScalarPlace place,
                      std::string_view value);

// A plain scalar that stands for null; nothing at all is none.
bool is_yaml_null(std::string_view value);

}  // namespace sysreel
