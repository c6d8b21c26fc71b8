// The detector against the slow, obvious evaluator: the rule's program run for every event, nothing
// remembered. Rules and events are made by a fixed random sequence, so that a failure repeats.
#include "replayer/detector/detector.h"

#include <doctest/doctest.h>

#include <random>

#include "format/capture_reader.h"
#include "format/testing/test_files.h"
#include "rules/evaluation.h"
#include "rules/rule_set.h"

namespace sysreel {
namespace {

class Dice {
 public:
  explicit Dice(uint32_t seed) : engine_(seed) {}
  uint32_t below(uint32_t limit) { return static_cast<uint32_t>(engine_() % limit); }
  template <typename T, size_t n>
  const T& pick(const T (&items)[n]) {
    return items[below(n)];
  }

 private:
  std::mt19937 engine_;
};

// One atom of every scope at least, missing values and both ends of connections included.
constexpr const char* kAtoms[] = {
    "evt.type in (openat, open)",
    "evt.type = execve",
    "evt.type != close",
    "proc.name = sh",
    "proc.name in (cat, ls)",
    "proc.pname = sh",
    "proc.aname = init",
    "proc.aname[2] = sh",
    "proc.aname[0] = sh",
    "proc.pexe = x",
    "proc.pcmdline contains passwd",
    "proc.cmdline contains passwd",
    "proc.args exists",
    "user.uid = 0",
    "user.name = root",
    "proc.cwd startswith /etc",
    "fd.name startswith /etc",
    "fd.name = /etc/passwd",
    "fd.name != /tmp/x",
    "fd.typechar = f",
    "fd.type = ipv4",
    "fd.num >= 4",
    "fd.num = -1",
    "fd.sport = 80",
    "fd.ip = 10.0.0.1",
    "fd.ip != 10.0.0.1",
    "fd.net = 10.0.0.0/8",
    "fd.l4proto = tcp",
    "fd.directory = /etc",
    "fd.filename exists",
    "fd.name_changed = true",
    "evt.arg.name contains x",
    "evt.arg.path startswith /",
    "evt.arg.flags contains O_CREAT",
    "evt.is_open_write = true",
    "evt.res = SUCCESS",
    "evt.rawres < 0",
    "evt.failed = true",
    "proc.fdopencount > 3",
    "container.id = host",
    "container.id = aaaaaaaaaaaa",
    "container.name = web",
    "container.image.repository contains nginx",
    "container.privileged = true",
    "container.mount.dest[/etc] = /host/etc",
    "evt.arg.name = val(fd.name)",
    "tolower(proc.name) = sh",
    "fs.path.name = /etc/x",
    "thread.tid > 12",
    "proc.name = val(proc.pname)",
    "toupper(evt.arg.name) = X",
    "evt.category = file",
    "proc.duration > 100",
    "fd.connected = true",
};

std::string condition(Dice& dice, int depth) {
  if (depth == 0 || dice.below(4) == 0)
    return std::string(dice.below(4) == 0 ? "not " : "") + dice.pick(kAtoms);
  const char* joint = dice.below(2) == 0 ? " and " : " or ";
  const std::string group = "(" + condition(dice, depth - 1) + joint + condition(dice, depth - 1) + ")";
  return dice.below(5) == 0 ? "not " + group : group;
}

std::string rule_file(Dice& dice, int count) {
  std::string text;
  for (int i = 0; i < count; ++i) {
    text += "- rule: r" + std::to_string(i) +
            "\n  desc: d\n  output: o\n  priority: INFO\n  condition: " + condition(dice, 3) + "\n";
  }
  return text;
}

std::string container_event(Dice& dice) {
  return std::string(R"(container json="{\"container\":{\"id\":\"aaaaaaaaaaaa\",\"type\":0,\"name\":\")") +
         (dice.below(2) == 0 ? "web" : "db") + R"(\",\"imagerepo\":\"team/)" +
         (dice.below(2) == 0 ? "nginx" : "x") + R"(\",\"privileged\":)" +
         (dice.below(2) == 0 ? "true" : "false") +
         R"(,\"Mounts\":[{\"Source\":\"/etc\",\"Destination\":\"/host/etc\",\"RW\":false}]}}")";
}

std::string event_line(Dice& dice, uint64_t time) {
  static constexpr const char* kThreads[] = {"10/10@500", "11/11@1900", "12/12@1950", "13/11@1900",
                                             "14/14@0"};
  static constexpr const char* kPaths[] = {"/etc/passwd", "/etc/x", "x", "/tmp/x", "../etc/passwd", "passwd"};
  static constexpr const char* kComms[] = {"sh", "cat", "ls", "init"};
  static constexpr const char* kCgroups[] = {
      "", " cgroups=[\"cpu=/\"]",
      " cgroups=[\"cpu=/docker/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"]"};
  const std::string fd = std::to_string(dice.below(7));
  const std::string path = "\"" + std::string(dice.pick(kPaths)) + "\"";
  const std::string head = "event " + std::to_string(time) + " 0 " + dice.pick(kThreads) + " ";
  const std::string result = dice.below(4) == 0 ? "-2" : "0";
  switch (dice.below(17)) {
    case 0:
    case 1:
    case 2:
      return head + "openat fd=" + (dice.below(4) == 0 ? "-2" : fd) + " dirfd=-100 name=" + path +
             " flags=" + (dice.below(2) == 0 ? "0" : "0x241");
    case 3:
      return head + "open fd=" + fd + " name=" + path + " flags=2";
    case 4:
      return head + "close res=" + result + " fd=" + fd;
    case 5:
      return head + "execve res=" + result + " exe=\"x\" args=[" + path + "] comm=\"" + dice.pick(kComms) +
             "\" uid=" + std::to_string(dice.below(2) * 1000) + dice.pick(kCgroups);
    case 6:
      return head + "clone res=" + std::to_string(11 + dice.below(4)) +
             " flags=" + (dice.below(2) == 0 ? "0x10f00" : "0x11");
    case 7:
      return head + "clone res=0 ptid=10 pid=" + std::to_string(10 + dice.below(5)) + " comm=\"" +
             dice.pick(kComms) + "\"";
    case 8:
      return head + "procexit status=0";
    case 9:
      return head + "socket fd=" + fd + " domain=2 type=" + std::to_string(1 + dice.below(2)) + " proto=0";
    case 10:
      return head + "connect res=" + result + " fd=" + fd + " tuple=tuple(10.0.0.1:4000>10.0.0.2:80)";
    case 11:
      return head + "sendto res=5 fd=" + fd + " tuple=tuple(10.0.0.3:53>10.0.0." +
             std::to_string(dice.below(4)) + ":53)";
    case 12:
      return head + "dup2 res=" + fd + " oldfd=" + std::to_string(dice.below(7)) + " newfd=" + fd;
    case 13:
      return head + "chdir res=0 path=" + path;
    case 14:
      return head + "unlink res=" + result + " path=" + path;
    case 15:  // what is told of the container changes
      return head + container_event(dice);
    default:
      return head + (dice.below(2) == 0 ? "setuid res=0 uid=0" : "prctl res=0 option=15 arg2_str=\"sh\"");
  }
}

std::string capture_text(Dice& dice, int events) {
  std::string text =
      "header boot=1000 wall=1700000000000001000\n"
      "snapshot scan 900 950 1/1\n"
      "row 1/1@10 snapshot.thread tid=1 pid=1 comm=\"init\"\n"
      "row 10/10@500 snapshot.thread tid=10 pid=10 ptid=1 comm=\"sh\" cwd=\"/etc\" uid=0\n"
      "row 10/10@500 snapshot.fd fd=0 fd_type=102 name=\"/etc/passwd\"\n";
  for (int i = 0; i < events; ++i) {
    text += event_line(dice, 2000 + static_cast<uint64_t>(i)) + "\n";
    if (i % 97 == 96) text += "block\n";
  }
  return text + "close\n";
}

// Counts events on which the two disagree, and rules that matched anything.
struct Comparison {
  uint64_t events = 0;
  uint64_t matches = 0;
  uint64_t differences = 0;
};

Comparison compare(const rules::Program& program, CaptureReader& reader, Matching matching,
                   size_t max_bytes) {
  State state(reader.catalogue());
  CaptureFacts facts;
  EventFields fields(program, state, facts);
  EventFields plain_fields(program, state, facts);
  rules::EvaluationScratch scratch;
  Detector detector(program, state, fields, "syscall", matching, max_bytes);
  Comparison result;
  CaptureItem item;
  for (;;) {
    const Result<bool> more = reader.next(item, {});
    if (!more.ok() || !*more) return result;
    if (item.kind == CaptureItem::Kind::kSnapshot) state.load_snapshot(item.snapshot);
    if (item.kind != CaptureItem::Kind::kBlock) continue;
    state.begin_block(item.block);
    detector.begin_block(item.block);
    for (size_t i = 0; i < item.block.size(); ++i) {
      const EventRef event(item.block, i);
      Step step(event, reader.catalogue().kind(event.kind()), state.places());
      state.before(step);
      fields.stand_on(step);
      plain_fields.stand_on(step);
      std::vector<rules::RuleId> expected;
      for (rules::RuleId id = 0; id < program.rules.size(); ++id) {
        if (!program.rules[id].kinds.contains(event.kind())) continue;
        if (matching == Matching::kFirst && !expected.empty()) break;
        if (rules::matches(program, program.rules[id], plain_fields, scratch)) expected.push_back(id);
      }
      const auto found = detector.match(step);
      if (!std::equal(found.begin(), found.end(), expected.begin(), expected.end())) ++result.differences;
      ++result.events;
      result.matches += expected.size();
      state.after(step);
    }
  }
}

}  // namespace

TEST_CASE("remembered answers are the computed ones, over random rules and events") {
  uint64_t matches = 0;
  for (uint32_t seed = 1; seed <= 12; ++seed) {
    CAPTURE(seed);
    Dice dice(seed);
    const rules::RuleSet set = rules::load({{"random.yaml", rule_file(dice, 60)}}, {});
    REQUIRE(set.loaded());
    const TempFile file(build_capture(capture_text(dice, 400)));
    // Without memory everything is forgotten at every block.
    for (const size_t max_bytes : {Detector::kMaxBytes, size_t{0}})
      for (const Matching matching : {Matching::kAll, Matching::kFirst}) {
        const auto reader = CaptureReader::open(file.path());
        REQUIRE(reader.ok());
        const Comparison result = compare(set.program, **reader, matching, max_bytes);
        CHECK(result.events == 400);
        CHECK(result.differences == 0);
        matches += result.matches;
      }
  }
  CHECK(matches > 10000);  // the rules do look at what the events do
}

}  // namespace sysreel
