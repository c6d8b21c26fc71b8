// Alerts for people. Into a file or a pipe: a line each, as Falco prints them. On a terminal: consecutive
// findings of a rule under one heading, broken to the width with the continuation indented, in colour.
#include <algorithm>

#include "base/escape.h"
#include "replayer/fields/time_text.h"
#include "replayer/report/formats.h"
#include "replayer/report/reporter.h"

namespace sysreel {
namespace {

constexpr size_t kNarrowest = 40;  // columns; a narrower terminal breaks lines by itself
constexpr size_t kIndent = 4;

std::string_view colour_of(rules::Priority priority) {
  if (priority <= rules::Priority::kCritical) return "\x1b[1;35m";
  if (priority == rules::Priority::kError) return "\x1b[1;31m";
  if (priority == rules::Priority::kWarning) return "\x1b[1;33m";
  if (priority == rules::Priority::kNotice) return "\x1b[1;36m";
  return "\x1b[1m";
}

// Columns of text that terminal_safe() made: every character that is left takes one.
size_t columns(std::string_view text) {
  return static_cast<size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

// Breaks at blanks; a word longer than a line stays whole, so that it can be copied.
void append_wrapped(std::string& out, std::string_view text, size_t width, size_t at) {
  bool first = true;
  while (!text.empty()) {
    const size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const size_t length = columns(word);
    if (!first && at + 1 + length > width) {
      out.append("\n").append(kIndent, ' ');
      at = kIndent;
    } else if (!first) {
      out += ' ';
      ++at;
    }
    out += word;
    at += length;
    first = false;
  }
}

class TextReport : public Reporter {
 public:
  TextReport(std::ostream& out, const ReportOptions& options) : out_(out), options_(options) {}

  void add(const Finding& finding) override {
    if (options_.width == 0) {
      out_ << terminal_safe(alert_line(finding)) << '\n';
      return;
    }
    std::string text;
    if (finding.rule != heading_) append_heading(text, finding);
    append_finding(text, finding);
    out_ << text;
  }
  void end_capture(const ReportedCapture&) override { heading_ = nullptr; }
  void finish() override { out_.flush(); }

 private:
  void append_heading(std::string& text, const Finding& finding) {
    if (any_) text += '\n';
    any_ = true;
    heading_ = finding.rule;
    if (options_.colour) text += colour_of(finding.rule->priority);
    text.append(rules::name_of(finding.rule->priority)).append("  ");
    append_terminal_safe(text, finding.rule->name);
    if (options_.colour) text += "\x1b[0m";
    text += '\n';
  }

  void append_finding(std::string& text, const Finding& finding) {
    std::string time;
    append_date(time, finding.wall_time);
    time += ' ';
    append_clock(time, finding.wall_time, true);
    text.append(2, ' ');
    if (options_.colour) text += "\x1b[2m";
    text += time;
    if (options_.colour) text += "\x1b[0m";
    text += ' ';
    append_wrapped(text, terminal_safe(finding.message),
                   std::max(kNarrowest, static_cast<size_t>(options_.width)), time.size() + 3);
    text += '\n';
  }

  std::ostream& out_;
  ReportOptions options_;
  const rules::CompiledRule* heading_ = nullptr;
  bool any_ = false;
};

}  // namespace

std::unique_ptr<Reporter> make_text_report(std::ostream& out, const ReportOptions& options) {
  return std::make_unique<TextReport>(out, options);
}

}  // namespace sysreel
