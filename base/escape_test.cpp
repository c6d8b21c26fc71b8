#include "base/escape.h"

#include <doctest/doctest.h>

using namespace std::string_view_literals;

namespace sysreel {

TEST_CASE("hostile text is inert on a terminal and in JSON") {
  struct Row {
    std::string_view bytes, terminal, json;
  };
  const Row rows[] = {
      {"plain"sv, "plain", R"("plain")"},
      {"\x1b[31m"sv, "\\x1b[31m", R"("\u001b[31m")"},
      {"a\nb\tc"sv, "a\\x0ab\\x09c", R"("a\nb\tc")"},
      {"\0x"sv, "\\x00x", R"("\u0000x")"},
      {"q\"\\"sv, "q\"\\", R"("q\"\\")"},
      {"gr\xc3\xbc\xc3\x9f"sv, "gr\xc3\xbc\xc3\x9f", "\"gr\xc3\xbc\xc3\x9f\""},
      {"\xff\xfe"sv, "\\xff\\xfe", R"("\ufffd\ufffd")"},
      {"\xc0\xaf"sv, "\\xc0\\xaf", R"("\ufffd\ufffd")"},                 // overlong
      {"\xed\xa0\x80"sv, "\\xed\\xa0\\x80", R"("\ufffd\ufffd\ufffd")"},  // surrogate
      {"\xe2\x80\xae"sv, "\\u{202e}", R"("\u202e")"},                    // right-to-left override
      {"\xc2\x9b"sv, "\\u{009b}", R"("\u009b")"},                        // C1 control sequence introducer
      {"\xf0\x9f\x90\xa7"sv, "\xf0\x9f\x90\xa7", "\"\xf0\x9f\x90\xa7\""},
      {"\xe2\x82"sv, "\\xe2\\x82", R"("\ufffd\ufffd")"},  // cut short
  };
  for (const Row& row : rows) {
    CAPTURE(row.terminal);
    CHECK(terminal_safe(row.bytes) == row.terminal);
    std::string json;
    append_json_string(json, row.bytes);
    CHECK(json == row.json);
  }
}

TEST_CASE("hostile text is inert in XML") {
  std::string out;
  append_xml_safe(out, "<script>alert('1 & \"2\"')</script>\x1b[2J\n\xff\xef\xbf\xbf\xc3\xbc"sv);
  CHECK(out ==
        "&lt;script&gt;alert(&#39;1 &amp; "
        "&quot;2&quot;&#39;)&lt;/script&gt;\\x1b[2J\\x0a\\xff\\u{ffff}\xc3\xbc");
}

TEST_CASE("hostile text is inert in Markdown") {
  std::string out;
  append_markdown_safe(out, "<b>|@all\n[x](http://y) `a_b` \x1b"sv);
  CHECK(out == "&lt;b&gt;\\|&#64;all\\\\x0a\\[x\\]\\(http&#58;//y\\) \\`a\\_b\\` \\\\x1b");
}

}  // namespace sysreel
