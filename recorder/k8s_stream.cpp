#include "recorder/k8s_stream.h"

#include <chrono>
#include <thread>
#include <utility>

#include "format/audit/json_splitter.h"
#include "format/audit/k8s_event.h"
#include "recorder/host_clock.h"

namespace sysreel {
namespace {

constexpr auto kRoomLook = std::chrono::milliseconds(2);

}  // namespace

K8sStream::K8sStream(WriteThread& writer)
    : writer_(writer), blocks_(writer, EventSource::kK8sAudit, "k8s_audit", LossReason::kDamaged) {}

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
  reading.dropped = !append(found);
  return !reading.dropped;
}

bool K8sStream::add_event(std::string_view json, Reading& reading) {
  if (!reading.document.parse(json) || !is_k8s_audit_event(reading.document.root())) {
    count_malformed();
    return false;
  }
  return append({{json, k8s_event_time(reading.document.root())}});
}

// Waits without the lock, so that the recording's own thread goes on.
void K8sStream::wait_for_room() {
  while (!waiting_ends_ && (paused_ || !writer_.has_room())) std::this_thread::sleep_for(kRoomLook);
}

// False when some of them were dropped.
bool K8sStream::append(const std::vector<Found>& events) {
  for (size_t at = 0; at < events.size();) {
    wait_for_room();
    const std::lock_guard lock(mutex_);
    if (paused_ && !waiting_ends_) continue;
    if (paused_) {
      dropped_ += events.size() - at;
      return false;
    }
    if (blocks_.full()) blocks_.seal();
    const uint64_t now = boot_time();
    while (at < events.size() && !blocks_.full()) {
      blocks_.append(events[at].json, now, events[at].time);
      ++at;
      ++events_;
    }
    blocks_.set_lost(malformed_);
    if (blocks_.full()) blocks_.seal();
  }
  return true;
}

// What was malformed held one event at least.
void K8sStream::report(uint64_t now) {
  blocks_.set_lost(malformed_);
  blocks_.set_dropped(dropped_);
  blocks_.report(now);
}

void K8sStream::tick(uint64_t now) {
  const std::lock_guard lock(mutex_);
  if (paused_) return;
  blocks_.set_lost(malformed_);
  blocks_.tell_watermark(now, now);  // who waits for the lock reads the clock behind it
  if (blocks_.report_is_due(now)) report(now);
}

void K8sStream::cut(uint64_t now) {
  const std::lock_guard lock(mutex_);
  report(now);
}

void K8sStream::pause(bool paused, uint64_t now) {
  const std::lock_guard lock(mutex_);
  if (paused == paused_) return;
  report(now);
  paused_ = paused;
}

void K8sStream::finish(uint64_t now) {
  cut(now);
}

}  // namespace sysreel
