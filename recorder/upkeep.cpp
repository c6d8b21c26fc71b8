#include "recorder/upkeep.h"

#include <cstdio>
#include <utility>

#include "recorder/capture_files.h"
#include "recorder/event_flow.h"

namespace sysreel {
namespace {

constexpr uint64_t kSecond = 1'000'000'000;  // ns
constexpr uint64_t kScanInterval = 60 * kSecond;
constexpr uint64_t kLookInterval = 100'000'000;

uint64_t nanoseconds(double seconds) {
  return static_cast<uint64_t>(seconds * static_cast<double>(kSecond));
}

}  // namespace

Upkeep::Upkeep(const RecordOptions& options, const std::string& file, CaptureFiles& files,
               WriteThread& writer, Journal& journal, StartScan scan, uint64_t now)
    : options_(options),
      files_(files),
      writer_(writer),
      journal_(journal),
      scan_(std::move(scan)),
      rotating_(options.rotates()),
      part_begun_(now),
      last_scan_(now),
      last_look_(now) {
  if (rotating_) trigger_.emplace(file, options.trigger_path);
}

// Of the part with all that waits to be written, if that packs as well as what has been written.
uint64_t Upkeep::expected_bytes() const {
  const auto raw = static_cast<double>(files_.part_raw_bytes());
  const auto stored = static_cast<double>(files_.part_bytes());
  const double ratio = raw > 0 && stored < raw ? stored / raw : 1;
  return files_.part_bytes() + static_cast<uint64_t>(ratio * static_cast<double>(writer_.waiting_bytes()));
}

bool Upkeep::part_is_due(uint64_t now) const {
  if (!rotating_ || files_.part() != rotations_ + 1) return false;  // the last one is still under way
  if (options_.rotate_seconds && now - part_begun_ >= nanoseconds(*options_.rotate_seconds)) return true;
  return options_.rotate_bytes && expected_bytes() >= *options_.rotate_bytes;
}

void Upkeep::begin_scan(uint64_t now) {
  if (scan_) writer_.push(scan_());
  last_scan_ = now;
}

void Upkeep::cut() {
  for (EventFlow* flow : flows_) flow->cut();
}

uint64_t Upkeep::dropped() const {
  uint64_t sum = 0;
  for (const EventFlow* flow : flows_) sum += flow->dropped();
  return sum;
}

void Upkeep::pin(uint64_t now) {
  const uint64_t before = nanoseconds(options_.pin_before);
  writer_.push(TimeRange{now > before ? now - before : 0, now + nanoseconds(options_.pin_after)});
  char text[96];
  std::snprintf(text, sizeof(text), "pinned: the files of the last %g and the next %g seconds",
                options_.pin_before, options_.pin_after);
  journal_.summary(text);
}

// The write thread looks, since in a ring the oldest parts are to go first.
void Upkeep::look_at_space(uint64_t now) {
  if (!options_.min_free && !options_.quota) return;
  if (writer_.waiting() == 0) writer_.push(WriteThread::SpaceCheck{});
  const bool short_of_space = files_.short_of_space();
  if (short_of_space == paused_) return;
  for (EventFlow* flow : flows_) flow->pause(short_of_space);
  paused_ = short_of_space;
  if (short_of_space) {
    paused_since_ = now;
    journal_.warning("paused: the disk is short of space (--min-free, --quota)");
    return;
  }
  journal_.warning("recording again after " + std::to_string((now - paused_since_) / kSecond) + " s; " +
                   std::to_string(dropped()) + " events were not recorded so far for want of space");
}

void Upkeep::tick(uint64_t now) {
  if (!rotating_ && !quota_reached_ && options_.quota && expected_bytes() >= *options_.quota) {
    quota_reached_ = true;
    journal_.warning("the file is as large as it may become (--quota): nothing more is recorded");
  }
  if (now - last_look_ >= kLookInterval) {
    last_look_ = now;
    if (trigger_ && trigger_->requested()) pin(now);
    look_at_space(now);
  }
  if (paused_) return;
  if (part_is_due(now)) {
    cut();
    writer_.push(WriteThread::Rotation{now});
    ++rotations_;
    part_begun_ = now;
    begin_scan(now);
  } else if (scan_ && now - last_scan_ >= kScanInterval) {
    cut();
    begin_scan(now);
  }
}

void warn_of_root_file_system(const CaptureFiles& files, Journal& journal) {
  if (!files.on_root_file_system()) return;
  journal.warning(
      "the capture goes to the root file system of the host that is recorded, which whoever controls the "
      "host "
      "can change and which it may fill: better another disk, or -w - into a pipe to another host");
}

}  // namespace sysreel
