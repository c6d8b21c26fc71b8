#include "replayer/commands/replay_batch.h"

#include <algorithm>
#include <sstream>
#include <thread>

#include "base/escape.h"
#include "replayer/commands/capture_state.h"
#include "replayer/commands/reported_capture_of.h"
#include "replayer/import/followed_file.h"
#include "replayer/import/open_capture.h"
#include "replayer/stream/recording_parts.h"
#include "replayer/stream/replay.h"

namespace sysreel {
namespace {

// Findings that wait, of one capture and of all: beyond, workers whose turn has not come wait.
constexpr size_t kMailboxFull = 512;
constexpr size_t kMostQueued = 4096;

// Silence after the last event of a capture that nobody closed proves nothing.
void warn_of_blindness(Console& console, const std::string& path, const ReplayTotals& totals) {
  console.err << "sysreel: warning: " << terminal_safe(path) << ": not watched from "
              << (totals.last ? rfc3339_of(*totals.last) : "its start") << " on\n";
}

}  // namespace

struct ReplayBatch::Opened {
  std::unique_ptr<FollowedFile> followed;  // of a capture that is being written: outlives its reader
  std::unique_ptr<CaptureReader> reader;
};

// Where the findings of one capture go.
class ReplayBatch::Sink {
 public:
  virtual ~Sink() = default;
  virtual Status opened() = 0;
  virtual void add(const Finding& finding) = 0;
};

struct ReplayBatch::Stream {
  explicit Stream(const rules::Program& program)
      : replay(program, {}, [this](const Finding& finding) { sink->add(finding); }) {}
  Sink* sink = nullptr;
  Replay replay;
  RecordingParts parts;
};

struct ReplayBatch::Mailbox {
  std::deque<Finding> findings;
  std::string capture;  // what the findings' views point to
  std::string host;
  bool opened = false;
  bool done = false;
  bool no_successor = false;  // the next capture does not go on with this one's state
  std::unique_ptr<Stream> stream;
  CaptureResult result;
};

class ReplayBatch::DirectSink final : public Sink {
 public:
  DirectSink(ResultTaker& taker, const std::string& path) : taker_(taker), path_(path) {}
  Status opened() override { return begun = taker_.begin(path_); }
  void add(const Finding& finding) override { taker_.add(finding); }

  Status begun;

 private:
  ResultTaker& taker_;
  const std::string& path_;
};

class ReplayBatch::Poster final : public Sink {
 public:
  Poster(ReplayBatch& batch, size_t index) : batch_(batch), index_(index) {}
  Status opened() override {
    const std::lock_guard lock(batch_.mutex_);
    batch_.mailboxes_[index_].opened = true;
    batch_.changed_.notify_all();
    return {};
  }
  void add(const Finding& finding) override { batch_.post(index_, finding); }

 private:
  ReplayBatch& batch_;
  const size_t index_;
};

ReplayBatch::ReplayBatch(const ReplayCommand& command, const rules::Program& program,
                         const std::vector<std::string>& paths, EventObserver* observer,
                         const Console& console)
    : command_(command),
      program_(program),
      paths_(paths),
      observer_(observer),
      colour_(console.err_colour),
      key_file_(console.key_file),
      mailboxes_(paths.size()) {}

ReplayBatch::~ReplayBatch() = default;

void ReplayBatch::run(size_t threads, ResultTaker& taker) {
  const size_t workers = observer_ != nullptr ? 1 : std::min(threads, paths_.size());
  read_ahead_ = threads > workers;
  if (workers <= 1) {
    run_here(taker);
    return;
  }
  std::vector<std::thread> pool;
  for (size_t i = 0; i < workers; ++i) pool.emplace_back([this] { work(); });
  for (size_t index = 0; index < paths_.size(); ++index) hand_on(index, taker);
  for (std::thread& thread : pool) thread.join();
}

void ReplayBatch::run_here(ResultTaker& taker) {
  for (size_t index = 0; index < paths_.size(); ++index) {
    DirectSink sink(taker, paths_[index]);
    const CaptureResult result = replay(index, sink);
    mailboxes_[index].done = true;
    taker.end(paths_[index], sink.begun, result);
  }
}

void ReplayBatch::work() {
  for (;;) {
    size_t index = 0;
    {
      const std::lock_guard lock(mutex_);
      if (next_ == paths_.size()) return;
      index = next_++;
    }
    Poster sink(*this, index);
    CaptureResult result = replay(index, sink);
    const std::lock_guard lock(mutex_);
    mailboxes_[index].result = std::move(result);
    mailboxes_[index].done = true;
    changed_.notify_all();
  }
}

ReplayOptions ReplayBatch::options_for(const CaptureHeader& header) const {
  ReplayOptions options;
  options.matching = command_.match_all ? Matching::kAll : Matching::kFirst;
  if (command_.from) options.from = command_.from->after(header.wall_time);
  if (command_.to) options.to = command_.to->after(header.wall_time);
  options.observer = observer_;
  options.read_ahead = read_ahead_;
  options.time_parts = command_.stats;
  return options;
}

Status ReplayBatch::open(const std::string& path, Opened& out) const {
  if (command_.follow && path != "-") {  // a pipe is followed anyway
    auto growing = FollowedFile::open(path);
    if (!growing.ok()) return growing.error();
    out.followed = std::move(growing).value();
  }
  auto opened = open_any_capture(out.followed ? out.followed->path() : path, key_file_);
  if (!opened.ok()) return opened.error();
  out.reader = std::move(opened).value();
  return {};
}

CaptureResult ReplayBatch::replay(size_t index, Sink& sink) {
  const std::string& path = paths_[index];
  CaptureResult result;
  std::ostringstream messages;
  Console console{messages, messages, false, colour_, 0};
  Opened opened;
  Status status = open(path, opened);
  if (status.ok()) status = sink.opened();
  std::unique_ptr<Stream> stream;
  if (status.ok()) {
    CaptureReader& reader = *opened.reader;
    const CaptureHeader header = reader.header();
    stream = acquire(index, header);
    stream->sink = &sink;
    status = stream->replay.run(reader);
    if (status.ok()) {
      const ReplayTotals& totals = stream->replay.totals();
      result.whole = warn_of_state(reader, path, console);
      if (reader.state() == CaptureState::kIncomplete) warn_of_blindness(console, path, totals);
      result.summary.add(header, reader.catalogue(), program_, totals);
      result.reported = reported_capture_of(path, reader, program_, totals);
      result.usable = true;
    }
    stream->replay.reset_totals();
  }
  if (!status.ok()) print_error(console, path, status.error());
  release(index, std::move(stream));
  result.messages = messages.str();
  return result;
}

// --- the state of one recording, from part to part ---

std::unique_ptr<ReplayBatch::Stream> ReplayBatch::acquire(size_t index, const CaptureHeader& header) {
  if (std::unique_ptr<Stream> before = predecessor(index, header)) return before;
  std::unique_ptr<Stream> stream;
  {
    const std::lock_guard lock(mutex_);
    if (!idle_.empty()) {
      stream = std::move(idle_.back());
      idle_.pop_back();
    }
  }
  if (stream == nullptr) stream = std::make_unique<Stream>(program_);
  stream->replay.start_over(options_for(header));
  stream->parts.continues_with(header);
  return stream;
}

// The stream of the capture before, if this one is its recording's next part.
std::unique_ptr<ReplayBatch::Stream> ReplayBatch::predecessor(size_t index, const CaptureHeader& header) {
  if (index == 0) return nullptr;
  std::unique_lock lock(mutex_);
  Mailbox& before = mailboxes_[index - 1];
  if (header.part > 1) changed_.wait(lock, [&] { return before.done; });
  if (before.stream == nullptr) {
    before.no_successor = true;
    return nullptr;
  }
  if (header.part > 1 && before.stream->parts.continues_with(header)) return std::move(before.stream);
  idle_.push_back(std::move(before.stream));
  return nullptr;
}

void ReplayBatch::release(size_t index, std::unique_ptr<Stream> stream) {
  if (stream == nullptr) return;
  const std::lock_guard lock(mutex_);
  Mailbox& mailbox = mailboxes_[index];
  if (mailbox.no_successor || index + 1 == paths_.size()) {
    idle_.push_back(std::move(stream));
  } else {
    mailbox.stream = std::move(stream);
  }
}

// --- from the workers to the taker ---

void ReplayBatch::post(size_t index, const Finding& finding) {
  std::unique_lock lock(mutex_);
  Mailbox& mailbox = mailboxes_[index];
  changed_.wait(
      lock, [&] { return turn_ == index ? mailbox.findings.size() < kMailboxFull : queued_ < kMostQueued; });
  if (mailbox.capture.empty()) {
    mailbox.capture = finding.capture;
    mailbox.host = finding.host;
  }
  Finding& copy = mailbox.findings.emplace_back(finding);
  copy.capture = mailbox.capture;
  copy.host = mailbox.host;
  ++queued_;
  if (mailbox.findings.size() == 1 && turn_ == index) changed_.notify_all();
}

void ReplayBatch::hand_on(size_t index, ResultTaker& taker) {
  std::unique_lock lock(mutex_);
  turn_ = index;
  changed_.notify_all();
  Mailbox& mailbox = mailboxes_[index];
  changed_.wait(lock, [&] { return mailbox.opened || mailbox.done; });
  Status begun;
  if (mailbox.opened) {
    lock.unlock();
    begun = taker.begin(paths_[index]);
    lock.lock();
  }
  std::deque<Finding> findings;
  for (;;) {
    changed_.wait(lock, [&] { return !mailbox.findings.empty() || mailbox.done; });
    if (mailbox.findings.empty()) break;
    findings.clear();
    std::swap(findings, mailbox.findings);
    queued_ -= findings.size();
    changed_.notify_all();
    lock.unlock();
    if (begun.ok())
      for (const Finding& finding : findings) taker.add(finding);
    lock.lock();
  }
  const CaptureResult result = std::move(mailbox.result);
  lock.unlock();
  taker.end(paths_[index], begun, result);
}

}  // namespace sysreel
