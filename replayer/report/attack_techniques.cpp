#include "replayer/report/attack_techniques.h"

#include <algorithm>
#include <map>

namespace sysreel {

extern const std::string_view kAttackTechniquesTable;  // attack_techniques.tsv, put in by the build

namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Cuts the text up to `separator` off the front.
std::string_view cut(std::string_view& text, char separator) {
  const size_t end = std::min(text.find(separator), text.size());
  const std::string_view piece = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return piece;
}

using Table = std::map<std::string_view, AttackTechnique>;

Table read_table() {
  Table table;
  std::string_view rest = kAttackTechniquesTable;
  while (!rest.empty()) {
    std::string_view line = cut(rest, '\n');
    if (line.empty() || line[0] == '#') continue;
    AttackTechnique technique;
    technique.id = cut(line, '\t');
    technique.name = cut(line, '\t');
    for (const std::string_view tactic : attack_tactics()) {
      std::string_view listed = line;
      while (!listed.empty())
        if (cut(listed, ',') == tactic) technique.tactics.push_back(tactic);
    }
    table.emplace(technique.id, technique);
  }
  return table;
}

}  // namespace

const std::vector<std::string_view>& attack_tactics() {
  static const std::vector<std::string_view> kTactics = {
      "reconnaissance",       "resource-development", "initial-access",    "execution", "persistence",
      "privilege-escalation", "defense-evasion",      "credential-access", "discovery", "lateral-movement",
      "collection",           "command-and-control",  "exfiltration",      "impact"};
  return kTactics;
}

bool looks_like_technique(std::string_view tag) {
  if (tag.size() < 5 || (tag[0] != 'T' && tag[0] != 't')) return false;
  size_t at = 1;
  while (at < tag.size() && is_digit(tag[at])) ++at;
  if (at != 5) return false;
  if (at == tag.size()) return true;
  return tag[at] == '.' && at + 1 < tag.size() && std::all_of(tag.begin() + 6, tag.end(), is_digit);
}

std::optional<AttackTechnique> attack_technique(std::string_view tag) {
  static const Table kTable = read_table();
  if (!looks_like_technique(tag)) return std::nullopt;
  std::string id(tag);
  id[0] = 'T';
  const auto found = kTable.find(id);
  if (found == kTable.end()) return std::nullopt;
  return found->second;
}

}  // namespace sysreel
