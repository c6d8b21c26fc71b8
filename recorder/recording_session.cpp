#include "recorder/recording_session.h"

#include <cstdio>
#include <cstring>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "format/capture_writer.h"
#include "recorder/command.h"
#include "recorder/event_stream.h"
#include "recorder/host_clock.h"
#include "recorder/host_facts.h"
#include "recorder/output_file.h"
#include "recorder/plan_file.h"
#include "recorder/process_scan.h"
#include "recorder/recording_scope.h"
#include "recorder/signal_watch.h"
#include "recorder/start_snapshot.h"

namespace sysreel {
namespace {

constexpr double kNanoseconds = 1e9;

class Session {
 public:
  Session(const RecordOptions& options, Journal& journal) : options_(options), journal_(journal) {}

  int run();

 private:
  Status prepare();
  Status load();
  Status open_output();
  Status take_snapshot();
  Status start_command();
  Status record_until_end();
  Status close();
  bool ended(uint64_t now);
  void handle_signal();
  void print_stats(uint64_t now);
  void print_summary();
  void warn_of_survivors();
  int fail(const Error& error, int code);
  int exit_code();
  CaptureHeader make_header(const RecordingPlan& plan) const;

  const RecordOptions& options_;
  Journal& journal_;
  const Catalogue& catalogue_ = Catalogue::builtin();
  std::vector<bool> selected_;
  KernelTables tables_;
  CaptureHeader header_;

  // In the order of their making; destroyed the other way round.
  std::unique_ptr<SignalWatch> signals_;
  std::unique_ptr<OutputFile> output_;
  std::unique_ptr<CaptureWriter> writer_;
  std::unique_ptr<Command> command_;
  std::optional<RecordingScope> scope_;
  std::unique_ptr<Probes> probes_;
  std::unique_ptr<KernelRing> ring_;
  std::unique_ptr<WriteThread> write_thread_;
  std::unique_ptr<EventStream> stream_;

  uint64_t started_ = 0;
  uint64_t stopped_ = 0;
  uint64_t next_stats_ = 0;
  uint64_t events_at_stats_ = 0;
  int exec_error_ = 0;
  int end_signal_ = 0;
};

// The whole story, top to bottom. Up to the release of the command nothing has happened on the host but a
// forked child that waits; a failure until then leaves no file behind.
int Session::run() {
  if (Status status = prepare(); !status.ok()) return fail(status.error(), kExitBadUse);
  if (Status status = load(); !status.ok()) return fail(status.error(), kExitCannotRecord);
  if (Status status = open_output(); !status.ok()) return fail(status.error(), kExitBadUse);
  // From here on the hooks see every event in scope; the gate holds them back until the snapshot precedes
  // them.
  if (Status status = probes_->attach(); !status.ok()) return fail(status.error(), kExitCannotRecord);
  if (Status status = take_snapshot(); !status.ok()) return fail(status.error(), kExitCannotRecord);
  stream_->open_gate();
  if (Status status = start_command(); !status.ok()) return fail(status.error(), kExitCannotRecord);
  if (Status status = record_until_end(); !status.ok()) return fail(status.error(), kExitRecordingFailed);
  // From here on nothing is recorded any more, and the kernel's counters are final.
  if (Status status = close(); !status.ok()) return fail(status.error(), kExitRecordingFailed);
  print_summary();
  return exit_code();
}

Status Session::prepare() {
  RecordingPlan plan;
  if (!options_.plan.empty()) {
    Result<RecordingPlan> read = read_plan(options_.plan);
    if (!read.ok()) return std::move(read).error();
    plan = std::move(read).value();
  }
  Result<std::vector<bool>> selected =
      select_events(catalogue_, options_.profile, plan.events, options_.events);
  if (!selected.ok()) return std::move(selected).error();
  selected_ = std::move(selected).value();
  Result<KernelTables> tables = make_kernel_tables(catalogue_, selected_);
  if (!tables.ok()) return std::move(tables).error();
  tables_ = std::move(tables).value();
  Result<RecordingScope> scope = RecordingScope::resolve(options_);
  if (!scope.ok()) return std::move(scope).error();
  scope_ = std::move(scope).value();
  header_ = make_header(plan);
  return {};
}

Status Session::load() {
  signals_ = std::make_unique<SignalWatch>();
  ProbeOptions probe_options;
  probe_options.ring_bytes = options_.buffer_bytes * std::max<uint64_t>(header_.cpus, 1);
  probe_options.snaplen = options_.snaplen;
  scope_->configure(probe_options);
  Result<std::unique_ptr<Probes>> probes = Probes::load(tables_, probe_options);
  if (!probes.ok()) return std::move(probes).error();
  probes_ = std::move(probes).value();
  Result<std::unique_ptr<KernelRing>> ring = KernelRing::open(probes_->ring_fd());
  if (!ring.ok()) return std::move(ring).error();
  ring_ = std::move(ring).value();
  if (options_.command.empty()) return {};
  Result<std::unique_ptr<Command>> command = Command::hold(options_.command, options_.output == "-");
  if (!command.ok()) return std::move(command).error();
  command_ = std::move(command).value();
  return {};
}

CaptureHeader Session::make_header(const RecordingPlan& plan) const {
  CaptureHeader header = describe_host();
  header.command = options_.command;
  header.recorded_types = names_of(catalogue_, selected_);
  header.configuration = {
      "profile=" + std::string(name_of(options_.profile)),
      "snaplen=" + std::to_string(options_.snaplen),
      "buffer=" + std::to_string(options_.buffer_bytes),
      "transport=ringbuf",
      "zstd-level=" + (options_.zstd_level ? std::to_string(*options_.zstd_level) : "auto"),
  };
  for (const std::string& change : options_.events) header.configuration.push_back("events=" + change);
  for (const std::string& file : plan.generated_from) header.configuration.push_back("plan-from=" + file);
  for (std::string& line : scope_->description()) header.configuration.push_back(std::move(line));
  return header;
}

Status Session::open_output() {
  const std::string name = options_.output.empty() ? default_capture_name(header_) : options_.output;
  Result<std::unique_ptr<OutputFile>> output = OutputFile::create(name, options_.force);
  if (!output.ok()) return std::move(output).error();
  output_ = std::move(output).value();
  WriterOptions writer_options;
  writer_options.zstd_level = options_.zstd_level.value_or(kIdleLevel);
  Result<std::unique_ptr<CaptureWriter>> writer = CaptureWriter::create(*output_, header_, writer_options);
  if (!writer.ok()) return std::move(writer).error();
  writer_ = std::move(writer).value();
  write_thread_ = std::make_unique<WriteThread>(*writer_);
  stream_ = std::make_unique<EventStream>(catalogue_, *probes_, *ring_, *write_thread_,
                                          StreamOptions{options_.count, options_.zstd_level});
  return {};
}

Status Session::take_snapshot() {
  started_ = boot_time();
  Result<std::set<int64_t>> running = scope_->name_running_processes(*probes_);
  if (!running.ok()) return std::move(running).error();
  std::set<int64_t> pids = std::move(running).value();
  if (command_) pids.insert(command_->pid());
  if (!pids.empty()) pids = ProcessScan().with_ancestors(pids);
  for (Snapshot& snapshot : take_start_snapshot(catalogue_, *probes_, pids))
    write_thread_->push(std::move(snapshot));
  return {};
}

Status Session::start_command() {
  if (!command_) return {};
  SYSREEL_RETURN_IF_ERROR(probes_->mark_task(command_->pidfd()));
  Result<int> error = command_->release();
  if (!error.ok()) return std::move(error).error();
  exec_error_ = *error;
  if (exec_error_ != 0) journal_.error(options_.command[0] + ": " + std::strerror(exec_error_));
  return {};
}

Status Session::record_until_end() {
  for (;;) {
    const uint64_t now = boot_time();
    if (ended(now)) return {};
    signals_->wait(stream_->pause_ms());
    handle_signal();
    SYSREEL_RETURN_IF_ERROR(stream_->pump());
    if (write_thread_->failed()) return write_thread_->finish();
    print_stats(now);
  }
}

bool Session::ended(uint64_t now) {
  if (end_signal_ != 0 && !command_) return true;
  if (stream_->count_reached()) return true;
  if (options_.duration && static_cast<double>(now - started_) >= *options_.duration * kNanoseconds)
    return true;
  if (command_ && command_->poll()) return true;
  return scope_->ended();
}

// The command gets the terminal's signals by itself; those sent to the recorder alone are handed on, and the
// recording ends with the command. Without a command any of them ends the recording.
void Session::handle_signal() {
  const auto request = signals_->end_requested();
  if (!request) return;
  end_signal_ = request->signal;
  if (command_ && !request->from_terminal) command_->signal(request->signal);
}

// Descendants that the command left behind, daemons mostly.
void Session::warn_of_survivors() {
  if (!command_) return;
  std::set<uint32_t> alive;
  if (const auto tasks = probes_->list_tasks(); tasks.ok())
    for (const reel_task& task : *tasks)
      if (task.recorded != 0 && task.pid != static_cast<uint32_t>(command_->pid())) alive.insert(task.pid);
  if (alive.empty()) return;
  journal_.warning("the command has ended; " + std::to_string(alive.size()) +
                   (alive.size() == 1 ? " descendant still runs and is" : " descendants still run and are") +
                   " no longer recorded (first pid " + std::to_string(*alive.begin()) +
                   "; --pid records a process that already runs)");
}

Status Session::close() {
  if (command_ && command_->poll()) warn_of_survivors();
  stopped_ = boot_time();
  probes_->detach();
  SYSREEL_RETURN_IF_ERROR(stream_->finish());
  SYSREEL_RETURN_IF_ERROR(write_thread_->finish());
  SYSREEL_RETURN_IF_ERROR(writer_->close());
  return output_->finish();
}

void Session::print_stats(uint64_t now) {
  if (!options_.stats) return;
  const auto interval = static_cast<uint64_t>(*options_.stats * kNanoseconds);
  if (next_stats_ == 0) next_stats_ = started_ + interval;
  if (now < next_stats_) return;
  next_stats_ += interval;
  const LossTotals totals = totals_of(probes_->counters());
  const double rate = static_cast<double>(stream_->events() - events_at_stats_) / *options_.stats;
  events_at_stats_ = stream_->events();
  char text[256];
  std::snprintf(
      text, sizeof(text),
      "%.0f events/s, %llu events, %llu bytes, lost %llu (ring full %llu, nested %llu, oversize %llu)", rate,
      static_cast<unsigned long long>(stream_->events()),
      static_cast<unsigned long long>(write_thread_->written_bytes()),
      static_cast<unsigned long long>(totals.lost), static_cast<unsigned long long>(totals.ring_full),
      static_cast<unsigned long long>(totals.nested), static_cast<unsigned long long>(totals.oversize));
  journal_.summary(text);
}

void Session::print_summary() {
  const LossTotals totals = totals_of(probes_->counters());
  std::string lost = "nothing lost";
  if (totals.lost != 0) {
    lost = "lost " + std::to_string(totals.lost) + " events (ring full " + std::to_string(totals.ring_full) +
           ", nested " + std::to_string(totals.nested) + ", oversize " + std::to_string(totals.oversize) +
           ")";
  }
  if (totals.scope_failed != 0)
    lost += ", " + std::to_string(totals.scope_failed) + " processes could not be followed";
  char duration[32];
  std::snprintf(duration, sizeof(duration), "%.3f s",
                static_cast<double>(stopped_ - started_) / kNanoseconds);
  journal_.summary(output_->name() + ": " + std::to_string(stream_->events()) + " events, " +
                   std::to_string(writer_->totals().bytes) + " bytes, " + duration + ", " + lost +
                   ", SHA-256 " + writer_->file_sha256());
  journal_.detail("seen " + std::to_string(totals.seen) + ", filtered " + std::to_string(totals.filtered) +
                  ", recorded " + std::to_string(totals.recorded) + ", with a value that could not be read " +
                  std::to_string(totals.unreadable) + ", late " + std::to_string(stream_->late()) +
                  ", malformed " + std::to_string(stream_->malformed()));
}

int Session::fail(const Error& error, int code) {
  journal_.error(error.message);
  // A file in which nothing was recorded is of no use to anybody.
  if (code != kExitRecordingFailed && output_) output_->discard();
  return code;
}

int Session::exit_code() {
  if (exec_error_ != 0) return exec_error_ == ENOENT ? 127 : 126;
  return command_ ? command_->wait() : kExitRecorded;
}

}  // namespace

int record(const RecordOptions& options, Journal& journal) {
  Session session(options, journal);
  return session.run();
}

}  // namespace sysreel
