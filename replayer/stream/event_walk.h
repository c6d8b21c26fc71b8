// EventWalk: the events of one recording with the state around each, for commands that show or convert events
// instead of looking for findings (dump, ps, export).
//
//   items of the reader -> [snapshot -> state] -> visitor
//                          [block -> per event: state.before -> visitor -> state.after; of Linux audit then
//                          the system call that it describes]
//
// One thread. A walk is for one recording: its parts may be walked one after the other.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>

#include "format/capture_reader.h"
#include "format/event_merge.h"
#include "replayer/fields/extractor.h"

namespace sysreel {

// A span of order time, CLOCK_BOOTTIME ns.
struct BootRange {
  uint64_t from = 0;
  uint64_t to = std::numeric_limits<uint64_t>::max();
};

class EventVisitor {
 public:
  virtual ~EventVisitor() = default;
  // Events of other kinds need not come, nor what they hold. Asked behind kinds_changed().
  virtual bool looks_at(KindId) const { return true; }
  // What of the state is looked at.
  virtual State::Reads reads() const { return {}; }
  // Whether system calls that Linux audit events describe come as events of their own, behind those.
  virtual bool wants_described_calls() const { return true; }
  // Before the first item of a capture, and when its catalogue has grown: what was made for the kinds must be
  // made anew.
  virtual void kinds_changed() {}
  // The state has taken it.
  virtual void snapshot(const Snapshot&) {}
  virtual void loss(const LossReport&) {}
  // The state is as it was before the first event of the range; comes once a capture, if there is such an
  // event.
  virtual void begin_events(const Step&) {}
  // What follows is of this block: threads and strings are numbered anew.
  virtual void begin_block(const EventBlock&) {}
  // The state is as rules see it. Of sources without state the step has neither thread nor descriptor. False:
  // no more events are wanted.
  virtual bool event(const Step& step) = 0;
};

class EventWalk {
 public:
  explicit EventWalk(const CaptureReader& reader);
  ~EventWalk();

  // The reader's capture is the next part of this recording.
  bool continues_with(const CaptureReader& reader) const;
  const State& state() const;
  const CaptureFacts& facts() const;

  // Events of `range` to the visitor. What lies between the nearest snapshot and the range still changes the
  // state, unless `keep_state` is false, which spares reading it. An Error is a failing system call; damage
  // is the reader's to tell.
  Status run(CaptureReader& reader, const BootRange& range, EventVisitor& visitor, bool keep_state = true);

 private:
  struct Recording;
  // What is done with the events of a kind: nothing, their thread exists, the state takes them
  // briefly where it can, the state takes them, or also the visitor.
  enum class Look : uint8_t { kNone, kThread, kBrief, kState, kShown };

  Look look_at(KindId kind, const EventVisitor& visitor, bool keep_state) const;
  void choose_columns(const EventVisitor& visitor, bool keep_state);
  void load(const Snapshot& snapshot);
  void learn_kinds(const Catalogue& catalogue, EventVisitor& visitor, bool keep_state);
  bool run_events(const EventMerge::Run& run, const BootRange& range, EventVisitor& visitor, bool keep_state);
  bool run_event(const EventRef& event, Look look, const BootRange& range, EventVisitor& visitor,
                 bool keep_state);
  bool passes_by(const EventBlock& block, size_t index, Look look, const BootRange& range);
  bool run_described_call(const EventRef& event, const BootRange& range, EventVisitor& visitor);

  std::unique_ptr<Recording> recording_;
};

}  // namespace sysreel
