#include "replayer/stream/evidence.h"

#include <algorithm>
#include <string_view>

#include "replayer/stream/rule_fields.h"
#include "rules/field.h"

namespace sysreel {
namespace {

constexpr uint32_t kAll = 1 << 20;

// How many ancestors a field looks up: 1 for proc.pname, n for proc.aname[n], all without n or for a
// session's or group's leader.
uint32_t ancestors_of(const rules::FieldUse& use) {
  const std::string_view name = rules::field(use.field).name;
  static constexpr std::string_view kParent[] = {"proc.pname",    "proc.pexe",         "proc.pexepath",
                                                 "proc.pcmdline", "proc.ppid",         "proc.pvpid",
                                                 "proc.ppid.ts",  "proc.ppid.duration"};
  static constexpr std::string_view kLeader[] = {
      "proc.sname",         "proc.sid.exe",   "proc.sid.exepath", "proc.vpgid.name",   "proc.vpgid.exe",
      "proc.vpgid.exepath", "proc.pgid.name", "proc.pgid.exe",    "proc.pgid.exepath", "proc.loginshellid"};
  static constexpr std::string_view kAncestor[] = {
      "proc.aname", "proc.aexe", "proc.aexepath", "proc.acmdline", "proc.apid", "proc.aargs", "proc.aenv"};
  const auto among = [&](const auto& names) {
    return std::find(std::begin(names), std::end(names), name) != std::end(names);
  };
  if (among(kParent)) return 1;
  if (among(kLeader)) return kAll;
  if (among(kAncestor)) return use.has_index ? use.index : kAll;
  return 0;
}

}  // namespace

Evidence::Evidence(const rules::Program& program) {
  reach_.resize(program.rules.size());
  for (size_t id = 0; id < reach_.size(); ++id) {
    Reach& reach = reach_[id];
    for (const rules::FieldUseId number : fields_of(program, program.rules[id])) {
      const rules::FieldUse& use = program.fields[number];
      const std::string_view name = rules::field(use.field).name;
      reach.ancestors = std::max(reach.ancestors, ancestors_of(use));
      reach.descriptor = reach.descriptor || name.starts_with("fd.");
      reach.process = reach.process || name.starts_with("proc.") || name.starts_with("thread.") ||
                      name.starts_with("user.") || name.starts_with("group.") ||
                      name.starts_with("container.");
    }
  }
}

bool Evidence::from_snapshot(const Step& step, rules::RuleId rule) const {
  const Reach& reach = reach_[rule];
  if (step.thread == nullptr) return false;
  if (reach.descriptor && step.descriptor != nullptr && step.descriptor->from_snapshot) return true;
  if (reach.process && step.thread->from_snapshot) return true;
  const Thread* above = step.thread->parent;
  for (uint32_t n = 0; n < reach.ancestors && above != nullptr; ++n, above = above->parent) {
    if (above->from_snapshot) return true;
  }
  return false;
}

}  // namespace sysreel
