#include "replayer/coverage/coverage_html.h"

#include <algorithm>

#include "base/escape.h"

namespace sysreel {
namespace {

constexpr std::string_view kHead = R"(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Rule coverage</title>
<style>
:root { color-scheme: light dark; --line: #8886; --bad: #b00020; --good: #11662b;
        --back: #fff; --ink: #1b1d21; }
@media (prefers-color-scheme: dark) { :root { --bad: #ff8a80; --good: #7bd88f;
        --back: #15171a; --ink: #e6e8eb; } }
body { background: var(--back); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; max-width: 75rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid var(--line); }
td:first-child, td:nth-child(3) { white-space: nowrap; }
td.count { text-align: right; font-variant-numeric: tabular-nums; }
.blind { color: var(--bad); font-weight: 600; }
.fired { color: var(--good); font-weight: 600; }
code, td, li { overflow-wrap: anywhere; }
ul { margin: .2rem 0; padding-left: 1.2rem; }
</style>
</head>
<body>
<main>
<h1>Rule coverage</h1>
)";

void add(std::string& out, std::string_view before, std::string_view text, std::string_view after) {
  out += before;
  append_xml_safe(out, text);
  out += after;
}

void add_list(std::string& out, std::string_view title, const std::vector<std::string>& items) {
  if (items.empty()) return;
  out += "<details><summary>" + std::to_string(items.size()) + ' ' + std::string(title) + "</summary><ul>";
  for (const std::string& item : items) add(out, "<li><code>", item, "</code></li>");
  out += "</ul></details>";
}

void add_rule(std::string& out, const RuleCoverage& rule) {
  const std::string verdict(name_of(rule.verdict));
  out += "<tr><td class=\"" + verdict + "\">" + verdict + "</td>";
  add(out, "<th scope=\"row\">", rule.rule, "</th>");
  add(out, "<td>", rule.source, "</td>");
  out += "<td class=\"count\">" + std::to_string(rule.count) + "</td><td>";
  for (const std::string& reason : rule.reasons) add(out, "", reason, "<br>");
  add_list(out, "checks never true", rule.never_true);
  std::vector<std::string> unused;
  for (const UnusedItems& items : rule.unused_items)
    for (const std::string& item : items.items) unused.push_back(item + " in " + items.check);
  add_list(out, "list items never seen", unused);
  out += "</td></tr>\n";
}

}  // namespace

std::string coverage_html(const std::vector<RuleCoverage>& rules, const CoveragePage& page) {
  std::string out(kHead);
  size_t counts[4] = {};
  for (const RuleCoverage& rule : rules) ++counts[static_cast<size_t>(rule.verdict)];
  out += "<p>" + std::to_string(rules.size()) + " rules over " + std::to_string(page.events) +
         " events: " + std::to_string(counts[0]) + " fired, " + std::to_string(counts[1]) +
         " could fire, <span class=\"blind\">" + std::to_string(counts[2]) + " blind</span>, " +
         std::to_string(counts[3]) + " disabled.";
  if (page.lost > 0)
    out += " <strong>" + std::to_string(page.lost) +
           " events were lost</strong>: a rule that found nothing may have missed something.";
  out += "</p>\n<p>Captures:";
  for (const std::string& capture : page.captures) add(out, " <code>", capture, "</code>");
  out +=
      "</p>\n<p>Blind is not quiet: a blind rule could not see what it looks for; one that could fire looked "
      "and found "
      "nothing.</p>\n<table>\n<thead><tr><th scope=\"col\">Verdict</th><th scope=\"col\">Rule</th>"
      "<th scope=\"col\">Source</th><th scope=\"col\">Findings</th><th "
      "scope=\"col\">Why</th></tr></thead>\n<tbody>\n";
  // What needs attention first.
  for (const CoverageVerdict verdict : {CoverageVerdict::kBlind, CoverageVerdict::kFired,
                                        CoverageVerdict::kCouldFire, CoverageVerdict::kDisabled})
    for (const RuleCoverage& rule : rules)
      if (rule.verdict == verdict) add_rule(out, rule);
  return out + "</tbody>\n</table>\n</main>\n</body>\n</html>\n";
}

}  // namespace sysreel
