#include "replayer/expect/test_reports.h"

namespace sysreel {

std::unique_ptr<TestReport> make_test_report(std::string_view format, std::ostream& out, bool colour) {
  if (format == "text") return make_text_test_report(out, colour);
  if (format == "json") return make_json_test_report(out);
  if (format == "junit") return make_junit_test_report(out);
  if (format == "sarif") return make_sarif_test_report(out);
  if (format == "github") return make_github_test_report(out);
  return nullptr;
}

}  // namespace sysreel
