#include "replayer/commands/import.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "base/escape.h"
#include "base/json_writer.h"
#include "base/version.h"
#include "format/capture_writer.h"
#include "replayer/checkpoint/checkpoint.h"
#include "replayer/commands/capture_output.h"
#include "replayer/commands/capture_state.h"
#include "replayer/fields/extractor.h"
#include "replayer/import/generic_forms.h"
#include "replayer/import/open_capture.h"
#include "replayer/state/state.h"

namespace sysreel {
namespace {

// Where the source was damaged the copy says so: what could not be read counts as lost.
LossReport damage_report(const ForeignReader& reader, EventSource source, uint64_t from, uint64_t to) {
  const ForeignCounts counts = reader.foreign_counts();
  LossReport report;
  report.source = source;
  report.from = from;
  report.to = to;
  report.recorded = counts.events;
  report.lost.push_back({LossReason::kDamaged, LossClass::kAny, 0xffff, counts.damaged});
  report.seen = report.recorded + counts.damaged;
  return report;
}

std::string origin_of(const CaptureHeader& source) {
  std::string origin;
  JsonWriter json(origin);
  json.begin_object();
  json.field("command", "import");
  json.field("format", source.recorder);
  json.field("capture", to_hex(source.capture_id));
  json.end_object();
  return origin;
}

// One run of the command: sources in, one capture out. Events keep their numbers; those of a second source go
// on behind the first's.
class Import {
 public:
  Import(const ImportOptions& options, Console& console) : options_(options), console_(console) {}

  int run();

 private:
  Status copy(const std::string& path);
  Status copy_items(ForeignReader& reader);
  Status start(const CaptureHeader& source);
  Status write_checkpoint(const State& state, const CaptureItem& first);
  void shift_numbers(EventBlock& block) const;
  int fail(const std::string& path, const Error& error);

  const ImportOptions& options_;
  Console& console_;
  std::unique_ptr<CaptureOutput> output_;
  const Catalogue catalogue_ = with_generic_forms();  // of every reader's kinds
  std::unique_ptr<CaptureWriter> writer_;
  CaptureItem item_;
  uint64_t numbers_before_ = 0;  // of the sources before this one
  uint64_t last_number_ = 0;
  bool whole_ = true;
};

Status Import::start(const CaptureHeader& source) {
  if (writer_) return {};
  auto output = CaptureOutput::open(options_.output, options_.force);
  if (!output.ok()) return std::move(output).error();
  output_ = std::make_unique<CaptureOutput>(std::move(output).value());
  CaptureHeader header = source;
  header.capture_id = header.recording_id = CaptureId{};
  header.origin = origin_of(source);
  header.build = "sysreel " + std::string(kVersion);
  auto writer = CaptureWriter::create(output_->sink(), header, {.catalogue = &catalogue_});
  if (!writer.ok()) return std::move(writer).error();
  writer_ = std::move(writer).value();
  return {};
}

void Import::shift_numbers(EventBlock& block) const {
  if (numbers_before_ == 0) return;
  block.first_number += numbers_before_;
  for (uint64_t& number : block.number) number += numbers_before_;
}

// The state before a source's first event: replay can begin here. What came before is of another recording.
Status Import::write_checkpoint(const State& state, const CaptureItem& first) {
  const CheckpointPlace place{.time = first.first_time,
                              .fresh = numbers_before_ > 0,
                              .numbers = first.block.numbers,
                              .arch = first.block.arch};
  for (const Snapshot& part : checkpoint_of(state, CaptureFacts{}, place))
    SYSREEL_RETURN_IF_ERROR(writer_->write_snapshot(part));
  return {};
}

Status Import::copy_items(ForeignReader& reader) {
  State state(reader.catalogue());
  state.set_wall_offset(reader.header().wall_time - reader.header().boot_time);
  bool at_start = false;  // snapshots have come, events have not
  bool begun = false;
  uint64_t from = reader.header().boot_time;
  uint64_t to = from;
  EventSource source = EventSource::kSyscall;
  for (;;) {
    auto more = reader.next(item_, {});
    if (!more.ok()) return std::move(more).error();
    if (!*more) break;
    if (item_.kind == CaptureItem::Kind::kSnapshot) {
      SYSREEL_RETURN_IF_ERROR(writer_->write_snapshot(item_.snapshot));
      if (!begun) state.load_snapshot(item_.snapshot);
      at_start = !begun;
      continue;
    }
    if (at_start) SYSREEL_RETURN_IF_ERROR(write_checkpoint(state, item_));
    at_start = false;
    begun = true;
    shift_numbers(item_.block);
    last_number_ = item_.block.number_of(item_.block.size() - 1);
    source = item_.block.source;
    from = std::min(from, item_.first_time);
    to = std::max(to, item_.last_time);
    SYSREEL_RETURN_IF_ERROR(writer_->write_block(item_.block));
  }
  if (!reader.damage().empty()) return writer_->write_loss(damage_report(reader, source, from, to));
  return {};
}

Status Import::copy(const std::string& path) {
  if (capture_format_of(path) == CaptureFormat::kReel)
    return Error{ErrorCode::kUnsupported,
                 "not a format that can be imported (Falco and sysdig captures, Kubernetes audit events "
                 "as JSON, Linux audit logs; plain or compressed with gzip, zstd or lz4)"};
  auto reader = open_foreign_capture(path);
  if (!reader.ok()) return std::move(reader).error();
  SYSREEL_RETURN_IF_ERROR(start((*reader)->header()));
  numbers_before_ = last_number_;
  SYSREEL_RETURN_IF_ERROR(copy_items(**reader));
  last_number_ = std::max(last_number_, numbers_before_);
  if (const std::string left_out = (*reader)->left_out(); !left_out.empty())
    console_.err << "sysreel: warning: " << terminal_safe(path) << ": " << left_out << '\n';
  if (!warn_of_state(**reader, path, console_)) whole_ = false;
  return {};
}

int Import::fail(const std::string& path, const Error& error) {
  print_error(console_, path, error);
  return kExitUnusable;
}

int Import::run() {
  for (const std::string& path : options_.files)
    if (Status status = copy(path); !status.ok()) return fail(path, status.error());
  Status status = writer_->close();
  if (status.ok()) status = output_->commit();
  if (!status.ok()) return fail(options_.output, status.error());
  const CaptureTotals& totals = writer_->totals();
  console_.err << "sysreel: " << terminal_safe(options_.output) << ": " << totals.events << " events, "
               << totals.bytes << " bytes, sha256 " << writer_->file_sha256() << '\n';
  return options_.strict && !whole_ ? kExitGate : kExitDone;
}

}  // namespace

int run_import(const ImportOptions& options, Console& console) {
  return Import(options, console).run();
}

}  // namespace sysreel
