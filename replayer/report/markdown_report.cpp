// Markdown for tickets, pull requests and wikis: what was looked at and what was not seen, then the findings
// by rule, each rule with its first ones.
#include <algorithm>
#include <map>

#include "base/escape.h"
#include "base/wall_time.h"
#include "replayer/report/formats.h"
#include "replayer/report/reported_capture.h"
#include "replayer/report/reporter.h"

namespace sysreel {
namespace {

constexpr size_t kFindingsPerRule = 25;

// Text that Markdown and the HTML inside of it leave alone.
std::string inert(std::string_view bytes) {
  static constexpr std::string_view kSpecial = "\\`*_{}[]<>()#+-.!|~&@:";
  std::string text;
  for (const char c : terminal_safe(bytes)) {
    if (kSpecial.find(c) != std::string_view::npos) {
      text += c == '<' ? "&lt;" : c == '>' ? "&gt;" : c == '&' ? "&amp;" : std::string{'\\', c};
    } else {
      text += c;
    }
  }
  return text;
}

// Code keeps every character but its own fence and, in a table, the bar.
std::string code(std::string_view bytes) {
  std::string text = terminal_safe(bytes);
  std::replace(text.begin(), text.end(), '`', '\'');
  size_t at = 0;
  while ((at = text.find('|', at)) != std::string::npos) text.replace(at, 1, "\\|"), at += 2;
  return "`" + text + "`";
}

class MarkdownReport : public Reporter {
 public:
  explicit MarkdownReport(std::ostream& out) : out_(out) {}

  void add(const Finding& finding) override {
    ++total_;
    Fired& fired = fired_[finding.rule];
    if (fired.count == 0) fired.first = finding.wall_time;
    fired.last = finding.wall_time;
    if (++fired.count > kFindingsPerRule) return;
    fired.rows += "| " + rfc3339_of(finding.wall_time) + " | " + std::to_string(finding.event) + " | " +
                  code(finding.message) + " |\n";
  }

  void end_capture(const ReportedCapture& capture) override {
    captures_ += "| " + code(capture.path) + " | " + (capture.host.empty() ? "–" : inert(capture.host)) +
                 " | " + (capture.first ? rfc3339_of(*capture.first) : "–") + " | " +
                 (capture.last ? rfc3339_of(*capture.last) : "–") + " | " + std::to_string(capture.events) +
                 " | " + capture.state + " | " + lost_of(capture) + " |\n";
    for (const ReportedSpan& span : capture.not_watched)
      notes_ += "- " + code(capture.path) + ": not watched from " + rfc3339_of(span.from) +
                (span.to ? " to " + rfc3339_of(*span.to) : " on") + "\n";
    for (const std::string& damage : capture.damage)
      notes_ += "- " + code(capture.path) + ": " + inert(damage) + "\n";
    for (const BlindRule& blind : capture.blind) ++blind_[{blind.rule, blind.reason}];
  }

  void finish() override {
    out_ << "# sysreel report\n\n**" << total_ << (total_ == 1 ? " finding" : " findings") << "** of "
         << fired_.size() << (fired_.size() == 1 ? " rule" : " rules") << ".\n\n"
         << "| capture | host | from | to | events | state | lost |\n|---|---|---|---|---|---|---|\n"
         << captures_;
    if (!notes_.empty()) out_ << "\n" << notes_;
    write_overview();
    for (const auto& [rule, fired] : fired_) write_rule(*rule, fired);
    write_blind();
    out_.flush();
  }

 private:
  struct Fired {
    uint64_t count = 0;
    uint64_t first = 0;
    uint64_t last = 0;
    std::string rows;
  };
  // The gravest first, then in the order of definition.
  struct Graver {
    bool operator()(const rules::CompiledRule* a, const rules::CompiledRule* b) const {
      return a->priority != b->priority ? a->priority < b->priority : a < b;
    }
  };

  static std::string lost_of(const ReportedCapture& capture) {
    std::string text = capture.lost == 0 ? "nothing" : "**" + std::to_string(capture.lost) + "**";
    for (const auto& [reason, count] : capture.lost_by_reason)
      text += ", " + reason + " " + std::to_string(count);
    return text;
  }

  void write_overview() {
    if (fired_.empty()) return;
    out_ << "\n## Findings by rule\n\n| priority | rule | findings | first | last |\n|---|---|---|---|---|\n";
    for (const auto& [rule, fired] : fired_)
      out_ << "| " << rules::name_of(rule->priority) << " | " << inert(rule->name) << " | " << fired.count
           << " | " << rfc3339_of(fired.first) << " | " << rfc3339_of(fired.last) << " |\n";
  }

  void write_rule(const rules::CompiledRule& rule, const Fired& fired) {
    out_ << "\n### " << inert(rule.name) << "\n\n" << rules::name_of(rule.priority);
    for (const std::string& tag : rule.tags) out_ << " · " << inert(tag);
    out_ << "\n\n"
         << inert(rule.description) << "\n\n| time | event | output |\n|---|---|---|\n"
         << fired.rows;
    if (fired.count > kFindingsPerRule) out_ << "\n… and " << fired.count - kFindingsPerRule << " more.\n";
  }

  void write_blind() {
    if (blind_.empty()) return;
    out_ << "\n## Rules that could not fire\n\n| rule | why |\n|---|---|\n";
    for (const auto& [rule, captures] : blind_)
      out_ << "| " << inert(rule.first) << " | " << inert(rule.second) << " |\n";
  }

  std::ostream& out_;
  uint64_t total_ = 0;
  std::map<const rules::CompiledRule*, Fired, Graver> fired_;
  std::string captures_;
  std::string notes_;
  std::map<std::pair<std::string, std::string>, size_t> blind_;
};

}  // namespace

std::unique_ptr<Reporter> make_markdown_report(std::ostream& out, const ReportOptions&) {
  return std::make_unique<MarkdownReport>(out);
}

}  // namespace sysreel
