// ReplayBatch: many captures replayed at the same time with rules compiled once, their results handed on in
// the captures' order, so that what comes out does not depend on the number of threads.
//
// Workers take captures in order, each into a mailbox of its own; the thread that calls run() empties the
// mailboxes one after the other. Findings that wait are bounded: a worker that is ahead waits. The parts of
// one recording, given in order, are one stream: a later part waits for the one before and takes over its
// state. A thread that no capture needs reads ahead for one that is being replayed.
#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "replayer/commands/replay_command.h"
#include "replayer/commands/replay_summary.h"
#include "replayer/report/finding.h"
#include "replayer/report/reported_capture.h"

namespace sysreel {

// What is known of a capture when its replay is done.
struct CaptureResult {
  bool usable = false;
  bool whole = true;
  std::string messages;  // for standard error
  ReplaySummary summary;
  std::optional<ReportedCapture> reported;  // of a usable one
};

// Called capture by capture, in order, on one thread.
class ResultTaker {
 public:
  virtual ~ResultTaker() = default;
  // The capture could be opened. After an error nothing of it is handed on but its result.
  virtual Status begin(const std::string& path) = 0;
  virtual void add(const Finding& finding) = 0;
  virtual void end(const std::string& path, const Status& begun, const CaptureResult& result) = 0;
};

class ReplayBatch {
 public:
  // All must outlive the batch. An observer (null: none) sees captures one after the other on run()'s thread.
  ReplayBatch(const ReplayCommand& command, const rules::Program& program,
              const std::vector<std::string>& paths, EventObserver* observer, const Console& console);
  ~ReplayBatch();

  // With one thread everything happens on the caller's.
  void run(size_t threads, ResultTaker& taker);

 private:
  struct Stream;  // a recording's replay, which its next part takes over
  struct Mailbox;
  struct Opened;
  class Poster;
  class DirectSink;
  class Sink;

  void run_here(ResultTaker& taker);
  void work();
  void hand_on(size_t index, ResultTaker& taker);
  Status open(const std::string& path, Opened& out) const;
  CaptureResult replay(size_t index, Sink& sink);
  ReplayOptions options_for(const CaptureHeader& header) const;
  std::unique_ptr<Stream> acquire(size_t index, const CaptureHeader& header);
  std::unique_ptr<Stream> predecessor(size_t index, const CaptureHeader& header);
  void release(size_t index, std::unique_ptr<Stream> stream);
  void post(size_t index, const Finding& finding);

  const ReplayCommand& command_;
  const rules::Program& program_;
  const std::vector<std::string>& paths_;
  EventObserver* const observer_;
  const bool colour_;
  const std::string key_file_;
  bool read_ahead_ = false;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Mailbox> mailboxes_;
  std::vector<std::unique_ptr<Stream>> idle_;
  size_t next_ = 0;    // capture that the next free worker takes
  size_t turn_ = 0;    // capture that is handed on
  size_t queued_ = 0;  // findings in all mailboxes
};

}  // namespace sysreel
