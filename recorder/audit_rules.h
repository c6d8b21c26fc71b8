// AuditRules: the rules of --audit-rules, in the kernel's audit as long as this lives.
//
// A rule that is there already is somebody else's: it is left alone, at the end too. Whoever kills the
// recorder (SIGKILL) leaves its rules in place.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "recorder/journal.h"

namespace sysreel {

class AuditRules {
 public:
  // A rule a line, as auditctl takes them; # begins a comment. Changes nothing yet.
  static Result<std::unique_ptr<AuditRules>> read(const std::string& path);
  ~AuditRules();
  AuditRules(const AuditRules&) = delete;
  AuditRules& operator=(const AuditRules&) = delete;

  // All of them; when one is refused, none. The journal must outlive the rules.
  Status add(Journal& journal);
  size_t size() const { return rules_.size(); }

 private:
  AuditRules() = default;
  void remove();

  struct Rule {
    std::string line;
    std::vector<uint8_t> data;
    bool added = false;
  };
  std::vector<Rule> rules_;
  Journal* journal_ = nullptr;
};

}  // namespace sysreel
