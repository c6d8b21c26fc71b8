#include "replayer/expect/bless.h"

#include <algorithm>
#include <map>
#include <optional>

#include "base/json_writer.h"
#include "base/utf8.h"
#include "base/yaml_document.h"
#include "replayer/report/finding.h"

namespace sysreel {
namespace {

constexpr size_t kGroups = 6;  // entries a rule before they are summed up

// What a JSON string literal stands for; nothing for anything that YAML or a reader could take otherwise.
std::optional<std::string> plain_string(std::string_view json) {
  if (json.size() < 2 || json.front() != '"') return std::nullopt;
  const std::string_view inner = json.substr(1, json.size() - 2);
  if (inner.empty() || inner.find('\\') != std::string_view::npos) return std::nullopt;
  return std::string(inner);
}

// A field whose values name things, not numbers that differ from run to run.
bool is_stable(std::string_view name) {
  static constexpr std::string_view kNames[] = {"evt.type",
                                                "evt.res",
                                                "proc.name",
                                                "proc.pname",
                                                "proc.cmdline",
                                                "proc.pcmdline",
                                                "proc.exepath",
                                                "proc.pexepath",
                                                "fd.name",
                                                "fd.filename",
                                                "fd.directory",
                                                "fs.path.name",
                                                "fs.path.target",
                                                "user.name",
                                                "user.uid",
                                                "container.id",
                                                "container.name",
                                                "container.image.repository",
                                                "ka.verb",
                                                "ka.user.name",
                                                "ka.target.resource",
                                                "ka.target.name",
                                                "ka.target.namespace",
                                                "ka.target.subresource",
                                                "ka.response.code"};
  return std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames) ||
         name.starts_with("audit.");
}

// Connections hold ports, pipes and sockets numbers, /proc paths process ids.
bool is_volatile(std::string_view value) {
  return value.find("->") != std::string_view::npos || value.find("pipe:[") != std::string_view::npos ||
         value.find("socket:[") != std::string_view::npos ||
         (value.starts_with("/proc/") && value.size() > 6 && value[6] >= '0' && value[6] <= '9');
}

bool is_plain_yaml(std::string_view text) {
  const auto simple = [](unsigned char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '/' || c == '_' || c == '.';
  };
  const auto inside = [&](unsigned char c) {
    return simple(c) || (c >= '0' && c <= '9') || c == '-' || c == ' ' || c == '=' || c == '+';
  };
  static constexpr std::string_view kWords[] = {"true", "false", "yes", "no", "on", "off", "null", "y", "n"};
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) {
    return static_cast<char>(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
  });
  if (!text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos)
    return text.front() != '0' || text == "0";
  return !text.empty() && simple(text.front()) && text.back() != ' ' &&
         std::all_of(text.begin(), text.end(), inside) &&
         std::find(std::begin(kWords), std::end(kWords), lower) == std::end(kWords);
}

void append_scalar(std::string& out, std::string_view text) {
  if (is_plain_yaml(text)) {
    out += text;
  } else {
    JsonWriter(out).string(text);
  }
}

using Fields = std::vector<std::pair<std::string, std::string>>;

struct Entry {
  std::string rule;
  uint64_t count = 0;
  Fields where;
};

Fields fields_of(const BlessedFinding& finding) {
  Fields out;
  for (const WhereField& field : finding.fields) out.emplace_back(field.field, field.value.value_or(""));
  return out;
}

Fields in_both(const Fields& a, const Fields& b) {
  Fields out;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(out));
  return out;
}

// One entry a combination; or, of a rule with many, one with the fields that all have in common. Two entries
// of which one's fields are part of the other's would count the same finding twice.
std::vector<Entry> entries_of(const std::vector<const BlessedFinding*>& findings) {
  std::vector<Entry> groups;
  Fields common = fields_of(*findings.front());
  for (const BlessedFinding* finding : findings) {
    Fields fields = fields_of(*finding);
    common = in_both(common, fields);
    const auto same =
        std::find_if(groups.begin(), groups.end(), [&](const Entry& e) { return e.where == fields; });
    if (same != groups.end()) {
      ++same->count;
    } else {
      groups.push_back({finding->rule, 1, std::move(fields)});
    }
  }
  const auto covers = [](const Entry& a, const Entry& b) {
    return std::includes(b.where.begin(), b.where.end(), a.where.begin(), a.where.end());
  };
  bool overlap = groups.size() > kGroups;
  for (size_t i = 0; i < groups.size() && !overlap; ++i)
    for (size_t k = 0; k < groups.size(); ++k) overlap = overlap || (i != k && covers(groups[i], groups[k]));
  if (overlap) return {{findings.front()->rule, findings.size(), std::move(common)}};
  return groups;
}

std::string expect_text(const TestOutcome& outcome, const std::vector<std::string>& silent) {
  std::vector<std::string> order;
  std::map<std::string, std::vector<const BlessedFinding*>> by_rule;
  for (const BlessedFinding& finding : outcome.blessed) {
    if (by_rule.count(finding.rule) == 0) order.push_back(finding.rule);
    by_rule[finding.rule].push_back(&finding);
  }
  std::string out = "expect:";
  const auto put = [&out](const Entry& entry) {
    out += "\n  - rule: ";
    append_scalar(out, entry.rule);
    out += "\n    count: " + std::to_string(entry.count);
    if (entry.where.empty()) return;
    out += "\n    where:";
    for (const auto& [field, value] : entry.where) {
      out += "\n      " + field + ": ";
      append_scalar(out, value);
    }
  };
  for (const std::string& rule : order)
    for (const Entry& entry : entries_of(by_rule[rule])) put(entry);
  for (const std::string& rule : silent)
    if (by_rule.count(rule) == 0) put({rule, 0, {}});
  return out + (outcome.blessed.empty() && silent.empty() ? " []\n" : "\n");
}

// Rules of the old list that are to stay silent, each once.
std::vector<std::string> silent_rules(std::string_view text, const std::string& path) {
  Diagnostics ignored;
  std::vector<std::string> out;
  for (const Expectation& expectation : parse_expectations(path, text, ignored).expect)
    if (expectation.count.at_most == 0 && std::find(out.begin(), out.end(), expectation.rule) == out.end())
      out.push_back(expectation.rule);
  return out;
}

// Begins and ends of the lines that the value of `expect` takes; the end of the text when there is none.
std::pair<size_t, size_t> expect_range(const YamlDocument& document) {
  const std::string& text = document.text();
  const auto offset_of_line = [&](uint32_t line) {
    size_t at = 0;
    for (uint32_t i = 1; i < line && at < text.size(); ++i)
      at = std::min(text.find('\n', at), text.size() - 1) + 1;
    return at;
  };
  const auto pairs = document.children(document.roots()[0]);
  for (size_t i = 0; i + 1 < pairs.size(); i += 2) {
    if (document.node(pairs[i]).text != "expect") continue;
    const size_t begin = offset_of_line(document.node(pairs[i]).start.line);
    if (i + 2 >= pairs.size()) return {begin, text.size()};
    size_t end = offset_of_line(document.node(pairs[i + 2]).start.line);
    // Comments and blank lines in front of the next key are the next key's.
    while (end > begin) {
      const size_t line = text.rfind('\n', end - 2) + 1;
      if (line <= begin || (text[line] != '#' && text[line] != '\n')) break;
      end = line;
    }
    return {begin, end};
  }
  return {text.size(), text.size()};
}

}  // namespace

std::vector<WhereField> stable_fields(const Finding& finding) {
  std::vector<WhereField> out;
  for (const OutputField& field : finding.fields) {
    if (!is_stable(field.name)) continue;
    std::optional<std::string> value = plain_string(field.json);
    if (!value && !field.json.empty() && field.json.find_first_not_of("0123456789") == std::string::npos)
      value = field.json;
    if (value && !is_volatile(*value)) out.push_back({field.name, std::move(value), {}});
  }
  return out;
}

Result<std::string> blessed_text(std::string_view text, const TestOutcome& outcome) {
  const YamlDocument document = YamlDocument::parse(std::string(text));
  if (document.error() || document.roots().size() != 1)
    return Error{ErrorCode::kInvalid, "the file is no YAML map"};
  const YamlPosition start = document.node(document.roots()[0]).start;
  if (document.line(start.line).substr(start.column - 1).starts_with('{'))
    return Error{ErrorCode::kInvalid, "the file is written in braces; write one key a line to bless it"};
  const std::string list = expect_text(outcome, silent_rules(text, outcome.path));
  const auto [begin, end] = expect_range(document);
  std::string out(text.substr(0, begin));
  if (!out.empty() && out.back() != '\n') out += '\n';
  return out + list + std::string(text.substr(end));
}

}  // namespace sysreel
