// Annotations and a job summary for GitHub Actions: a workflow command a finding, up to a number, since
// GitHub shows ten of each level, and one that says how many there were of each rule.
#include <map>

#include "replayer/report/formats.h"
#include "replayer/report/github_command.h"
#include "replayer/report/reporter.h"

namespace sysreel {
namespace {

constexpr size_t kAnnotationsPerRule = 10;

const char* level_of(rules::Priority priority) {
  if (priority <= rules::Priority::kError) return "error";
  return priority == rules::Priority::kWarning ? "warning" : "notice";
}

class GithubReport : public Reporter {
 public:
  explicit GithubReport(std::ostream& out) : out_(out) {}

  void begin_capture(std::string_view path) override { capture_ = path; }
  void add(const Finding& finding) override {
    uint64_t& count = counts_[finding.rule];
    if (++count > kAnnotationsPerRule) return;
    Place place;
    place.file = capture_ == "-" ? "" : capture_;
    std::string text;
    append_github_command(text, level_of(finding.rule->priority), place, finding.rule->name,
                          alert_line(finding));
    out_ << text;
  }
  void finish() override {
    for (const auto& [rule, count] : counts_) {
      if (count <= kAnnotationsPerRule) continue;
      std::string text;
      append_github_command(text, level_of(rule->priority), {}, rule->name,
                            std::to_string(count) + " findings, of which " +
                                std::to_string(kAnnotationsPerRule) + " are annotated");
      out_ << text;
    }
    out_.flush();
  }

 private:
  // By place in the program: the order of definition.
  std::map<const rules::CompiledRule*, uint64_t> counts_;
  std::ostream& out_;
  std::string capture_;
};

}  // namespace

std::unique_ptr<Reporter> make_github_report(std::ostream& out, const ReportOptions&) {
  return std::make_unique<GithubReport>(out);
}

}  // namespace sysreel
