#include "replayer/report/reporter.h"

#include "replayer/fields/time_text.h"
#include "replayer/report/formats.h"

namespace sysreel {
namespace {

struct Format {
  std::string_view name;
  std::unique_ptr<Reporter> (*make)(std::ostream&, const ReportOptions&);
};

constexpr Format kFormats[] = {
    {"text", make_text_report},
    {"json", make_json_report},
    {"junit", make_junit_report},
    {"sarif", make_sarif_report},
    {"markdown", make_markdown_report},
    {"csv", make_csv_report},
    {"timesketch", make_timesketch_report},
    {"navigator", make_navigator_report},
    {"github", make_github_report},
};

}  // namespace

std::unique_ptr<Reporter> make_reporter(std::string_view format, const ReportOptions& options,
                                        std::ostream& out) {
  for (const Format& known : kFormats)
    if (known.name == format) return known.make(out, options);
  return nullptr;
}

std::string report_formats() {
  std::string names;
  for (const Format& known : kFormats) names.append(names.empty() ? "" : ", ").append(known.name);
  return names;
}

std::string alert_line(const Finding& finding) {
  std::string line;
  append_iso8601(line, finding.wall_time, "+0000");
  line.append(": ").append(rules::name_of(finding.rule->priority)).append(" ").append(finding.message);
  return line;
}

}  // namespace sysreel
