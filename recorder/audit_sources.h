// AuditSources: all audit events that a recording was asked for, of the Kubernetes API server and of the
// kernel, beside system calls or without them.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/scoped_fd.h"
#include "format/capture_header.h"
#include "recorder/event_flow.h"
#include "recorder/record_options.h"

namespace sysreel {

class K8sSource;
class LinuxAuditSource;
class WriteThread;

// What the options ask for, as a header says it; and the sources that a file will hold for them.
void describe_audit_sources(const RecordOptions& options, CaptureHeader& header);
std::vector<EventSource> audit_event_sources(const RecordOptions& options);

// Of a recording whose sources could not be opened.
int exit_code_of_audit(const Error& error);

class AuditSources : public EventFlow {
 public:
  // What only privileges open that are given up afterwards: the kernel's audit, if it is asked for.
  static Result<ScopedFd> join(const RecordOptions& options, Journal& journal);
  // Takes events from its return on. All must outlive the sources.
  static Result<std::unique_ptr<AuditSources>> open(const RecordOptions& options, ScopedFd joined,
                                                    WriteThread& writer, Journal& journal);
  ~AuditSources() override;

  void tick(uint64_t now);  // CLOCK_BOOTTIME ns
  void cut() override;
  void pause(bool paused) override;
  // Ends the inputs; what they had taken in is pushed to the writer when it returns.
  void stop(uint64_t now);

  uint64_t events() const;
  uint64_t lost() const;  // events that the kernel had no room for
  uint64_t dropped() const override;
  // ", 3 Kubernetes audit requests or lines refused"; empty: none
  std::string malformed_text() const;

 private:
  AuditSources();

  std::unique_ptr<K8sSource> k8s_;
  std::unique_ptr<LinuxAuditSource> linux_;
};

}  // namespace sysreel
