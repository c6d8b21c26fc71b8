// CaptureRewrite: what slice, merge, index, repack and repair have in common: events of captures go into a
// new one, with checkpoints where the job wants them.
//
//   walk over the source (EventWalk, which keeps the state) -> selection -> EventCopier -> writer
//
// One thread. Writer and kinds must outlive it.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "replayer/rewrite/event_copier.h"
#include "replayer/stream/event_walk.h"

namespace sysreel {

class ProcessTreeFilter;

struct RewriteJob {
  bool slice = false;  // begin with a checkpoint, leave out what lies before and behind `range`
  BootRange range;     // of a slice
  const ProcessTreeFilter* processes = nullptr;  // null: all
  uint64_t checkpoint_every = 0;                 // ns of order time, 0: none
  bool checkpoint_each_part = false;             // before every part but the first
  bool keeps_state() const { return slice || checkpoint_every != 0 || checkpoint_each_part; }
};

class CaptureRewrite final : public EventVisitor {
 public:
  CaptureRewrite(CaptureWriter& writer, CaptureKinds& kinds, const RewriteJob& job,
                 const EventCopier::Limits& limits)
      : writer_(writer), job_(job), copier_(writer, kinds, limits) {}

  // The next part of the recording. An Error is a failing system call or something that the copy cannot hold.
  Status add(CaptureReader& reader);
  Status finish() { return copier_.flush(); }

  // They are not in the file: they come again when the copy is read.
  bool wants_described_calls() const override { return false; }
  void snapshot(const Snapshot& snapshot) override;
  void loss(const LossReport& loss) override;
  void begin_events(const Step& step) override;
  void begin_block(const EventBlock& block) override;
  bool event(const Step& step) override;

 private:
  // Numbers that no event has, between two events that are there.
  struct Gap {
    uint64_t from = 0;
    uint64_t to = 0;
    uint64_t count = 0;
  };

  void keep(Status status);
  Status write_checkpoint(uint64_t time);
  void watch_numbers(const EventRef& event);
  Status add_losses(const CaptureReader& reader);

  CaptureWriter& writer_;
  RewriteJob job_;
  EventCopier copier_;
  std::unique_ptr<EventWalk> walk_;
  Status failure_;
  bool begun_ = false;    // the first event of a slice has come
  bool in_scan_ = false;  // further parts of a scan are to come: the state is not whole
  NumberSpace numbers_ = NumberSpace::kKernel;
  Arch arch_ = Arch::kX86_64;
  std::optional<uint64_t> next_checkpoint_;
  uint64_t latest_ = 0;  // time of the latest event
  uint64_t last_number_ = 0;
  std::optional<EventSource> source_;
  bool several_sources_ = false;  // then numbers do not ascend, and gaps tell nothing
  uint32_t last_part_ = 0;
  bool after_missing_part_ = false;
  std::optional<Gap> missing_part_;
  std::vector<Gap> gaps_;  // of the capture being read
};

}  // namespace sysreel
