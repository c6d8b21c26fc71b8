#include "replayer/commands/rewrite.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "base/escape.h"
#include "format/kind_row.h"
#include "replayer/commands/boot_range.h"
#include "replayer/commands/capture_output.h"
#include "replayer/commands/capture_paths.h"
#include "replayer/commands/capture_state.h"
#include "replayer/import/open_capture.h"
#include "replayer/rewrite/capture_rewrite.h"
#include "replayer/rewrite/origin.h"
#include "replayer/rewrite/process_tree_filter.h"

namespace sysreel {
namespace {

constexpr uint64_t kCheckpointEvery = 10'000'000'000;
constexpr int kCopyLevel = 3;
constexpr int kRepackLevel = 19;
constexpr size_t kRepackBytes = 16U << 20;

std::string_view name_of(RewriteCommand command) {
  static constexpr std::string_view kNames[] = {"slice", "merge", "index", "repack", "repair"};
  return kNames[static_cast<size_t>(command)];
}

struct Source {
  std::string path;
  std::unique_ptr<CaptureReader> reader;
};

// Learns which processes a slice is about.
class Learn final : public EventVisitor {
 public:
  Learn(ProcessTreeFilter& filter, const EventWalk& walk) : filter_(filter), walk_(walk) {}
  void begin_events(const Step&) override { filter_.learn(walk_.state()); }
  bool event(const Step& step) override {
    filter_.learn(walk_.state(), step);
    return true;
  }

 private:
  ProcessTreeFilter& filter_;
  const EventWalk& walk_;
};

class Rewrite {
 public:
  Rewrite(const RewriteOptions& options, Console& console) : options_(options), console_(console) {}

  int run();

 private:
  Status open_sources();
  Status check_recording();
  Status learn_processes();
  std::vector<OriginSource> origins() const;
  OriginRange origin_range() const;
  RewriteJob job() const;
  Status learn_kinds();
  Status copy();
  BootRange range() const;
  const CaptureHeader& first() const { return sources_.front().reader->header(); }
  int fail(const Error& error);

  const RewriteOptions& options_;
  Console& console_;
  std::string culprit_;  // the file that an error is about
  std::vector<Source> sources_;
  std::unique_ptr<ProcessTreeFilter> filter_;
  CaptureKinds kinds_;
  bool whole_ = true;
};

Status Rewrite::open_sources() {
  culprit_ = options_.captures.front();
  const auto files = capture_files(options_.captures);
  if (!files.ok()) return files.error();
  for (const std::string& path : *files) {
    culprit_ = path;
    auto reader = open_any_capture(path, console_.key_file);
    if (!reader.ok()) return std::move(reader).error();
    sources_.push_back({path, std::move(reader).value()});
  }
  std::stable_sort(sources_.begin(), sources_.end(), [](const Source& a, const Source& b) {
    return a.reader->header().part < b.reader->header().part;
  });
  return check_recording();
}

Status Rewrite::check_recording() {
  for (size_t i = 1; i < sources_.size(); ++i) {
    const CaptureHeader& header = sources_[i].reader->header();
    culprit_ = sources_[i].path;
    if (header.recording_id != first().recording_id)
      return Error{ErrorCode::kInvalid, "not a part of the same recording as " + sources_.front().path};
    if (header.part == sources_[i - 1].reader->header().part)
      return Error{ErrorCode::kInvalid, "the same part of the recording as " + sources_[i - 1].path};
  }
  return {};
}

BootRange Rewrite::range() const {
  BootRange range;
  if (options_.from) range.from = boot_time_of(*options_.from, first());
  if (options_.to) range.to = boot_time_of(*options_.to, first());
  return range;
}

Status Rewrite::learn_processes() {
  filter_ = std::make_unique<ProcessTreeFilter>(*options_.pid);
  EventWalk walk(*sources_.front().reader);
  Learn learn(*filter_, walk);
  for (Source& source : sources_) {
    culprit_ = source.path;
    if (source.path == "-") return Error{ErrorCode::kInvalid, "--pid needs a file: it is read twice"};
    SYSREEL_RETURN_IF_ERROR(walk.run(*source.reader, range(), learn));
    auto again = open_any_capture(source.path, console_.key_file);
    if (!again.ok()) return std::move(again).error();
    source.reader = std::move(again).value();
  }
  if (!filter_->found())
    return Error{ErrorCode::kNotFound, "no process " + std::to_string(*options_.pid) + " in this time"};
  return {};
}

std::vector<OriginSource> Rewrite::origins() const {
  std::vector<OriginSource> origins;
  for (const Source& source : sources_) {
    const auto& footer = source.reader->footer();
    origins.push_back({source.reader->header(), footer ? footer->final_hash : std::string()});
  }
  return origins;
}

OriginRange Rewrite::origin_range() const {
  OriginRange range;
  if (options_.from) range.from = options_.from->after(first().wall_time);
  if (options_.to) range.to = options_.to->after(first().wall_time);
  range.pid = options_.pid;
  return range;
}

RewriteJob Rewrite::job() const {
  RewriteJob job;
  job.slice = options_.command == RewriteCommand::kSlice;
  if (job.slice) job.range = range();
  job.processes = filter_.get();
  if (options_.command == RewriteCommand::kIndex) job.checkpoint_every = kCheckpointEvery;
  job.checkpoint_each_part = options_.command == RewriteCommand::kMerge;
  return job;
}

// What only the sources' catalogues have, so that the copy's header lists it, too.
Status Rewrite::learn_kinds() {
  for (const Source& source : sources_) {
    for (const EventKind& kind : source.reader->catalogue().kinds()) {
      const auto mapping = kinds_.map(row_of(kind));
      if (!mapping) return mapping.error();
    }
  }
  return {};
}

Status Rewrite::copy() {
  SYSREEL_RETURN_IF_ERROR(learn_kinds());
  culprit_ = options_.output;
  auto output = CaptureOutput::open(options_.output, options_.force);
  if (!output.ok()) return std::move(output).error();
  const bool repack = options_.command == RewriteCommand::kRepack;
  const WriterOptions writing{.zstd_level = repack ? kRepackLevel : kCopyLevel,
                              .catalogue = &kinds_.catalogue()};
  const CaptureHeader header = derived_header(name_of(options_.command), origins(), origin_range());
  auto writer = CaptureWriter::create(output->sink(), header, writing);
  if (!writer.ok()) return std::move(writer).error();
  const EventCopier::Limits limits{repack ? kRepackBytes : size_t{1} << 20, repack};
  CaptureRewrite rewrite(**writer, kinds_, job(), limits);
  for (const Source& source : sources_) {
    culprit_ = source.path;
    SYSREEL_RETURN_IF_ERROR(rewrite.add(*source.reader));
    whole_ &= warn_of_state(*source.reader, source.path, console_);
  }
  culprit_ = options_.output;
  SYSREEL_RETURN_IF_ERROR((*writer)->close());
  SYSREEL_RETURN_IF_ERROR(output->commit());
  const CaptureTotals& totals = (*writer)->totals();
  console_.err << "sysreel: " << terminal_safe(options_.output) << ": " << totals.events << " events, "
               << totals.bytes << " bytes, sha256 " << (*writer)->file_sha256() << '\n';
  return {};
}

int Rewrite::fail(const Error& error) {
  print_error(console_, culprit_, error);
  return kExitUnusable;
}

int Rewrite::run() {
  if (Status status = open_sources(); !status.ok()) return fail(status.error());
  if (options_.pid)
    if (Status status = learn_processes(); !status.ok()) return fail(status.error());
  if (Status status = copy(); !status.ok()) return fail(status.error());
  return options_.strict && !whole_ ? kExitGate : kExitDone;
}

}  // namespace

int run_rewrite(const RewriteOptions& options, Console& console) {
  return Rewrite(options, console).run();
}

}  // namespace sysreel
