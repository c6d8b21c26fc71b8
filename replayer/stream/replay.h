// Replay: one capture through state and rules to findings. This file and replay.cpp tell the whole story and
// hold no other logic.
//
//   items of the reader -> [snapshot -> state] [loss -> totals]
//                          [block of system calls -> per event: state.before -> detector -> findings ->
//                          state.after] [block of another source -> per event: its DocumentSource ->
//                          findings; of Linux audit then the system call that it describes, as above]
//
// Sources are merged by time; each has a detector of its own over the rules of its name.
//
// One thread. The program, the sink and the observer must outlive the replay; a Replay is for one recording
// (its parts may be run one after the other).
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "format/capture_reader.h"
#include "format/event_merge.h"
#include "replayer/detector/detector.h"
#include "replayer/report/finding.h"
#include "replayer/stream/event_observer.h"
#include "replayer/stream/watch_log.h"

namespace sysreel {

struct CheckpointPlace;

struct ReplayOptions {
  Matching matching = Matching::kFirst;
  std::optional<uint64_t> from;       // order time, wall ns; events before change state but make no findings
  std::optional<uint64_t> to;         // exclusive
  bool read_ahead = false;            // on a thread of its own
  bool time_parts = false;            // fill ReplayTotals::times
  EventObserver* observer = nullptr;  // sees each event that some rule looks at; null: nobody
};

// Where the time went, nanoseconds on the thread that replays. State and rules are sampled.
struct ReplayTimes {
  uint64_t read = 0;  // waiting for or making the next part
  uint64_t state = 0;
  uint64_t rules = 0;
  uint64_t output = 0;
};

struct ReplayTotals {
  uint64_t events = 0;
  uint64_t findings = 0;
  std::map<rules::RuleId, uint64_t> by_rule;
  std::map<LossReason, uint64_t> lost;  // by reasons that take events away
  uint64_t lost_events = 0;
  uint64_t unreadable = 0;
  uint64_t threads_evicted = 0;
  uint64_t descriptors_refused = 0;  // for which the tables had no room
  std::optional<uint64_t> first;     // wall ns
  std::optional<uint64_t> last;
  WatchLog watch;
  ReplayTimes times;
};

class DocumentSource;
class OutputFormat;

class Replay {
 public:
  using Sink = std::function<void(const Finding&)>;

  Replay(const rules::Program& program, const ReplayOptions& options, Sink sink);
  ~Replay();

  // An Error is a failing system call; damage is the reader's to tell.
  Status run(CaptureReader& reader);
  // The next capture is of another recording. What was worked out about rules and values is kept.
  void start_over(const ReplayOptions& options);
  // run() in pieces, for several replays over one reading: begin, then take() of each run in order, then end.
  void begin(CaptureReader& reader);
  void take(const EventMerge::Run& run);
  void end();
  // The state after what was taken in pieces, from which another replay continues exactly; run() keeps of the
  // state only what its own rules read.
  std::vector<Snapshot> checkpoint(const CheckpointPlace& place) const;
  const ReplayTotals& totals() const { return totals_; }
  // Counts anew; state stays.
  void reset_totals() { totals_ = {}; }

 private:
  struct Engine;  // what depends on the capture's catalogue
  // What is done with the events of a kind: nothing, their thread exists, the state takes them
  // briefly where it can, the state takes them, or also rules and observer.
  enum class Look : uint8_t { kNone, kThread, kBrief, kState, kRules };

  void begin_anew(const CaptureReader& reader);
  Status run_parts(CaptureReader& reader, SectionSet sections);
  void load(const Snapshot& snapshot);
  void run_events(const EventMerge::Run& run);
  void run_calls(const EventMerge::Run& run);
  Look look_at(KindId kind) const;
  void run_call(const EventRef& event, Look look, const CaptureItem& item);
  void run_document(DocumentSource& source, const EventRef& event, const CaptureItem& item);
  void run_described_call(const EventRef& event, const CaptureItem& item);
  bool wants(KindId kind) const;
  bool selected(uint64_t order_time) const;
  void report(const Step& step, rules::RuleId rule, const CaptureItem& item, OutputFormat& format);
  void count_loss(const LossReport& loss);
  void count_missing_part(const EventMerge::Run& run);

  const rules::Program& program_;
  ReplayOptions options_;
  Sink sink_;
  std::unique_ptr<Engine> engine_;
  uint32_t part_ = 0;           // of the recording, that was begun last
  bool after_missing_ = false;  // parts before it are missing, and none of its events has come yet
  uint64_t last_number_ = 0;
  size_t next_in_block_ = 0;  // of the block of system calls that is being run
  bool fresh_ = false;        // the engine's state is of another recording
  uint32_t untimed_ = 0;      // calls since one was timed
  uint64_t state_from_ = 0;   // events before are older than the scan that the state was taken from
  ReplayTotals totals_;
  Finding finding_;
};

}  // namespace sysreel
