#include "recorder/recording_session.h"

#include <malloc.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <future>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "recorder/audit_session.h"
#include "recorder/audit_sources.h"
#include "recorder/call_filter.h"
#include "recorder/capabilities.h"
#include "recorder/capture_files.h"
#include "recorder/command.h"
#include "recorder/end_line.h"
#include "recorder/event_stream.h"
#include "recorder/host_clock.h"
#include "recorder/prepared_recording.h"
#include "recorder/process_scan.h"
#include "recorder/signal_watch.h"
#include "recorder/start_snapshot.h"
#include "recorder/startup_memory.h"
#include "recorder/task_iterators.h"
#include "recorder/thread_priority.h"
#include "recorder/upkeep.h"
#include "recorder/write_thread.h"

namespace sysreel {
namespace {

constexpr double kNanoseconds = 1e9;
constexpr int kCloseLook = 50;                       // ms
constexpr uint64_t kClosePatience = 10'000'000'000;  // ns without progress
constexpr int kCommandLook = 1000;                   // ms; its end is a signal
constexpr uint64_t kDescendantLook = 100'000'000;    // ns; each goes over every task of the host
constexpr uint64_t kSettled = 1'000'000'000;         // ns; by then the start's own work is done

class Session {
 public:
  Session(const RecordOptions& options, Journal& journal) : options_(options), journal_(journal) {}

  int run();

 private:
  Status prepare();
  Status load();
  void load_iterators();
  Status open_output();
  Status join_audit();
  Status open_audit();
  bool may_do_without_kernel() const;
  Status take_snapshot();
  Status give_up_capabilities();
  void confine();
  Status start_command();
  Status record_until_end();
  Status close();
  bool command_has_ended();
  bool ended(uint64_t now);
  bool descendants_ended(uint64_t now);
  std::set<uint32_t> descendants() const;
  void handle_signal();
  WriteThread::PendingSnapshot start_scan();
  void await_writer();
  Status close_files();
  void await_command();
  RecordingNumbers numbers();
  void print_stats(uint64_t now);
  void print_summary();
  void warn_of_survivors();
  int fail(const Error& error, int code);

  const RecordOptions& options_;
  Journal& journal_;
  const Catalogue& catalogue_ = Catalogue::builtin();
  std::optional<PreparedRecording> prepared_;
  FileOptions file_options_;

  // In the order of their making; destroyed the other way round.
  std::unique_ptr<SignalWatch> signals_;
  std::unique_ptr<CaptureFiles> files_;
  std::unique_ptr<Command> command_;
  std::unique_ptr<Probes> probes_;
  std::unique_ptr<TaskIterators> iterators_;  // absent: the snapshot is taken from /proc
  std::unique_ptr<KernelRing> ring_;
  std::unique_ptr<WriteThread> write_thread_;
  std::unique_ptr<EventStream> stream_;
  std::unique_ptr<Upkeep> upkeep_;
  ScopedFd audit_records_;
  std::unique_ptr<AuditSources> audit_;  // beside the kernel's events

  uint64_t started_ = 0;
  uint64_t stopped_ = 0;
  uint64_t next_stats_ = 0;
  uint64_t events_at_stats_ = 0;
  uint64_t command_ended_ = 0;
  uint64_t next_descendant_look_ = 0;
  int exec_error_ = 0;
  int end_signal_ = 0;
  bool command_gone_ = false;
  bool settled_ = false;
};

// The whole story, top to bottom. Up to the release of the command nothing has happened on the host but a
// forked child that waits; a failure until then leaves no file behind.
int Session::run() {
  use_little_memory();
  if (Status status = prepare(); !status.ok()) return fail(status.error(), kExitBadUse);
  if (Status status = load(); !status.ok()) {
    if (!may_do_without_kernel()) return fail(status.error(), kExitCannotRecord);
    journal_.warning("system calls are not recorded, audit events alone: " + status.error().message);
    return record_audit(options_, journal_);
  }
  if (Status status = join_audit(); !status.ok())
    return fail(status.error(), exit_code_of_audit(status.error()));
  if (Status status = open_output(); !status.ok()) return fail(status.error(), kExitBadUse);
  // From here on the hooks see every event in scope; the gate holds them back until the snapshot precedes
  // them.
  if (Status status = probes_->attach(); !status.ok()) return fail(status.error(), kExitCannotRecord);
  if (Status status = open_audit(); !status.ok())
    return fail(status.error(), exit_code_of_audit(status.error()));
  if (Status status = take_snapshot(); !status.ok()) return fail(status.error(), kExitCannotRecord);
  stream_->open_gate();
  if (Status status = start_command(); !status.ok()) return fail(status.error(), kExitCannotRecord);
  give_back_startup_memory();
  // Everything is open: from here on the recorder can do no more than read, and write its files.
  confine();
  const Status recorded = record_until_end();
  // From here on nothing is recorded any more, and the kernel's counters are final.
  const Status closed = close();
  print_summary();
  // A command goes on when its recording could not.
  if (command_) await_command();
  if (!recorded.ok()) return fail(recorded.error(), kExitRecordingFailed);
  if (!closed.ok()) return fail(closed.error(), kExitRecordingFailed);
  if (exec_error_ != 0) return exec_error_ == ENOENT ? kExitNotFound : kExitNotExecutable;
  return command_ ? command_->wait() : kExitRecorded;
}

Status Session::prepare() {
  Result<PreparedRecording> prepared = prepare_recording(options_);
  if (!prepared.ok()) return std::move(prepared).error();
  prepared_ = std::move(prepared).value();
  Result<FileOptions> file_options = file_options_of(options_, prepared_->header);
  if (!file_options.ok()) return std::move(file_options).error();
  file_options_ = std::move(file_options).value();
  for (const EventSource source : audit_event_sources(options_)) file_options_.sources.push_back(source);
  return {};
}

Status Session::load() {
  signals_ = std::make_unique<SignalWatch>(options_.trigger_signal);
  ProbeOptions probe_options;
  probe_options.ring_bytes = options_.buffer_bytes;
  probe_options.transport = options_.transport;
  probe_options.snaplen = options_.snaplen;
  prepared_->scope.configure(probe_options);
  Result<std::unique_ptr<Probes>> probes = Probes::load(prepared_->tables, probe_options);
  if (!probes.ok()) return std::move(probes).error();
  probes_ = std::move(probes).value();
  prepared_->header.configuration.push_back("transport=" + std::string(name_of(probes_->transport())));
  load_iterators();
  malloc_trim(0);  // the kernel's type information is tens of megabytes, and no longer needed
  for (const MissingHook& hook : probes_->missing()) {
    std::erase(prepared_->header.recorded_types, hook.kind);
    journal_.detail(hook.kind + " is not recorded: " + hook.reason);
  }
  Result<std::unique_ptr<KernelRing>> ring = KernelRing::open(*probes_);
  if (!ring.ok()) return std::move(ring).error();
  ring_ = std::move(ring).value();
  if (options_.command.empty()) return {};
  Result<std::unique_ptr<Command>> command = Command::hold(options_.command, options_.output == "-");
  if (!command.ok()) return std::move(command).error();
  command_ = std::move(command).value();
  return {};
}

void Session::load_iterators() {
  Result<std::unique_ptr<TaskIterators>> loaded = TaskIterators::load();
  if (loaded.ok())
    iterators_ = std::move(loaded).value();
  else
    journal_.detail("the snapshot is taken from /proc: " + loaded.error().message);
}

Status Session::open_output() {
  started_ = boot_time();
  Result<std::unique_ptr<CaptureFiles>> files =
      CaptureFiles::open(prepared_->header, file_options_, started_);
  if (!files.ok()) return std::move(files).error();
  files_ = std::move(files).value();
  if (prepared_->scope.whole_host()) warn_of_root_file_system(*files_, journal_);
  hurry();
  SYSREEL_RETURN_IF_ERROR(give_up_capabilities());
  write_thread_ = std::make_unique<WriteThread>(*files_);
  stream_ = std::make_unique<EventStream>(
      catalogue_, *probes_, *ring_, *write_thread_,
      StreamOptions{options_.count, options_.zstd_level, options_.snaplen, options_.records_audit_events()});
  upkeep_ = std::make_unique<Upkeep>(
      options_, file_options_.name, *files_, *write_thread_, journal_, [this] { return start_scan(); },
      started_);
  upkeep_->add(*stream_);
  return {};
}

// Audit events are worth having without the kernel's, unless these were asked for by name.
bool Session::may_do_without_kernel() const {
  return options_.records_audit_events() && prepared_->scope.whole_host();
}

Status Session::join_audit() {
  auto records = AuditSources::join(options_, journal_);
  if (!records.ok()) return std::move(records).error();
  audit_records_ = std::move(records).value();
  return {};
}

Status Session::open_audit() {
  if (!options_.records_audit_events()) return {};
  auto sources = AuditSources::open(options_, std::move(audit_records_), *write_thread_, journal_);
  if (!sources.ok()) return std::move(sources).error();
  audit_ = std::move(sources).value();
  upkeep_->add(*audit_);
  return {};
}

Status Session::take_snapshot() {
  Result<std::set<int64_t>> running = prepared_->scope.name_running_processes(*probes_);
  if (!running.ok()) return std::move(running).error();
  WriteThread::PendingSnapshot scan = start_scan();
  scan.wait();  // before the command begins, which it describes
  write_thread_->push(std::move(scan));
  return {};
}

// What the kernel records at this moment and its ancestors, or the whole host. Events go on meanwhile; the
// file has the scan before the blocks that are sealed after this.
WriteThread::PendingSnapshot Session::start_scan() {
  return std::async(std::launch::async, [this] {
    give_way();
    std::optional<std::set<int64_t>> pids;
    if (!prepared_->scope.whole_host()) {
      pids = prepared_->scope.current_processes(*probes_);
      if (command_) pids->insert(command_->pid());
      pids = ProcessScan().with_ancestors(*pids);
    }
    return take_start_snapshot(catalogue_, *probes_, iterators_.get(), pids);
  });
}

// Threads inherit what is left, so this comes before the first of them. A command was made before and keeps
// what it has.
Status Session::give_up_capabilities() {
  return keep_capabilities(available_capabilities(capabilities_for(options_, true, files_->name())));
}

void Session::confine() {
  const CallNeeds needs{true, !options_.k8s.listen.empty(), command_ ? command_->pid() : 0};
  if (const Status status = confine_calls(needs); !status.ok())
    journal_.warning(status.error().message + "; recording goes on without");
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
    signals_->wait(stream_->pause_ms(), write_thread_->has_room() ? ring_->wake_fd() : -1);
    handle_signal();
    SYSREEL_RETURN_IF_ERROR(stream_->pump());
    upkeep_->tick(now);
    if (!settled_ && now - started_ >= kSettled) {
      settled_ = true;
      give_back_startup_memory();
    }
    if (audit_) audit_->tick(now);
    print_stats(now);
  }
}

// Asked for only when a child has changed.
bool Session::command_has_ended() {
  if (command_ && !command_gone_ && signals_->child_changed()) command_gone_ = command_->poll().has_value();
  return command_gone_;
}

bool Session::ended(uint64_t now) {
  if (end_signal_ != 0 && !command_) return true;
  if (stream_->count_reached() || write_thread_->failed() || upkeep_->quota_reached()) return true;
  if (options_.duration && static_cast<double>(now - started_) >= *options_.duration * kNanoseconds)
    return true;
  if (command_has_ended() && descendants_ended(now)) return true;
  return prepared_->scope.ended();
}

// The command gets the terminal's signals by itself; those sent to the recorder alone are handed on, and the
// recording ends with the command. Without a command any of them ends the recording.
void Session::handle_signal() {
  const auto request = signals_->end_requested();
  if (signals_->pin_requested()) upkeep_->pin(boot_time());
  if (!request) return;
  end_signal_ = request->signal;
  if (command_ && !request->from_terminal) command_->signal(request->signal);
}

std::set<uint32_t> Session::descendants() const {
  std::set<uint32_t> alive;
  if (const auto tasks = probes_->list_tasks(); tasks.ok())
    for (const reel_task& task : *tasks)
      if (task.recorded != 0 && task.pid != static_cast<uint32_t>(command_->pid())) alive.insert(task.pid);
  return alive;
}

// What the command left running belongs to the recording, but a daemon must not keep whoever waits for the
// command. A signal that ended the command ends that as well.
bool Session::descendants_ended(uint64_t now) {
  if (end_signal_ != 0) return true;
  if (command_ended_ == 0) command_ended_ = now;
  if (static_cast<double>(now - command_ended_) >= options_.linger * kNanoseconds) return true;
  if (now < next_descendant_look_) return false;
  const std::set<uint32_t> alive = descendants();
  if (next_descendant_look_ == 0 && !alive.empty()) {
    char seconds[32];
    std::snprintf(seconds, sizeof(seconds), "%g", options_.linger);
    journal_.detail("the command has ended; " + std::to_string(alive.size()) +
                    " of its descendants are recorded while they run, for at most " + seconds +
                    " s (--linger)");
  }
  next_descendant_look_ = now + kDescendantLook;
  return alive.empty();
}

// Descendants that the command left behind, daemons mostly.
void Session::warn_of_survivors() {
  const std::set<uint32_t> alive = descendants();
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
  const Status drained = stream_->finish();
  if (audit_) audit_->stop(boot_time());
  await_writer();
  const Status closed = close_files();
  return drained.ok() ? closed : drained;
}

// A reader that does not read must not keep the recorder: a further signal, or some time without progress,
// ends the wait.
void Session::await_writer() {
  uint64_t bytes = files_->total_bytes();
  uint64_t progress = boot_time();
  while (write_thread_->waiting() != 0) {
    signals_->wait(kCloseLook);
    const uint64_t now = boot_time();
    if (const uint64_t written = files_->total_bytes(); written != bytes) {
      bytes = written;
      progress = now;
    }
    if (!signals_->end_requested() && now - progress < kClosePatience) continue;
    files_->give_up();
    return;
  }
}

// After a failure the file still says what it does not hold, if it can be written at all.
Status Session::close_files() {
  const Status written = write_thread_->finish();
  if (written.ok()) return files_->close(stopped_);
  if (!files_->can_be_closed()) return written;
  if (const auto& missing = write_thread_->unwritten())
    if (Status status = files_->write_loss(*missing); !status.ok()) return written;
  (void)files_->close(stopped_);
  return written;
}

void Session::await_command() {
  while (!command_->poll()) {
    signals_->wait(kCommandLook);
    handle_signal();
  }
}

RecordingNumbers Session::numbers() {
  RecordingNumbers numbers;
  numbers.file = files_->name();
  numbers.parts = files_->part();
  numbers.bytes = files_->total_bytes();
  numbers.events = stream_->events() + (audit_ ? audit_->events() : 0);
  numbers.seconds = static_cast<double>(stopped_ - started_) / kNanoseconds;
  numbers.totals = totals_of(probes_->counters());
  numbers.unwritten = stream_->dropped() + (audit_ ? audit_->dropped() : 0);
  numbers.audit_lost = audit_ ? audit_->lost() : 0;
  return numbers;
}

void Session::print_stats(uint64_t now) {
  if (!options_.stats) return;
  const auto interval = static_cast<uint64_t>(*options_.stats * kNanoseconds);
  if (next_stats_ == 0) next_stats_ = started_ + interval;
  if (now < next_stats_) return;
  next_stats_ += interval;
  journal_.summary(stats_line(numbers(), stream_->events() - events_at_stats_, *options_.stats));
  events_at_stats_ = stream_->events();
}

void Session::print_summary() {
  RecordingNumbers all = numbers();
  all.file = files_->current_name();
  all.events = files_->events();
  all.sha256 = files_->file_sha256();
  all.unwritten += numbers().events - all.events;
  journal_.summary(end_line(all) + (audit_ ? audit_->malformed_text() : ""));
  journal_.detail("seen " + std::to_string(all.totals.seen) + ", filtered " +
                  std::to_string(all.totals.filtered) + ", recorded " + std::to_string(all.totals.recorded) +
                  ", with a value that could not be read " + std::to_string(all.totals.unreadable) +
                  ", late " + std::to_string(stream_->late()) + ", malformed " +
                  std::to_string(stream_->malformed()));
}

int Session::fail(const Error& error, int code) {
  journal_.error(error.message);
  // A file in which nothing was recorded is of no use to anybody.
  if (code != kExitRecordingFailed && files_) {
    write_thread_.reset();
    files_->discard();
  }
  return code;
}

}  // namespace

int record(const RecordOptions& options, Journal& journal) {
  Session session(options, journal);
  return session.run();
}

}  // namespace sysreel
