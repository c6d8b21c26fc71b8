#include "recorder/audit_session.h"

#include <memory>

#include "recorder/audit_sources.h"
#include "recorder/call_filter.h"
#include "recorder/capabilities.h"
#include "recorder/capture_files.h"
#include "recorder/end_line.h"
#include "recorder/event_stream.h"
#include "recorder/host_clock.h"
#include "recorder/host_facts.h"
#include "recorder/prepared_recording.h"
#include "recorder/signal_watch.h"
#include "recorder/upkeep.h"
#include "recorder/write_thread.h"

namespace sysreel {
namespace {

constexpr double kNanoseconds = 1e9;
constexpr int kLook = 50;  // ms

class AuditSession {
 public:
  AuditSession(const RecordOptions& options, Journal& journal)
      : options_(options), journal_(journal), signals_(options.trigger_signal) {}

  int run();

 private:
  Status open();
  Error unusable(const Error& error);
  void record_until_end();
  Status close();
  bool ended(uint64_t now);
  void print_stats(uint64_t now);
  RecordingNumbers numbers() const;

  const RecordOptions& options_;
  Journal& journal_;
  SignalWatch signals_;  // before any thread begins
  std::unique_ptr<CaptureFiles> files_;
  std::unique_ptr<WriteThread> write_thread_;
  std::unique_ptr<AuditSources> source_;
  std::unique_ptr<Upkeep> upkeep_;
  int exit_code_ = kExitBadUse;  // when the recording does not begin
  uint64_t started_ = 0;
  uint64_t stopped_ = 0;
  uint64_t next_stats_ = 0;
  uint64_t events_at_stats_ = 0;
};

int AuditSession::run() {
  if (const Status status = open(); !status.ok()) {
    journal_.error(status.error().message);
    source_.reset();
    write_thread_.reset();
    if (files_) files_->discard();  // nothing was recorded
    return exit_code_;
  }
  if (const Status status = confine_calls({false, !options_.k8s.listen.empty(), 0}); !status.ok())
    journal_.warning(status.error().message + "; recording goes on without");
  record_until_end();
  const Status closed = close();
  RecordingNumbers all = numbers();
  all.file = files_->current_name();
  all.events = files_->events();
  all.unwritten += source_->events() - all.events;
  all.sha256 = files_->file_sha256();
  journal_.summary(end_line(all) + source_->malformed_text());
  if (closed.ok()) return kExitRecorded;
  journal_.error(closed.error().message);
  return kExitRecordingFailed;
}

Status AuditSession::open() {
  CaptureHeader header = describe_host();
  describe_audit_sources(options_, header);
  Result<FileOptions> file_options = file_options_of(options_, header);
  if (!file_options.ok()) return std::move(file_options).error();
  file_options->sources = audit_event_sources(options_);
  auto joined = AuditSources::join(options_, journal_);
  if (!joined.ok()) return unusable(joined.error());
  started_ = boot_time();
  auto files = CaptureFiles::open(header, *file_options, started_);
  if (!files.ok()) return std::move(files).error();
  files_ = std::move(files).value();
  if (options_.audit) warn_of_root_file_system(*files_, journal_);
  SYSREEL_RETURN_IF_ERROR(
      keep_capabilities(available_capabilities(capabilities_for(options_, false, files_->name()))));
  write_thread_ = std::make_unique<WriteThread>(*files_);
  auto source = AuditSources::open(options_, std::move(joined).value(), *write_thread_, journal_);
  if (!source.ok()) return unusable(source.error());
  source_ = std::move(source).value();
  upkeep_ = std::make_unique<Upkeep>(options_, file_options->name, *files_, *write_thread_, journal_,
                                     Upkeep::StartScan(), started_);
  upkeep_->add(*source_);
  return {};
}

Error AuditSession::unusable(const Error& error) {
  exit_code_ = exit_code_of_audit(error);
  return error;
}

void AuditSession::record_until_end() {
  for (;;) {
    const uint64_t now = boot_time();
    source_->tick(now);
    upkeep_->tick(now);
    print_stats(now);
    if (ended(now)) return;
    signals_.wait(kLook);
  }
}

bool AuditSession::ended(uint64_t now) {
  const bool end_requested = signals_.end_requested().has_value();
  if (signals_.pin_requested()) upkeep_->pin(now);
  if (end_requested || write_thread_->failed() || upkeep_->quota_reached()) return true;
  if (options_.count && source_->events() >= *options_.count) return true;
  return options_.duration && static_cast<double>(now - started_) >= *options_.duration * kNanoseconds;
}

Status AuditSession::close() {
  stopped_ = boot_time();
  source_->stop(stopped_);
  Status written = write_thread_->finish();
  if (written.ok()) return files_->close(stopped_);
  if (!files_->can_be_closed()) return written;
  if (const auto& missing = write_thread_->unwritten())
    if (const Status lost = files_->write_loss(*missing); !lost.ok()) return written;
  (void)files_->close(stopped_);
  return written;
}

RecordingNumbers AuditSession::numbers() const {
  RecordingNumbers numbers;
  numbers.file = files_->name();
  numbers.parts = files_->part();
  numbers.unwritten = source_->dropped();
  numbers.bytes = files_->total_bytes();
  numbers.events = source_->events();
  numbers.audit_lost = source_->lost();
  numbers.seconds = static_cast<double>(stopped_ - started_) / kNanoseconds;
  return numbers;
}

void AuditSession::print_stats(uint64_t now) {
  if (!options_.stats) return;
  const auto interval = static_cast<uint64_t>(*options_.stats * kNanoseconds);
  if (next_stats_ == 0) next_stats_ = started_ + interval;
  if (now < next_stats_) return;
  next_stats_ += interval;
  journal_.summary(stats_line(numbers(), source_->events() - events_at_stats_, *options_.stats));
  events_at_stats_ = source_->events();
}

}  // namespace

int record_audit(const RecordOptions& options, Journal& journal) {
  return AuditSession(options, journal).run();
}

}  // namespace sysreel
