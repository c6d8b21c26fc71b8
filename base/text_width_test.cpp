#include "base/text_width.h"

#include <doctest/doctest.h>

using sysreel::cut_to_width;

TEST_CASE("text is cut to a width in characters") {
  const struct {
    const char* text;
    size_t columns;
    const char* wanted;
  } rows[] = {
      {"", 0, ""},
      {"a", 0, ""},
      {"abc", 3, "abc"},
      {"abcd", 3, "ab…"},
      {"abcd", 1, "…"},
      {"äöü", 3, "äöü"},
      {"äöüß", 3, "äö…"},
      {"a€b", 2, "a…"},
      {"\xf0\x9f\x98\x80x", 2, "\xf0\x9f\x98\x80x"},
      {"\xf0\x9f\x98\x80xy", 2, "\xf0\x9f\x98\x80…"},
  };
  for (const auto& row : rows) CHECK(cut_to_width(row.text, row.columns) == row.wanted);
}
