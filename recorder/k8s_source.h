// K8sSource: all that --k8s-audit-listen and --k8s-audit-log record, as one event source of a recording.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "recorder/journal.h"
#include "recorder/k8s_options.h"

namespace sysreel {

class K8sListener;
class K8sLogFollower;
class K8sStream;
class WriteThread;

class K8sSource {
 public:
  // Takes events from its return on; says where it listens. Both must outlive the source.
  static Result<std::unique_ptr<K8sSource>> open(const K8sOptions& options, WriteThread& writer,
                                                 Journal& journal);
  ~K8sSource();

  void tick(uint64_t now);  // CLOCK_BOOTTIME ns
  void cut(uint64_t now);
  void pause(bool paused, uint64_t now);
  // Ends the inputs; what they had taken in is pushed to the writer when it returns.
  void stop(uint64_t now);

  uint64_t events() const;
  uint64_t dropped() const;
  // ", 3 Kubernetes audit requests or lines refused"; empty: none
  std::string malformed_text() const;

 private:
  K8sSource();

  std::unique_ptr<K8sStream> stream_;
  std::unique_ptr<K8sListener> listener_;
  std::unique_ptr<K8sLogFollower> follower_;
};

}  // namespace sysreel
