#include "replayer/stream/replay_needs.h"

#include <doctest/doctest.h>

#include <string>

#include "replayer/detector/field_reader.h"
#include "rules/rule_set.h"

namespace sysreel {
namespace {

// What a replay of these rules decodes of events.
class Needs {
 public:
  explicit Needs(const std::string& rules) : set_(rules::load({{"r.yaml", rules}}, {})), state_(catalogue_) {
    state_.keep_only(state_reads(set_.program));
    EventFields fields(set_.program, state_, facts_);
    const Detector detector(set_.program, state_, fields, "syscall", Matching::kFirst);
    needs_ = replay_needs(set_.program, state_, detector);
  }
  bool of(std::string_view kind, std::string_view param) const {
    const KindId id = catalogue_.find(kind);
    return needs_.needs(id, static_cast<size_t>(catalogue_.kind(id).param_index(param)));
  }
  bool of_cpus() const { return needs_.needs_cpu(); }

 private:
  const Catalogue& catalogue_ = Catalogue::builtin();
  rules::RuleSet set_;
  CaptureFacts facts_;
  State state_;
  ColumnNeeds needs_;
};

std::string rule(const std::string& name, const std::string& condition, const std::string& output) {
  return "- rule: " + name + "\n  desc: d\n  priority: INFO\n  condition: " + condition + "\n  output: \"" +
         output + "\"\n";
}

}  // namespace

TEST_CASE("a rule needs the parameters that it names of the kinds that it may match, and no others") {
  const Needs needs(rule("a", "evt.type = read and evt.buffer contains x", "o") +
                    rule("b", "evt.type = rename", "%evt.args") + rule("c", "evt.type = openat", "%fd.name"));
  CHECK(needs.of("read", "data"));
  CHECK_FALSE(needs.of("pread", "data"));
  CHECK_FALSE(needs.of("write", "data"));
  CHECK(needs.of("openat", "name"));
  CHECK_FALSE(needs.of("openat", "ino"));
  CHECK_FALSE(needs.of("execve", "vm_size"));
}

TEST_CASE("an output that shows all parameters needs them, of its own kinds") {
  const Needs needs(rule("a", "evt.type in (openat, execve, recvfrom)", "%evt.args"));
  CHECK(needs.of("openat", "ino"));
  CHECK(needs.of("execve", "vm_size"));
  CHECK(needs.of("recvfrom", "data"));
  CHECK_FALSE(needs.of("sendto", "data"));
  CHECK_FALSE(needs.of_cpus());
  CHECK(Needs(rule("a", "evt.type = openat", "%evt.cpu")).of_cpus());
}

TEST_CASE("a transformed parameter is needed, and so is that of a rule without a kind") {
  const Needs needs(rule("a", "evt.type = openat and toupper(evt.arg.ino) = 1", "o"));
  CHECK(needs.of("openat", "ino"));
  const Needs all(rule("a", "proc.name = x and evt.rawarg.data exists", "o"));
  CHECK(all.of("write", "data"));
}

TEST_CASE("the state needs what its handlers read, whatever the rules do, and no bytes read or written") {
  const Needs needs(rule("a", "evt.type = mkdir", "o"));
  CHECK(needs.of("openat", "fd"));
  CHECK(needs.of("execve", "args"));
  CHECK(needs.of("asyncevent", "data"));
  CHECK_FALSE(needs.of("read", "data"));
  CHECK_FALSE(needs.of("recvfrom", "data"));
  CHECK_FALSE(needs.of("execve", "vm_size"));
  CHECK(Needs(rule("a", "proc.vmsize > 0 and evt.type = mkdir", "o")).of("execve", "vm_size"));
}

}  // namespace sysreel
