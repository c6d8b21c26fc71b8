// Live tests of how records leave the kernel: both transports hold the same, lose in order, and neither
// loses what another program's work on the same CPU gets in the way of.
#include <doctest/doctest.h>
#include <linux/bpf.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstring>
#include <limits>
#include <memory>
#include <set>

#include "recorder/event_selection.h"
#include "recorder/kernel_ring.h"
#include "recorder/lane_reader.h"
#include "recorder/probes.h"
#include "recorder/record_consumer.h"
#include "recorder/testing/live_recording.h"

namespace sysreel::testing {
namespace {

// Differ from run to run whatever records them.
const std::set<std::string> kOfTheRun = {"ino",  "tid",        "pid",    "ptid",  "vtid",  "vpid",
                                         "addr", "start_time", "vm_rss", "tuple", "local", "pgft_min"};
const std::set<std::string> kResultOfTheRun = {"mmap", "brk", "getpid", "set_tid_address"};

std::vector<std::string> between_marks(const ReadCapture& capture) {
  std::vector<std::string> lines;
  bool inside = false;
  for (const ReadEvent& event : capture.events) {
    if (event.kind == "chdir" && event.value("path") == "/sysreel-begin") inside = true;
    if (!inside) continue;
    std::string line = event.kind;
    for (const auto& [name, value] : event.values) {
      const bool varies = kOfTheRun.contains(name) || (name == "res" && kResultOfTheRun.contains(event.kind));
      line += " " + name + "=" + (varies ? "#" : value);
    }
    for (const auto& [name, mark] : event.marks)
      line += " " + name + ":" + std::to_string(static_cast<int>(mark));
    lines.push_back(line);
    if (event.kind == "chdir" && event.value("path") == "/sysreel-end") return lines;
  }
  return {};
}

ReadCapture record_calls(const Folder& folder, const std::string& transport) {
  fs::remove_all(folder / "work");
  fs::create_directory(folder / "work");
  const Outcome outcome =
      run(folder, recording(folder, {"--force", "--profile", "full", "--transport", transport},
                            {helper("make_calls"), folder / "work", folder / "expected"}));
  INFO(outcome.err);
  REQUIRE(outcome.code == 0);
  ReadCapture capture = read_capture(folder / "t.reel");
  check_balance(capture);
  const auto& lines = capture.header.configuration;
  CHECK(std::find(lines.begin(), lines.end(), "transport=" + transport) != lines.end());
  return capture;
}

TEST_CASE("both transports hold the same calls with the same values") {
  const Folder folder;
  const auto mapped = between_marks(record_calls(folder, "mmap"));
  const auto copied = between_marks(record_calls(folder, "ringbuf"));
  REQUIRE(mapped.size() > 80);
  REQUIRE(mapped.size() == copied.size());
  for (size_t i = 0; i < mapped.size(); ++i) CHECK(mapped[i] == copied[i]);
}

uint64_t lost_of(const ReadCapture& capture, LossClass of) {
  uint64_t sum = 0;
  for (const LossReport& report : capture.losses)
    for (const LossCount& count : report.lost)
      if (takes_event_away(count.reason) && count.event_class == of) sum += count.count;
  return sum;
}

// Reads whose buffers fill the ring: first while the recorder, the shell's parent, stands still, so that some
// must be lost on any machine, then beside it and beside programs that come and go.
constexpr const char* kOverload =
    "kill -STOP $PPID; dd if=/dev/zero of=/dev/null bs=16k count=2000 2>/dev/null; kill -CONT $PPID; "
    "dd if=/dev/zero of=/dev/null bs=16k count=8000 2>/dev/null & "
    "i=0; while [ $i -lt 40 ]; do /bin/true; i=$((i+1)); done; wait";

TEST_CASE("under overload the books balance and the loss is told") {
  const Folder folder;
  std::string transport;
  SUBCASE("mmap") {
    transport = "mmap";
  }
  SUBCASE("ringbuf") {
    transport = "ringbuf";
  }
  CAPTURE(transport);
  const Outcome outcome = run(
      folder, recording(folder, {"--profile", "full", "-v", "--snaplen", "16384", "--transport", transport},
                        {"/bin/sh", "-c", kOverload}));
  INFO(outcome.err);
  REQUIRE(outcome.code == 0);
  const ReadCapture capture = read_capture(folder / "t.reel");
  check_balance(capture);
  uint64_t missing = 0;
  for (const LossReport& report : capture.losses) missing += lost(report);
  CHECK(missing > 0);
  CHECK(outcome.err.find("lost " + std::to_string(missing) + " events") != std::string::npos);
  CHECK(lost_of(capture, LossClass::kFile) > 0);
  if (transport != "mmap") return;
  // The last eighth of a lane is for them.
  CHECK(events_of(capture, "procexit").size() == 43);
  CHECK(events_of(capture, "execve").size() == 43);
}

struct Collected : RecordConsumer {
  std::vector<reel_record> records;
  void consume(const reel_record& header, std::span<const uint8_t>) override { records.push_back(header); }
};

// A child that waits for a byte, makes `count` calls and ends.
struct Caller {
  pid_t pid = -1;
  int gate[2] = {-1, -1};
  explicit Caller(int count) {
    REQUIRE(pipe(gate) == 0);
    pid = fork();
    if (pid != 0) return;
    char byte = 0;
    (void)!read(gate[0], &byte, 1);
    for (int i = 0; i < count; ++i) syscall(SYS_getppid);
    _exit(0);
  }
  void begin() const { REQUIRE(write(gate[1], "x", 1) == 1); }
  void wait() {
    waitpid(pid, nullptr, 0);
    close(gate[0]);
    close(gate[1]);
  }
};

// Every event of the processes that are named to it.
std::unique_ptr<Probes> load_with_roots(Transport transport, uint64_t ring_bytes) {
  const Catalogue& catalogue = Catalogue::builtin();
  const auto selected = select_events(catalogue, Profile::kFull, {}, {});
  REQUIRE(selected.ok());
  const auto tables = make_kernel_tables(catalogue, *selected, 80);
  REQUIRE(tables.ok());
  ProbeOptions options;
  options.transport = transport;
  options.ring_bytes = ring_bytes;
  options.roots = true;
  auto loaded = Probes::load(*tables, options);
  REQUIRE_MESSAGE(loaded.ok(), loaded.error().message);
  return std::move(loaded).value();
}

void attach_to(Probes& probes, const Caller& caller) {
  REQUIRE(probes.attach().ok());
  const auto tasks = probes.list_tasks();
  REQUIRE(tasks.ok());
  for (const reel_task& task : *tasks)
    if (task.pid == static_cast<uint32_t>(caller.pid) && task.tid == task.pid)
      REQUIRE(probes.add_root(task.pid, task.group_start_time).ok());
}

// Slower than the program whose calls it gets; ends that program when it gets ever more of them.
struct SlowConsumer : RecordConsumer {
  pid_t caller = -1;
  size_t most = 0;
  size_t records = 0;
  void consume(const reel_record&, std::span<const uint8_t>) override {
    usleep(50);
    if (++records == most) kill(caller, SIGKILL);
  }
};

TEST_CASE("one look at the ring buffer ends though a program fills it faster than it is emptied") {
  const auto probes = load_with_roots(Transport::kRingbuf, 32U << 10);
  const auto ring = KernelRing::open(*probes);
  REQUIRE(ring.ok());
  Caller caller(std::numeric_limits<int>::max());
  attach_to(*probes, caller);
  caller.begin();
  const size_t held = probes->shared_bytes() / (sizeof(reel_record) + BPF_RINGBUF_HDR_SZ);
  SlowConsumer consumer;
  consumer.caller = caller.pid;
  consumer.most = 4 * held;
  while (consumer.records == 0) REQUIRE((*ring)->drain(consumer).ok());
  CHECK(consumer.records <= held + 1);
  probes->detach();
  kill(caller.pid, SIGKILL);
  caller.wait();
}

TEST_CASE("an event that finds its lane taken goes the other way, without fields, and is counted") {
  constexpr int kCalls = 500;
  const KindId getppid = Catalogue::builtin().find("getppid");
  const auto loaded = load_with_roots(Transport::kMmap, ProbeOptions{}.ring_bytes);
  Probes& probes = *loaded;
  const auto ring = KernelRing::open(probes);
  REQUIRE(ring.ok());
  const size_t bytes = lane_bytes(probes.ring_bytes());
  void* memory =
      mmap(nullptr, bytes * probes.lanes(), PROT_READ | PROT_WRITE, MAP_SHARED, probes.lanes_fd(), 0);
  REQUIRE(memory != MAP_FAILED);
  // As if another program had been preempted in the middle, on every CPU.
  for (uint32_t lane = 0; lane < probes.lanes(); ++lane) {
    auto* head = reinterpret_cast<reel_lane*>(static_cast<uint8_t*>(memory) + lane * bytes);
    head->busy_with_other = 1;
  }
  Caller caller(kCalls);
  attach_to(probes, caller);
  caller.begin();
  caller.wait();
  probes.detach();
  Collected collected;
  REQUIRE((*ring)->drain(collected).ok());
  munmap(memory, bytes * probes.lanes());
  int calls = 0;
  for (const reel_record& record : collected.records) {
    CHECK((record.flags & REEL_RECORD_NESTED) != 0);
    CHECK(record.fields == 0);
    CHECK(record.pid == static_cast<uint32_t>(caller.pid));
    if (record.kind == getppid && record.result == getpid()) ++calls;
  }
  CHECK(calls == kCalls);
  const LossTotals totals = totals_of(probes.counters());
  CHECK(totals.balanced());
  CHECK(totals.recorded == collected.records.size());
  CHECK(totals.unreadable == totals.recorded);
}

}  // namespace
}  // namespace sysreel::testing
