// Many of everything: what the state says then, and that it forgets what is gone.
#include <doctest/doctest.h>

#include "format/capture_reader.h"
#include "format/testing/capture_text.h"
#include "format/testing/test_files.h"
#include "replayer/state/state.h"
#include "replayer/testing/field_script.h"

namespace sysreel {
namespace {

const std::string kShell = R"(header host="web1" boot=1000 wall=1700000000000001000
snapshot scan 900 950 1/1
row 10/10@500 snapshot.thread tid=10 pid=10 ptid=0 comm="bash" exe="-bash" cwd="/home/a" uid=1000 vpid=10 vtid=10
row 10/10@500 snapshot.fd fd=0 fd_type=102 name="/dev/null"
)";

std::string number(size_t value) {
  return std::to_string(value);
}

// The state after all events of the capture.
class Replayed {
 public:
  explicit Replayed(const std::string& text)
      : file_(capture_from_text(text).value()),
        reader_(CaptureReader::open(file_.path()).value()),
        state(reader_->catalogue()) {
    for (CaptureItem item; *reader_->next(item, {});) {
      if (item.kind == CaptureItem::Kind::kSnapshot) state.load_snapshot(item.snapshot);
      if (item.kind != CaptureItem::Kind::kBlock) continue;
      state.begin_block(item.block);
      for (size_t i = 0; i < item.block.size(); ++i) {
        const EventRef event(item.block, i);
        Step step(event, reader_->catalogue().kind(event.kind()), state.places());
        state.before(step);
        state.after(step);
      }
    }
  }

 private:
  TempFile file_;
  std::unique_ptr<CaptureReader> reader_;

 public:
  State state;
};

std::string short_lived(size_t count) {
  std::string text = kShell;
  for (size_t i = 0; i < count; ++i) {
    const std::string time = number(2000 + 4 * i);
    const std::string tid = number(100 + i % 30000);  // numbers come again
    const std::string who = tid + '/' + tid + '@' + time;
    text += "event " + time + " 0 10/10@500 fork res=" + tid + " tid=10 pid=10 ptid=1\n";
    text += "event " + time + " 0 " + who + " execve res=0 exe=\"p" + number(i) + "\" comm=\"p" + number(i) +
            "\" tid=" + tid + " pid=" + tid + " ptid=10\n";
    text += "event " + time + " 0 " + who + " procexit status=0\n";
  }
  return text;
}

}  // namespace

TEST_CASE("fifty thousand processes that come and go leave nothing behind") {
  const Replayed replayed(short_lived(50000) + "close\n");
  CHECK(replayed.state.threads.size() == 1);
  CHECK(replayed.state.threads.evicted() == 0);
  const Thread* shell = replayed.state.threads.find(10);
  REQUIRE(shell != nullptr);
  CHECK(shell->first_child == nullptr);
}

TEST_CASE("a number that comes again names the new process at once") {
  std::string script = short_lived(40000);
  script += R"(event 900000 0 200/200@900000 execve res=0 exe="again" comm="again" tid=200 pid=200 ptid=10
? proc.name = again
? proc.pname = bash
event 900001 0 200/200@900001 openat fd=3 dirfd=-100 name="x" flags=0
? proc.name = <NA>
? proc.pname = <missing>
? fd.name = x
close
)";
  CHECK(answered(script) == script);
}

TEST_CASE("ten thousand threads share their process's table and go with an exec") {
  constexpr size_t kThreads = 10000;
  std::string script = kShell;
  for (size_t i = 0; i < kThreads; ++i) {
    const std::string tid = number(1000 + i);
    script +=
        "event " + number(2000 + i) + " 0 10/10@500 clone res=" + tid + " flags=0x10f00 tid=10 pid=10\n";
  }
  script += R"(event 20000 0 10999/10@500 openat fd=5 dirfd=-100 name="shared" flags=0
? proc.nthreads = 10001
? proc.nchilds = 10000
? fd.name = /home/a/shared
event 20001 0 1000/10@500 read res=1 fd=5
? fd.name = /home/a/shared
event 20002 0 10999/10@500 procexit status=0
event 20003 0 1001/10@500 chdir res=0 path="/srv"
? proc.nthreads = 10000
? proc.cwd = /srv/
event 20004 0 10/10@500 execve res=0 exe="true" comm="true" tid=10 pid=10
? proc.nthreads = 1
? proc.fdopencount = 2
? proc.cwd = /srv/
close
)";
  CHECK(answered(script) == script);
}

TEST_CASE("children given to a dead leader go on when its last thread ends") {
  ThreadTable threads;
  Thread& init = threads.add(1, 1);
  Thread& leader = threads.add(10, 10);
  threads.set_parent(leader, &init);
  Thread& worker = threads.add(11, 10);
  threads.remove(leader);
  REQUIRE(threads.find(10) == &leader);  // waits for its thread
  Thread& late = threads.add(20, 20);
  threads.set_parent(late, &leader);
  threads.remove(worker);
  CHECK(threads.find(10) == nullptr);
  CHECK(late.parent == &init);
  threads.remove(late);
  CHECK(init.first_child == nullptr);
}

TEST_CASE("a hundred thousand open descriptors") {
  constexpr size_t kFiles = 100000;
  std::string script = kShell;
  for (size_t i = 3; i < kFiles; ++i) {
    script += "event " + number(2000 + i) + " 0 10/10@500 openat fd=" + number(i) + " dirfd=-100 name=\"f" +
              number(i) + "\" flags=" + (i % 2 == 0 ? "0x80000" : "0") + "\n";
  }
  script += R"(event 200000 0 10/10@500 read res=1 fd=99999
? fd.name = /home/a/f99999
? proc.fdopencount = 99998
event 200001 0 10/10@500 fork res=11 tid=10 pid=10 ptid=1
event 200002 0 11/11@200001 close_range res=0 first=3 last=49999 flags=0
? proc.fdopencount = 50001
event 200003 0 10/10@500 read res=1 fd=4
? fd.name = /home/a/f4
? proc.fdopencount = 99998
event 200004 0 10/10@500 execve res=0 exe="true" comm="true" tid=10 pid=10
? proc.fdopencount = 50000
close
)";
  CHECK(answered(script) == script);
}

TEST_CASE("a process that began before the recording is known by what its events tell") {
  const std::string script = R"(header host="web1" boot=1000 wall=1700000000000001000
event 2000 0 50/50@700 read res=1 fd=9
? proc.name = <NA>
? proc.pid = 50
? proc.pname = <missing>
? fd.name = 
? fd.type = <missing>
event 2001 0 50/50@700 openat fd=3 dirfd=-100 name="rel" flags=0
? fd.name = rel
event 2002 0 50/50@700 chdir res=0 path="/srv"
event 2003 0 50/50@700 openat fd=4 dirfd=-100 name="rel" flags=0
? fd.name = /srv/rel
event 2004 0 51/51@2004 fork res=0 tid=51 pid=51 ptid=50 exe="daemon" comm="daemon"
? proc.name = daemon
? proc.ppid = 50
? proc.pname = <NA>
event 2005 0 50/50@700 execve res=0 exe="daemon" comm="daemon" tid=50 pid=50 ptid=1 trusted_exepath="/usr/sbin/daemon"
? proc.name = daemon
? proc.exepath = /usr/sbin/daemon
event 2006 0 51/51@2004 read res=1 fd=4
? proc.pname = daemon
? fd.name = /srv/rel
close
)";
  CHECK(answered(script) == script);
}

TEST_CASE("threads beyond the limit: the longest unseen go and are counted") {
  State state(Catalogue::builtin());
  constexpr size_t kMore = 1000;
  for (size_t i = 1; i <= ThreadTable::kMaxThreads + kMore; ++i) {
    Thread& thread = state.threads.add(static_cast<int64_t>(i), static_cast<int64_t>(i));
    thread.last_seen = i;
  }
  CHECK(state.threads.size() <= ThreadTable::kMaxThreads);
  CHECK(state.threads.evicted() >= kMore);
  CHECK(state.threads.size() + state.threads.evicted() == ThreadTable::kMaxThreads + kMore);
  CHECK(state.threads.find(1) == nullptr);
  CHECK(state.threads.find(static_cast<int64_t>(ThreadTable::kMaxThreads + kMore)) != nullptr);
}

TEST_CASE("high numbers in each of many processes: the tables share a budget") {
  State state(Catalogue::builtin());
  constexpr int64_t kProcesses = 100;
  for (int64_t pid = 1; pid <= kProcesses; ++pid) {
    Thread& thread = state.threads.add(pid, pid);
    for (int64_t i = 4; i >= 0; --i)  // one more than stand beside the array
      state.descriptors_of(thread).put(DescriptorTable::kMaxNumber - i);
  }
  CHECK(state.descriptor_budget.refused == 5 * (kProcesses - 16));
  CHECK(state.descriptor_budget.slots_left == 0);
  CHECK(state.threads.find(17)->descriptor(DescriptorTable::kMaxNumber) == nullptr);
  CHECK(state.threads.find(16)->descriptor(DescriptorTable::kMaxNumber) != nullptr);
  state.threads.remove(*state.threads.find(1));  // gives its room back
  CHECK(state.descriptors_of(*state.threads.find(17)).put(DescriptorTable::kMaxNumber) != nullptr);
  CHECK(state.descriptors_of(*state.threads.find(18)).put(-1) == nullptr);
}

}  // namespace sysreel
