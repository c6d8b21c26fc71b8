#include "replayer/compare/diff_text.h"

#include <cstdio>

#include "base/escape.h"
#include "base/json_writer.h"

namespace sysreel {
namespace {

constexpr size_t kCommentBytes = 60'000;
constexpr size_t kRow = 700;  // bytes of one cell

std::string_view sign_of(Change change) {
  return change == Change::kAdded ? "+" : change == Change::kRemoved ? "-" : "~";
}

std::string_view colour_of(Change change) {
  return change == Change::kAdded ? "\x1b[32m" : change == Change::kRemoved ? "\x1b[31m" : "\x1b[33m";
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : ", ") + word;
  return out;
}

std::string finding_counts(const RuleSetDifference& difference) {
  return std::to_string(difference.changes[0]) + " added, " + std::to_string(difference.changes[1]) +
         " removed, " + std::to_string(difference.changes[2]) + " changed, " +
         std::to_string(difference.unchanged) + " as before";
}

std::string rule_counts(const RuleSetDifference& difference) {
  size_t counts[3] = {};
  for (const RuleDifference& rule : difference.rules) ++counts[static_cast<size_t>(rule.change)];
  return std::to_string(counts[0]) + " added, " + std::to_string(counts[1]) + " removed, " +
         std::to_string(counts[2]) + " changed";
}

std::string cost_text(const RuleSetDifference& difference) {
  const RuleSetCost& before = difference.before;
  const RuleSetCost& after = difference.after;
  char ratio[64] = "";
  if (before.nanoseconds > 0)
    std::snprintf(ratio, sizeof ratio, ", evaluation %.2f times as long",
                  static_cast<double>(after.nanoseconds) / static_cast<double>(before.nanoseconds));
  return std::to_string(before.rules) + " -> " + std::to_string(after.rules) + " rules, " +
         std::to_string(before.predicates) + " -> " + std::to_string(after.predicates) + " distinct checks" +
         ratio;
}

void add_line(std::string& out, Change change, const std::string& text, bool colour) {
  out += "  ";
  if (colour) out += colour_of(change);
  out += sign_of(change);
  out += ' ' + text;
  if (colour) out += "\x1b[0m";
  out += '\n';
}

void write_optional(JsonWriter& json, std::string_view key, const std::optional<std::string>& text) {
  json.key(key);
  text ? json.string(*text) : json.null();
}

std::string cell(const std::string& text) {
  std::string out;
  append_markdown_safe(out, text.size() > kRow ? text.substr(0, kRow) : text);
  if (text.size() > kRow) out += "…";
  return out;
}

// Adds table rows as long as the comment has room; says how many were left out.
template <typename Items, typename Row>
void add_table(std::string& out, const std::string& head, const Items& items, uint64_t total, Row&& row) {
  if (total == 0) return;
  out += head;
  uint64_t shown = 0;
  for (const auto& item : items) {
    const std::string line = row(item);
    if (out.size() + line.size() > kCommentBytes) break;
    out += line;
    ++shown;
  }
  if (shown < total) out += "\n… and " + std::to_string(total - shown) + " more.\n";
  out += '\n';
}

}  // namespace

std::string diff_text(const RuleSetDifference& difference, bool colour) {
  std::string out = "rules: " + rule_counts(difference) + '\n';
  for (const RuleDifference& rule : difference.rules)
    add_line(out, rule.change,
             terminal_safe(rule.rule) + (rule.parts.empty() ? "" : " (" + joined(rule.parts) + ")"), colour);
  out +=
      "findings: " + finding_counts(difference) + ", of " + std::to_string(difference.events) + " events\n";
  for (const FindingDifference& finding : difference.findings) {
    std::string text = terminal_safe(finding.file) + " event " + std::to_string(finding.event) + ' ' +
                       terminal_safe(finding.rule) + ": ";
    if (finding.change == Change::kChanged) {
      text += terminal_safe(*finding.before) + "\n      now " + terminal_safe(*finding.after);
    } else {
      text += terminal_safe(finding.before ? *finding.before : *finding.after);
    }
    add_line(out, finding.change, text, colour);
  }
  if (difference.lost > 0)
    out += std::to_string(difference.lost) + " events were lost: what happened in them is not compared\n";
  return out + "cost: " + cost_text(difference) + '\n';
}

std::string diff_json(const RuleSetDifference& difference) {
  std::string out;
  for (const RuleDifference& rule : difference.rules) {
    JsonWriter json(out);
    json.begin_object();
    json.field("change", name_of(rule.change));
    json.field("rule", rule.rule);
    json.key("capture"), json.null();
    json.key("event"), json.null();
    write_optional(json, "old", rule.before);
    write_optional(json, "new", rule.after);
    json.key("parts");
    json.begin_array();
    for (const std::string& part : rule.parts) json.string(part);
    json.end_array();
    json.end_object();
    out += '\n';
  }
  for (const FindingDifference& finding : difference.findings) {
    JsonWriter json(out);
    json.begin_object();
    json.field("change", name_of(finding.change));
    json.field("rule", finding.rule);
    json.field("capture", finding.capture);
    json.field("event", finding.event);
    write_optional(json, "old", finding.before);
    write_optional(json, "new", finding.after);
    json.field("file", finding.file);
    json.end_object();
    out += '\n';
  }
  return out;
}

std::string diff_markdown(const RuleSetDifference& difference) {
  std::string out = "### What this change of rules does\n\n";
  if (!difference.any()) out += "Nothing: the same rules and the same findings.\n\n";
  out += "Rules: " + rule_counts(difference) + ".  \nFindings: " + finding_counts(difference) + ", of " +
         std::to_string(difference.events) + " events.  \nCost: " + cost_text(difference) + ".\n\n";
  if (difference.lost > 0)
    out += "**" + std::to_string(difference.lost) +
           " events were lost**: what happened in them is not compared.\n\n";
  add_table(out, "| | rule | what changed |\n|---|---|---|\n", difference.rules, difference.rules.size(),
            [](const RuleDifference& rule) {
              return "| " + std::string(name_of(rule.change)) + " | " + cell(rule.rule) + " | " +
                     joined(rule.parts) + " |\n";
            });
  const uint64_t findings = difference.changes[0] + difference.changes[1] + difference.changes[2];
  add_table(out, "| | rule | capture, event | before | after |\n|---|---|---|---|---|\n", difference.findings,
            findings, [](const FindingDifference& finding) {
              return "| " + std::string(name_of(finding.change)) + " | " + cell(finding.rule) + " | " +
                     cell(finding.file) + ", " + std::to_string(finding.event) + " | " +
                     cell(finding.before.value_or("")) + " | " + cell(finding.after.value_or("")) + " |\n";
            });
  return out;
}

}  // namespace sysreel
