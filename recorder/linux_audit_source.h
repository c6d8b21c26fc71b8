// LinuxAuditSource: all that --audit records, as one event source of a recording: a thread that reads what
// the kernel sends to the members of its read-only group, and the rules of --audit-rules while it lives.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <thread>

#include "base/result.h"
#include "base/scoped_fd.h"
#include "recorder/journal.h"

namespace sysreel {

class AuditRules;
class LinuxAuditStream;
class WriteThread;

class LinuxAuditSource {
 public:
  // Joins the group: wants privileges that nothing later needs. Says when no records will come.
  static Result<ScopedFd> join(Journal& journal);
  // Adds the rules of the file, if one is named. The writer must outlive the source.
  static Result<std::unique_ptr<LinuxAuditSource>> open(ScopedFd records, const std::string& rules_file,
                                                        WriteThread& writer, Journal& journal);
  LinuxAuditSource(ScopedFd records, WriteThread& writer);
  ~LinuxAuditSource();
  LinuxAuditSource(const LinuxAuditSource&) = delete;
  LinuxAuditSource& operator=(const LinuxAuditSource&) = delete;

  void tick(uint64_t now);  // CLOCK_BOOTTIME ns
  void cut(uint64_t now);
  void pause(bool paused, uint64_t now);
  // Reads what is there, takes the rules back, which the kernel tells in records with numbers of their own,
  // and ends; all is pushed to the writer when it returns.
  void stop(uint64_t now);

  uint64_t events() const;
  uint64_t lost() const;
  uint64_t dropped() const;

 private:
  void run();
  bool read_some();
  void wait_until_drained();
  void look_for_drops();

  ScopedFd records_;
  std::unique_ptr<AuditRules> rules_;
  std::unique_ptr<LinuxAuditStream> stream_;
  std::atomic<bool> ending_ = false;
  std::atomic<bool> drained_ = false;  // at its latest look the thread found nothing
  uint64_t dropped_ = 0;               // records, by the kernel
  std::thread thread_;
};

}  // namespace sysreel
