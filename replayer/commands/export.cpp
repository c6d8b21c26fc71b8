#include "replayer/commands/export.h"

#include <memory>

#include "base/escape.h"
#include "replayer/commands/capture_output.h"
#include "replayer/commands/capture_paths.h"
#include "replayer/commands/capture_state.h"
#include "replayer/commands/event_query.h"
#include "replayer/export/make_exporter.h"
#include "replayer/import/open_capture.h"
#include "rules/filter.h"

namespace sysreel {
namespace {

class Export final : public EventVisitor {
 public:
  Export(Exporter& exporter, EventQuery* query) : exporter_(exporter), query_(query) {}

  // One capture; a failing system call or a format that cannot go on.
  Status add(CaptureReader& reader) {
    if (walk_ == nullptr || !walk_->continues_with(reader)) walk_ = std::make_unique<EventWalk>(reader);
    SYSREEL_RETURN_IF_ERROR(exporter_.begin(*walk_, reader.header()));
    SYSREEL_RETURN_IF_ERROR(walk_->run(reader, {}, *this));
    return std::move(status_);
  }

  void kinds_changed() override {
    if (query_ != nullptr) query_->attach(*walk_);
    exporter_.kinds_changed();
  }
  void snapshot(const Snapshot& snapshot) override { exporter_.snapshot(snapshot); }
  void begin_events(const Step& step) override { status_ = exporter_.begin_events(step); }
  void begin_block(const EventBlock& block) override {
    if (query_ != nullptr) query_->begin_block(block);
  }
  bool event(const Step& step) override {
    if (!status_.ok()) return false;
    const bool wanted = query_ == nullptr || query_->matches(step);
    status_ = wanted ? exporter_.add(step) : exporter_.pass_over(step);
    return status_.ok();
  }

 private:
  Exporter& exporter_;
  EventQuery* query_;  // null: all events
  std::unique_ptr<EventWalk> walk_;
  Status status_;
};

int fail(Console& console, const std::string& path, const Error& error) {
  print_error(console, path, error);
  return kExitUnusable;
}

void tell(const ExportOptions& options, const Exporter& exporter, Console& console) {
  for (const auto& [kind, count] : exporter.left_out())
    console.err << "sysreel: warning: " << count << ' ' << terminal_safe(kind)
                << " events left out: " << options.format << " has no event for them\n";
  console.err << "sysreel: " << terminal_safe(options.output) << ": " << exporter.written() << " events\n";
}

}  // namespace

int run_export(const ExportOptions& options, Console& console) {
  std::unique_ptr<EventQuery> query;
  if (!options.filter.empty()) {
    rules::Query text;
    text.condition = options.filter;
    Diagnostics diagnostics;
    query = EventQuery::compile(text, options.falco_compatible, diagnostics);
    for (const Diagnostic& diagnostic : diagnostics.all())
      console.err << to_text(diagnostic, console.err_colour);
    if (query == nullptr) return kExitUnusable;
  }
  const auto files = capture_files({options.capture});
  if (!files) return fail(console, options.capture, files.error());
  // Nothing is created for a capture that cannot be used.
  auto reader = open_any_capture(files->front(), console.key_file);
  if (!reader) return fail(console, files->front(), reader.error());
  auto output = CaptureOutput::open(options.output, options.force);
  if (!output) return fail(console, options.output, output.error());
  const auto exporter = make_exporter(options.format, output->sink());
  if (exporter == nullptr)
    return fail(console, options.format, {ErrorCode::kInvalid, "there is no such format"});
  Export run(*exporter, query.get());
  bool whole = true;
  for (size_t i = 0; i < files->size(); ++i) {
    const std::string& path = (*files)[i];
    if (i > 0) reader = open_any_capture(path, console.key_file);
    const Status status = reader ? run.add(**reader) : Status(reader.error());
    if (!status) return fail(console, path, status.error());
    whole &= warn_of_state(**reader, path, console);
  }
  Status status = exporter->finish();
  if (status.ok()) status = output->commit();
  if (!status) return fail(console, options.output, status.error());
  tell(options, *exporter, console);
  return options.strict && !whole ? kExitGate : kExitDone;
}

}  // namespace sysreel
