// Files of recordings that hold audit events only: rotated, bounded, pinned, paused. Records and time are
// what the test says.
#include "recorder/upkeep.h"

#include <doctest/doctest.h>
#include <linux/audit.h>

#include <chrono>
#include <filesystem>
#include <future>
#include <set>
#include <sstream>
#include <thread>
#include <utility>

#include "format/capture_reader.h"
#include "recorder/capture_files.h"
#include "recorder/event_flow.h"
#include "recorder/host_clock.h"
#include "recorder/k8s_stream.h"
#include "recorder/linux_audit_stream.h"

namespace sysreel {
namespace {

namespace fs = std::filesystem;
constexpr uint64_t kSecond = 1'000'000'000;

// A recording of Linux audit events into a folder of its own.
class Recording : private EventFlow {
 public:
  explicit Recording(RecordOptions options)
      : options_(std::move(options)), journal_(log_, Journal::Level::kNormal, LogFormat::kText) {
    std::string name = (fs::temp_directory_path() / "sysreel-upkeep-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    folder_ = name;
    options_.audit = true;
    FileOptions files;
    files.name = (folder_ / "a.reel").string();
    files.rotating = options_.rotates();
    files.limits = {options_.keep, options_.quota};
    files.min_free = options_.min_free;
    files.sources = {EventSource::kLinuxAudit};
    CaptureHeader header;
    header.recorded_types = {"linux_audit"};
    auto opened = CaptureFiles::open(header, files, now);
    REQUIRE(opened.ok());
    files_ = std::move(opened).value();
    writer_ = std::make_unique<WriteThread>(*files_);
    stream_ = std::make_unique<LinuxAuditStream>(*writer_);
    upkeep_ =
        std::make_unique<Upkeep>(options_, files.name, *files_, *writer_, journal_, Upkeep::StartScan(), now);
    upkeep_->add(*this);
  }
  ~Recording() override {
    writer_.reset();
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  Recording(const Recording&) = delete;
  Recording& operator=(const Recording&) = delete;

  // Events of long ago, which end at the next look, of `bytes` that do not pack.
  void add(int events, size_t bytes = 100) {
    for (int i = 0; i < events; ++i) {
      std::ostringstream text;
      text << "audit(1000000000.000:" << ++serial_ << "): msg='";
      for (size_t word = 0; word < bytes / 16; ++word)
        text << std::hex << (random_ = random_ * 6364136223846793005 + 1442695040888963407);
      stream_->add(AUDIT_USER, text.str() + "'");
    }
  }
  // `seconds` later; everything that this leads to is done when it returns.
  void pass(uint64_t seconds) {
    now += seconds * kSecond;
    stream_->tick(now);
    for (int i = 0; i < 2; ++i) {
      while (writer_->waiting() != 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
      upkeep_->tick(now);
    }
    while (writer_->waiting() != 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  void close() {
    stream_->finish(now);
    REQUIRE(writer_->finish().ok());
    REQUIRE(files_->close(now).ok());
  }

  std::set<std::string> names() const {
    std::set<std::string> found;
    for (const auto& entry : fs::directory_iterator(folder_)) found.insert(entry.path().filename());
    return found;
  }
  uint64_t bytes() const {
    uint64_t sum = 0;
    for (const auto& entry : fs::directory_iterator(folder_)) sum += entry.file_size();
    return sum;
  }
  std::string path(const std::string& name) const { return (folder_ / name).string(); }
  Upkeep& upkeep() { return *upkeep_; }
  WriteThread& writer() { return *writer_; }
  CaptureFiles& files() { return *files_; }
  const LinuxAuditStream& stream() const { return *stream_; }
  std::string log() const { return log_.str(); }

  uint64_t now = boot_time();

 private:
  void cut() override { stream_->cut(now); }
  void pause(bool paused) override { stream_->pause(paused, now); }
  uint64_t dropped() const override { return stream_->dropped(); }

  RecordOptions options_;
  std::ostringstream log_;
  Journal journal_;
  fs::path folder_;
  std::unique_ptr<CaptureFiles> files_;
  std::unique_ptr<WriteThread> writer_;
  std::unique_ptr<LinuxAuditStream> stream_;
  std::unique_ptr<Upkeep> upkeep_;
  uint64_t serial_ = 0;
  uint64_t random_ = 1;
};

struct Part {
  uint64_t first = 0;  // event
  uint64_t events = 0;
  uint64_t recorded = 0;  // as its reports have it
  uint64_t lost = 0;
  uint64_t stopped = 0;  // of these
  bool balanced = true;
};

Part read_part(const std::string& path) {
  Part part;
  const auto reader = CaptureReader::open(path);
  REQUIRE(reader.ok());
  CaptureItem item;
  while (*(*reader)->next(item, {})) {
    if (item.kind == CaptureItem::Kind::kBlock) {
      if (part.events == 0) part.first = item.block.first_number;
      part.events += item.block.size();
    }
    if (item.kind != CaptureItem::Kind::kLoss) continue;
    const uint64_t lost = lost_events(item.loss);
    part.recorded += item.loss.recorded;
    part.lost += lost;
    part.balanced &= item.loss.seen == item.loss.recorded + item.loss.filtered + lost;
    for (const LossCount& count : item.loss.lost)
      if (count.reason == LossReason::kRecorderStopped) part.stopped += count.count;
  }
  return part;
}

// So many events are there, and so many, the file says, a pause has cost.
void check_stopped(const std::string& path, uint64_t events, uint64_t stopped) {
  const Part part = read_part(path);
  CHECK(part.events == events);
  CHECK(part.recorded == events);
  CHECK(part.stopped == stopped);
  CHECK(part.balanced);
}

TEST_CASE("audit events alone: a ring by time keeps the newest files, each with its books") {
  RecordOptions options;
  options.rotate_seconds = 10;
  options.keep = 3;
  Recording recording(options);
  for (int round = 0; round < 5; ++round) {
    recording.add(4);
    recording.pass(11);
  }
  recording.add(2);
  recording.close();
  REQUIRE(recording.names() == std::set<std::string>{"a.000004.reel", "a.000005.reel", "a.000006.reel"});
  uint64_t next = 13;
  for (const auto& [name, events] :
       {std::pair{"a.000004.reel", 4}, {"a.000005.reel", 4}, {"a.000006.reel", 2}}) {
    CAPTURE(name);
    const Part part = read_part(recording.path(name));
    CHECK(part.first == next);
    CHECK(part.events == static_cast<uint64_t>(events));
    CHECK(part.recorded == part.events);
    CHECK(part.lost == 0);
    CHECK(part.balanced);
    next += part.events;
  }
}

TEST_CASE("audit events alone: a ring by size within its quota, and what is pinned stays") {
  constexpr uint64_t kPart = 64U << 10;
  constexpr uint64_t kQuota = 5 * kPart;
  RecordOptions options;
  options.rotate_bytes = kPart;
  options.quota = kQuota;
  options.pin_before = 1;
  options.pin_after = 1;
  Recording recording(options);
  for (int round = 0; round < 12; ++round) {
    recording.add(35, 2000);
    if (round == 3) recording.upkeep().pin(recording.now);
    recording.pass(2);
    CHECK(recording.bytes() <= kQuota + kPart);
  }
  recording.close();
  CHECK(recording.files().parts() >= 6);
  const std::set<std::string> names = recording.names();
  size_t pinned = 0;
  for (const std::string& name : names) {
    CAPTURE(name);
    if (name.find(".pinned.reel") != std::string::npos) ++pinned;
    const Part part = read_part(recording.path(name));
    CHECK(part.recorded == part.events);
    CHECK(part.balanced);
  }
  CHECK(pinned >= 1);
  CHECK(names.size() >= 3);
  CHECK_FALSE(names.contains("a.000001.reel"));
}

TEST_CASE("audit events alone: a quota ends a recording of one file") {
  RecordOptions options;
  options.quota = 64U << 10;
  Recording recording(options);
  recording.add(10, 2000);
  recording.pass(2);
  CHECK_FALSE(recording.upkeep().quota_reached());
  recording.add(100, 2000);
  recording.pass(2);
  recording.pass(2);
  CHECK(recording.upkeep().quota_reached());
  CHECK(recording.log().find("--quota") != std::string::npos);
  recording.close();
  CHECK(recording.names() == std::set<std::string>{"a.reel"});
}

TEST_CASE(
    "audit events alone: short of space the recording pauses, and its file says what it does not hold") {
  RecordOptions options;
  options.min_free = uint64_t{1} << 60;
  Recording recording(options);
  recording.add(3);
  recording.pass(2);
  CHECK(recording.log().find("paused: the disk is short of space") != std::string::npos);
  recording.add(5);
  recording.pass(20);
  CHECK(recording.stream().events() == 3);
  CHECK(recording.stream().dropped() == 5);
  recording.close();
  check_stopped(recording.path("a.reel"), 3, 5);
}

TEST_CASE("while paused, a sender of Kubernetes audit events waits; what waits at the end is refused") {
  constexpr std::string_view kEvent =
      R"({"kind":"Event","apiVersion":"audit.k8s.io/v1","auditID":"a","stage":"ResponseComplete"})";
  Recording recording({});
  K8sStream stream(recording.writer());
  const auto send = [&] {
    K8sStream::Reading reading;
    const bool taken = stream.add_body(kEvent, reading);
    return std::pair(taken, reading.dropped);
  };
  CHECK(send() == std::pair(true, false));
  stream.pause(true, boot_time());
  auto waiting = std::async(std::launch::async, send);
  CHECK(waiting.wait_for(std::chrono::milliseconds(50)) == std::future_status::timeout);
  CHECK(stream.events() == 1);
  stream.pause(false, boot_time());
  CHECK(waiting.get() == std::pair(true, false));
  stream.pause(true, boot_time());
  auto late = std::async(std::launch::async, send);
  stream.stop_waiting();
  CHECK(late.get() == std::pair(false, true));
  stream.finish(boot_time());
  CHECK(stream.events() == 2);
  CHECK(stream.dropped() == 1);
  recording.close();
  check_stopped(recording.path("a.reel"), 2, 1);
}

}  // namespace
}  // namespace sysreel
