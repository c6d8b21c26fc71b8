// The formats, each in a file of its own; make_reporter() lists them.
#pragma once

#include <memory>
#include <ostream>

namespace sysreel {

class Reporter;
struct ReportOptions;

std::unique_ptr<Reporter> make_text_report(std::ostream& out, const ReportOptions& options);
std::unique_ptr<Reporter> make_json_report(std::ostream& out, const ReportOptions& options);
std::unique_ptr<Reporter> make_csv_report(std::ostream& out, const ReportOptions& options);
std::unique_ptr<Reporter> make_timesketch_report(std::ostream& out, const ReportOptions& options);
std::unique_ptr<Reporter> make_markdown_report(std::ostream& out, const ReportOptions& options);
std::unique_ptr<Reporter> make_junit_report(std::ostream& out, const ReportOptions& options);
std::unique_ptr<Reporter> make_sarif_report(std::ostream& out, const ReportOptions& options);
std::unique_ptr<Reporter> make_navigator_report(std::ostream& out, const ReportOptions& options);
std::unique_ptr<Reporter> make_github_report(std::ostream& out, const ReportOptions& options);

}  // namespace sysreel
