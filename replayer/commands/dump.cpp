#include "replayer/commands/dump.h"

#include <limits>

#include "format/capture_reader.h"
#include "format/event_merge.h"
#include "replayer/commands/capture_paths.h"
#include "replayer/commands/capture_state.h"
#include "replayer/commands/event_line.h"
#include "replayer/import/open_capture.h"

namespace sysreel {
namespace {

constexpr size_t kFlushBytes = 1U << 16;

// A span of order time, CLOCK_BOOTTIME ns.
struct TimeRange {
  uint64_t from = 0;
  uint64_t to = std::numeric_limits<uint64_t>::max();
  bool contains(uint64_t time) const { return time >= from && time < to; }
};

// Wall times and offsets from the capture's start as the capture's own clock counts.
uint64_t boot_time_of(const TimePoint& point, const CaptureHeader& header) {
  const uint64_t wall = point.after(header.wall_time);
  const uint64_t offset = header.wall_time - header.boot_time;
  return wall < offset ? 0 : wall - offset;
}

TimeRange range_of(const DumpOptions& options, const CaptureHeader& header) {
  TimeRange range;
  if (options.from) range.from = boot_time_of(*options.from, header);
  if (options.to) range.to = boot_time_of(*options.to, header);
  return range;
}

// Writes lines until the capture ends or `left` is used up.
class Dump {
 public:
  Dump(const DumpOptions& options, Console& console)
      : options_(options),
        console_(console),
        left_(options.count == 0 ? std::numeric_limits<uint64_t>::max() : options.count) {}

  bool wants_more() const { return left_ > 0 && console_.out.good(); }
  Status write(CaptureReader& reader);

 private:
  void write_run(const EventMerge::Run& run, const TimeRange& range, const EventLineContext& context);
  void flush();

  const DumpOptions& options_;
  Console& console_;
  uint64_t left_;
  std::string lines_;
};

void Dump::flush() {
  console_.out << lines_;
  lines_.clear();
}

void Dump::write_run(const EventMerge::Run& run, const TimeRange& range, const EventLineContext& context) {
  if (run.item->kind != CaptureItem::Kind::kBlock) return;
  for (size_t i = run.begin; i < run.end && left_ > 0; ++i) {
    const EventRef event(run.item->block, i);
    if (!range.contains(event.time())) continue;
    if (options_.json) {
      append_event_json(lines_, event, context);
    } else {
      append_event_text(lines_, event, context);
    }
    --left_;
    if (lines_.size() >= kFlushBytes) flush();
  }
}

Status Dump::write(CaptureReader& reader) {
  const CaptureHeader& header = reader.header();
  const EventLineContext context{reader.catalogue(), header.wall_time - header.boot_time};
  const TimeRange range = range_of(options_, header);
  reader.select_time(range.from, range.to);
  EventMerge events(reader, {});
  EventMerge::Run run;
  while (wants_more()) {
    const Result<bool> more = events.next(run);
    if (!more) return more.error();
    if (!*more) break;
    write_run(run, range, context);
  }
  flush();
  return {};
}

}  // namespace

int run_dump(const DumpOptions& options, Console& console) {
  const auto files = capture_files(options.captures);
  if (!files) {
    console.err << "sysreel: " << files.error().message << '\n';
    return kExitUnusable;
  }
  Dump dump(options, console);
  bool whole = true;
  for (const std::string& path : *files) {
    if (!dump.wants_more()) break;
    auto reader = open_any_capture(path);
    const Status status = reader ? dump.write(**reader) : Status(reader.error());
    if (!status) {
      print_error(console, path, status.error());
      return kExitUnusable;
    }
    // A reader that was stopped early knows nothing of the end.
    if (dump.wants_more()) whole &= warn_of_state(**reader, path, console);
  }
  return options.strict && !whole ? kExitGate : kExitDone;
}

}  // namespace sysreel
