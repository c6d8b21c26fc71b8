#include "recorder/k8s_stream.h"

#include <chrono>
#include <thread>
#include <utility>

#include "format/audit/json_splitter.h"
#include "format/audit/k8s_event.h"
#include "recorder/host_clock.h"

namespace sysreel {
namespace {

constexpr size_t kBlockBytes = 1U << 20;
constexpr uint64_t kBlockAge = 1'000'000'000;       // ns
constexpr uint64_t kLossInterval = 10'000'000'000;  // ns
constexpr int kLevel = 6;                           // of zstd: texts are few and pack well
constexpr auto kRoomLook = std::chrono::milliseconds(2);

}  // namespace

K8sStream::K8sStream(WriteThread& writer)
    : writer_(writer),
      builder_(Catalogue::builtin(), EventSource::kK8sAudit, NumberSpace::kKernel, Arch::kX86_64),
      events_to_block_(builder_, "k8s_audit"),
      reported_until_(boot_time()) {}

void K8sStream::count_malformed() {
  ++malformed_;
}

bool K8sStream::add_body(std::string_view body, Reading& reading) {
  JsonSplitter splitter;
  splitter.feed(body);
  splitter.end();
  std::vector<Found> found;
  JsonSplitter::Piece piece;
  bool any = false;
  while (splitter.next(piece)) {
    any = true;
    reading.problem.clear();
    if (piece.malformed) {
      reading.problem = piece.problem;
    } else if (!reading.document.parse(piece.text)) {
      reading.problem = reading.document.problem();
    } else if (!is_k8s_audit_event(reading.document.root())) {
      reading.problem = "no Kubernetes audit event";
    }
    if (!reading.problem.empty()) {
      reading.problem = "byte " + std::to_string(piece.offset) + ": " + reading.problem;
      count_malformed();
      return false;
    }
    found.push_back({body.substr(piece.offset, piece.text.size()), k8s_event_time(reading.document.root())});
  }
  // An empty list is a body like another; no JSON at all is none.
  if (!any && body.find('{') == std::string_view::npos && body.find('[') == std::string_view::npos) {
    reading.problem = "no JSON";
    count_malformed();
    return false;
  }
  append(found);
  return true;
}

bool K8sStream::add_event(std::string_view json, Reading& reading) {
  if (!reading.document.parse(json) || !is_k8s_audit_event(reading.document.root())) {
    count_malformed();
    return false;
  }
  append({{json, k8s_event_time(reading.document.root())}});
  return true;
}

// Waits without the lock, so that the recording's own thread goes on.
void K8sStream::wait_for_room() {
  while (!waiting_ends_ && !writer_.has_room()) std::this_thread::sleep_for(kRoomLook);
}

void K8sStream::append(const std::vector<Found>& events) {
  for (size_t at = 0; at < events.size();) {
    wait_for_room();
    const std::lock_guard lock(mutex_);
    if (builder_.raw_bytes() >= kBlockBytes) seal();
    const uint64_t now = boot_time();
    while (at < events.size() && builder_.raw_bytes() < kBlockBytes) {
      events_to_block_.append(events[at].json, now, events[at].time);
      ++at;
      ++events_;
    }
    if (builder_.raw_bytes() >= kBlockBytes) seal();
  }
}

void K8sStream::seal() {
  if (builder_.events() == 0) return;
  WriteThread::SealedBlock sealed;
  sealed.level = kLevel;
  sealed.raw_bytes = builder_.raw_bytes();
  sealed.block = writer_.recycle();
  builder_.take(sealed.block);
  const ClockPair clocks = read_clock_pair();
  sealed.block.wall_offset = clocks.wall - clocks.boot;
  const uint64_t malformed = malformed_;
  sealed.block.lost_before = malformed - std::exchange(malformed_at_block_, malformed);
  writer_.push(std::move(sealed));
}

// What was malformed held one event at least.
void K8sStream::report(uint64_t now) {
  seal();
  LossReport report;
  report.source = EventSource::kK8sAudit;
  report.from = std::exchange(reported_until_, now);
  report.to = now;
  const uint64_t events = events_;
  const uint64_t malformed = malformed_;
  report.recorded = events - std::exchange(reported_events_, events);
  const uint64_t lost = malformed - std::exchange(reported_malformed_, malformed);
  report.seen = report.recorded + lost;
  if (lost != 0) report.lost.push_back({LossReason::kDamaged, LossClass::kAny, 0xffff, lost});
  writer_.push(std::move(report));
}

void K8sStream::tick(uint64_t now) {
  const std::lock_guard lock(mutex_);
  if (now - watermark_told_ >= kBlockAge) {
    watermark_told_ = now;
    seal();
    // Who waits for the lock reads the clock behind it.
    writer_.push(WriteThread::Watermark{EventSource::kK8sAudit, now});
  }
  if (now - reported_until_ >= kLossInterval) report(now);
}

void K8sStream::cut(uint64_t now) {
  const std::lock_guard lock(mutex_);
  report(now);
}

void K8sStream::finish(uint64_t now) {
  cut(now);
}

}  // namespace sysreel
