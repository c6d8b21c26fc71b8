// What the programs remember of who calls: a task that was out of scope is in it from the moment that it is
// named or that its parent was recorded, and who was not is not recorded because another one was.
#include <doctest/doctest.h>
#include <sched.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <map>

#include "recorder/event_selection.h"
#include "recorder/kernel_ring.h"
#include "recorder/probes.h"
#include "recorder/record_consumer.h"
#include "recorder/testing/live_recording.h"

namespace sysreel::testing {
namespace {

constexpr int kCalls = 200;
constexpr int kCallsOfChild = 50;

// Everything of this process and its children on one CPU, whose memory all of them meet.
class OneProcessor {
 public:
  OneProcessor() {
    sched_getaffinity(0, sizeof(before_), &before_);
    cpu_set_t one;
    CPU_ZERO(&one);
    for (size_t cpu = 0; cpu < CPU_SETSIZE && CPU_COUNT(&one) == 0; ++cpu)
      if (CPU_ISSET(cpu, &before_)) CPU_SET(cpu, &one);
    sched_setaffinity(0, sizeof(one), &one);
  }
  ~OneProcessor() { sched_setaffinity(0, sizeof(before_), &before_); }
  OneProcessor(const OneProcessor&) = delete;
  OneProcessor& operator=(const OneProcessor&) = delete;

 private:
  cpu_set_t before_;
};

// A child that for each byte makes calls and answers with a byte, and then has a child of its own that makes
// some as the first thing it does.
class Caller {
 public:
  Caller() {
    REQUIRE(pipe(gate_) == 0);
    REQUIRE(pipe(answer_) == 0);
    pid_ = fork();
    if (pid_ == 0) run();
  }
  ~Caller() {
    for (const int fd : {gate_[0], gate_[1], answer_[0], answer_[1]}) close(fd);
    waitpid(pid_, nullptr, 0);
  }
  Caller(const Caller&) = delete;
  Caller& operator=(const Caller&) = delete;

  pid_t pid() const { return pid_; }
  void call() {
    char byte = 0;
    REQUIRE(write(gate_[1], &byte, 1) == 1);
    REQUIRE(read(answer_[0], &byte, 1) == 1);
  }

 private:
  [[noreturn]] void run() {
    close(gate_[1]);
    char byte = 0;
    while (read(gate_[0], &byte, 1) == 1) {
      for (int i = 0; i < kCalls; ++i) syscall(SYS_getppid);
      const pid_t child = fork();
      for (int i = 0; child == 0 && i < kCallsOfChild; ++i) syscall(SYS_getppid);
      if (child == 0) _exit(0);
      waitpid(child, nullptr, 0);
      if (write(answer_[1], &byte, 1) != 1) break;
    }
    _exit(0);
  }

  pid_t pid_ = -1;
  int gate_[2] = {-1, -1};
  int answer_[2] = {-1, -1};
};

struct CallsByProcess : RecordConsumer {
  uint16_t kind = 0;
  std::map<uint32_t, int> calls;
  void consume(const reel_record& header, std::span<const uint8_t>) override {
    if (header.kind == kind) ++calls[header.pid];
  }
};

TEST_CASE("who was out of scope is in it from the moment that it is named, with every child") {
  const OneProcessor one;
  const Catalogue& catalogue = Catalogue::builtin();
  const auto selected = select_events(catalogue, Profile::kFull, {}, {});
  REQUIRE(selected.ok());
  const auto tables = make_kernel_tables(catalogue, *selected, 80);
  REQUIRE(tables.ok());
  ProbeOptions options;
  options.roots = true;
  auto loaded = Probes::load(*tables, options);
  REQUIRE_MESSAGE(loaded.ok(), loaded.error().message);
  Probes& probes = **loaded;
  const auto ring = KernelRing::open(probes);
  REQUIRE(ring.ok());
  Caller caller;
  Caller stranger;
  REQUIRE(probes.attach().ok());
  CallsByProcess seen;
  seen.kind = catalogue.find("getppid");
  for (int round = 0; round < 3; ++round) {
    caller.call();
    stranger.call();
  }
  REQUIRE((*ring)->drain(seen).ok());
  CHECK(seen.calls.empty());
  const auto tasks = probes.list_tasks();
  REQUIRE(tasks.ok());
  const auto named = std::find_if(tasks->begin(), tasks->end(), [&](const reel_task& task) {
    return task.pid == static_cast<uint32_t>(caller.pid());
  });
  REQUIRE(named != tasks->end());
  REQUIRE(probes.add_root(named->pid, named->group_start_time).ok());
  constexpr int kRounds = 20;
  for (int round = 0; round < kRounds; ++round) {
    caller.call();
    stranger.call();
    REQUIRE((*ring)->drain(seen).ok());
  }
  probes.detach();
  REQUIRE((*ring)->drain(seen).ok());
  CHECK(seen.calls.size() == 1 + kRounds);
  for (const auto& [pid, calls] : seen.calls) {
    const bool is_caller = pid == static_cast<uint32_t>(caller.pid());
    CHECK(calls == (is_caller ? kRounds * kCalls : kCallsOfChild));
    CHECK(pid != static_cast<uint32_t>(stranger.pid()));
  }
  CHECK(totals_of(probes.counters()).balanced());
}

// Stacks of dead tasks go to new ones at once where all run on one CPU: what was remembered of a stranger
// must not be taken for a descendant.
TEST_CASE("no descendant is missed among strangers that come and go on the same CPU") {
  const OneProcessor one;
  const Folder folder;
  const pid_t stranger = start(folder, {helper("make_children"), "fork", "1000000"});
  const Outcome outcome = run(folder, recording(folder, {}, {helper("make_children"), "fork", "500"}));
  kill(stranger, SIGKILL);
  waitpid(stranger, nullptr, 0);
  REQUIRE(outcome.code == 0);
  const ReadCapture capture = read_capture(folder / "t.reel");
  check_balance(capture);
  CHECK(events_of(capture, "setsid").size() == 500);
  CHECK(events_of(capture, "procexit").size() == 501);
  for (const ReadEvent& event : capture.events) CHECK(event.pid != stranger);
}

}  // namespace
}  // namespace sysreel::testing
