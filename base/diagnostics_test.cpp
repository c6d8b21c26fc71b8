#include "base/diagnostics.h"

#include <doctest/doctest.h>

namespace sysreel {

TEST_CASE("text form: place, line, caret, context, hint") {
  Diagnostic diagnostic;
  diagnostic.code = "LOAD_ERR_COMPILE_CONDITION";
  diagnostic.message = "unknown field 'proc.nmae'";
  diagnostic.hint = "did you mean 'proc.name'?";
  diagnostic.place = {"r.yaml", 3, 14};
  diagnostic.snippet = "  condition: proc.nmae = \x1b";
  diagnostic.context = {"in macro m, used by rule r"};
  CHECK(to_text(diagnostic, false) ==
        "r.yaml:3:14: error: unknown field 'proc.nmae' [LOAD_ERR_COMPILE_CONDITION]\n"
        "    condition: proc.nmae = \\x1b\n"
        "               ^\n"
        "  in macro m, used by rule r\n"
        "  hint: did you mean 'proc.name'?\n");
  CHECK(
      to_json_line(diagnostic) ==
      R"({"severity":"error","code":"LOAD_ERR_COMPILE_CONDITION","message":"unknown field 'proc.nmae'",)"
      R"("hint":"did you mean 'proc.name'?","file":"r.yaml","line":3,"column":14,"item_type":"","item_name":"",)"
      R"("snippet":"  condition: proc.nmae = \u001b","context":["in macro m, used by rule r"]})"
      "\n");
}

TEST_CASE("a long line is shown around the caret") {
  Diagnostic diagnostic;
  diagnostic.message = "m";
  diagnostic.place = {"r.yaml", 1, 501};
  diagnostic.snippet = std::string(500, 'a') + "X" + std::string(500, 'b');
  const std::string text = to_text(diagnostic, false);
  CHECK(text.find("aX") != std::string::npos);
  CHECK(text.size() < 400);
  const size_t line = text.find("  …");
  const size_t caret = text.find('^');
  REQUIRE(caret != std::string::npos);
  // The caret stands below the X: same number of columns before both ("…" is three bytes, one column).
  const size_t caret_column = caret - (text.rfind('\n', caret) + 1);
  CHECK(caret_column == text.find('X') - line - 2);
}

TEST_CASE("errors and warnings are counted") {
  Diagnostics diagnostics;
  CHECK_FALSE(diagnostics.has_errors());
  diagnostics.add({.severity = Severity::kWarning});
  diagnostics.add({.severity = Severity::kHint});
  CHECK_FALSE(diagnostics.has_errors());
  diagnostics.add({.severity = Severity::kError});
  CHECK(diagnostics.has_errors());
  CHECK(diagnostics.warnings() == 1);
  CHECK(diagnostics.all().size() == 3);
}

}  // namespace sysreel
