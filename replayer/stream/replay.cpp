#include "replayer/stream/replay.h"

#include <algorithm>
#include <chrono>

#include "format/event_merge.h"
#include "format/read_ahead.h"
#include "replayer/audit/audit_calls.h"
#include "replayer/checkpoint/checkpoint.h"
#include "replayer/report/output_format.h"
#include "replayer/stream/document_source.h"
#include "replayer/stream/evidence.h"
#include "replayer/stream/replay_needs.h"

namespace sysreel {
namespace {

// One call in so many is timed.
constexpr uint32_t kTimed = 64;

uint64_t now() {
  return static_cast<uint64_t>(std::chrono::duration_cast<std::chrono::nanoseconds>(
                                   std::chrono::steady_clock::now().time_since_epoch())
                                   .count());
}

// Times the parts of a sampled call, and nothing of the others.
class PartTimer {
 public:
  explicit PartTimer(bool timed) : start_(timed ? now() : 0) {}
  void end_part(uint64_t& sum) {
    if (start_ == 0) return;
    const uint64_t end = now();
    sum += (end - start_) * kTimed;
    start_ = end;
  }
  void leave_out() {
    if (start_ != 0) start_ = now();
  }

 private:
  uint64_t start_;  // 0: not timed
};

bool same_kinds(const Catalogue& a, const Catalogue& b) {
  return std::equal(a.kinds().begin(), a.kinds().end(), b.kinds().begin(), b.kinds().end(),
                    [](const EventKind& x, const EventKind& y) {
                      return x.name == y.name && x.params.size() == y.params.size();
                    });
}

}  // namespace

struct Replay::Engine {
  Engine(const rules::Program& program, const CaptureReader& reader, Matching matching)
      : catalogue(reader.catalogue()),
        state(catalogue),
        fields(program, state, facts),
        detector(program, state, fields, "syscall", matching),
        format(program, fields),
        evidence(program) {
    take_header(reader.header());
  }

  void take_header(const CaptureHeader& header) {
    facts = {};
    facts.host = header.host;
    state.set_wall_offset(header.wall_time - header.boot_time);
    audit_calls.emplace(state, header);
  }

  // As if nothing had been replayed; the detector keeps what it worked out, which no capture changes.
  void start_over(const CaptureHeader& header) {
    state.clear();
    documents.clear();
    checkpoint.emplace();
    take_header(header);
  }

  // The event before the one that is run next.
  void come_from(const EventBlock& block, size_t index) {
    facts.previous_wall_time = state.wall_time(EventRef(block, index).time());
  }

  // What happened before the first event of the host was said by the recorder of itself.
  void note_first(const EventRef& event) {
    if (!catalogue.kind(event.kind()).has(kMeta)) facts.first_wall_time = state.wall_time(event.time());
  }

  // Of what nobody looks at, nothing is decoded or kept.
  void need_only(const rules::Program& program) {
    state.keep_only(state_reads(program));
    needs = replay_needs(program, state, detector);
  }

  Catalogue catalogue;  // a copy: the reader may go before the state does
  CaptureFacts facts;
  State state;
  EventFields fields;
  Detector detector;
  OutputFormat format;
  Evidence evidence;
  std::optional<AuditCalls> audit_calls;
  std::map<EventSource, DocumentSource> documents;
  std::optional<CheckpointLoader> checkpoint{std::in_place};
  ColumnNeeds needs;
  std::vector<Look> looks;  // by slot of the current block
  std::string capture;
};

Replay::Replay(const rules::Program& program, const ReplayOptions& options, Sink sink)
    : program_(program), options_(options), sink_(std::move(sink)) {}

Replay::~Replay() = default;

void Replay::begin_anew(const CaptureReader& reader) {
  engine_ = std::make_unique<Engine>(program_, reader, options_.matching);
  engine_->capture = to_hex(reader.header().capture_id);
}

void Replay::start_over(const ReplayOptions& options) {
  options_ = options;
  fresh_ = engine_ != nullptr;
}

void Replay::begin(CaptureReader& reader) {
  if (fresh_) {
    fresh_ = false;
    next_in_block_ = 0;
    part_ = 0;
    last_number_ = 0;
    if (same_kinds(engine_->catalogue, reader.catalogue())) {
      engine_->start_over(reader.header());
    } else {
      engine_.reset();
    }
  }
  if (engine_ == nullptr || engine_->catalogue.size() != reader.catalogue().size()) begin_anew(reader);
  engine_->capture = to_hex(reader.header().capture_id);
  after_missing_ = part_ != 0 && reader.header().part > part_ + 1;
  part_ = reader.header().part;
  const uint64_t offset = engine_->state.wall_time(0);
  const auto boot_time = [offset](uint64_t wall) { return wall > offset ? wall - offset : 0; };
  ReadRange range;
  range.with_state = true;
  if (options_.from) range.from = boot_time(*options_.from);
  if (options_.to) range.to = boot_time(*options_.to);
  const ReadStart start = reader.select(range);
  state_from_ = start.kind == ReadStart::Kind::kScan ? start.time : 0;
  if (start.kind == ReadStart::Kind::kScan) begin_anew(reader);
}

Status Replay::run(CaptureReader& reader) {
  begin(reader);
  SectionSet sections;
  if (options_.observer == nullptr) {  // an observer may read any field
    engine_->need_only(program_);
    sections.columns = &engine_->needs;
  }
  if (!options_.read_ahead) return run_parts(reader, sections);
  sections.time = true;  // what EventMerge asks for
  ReadAhead ahead(reader, sections);
  return run_parts(ahead, sections);
}

Status Replay::run_parts(CaptureReader& reader, SectionSet sections) {
  EventMerge merged(reader, sections);
  EventMerge::Run run;
  for (;;) {
    const uint64_t start = options_.time_parts ? now() : 0;
    const Result<bool> more = merged.next(run);
    if (options_.time_parts) totals_.times.read += now() - start;
    if (!more.ok()) return more.error();
    if (!*more) break;
    take(run);
  }
  end();
  return {};
}

void Replay::take(const EventMerge::Run& run) {
  switch (run.item->kind) {
    case CaptureItem::Kind::kBlock:
      run_events(run);
      break;
    case CaptureItem::Kind::kSnapshot:
      load(run.item->snapshot);
      break;
    case CaptureItem::Kind::kLoss:
      count_loss(run.item->loss);
      break;
    case CaptureItem::Kind::kWatermark:
    case CaptureItem::Kind::kNone:
      break;
  }
}

void Replay::load(const Snapshot& snapshot) {
  Engine& engine = *engine_;
  if (snapshot.kind == SnapshotKind::kCheckpoint) {
    engine.checkpoint->take(snapshot, engine.state, engine.facts);
  } else {
    engine.state.load_snapshot(snapshot);
  }
}

std::vector<Snapshot> Replay::checkpoint(const CheckpointPlace& place) const {
  return checkpoint_of(engine_->state, engine_->facts, place);
}

void Replay::end() {
  totals_.threads_evicted = engine_->state.threads.evicted();
  totals_.descriptors_refused = engine_->state.descriptor_budget.refused;
}

void Replay::count_loss(const LossReport& loss) {
  totals_.watch.add(loss);
  for (const LossCount& count : loss.lost) {
    if (count.reason == LossReason::kUnreadable) {
      totals_.unreadable += count.count;
    } else if (takes_event_away(count.reason)) {
      totals_.lost[count.reason] += count.count;
      totals_.lost_events += count.count;
    }
  }
}

// Numbers come from one counter for all parts: what a missing one held is what they skip.
void Replay::count_missing_part(const EventMerge::Run& run) {
  after_missing_ = false;
  const uint64_t next = run.item->block.number_of(run.begin);
  const uint64_t lost = next > last_number_ + 1 ? next - last_number_ - 1 : 0;
  totals_.lost[LossReason::kMissingPart] += lost;
  totals_.lost_events += lost;
}

void Replay::run_events(const EventMerge::Run& run) {
  const EventBlock& block = run.item->block;
  if (run.begin == run.end) return;
  Engine& engine = *engine_;
  if (after_missing_) count_missing_part(run);
  last_number_ = std::max(last_number_, block.number_of(run.end - 1));
  const uint64_t first = engine.state.wall_time(EventRef(block, run.begin).time());
  if (block.source == EventSource::kSyscall) {
    // Threads and strings are numbered within the block, which may come in several runs.
    if (run.begin == 0 || run.begin != next_in_block_) {
      engine.state.begin_block(block);
      engine.detector.begin_block(block);
    }
    next_in_block_ = run.end;
    engine.audit_calls->watched(block);
    run_calls(run);
  } else {
    DocumentSource& source =
        engine.documents
            .try_emplace(block.source, program_, engine.state, engine.facts, block.source, options_.matching)
            .first->second;
    for (size_t index = run.begin; index < run.end; ++index) {
      if (index != run.begin) engine.come_from(block, index - 1);
      run_document(source, EventRef(block, index), *run.item);
      run_described_call(EventRef(block, index), *run.item);
    }
  }
  engine.come_from(block, run.end - 1);
  totals_.events += run.end - run.begin;
  if (!totals_.first) totals_.first = first;
  totals_.last = engine.facts.previous_wall_time;
}

void Replay::run_calls(const EventMerge::Run& run) {
  Engine& engine = *engine_;
  const EventBlock& block = run.item->block;
  engine.looks.clear();
  for (const KindColumns& columns : block.kinds) engine.looks.push_back(look_at(columns.kind));
  const bool all_seen = state_from_ == 0;
  const Look* const looks = engine.looks.data();
  const uint16_t* const slots = block.slot.data();
  for (size_t index = run.begin; index < run.end; ++index) {
    const Look look = looks[slots[index]];
    if (look == Look::kNone || (look == Look::kThread && engine.state.has_seen(block, index))) continue;
    if (look == Look::kBrief && all_seen && engine.state.pass(block, index)) continue;
    if (look == Look::kRules && index != run.begin) engine.come_from(block, index - 1);
    run_call(EventRef(block, index), look, *run.item);
  }
}

Replay::Look Replay::look_at(KindId kind) const {
  // Kinds that came with a later block are beyond the catalogue: no rule can name them.
  if (kind >= engine_->catalogue.size()) return Look::kNone;
  if (wants(kind)) return Look::kRules;
  if (!engine_->state.wants(kind)) return Look::kThread;
  return options_.observer == nullptr && engine_->state.often_brief(kind) ? Look::kBrief : Look::kState;
}

bool Replay::wants(KindId kind) const {
  return engine_->detector.wants(kind) || (options_.observer != nullptr && options_.observer->wants_all());
}

bool Replay::selected(uint64_t order_time) const {
  return (!options_.from || order_time >= *options_.from) && (!options_.to || order_time < *options_.to);
}

void Replay::run_document(DocumentSource& source, const EventRef& event, const CaptureItem& item) {
  Engine& engine = *engine_;
  if (engine.facts.first_wall_time == 0) engine.facts.first_wall_time = engine.state.wall_time(event.time());
  const bool wanted =
      source.wants(event.kind()) || (options_.observer != nullptr && options_.observer->wants_all());
  if (!wanted || !selected(engine.state.wall_time(event.time()))) return;
  Step step(event, engine.catalogue.kind(event.kind()), engine.state.places());
  step.wall_time = engine.state.event_time(step);
  const std::span<const rules::RuleId> matched = source.match(step);
  if (options_.observer != nullptr) options_.observer->observe({step, source.fields(), matched});
  for (const rules::RuleId rule : matched) report(step, rule, item, source.format());
}

// A system call that audit records describe is an event behind theirs.
void Replay::run_described_call(const EventRef& event, const CaptureItem& item) {
  const EventBlock* const block = engine_->audit_calls->call_of(event);
  if (block == nullptr) return;
  engine_->state.begin_block(*block);
  engine_->detector.begin_block(*block);
  next_in_block_ = 0;  // a block of system calls that is not at its end begins anew
  const EventRef call(*block, 0);
  run_call(call, look_at(call.kind()), item);
}

void Replay::run_call(const EventRef& event, Look look, const CaptureItem& item) {
  if (look == Look::kNone || event.time() < state_from_) return;
  Engine& engine = *engine_;
  if (engine.facts.first_wall_time == 0) engine.note_first(event);
  if (look == Look::kThread) {
    engine.state.see(event.block(), event.index());
    return;
  }
  PartTimer timer(options_.time_parts && ++untimed_ % kTimed == 0);
  Step step(event, engine.catalogue.kind(event.kind()), engine.state.places());
  engine.state.before(step);
  timer.end_part(totals_.times.state);
  if (options_.observer != nullptr) options_.observer->follow(step, engine.state);
  if (look == Look::kRules && selected(step.wall_time)) {
    engine.fields.stand_on(step);
    const std::span<const rules::RuleId> matched = engine.detector.match(step);
    timer.end_part(totals_.times.rules);
    if (options_.observer != nullptr) options_.observer->observe({step, engine.fields, matched});
    for (const rules::RuleId rule : matched) report(step, rule, item, engine.format);
    timer.leave_out();
  }
  engine.state.after(step);
  timer.end_part(totals_.times.state);
}

void Replay::report(const Step& step, rules::RuleId rule, const CaptureItem& item, OutputFormat& format) {
  const uint64_t start = options_.time_parts ? now() : 0;
  const bool numbered = item.block_number != 0;
  finding_.rule = &program_.rules[rule];
  finding_.capture = engine_->capture;
  finding_.host = engine_->facts.host;
  finding_.wall_time = step.wall_time;
  finding_.event = step.event.number();
  finding_.block = numbered ? std::optional(item.block_number) : std::nullopt;
  finding_.offset = item.offset;
  finding_.end_offset = item.end_offset;
  finding_.loss = item.block.lost_before;
  finding_.snapshot = engine_->evidence.from_snapshot(step, rule);
  format.fill(*finding_.rule, step.wall_time, finding_);
  if (options_.observer != nullptr) finding_.detail = options_.observer->detail_of(rule);
  ++totals_.findings;
  ++totals_.by_rule[rule];
  sink_(finding_);
  if (options_.time_parts) totals_.times.output += now() - start;
}

}  // namespace sysreel
