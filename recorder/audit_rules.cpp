#include "recorder/audit_rules.h"

#include <linux/audit.h>

#include <cerrno>
#include <cstring>
#include <fstream>

#include "recorder/audit_rule.h"
#include "recorder/audit_socket.h"

namespace sysreel {

Result<std::unique_ptr<AuditRules>> AuditRules::read(const std::string& path) {
  std::ifstream file(path);
  if (!file) return Error{ErrorCode::kNotFound, "--audit-rules: " + path + " cannot be read"};
  std::unique_ptr<AuditRules> rules(new AuditRules());
  std::string line;
  for (int number = 1; std::getline(file, line); ++number) {
    const size_t first = line.find_first_not_of(" \t\r");
    if (first == std::string::npos || line[first] == '#') continue;
    line = line.substr(first, line.find_last_not_of(" \t\r") - first + 1);
    auto data = parse_audit_rule(line);
    if (!data.ok())
      return Error{ErrorCode::kInvalid, path + ':' + std::to_string(number) + ": " + data.error().message};
    rules->rules_.push_back({line, std::move(data).value()});
  }
  if (rules->rules_.empty()) return Error{ErrorCode::kInvalid, "--audit-rules: no rule in " + path};
  return rules;
}

AuditRules::~AuditRules() {
  remove();
}

Status AuditRules::add(Journal& journal) {
  journal_ = &journal;
  const auto control = open_audit_control();
  if (!control.ok()) return control.error();
  for (Rule& rule : rules_) {
    const auto answer = ask_audit(control->get(), AUDIT_ADD_RULE, rule.data);
    if (!answer.ok()) return answer.error();
    rule.added = *answer == 0;
    if (*answer == 0) continue;
    if (*answer == -EEXIST) {
      journal.detail("--audit-rules: already there, left alone: " + rule.line);
      continue;
    }
    const char* const why = *answer == -EPERM ? "CAP_AUDIT_CONTROL is needed, and the rules not locked (-e 2)"
                                              : std::strerror(-*answer);
    remove();
    return Error{ErrorCode::kSystem, "--audit-rules: the kernel refuses '" + rule.line + "': " + why};
  }
  return {};
}

void AuditRules::remove() {
  if (journal_ == nullptr) return;
  const auto control = open_audit_control();
  for (auto rule = rules_.rbegin(); rule != rules_.rend(); ++rule) {
    if (!rule->added) continue;
    const auto answer =
        control.ok() ? ask_audit(control->get(), AUDIT_DEL_RULE, rule->data) : Result<int>(-EIO);
    rule->added = false;
    // The administrator may have removed it.
    if (!answer.ok() || (*answer != 0 && *answer != -ENOENT))
      journal_->warning("--audit-rules: could not be removed again: " + rule->line);
  }
}

}  // namespace sysreel
