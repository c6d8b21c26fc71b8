#include "replayer/stream/event_walk.h"

#include <memory>
#include <vector>

#include "format/column_needs.h"
#include "replayer/audit/audit_calls.h"
#include "replayer/checkpoint/checkpoint.h"

namespace sysreel {

// Kinds and parameters are only ever added.
static size_t shape_of(const Catalogue& catalogue) {
  size_t shape = catalogue.size();
  for (const EventKind& kind : catalogue.kinds()) shape += kind.params.size();
  return shape;
}

struct EventWalk::Recording {
  explicit Recording(const CaptureReader& reader)
      : catalogue(reader.catalogue()), state(catalogue), audit_calls(state, reader.header()) {
    const CaptureHeader& header = reader.header();
    facts.host = header.host;
    id = header.recording_id;
    part = header.part;
    state.set_wall_offset(header.wall_time - header.boot_time);
  }

  Catalogue catalogue;  // a copy: the reader may go before the state does
  State state;
  AuditCalls audit_calls;
  size_t shape = 0;         // of the catalogue; 0: not known
  ColumnNeeds needs;        // follows from it
  std::vector<Look> looks;  // by slot of the current block
  bool begun = false;       // begin_events() has been called in this capture
  CaptureFacts facts;
  CheckpointLoader checkpoint;
  uint64_t last_wall_time = 0;  // of the event read last
  uint64_t state_from = 0;      // events before are older than the scan that the state was taken from
  CaptureId id;
  uint32_t part;
};

EventWalk::EventWalk(const CaptureReader& reader) : recording_(std::make_unique<Recording>(reader)) {}

EventWalk::~EventWalk() = default;

bool EventWalk::continues_with(const CaptureReader& reader) const {
  const CaptureHeader& header = reader.header();
  return header.part > recording_->part && header.recording_id == recording_->id;
}

const State& EventWalk::state() const {
  return recording_->state;
}

const CaptureFacts& EventWalk::facts() const {
  return recording_->facts;
}

Status EventWalk::run(CaptureReader& reader, const BootRange& range, EventVisitor& visitor, bool keep_state) {
  recording_->part = reader.header().part;
  recording_->begun = false;
  recording_->shape = 0;  // another part numbers its own kinds in another order
  const ReadStart start = reader.select({range.from, range.to, keep_state});
  if (start.kind == ReadStart::Kind::kScan) recording_ = std::make_unique<Recording>(reader);
  recording_->state_from = start.kind == ReadStart::Kind::kScan ? start.time : 0;
  learn_kinds(reader.catalogue(), visitor, keep_state);
  SectionSet sections;
  sections.columns = &recording_->needs;
  EventMerge merged(reader, sections);
  EventMerge::Run run;
  for (;;) {
    const Result<bool> more = merged.next(run);
    if (!more.ok()) return more.error();
    if (!*more) return {};
    learn_kinds(reader.catalogue(), visitor, keep_state);
    if (run.item->kind == CaptureItem::Kind::kSnapshot) {
      if (keep_state) load(run.item->snapshot);
      visitor.snapshot(run.item->snapshot);
    } else if (run.item->kind == CaptureItem::Kind::kBlock) {
      if (!run_events(run, range, visitor, keep_state)) return {};
    } else if (run.item->kind == CaptureItem::Kind::kLoss) {
      visitor.loss(run.item->loss);
    }
  }
}

void EventWalk::load(const Snapshot& snapshot) {
  if (snapshot.kind == SnapshotKind::kCheckpoint) {
    recording_->checkpoint.take(snapshot, recording_->state, recording_->facts);
    recording_->last_wall_time = recording_->facts.previous_wall_time;
  } else {
    recording_->state.load_snapshot(snapshot);
  }
}

void EventWalk::learn_kinds(const Catalogue& catalogue, EventVisitor& visitor, bool keep_state) {
  const size_t shape = shape_of(catalogue);
  if (shape == recording_->shape) return;
  recording_->shape = shape;
  // In place: the state refers to it.
  std::destroy_at(&recording_->catalogue);
  std::construct_at(&recording_->catalogue, catalogue);
  recording_->state.learn_kinds();
  visitor.kinds_changed();
  choose_columns(visitor, keep_state);
}

// Of kinds that the visitor does not look at only what the state is made of.
void EventWalk::choose_columns(const EventVisitor& visitor, bool keep_state) {
  Recording& here = *recording_;
  here.needs = {};
  here.state.keep_only(visitor.reads());
  for (const EventKind& kind : here.catalogue.kinds()) {
    // What audit records say of their process and call is in theirs.
    if (visitor.looks_at(kind.id) || (keep_state && kind.has(kPlugin))) continue;
    here.needs.need_nothing_of(kind.id);
    if (keep_state) here.state.add_needs(kind.id, here.needs);
  }
}

EventWalk::Look EventWalk::look_at(KindId kind, const EventVisitor& visitor, bool keep_state) const {
  if (visitor.looks_at(kind)) return Look::kShown;
  if (!keep_state) return Look::kNone;
  if (!recording_->state.wants(kind)) return Look::kThread;
  return recording_->state.often_brief(kind) ? Look::kBrief : Look::kState;
}

// Most events of a capture that is searched: nobody looks at them, and they change nothing but that their
// thread exists.
inline bool EventWalk::passes_by(const EventBlock& block, size_t index, Look look, const BootRange& range) {
  Recording& here = *recording_;
  const bool first_to_come = here.facts.first_wall_time == 0;
  if (look == Look::kShown || look == Look::kState || first_to_come) return false;
  const uint64_t time = block.time.empty() ? 0 : block.time[index];
  if (look == Look::kNone || time >= range.to || time < here.state_from) return true;
  if (look == Look::kBrief) return here.state.pass(block, index);
  here.state.see(block, index);
  return true;
}

bool EventWalk::run_events(const EventMerge::Run& run, const BootRange& range, EventVisitor& visitor,
                           bool keep_state) {
  Recording& here = *recording_;
  const EventBlock& block = run.item->block;
  // Only system calls have processes behind them.
  const bool calls = block.source == EventSource::kSyscall;
  if (calls) here.audit_calls.watched(block);
  if (keep_state && calls) here.state.begin_block(block);
  visitor.begin_block(block);
  here.looks.clear();
  for (const KindColumns& columns : block.kinds)
    here.looks.push_back(look_at(columns.kind, visitor, keep_state && calls));
  for (size_t index = run.begin; index < run.end; ++index) {
    const Look look = here.looks[block.slot[index]];
    if (calls && passes_by(block, index, look, range)) continue;
    const EventRef event(block, index);
    if (index != run.begin) here.last_wall_time = here.state.wall_time(EventRef(block, index - 1).time());
    if (!run_event(event, look, range, visitor, keep_state && calls)) return false;
    if (!calls && keep_state && !run_described_call(event, range, visitor)) return false;
  }
  if (run.begin < run.end) here.last_wall_time = here.state.wall_time(EventRef(block, run.end - 1).time());
  here.facts.previous_wall_time = here.last_wall_time;
  return true;
}

// The state is of audit events alone then: no block of system calls is open.
bool EventWalk::run_described_call(const EventRef& event, const BootRange& range, EventVisitor& visitor) {
  const EventBlock* const call = recording_->audit_calls.call_of(event);
  if (call == nullptr) return true;
  recording_->state.begin_block(*call);
  const bool shown = visitor.wants_described_calls();
  if (shown) visitor.begin_block(*call);
  const EventRef described(*call, 0);
  const bool shows = shown && visitor.looks_at(described.kind());
  const bool more = run_event(described, shows ? Look::kShown : Look::kState, range, visitor, true);
  if (shown) visitor.begin_block(event.block());
  return more;
}

bool EventWalk::run_event(const EventRef& event, Look look, const BootRange& range, EventVisitor& visitor,
                          bool keep_state) {
  Recording& here = *recording_;
  here.facts.previous_wall_time = here.last_wall_time;
  here.last_wall_time = here.state.wall_time(event.time());
  if (here.facts.first_wall_time == 0 && !here.catalogue.kind(event.kind()).has(kMeta))
    here.facts.first_wall_time = here.last_wall_time;
  if (event.time() >= range.to || event.time() < here.state_from) return true;
  if (look == Look::kNone) return true;
  const bool shown = look == Look::kShown && event.time() >= range.from;
  if (look == Look::kThread || (!shown && !(keep_state && here.state.wants(event.kind())))) {
    if (keep_state) here.state.see(event.block(), event.index());
    return true;
  }
  Step step(event, here.catalogue.kind(event.kind()), here.state.places());
  step.wall_time = here.state.event_time(step);
  if (shown && !here.begun) visitor.begin_events(step);
  here.begun = here.begun || shown;
  if (keep_state) here.state.before(step);
  const bool more = !shown || visitor.event(step);
  if (keep_state) here.state.after(step);
  return more;
}

}  // namespace sysreel
