#include "replayer/commands/dump.h"

#include <limits>
#include <memory>

#include "replayer/commands/boot_range.h"
#include "replayer/commands/capture_paths.h"
#include "replayer/commands/capture_state.h"
#include "replayer/commands/event_line.h"
#include "replayer/commands/event_query.h"
#include "replayer/import/open_capture.h"
#include "replayer/stream/event_walk.h"
#include "rules/filter.h"

namespace sysreel {
namespace {

constexpr size_t kFlushBytes = 1U << 16;

BootRange range_of(const DumpOptions& options, const CaptureHeader& header) {
  BootRange range;
  if (options.from) range.from = boot_time_of(*options.from, header);
  if (options.to) range.to = boot_time_of(*options.to, header);
  return range;
}

// Writes lines until the captures end or the count is used up.
class Dump final : public EventVisitor {
 public:
  Dump(const DumpOptions& options, EventQuery* query, Console& console)
      : options_(options),
        query_(query),
        console_(console),
        left_(options.count == 0 ? std::numeric_limits<uint64_t>::max() : options.count) {}

  bool wants_more() const { return left_ > 0 && console_.out.good(); }
  Status write(CaptureReader& reader);

  bool looks_at(KindId kind) const override { return query_ == nullptr || query_->wants(kind); }
  State::Reads reads() const override {
    return query_ == nullptr ? State::Reads{false, false} : query_->reads();
  }
  void kinds_changed() override;
  void begin_block(const EventBlock& block) override;
  bool event(const Step& step) override;

 private:
  // Stored values need no state, and without it what lies before --from need not be read.
  bool needs_state() const { return query_ != nullptr || !options_.json; }
  bool append(const Step& step);
  void flush();

  const DumpOptions& options_;
  EventQuery* query_;  // null: every event, the usual line
  Console& console_;
  uint64_t left_;
  std::unique_ptr<EventWalk> walk_;
  std::string lines_;
};

void Dump::flush() {
  console_.out << lines_;
  lines_.clear();
}

void Dump::kinds_changed() {
  if (query_ != nullptr) query_->attach(*walk_);
}

void Dump::begin_block(const EventBlock& block) {
  if (query_ != nullptr) query_->begin_block(block);
}

bool Dump::append(const Step& step) {
  if (query_ != nullptr && !query_->matches(step)) return false;
  if (options_.format && options_.json) {
    query_->append_json(lines_, options_.echo_text);
  } else if (options_.format) {
    return query_->append_text(lines_, options_.echo_text);
  } else if (options_.json) {
    append_event_json(lines_, step);
  } else {
    FieldContext context;
    context.step = &step;
    context.state = &walk_->state();
    context.facts = &walk_->facts();
    append_event_text(lines_, context, {console_.out_colour, options_.echo_text});
  }
  return true;
}

bool Dump::event(const Step& step) {
  if (append(step)) --left_;
  if (lines_.size() >= kFlushBytes) flush();
  return wants_more();
}

Status Dump::write(CaptureReader& reader) {
  if (walk_ == nullptr || !walk_->continues_with(reader)) walk_ = std::make_unique<EventWalk>(reader);
  Status status = walk_->run(reader, range_of(options_, reader.header()), *this, needs_state());
  flush();
  return status;
}

// Null with a good `ok` when the user asked for nothing.
std::unique_ptr<EventQuery> query_of(const DumpOptions& options, Console& console, bool& ok) {
  ok = true;
  if (options.filter.empty() && !options.format) return nullptr;
  rules::Query query;
  if (!options.filter.empty()) query.condition = options.filter;
  query.output = options.format;
  Diagnostics diagnostics;
  auto made = EventQuery::compile(query, options.falco_compatible, diagnostics);
  for (const Diagnostic& diagnostic : diagnostics.all())
    console.err << to_text(diagnostic, console.err_colour);
  ok = made != nullptr;
  return made;
}

}  // namespace

int run_dump(const DumpOptions& options, Console& console) {
  bool ok = true;
  const auto query = query_of(options, console, ok);
  if (!ok) return kExitUnusable;
  const auto files = capture_files(options.captures);
  if (!files) {
    console.err << "sysreel: " << files.error().message << '\n';
    return kExitUnusable;
  }
  Dump dump(options, query.get(), console);
  bool whole = true;
  for (const std::string& path : *files) {
    if (!dump.wants_more()) break;
    auto reader = open_any_capture(path, console.key_file);
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
