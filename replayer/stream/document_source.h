// DocumentSource: the replay of one source whose events stand alone and change no state: Kubernetes audit,
// Linux audit. The syscall source, which does have state, is Replay's own.
#pragma once

#include <span>

#include "replayer/detector/document_detector.h"
#include "replayer/report/output_format.h"

namespace sysreel {

class DocumentSource {
 public:
  // All must outlive the source.
  DocumentSource(const rules::Program& program, const State& state, const CaptureFacts& facts,
                 EventSource source, Matching matching);

  bool wants(KindId kind) const { return detector_.wants(kind); }
  // The rules that the event satisfies; valid until the next call.
  std::span<const rules::RuleId> match(const Step& step);
  // Both of the event that match() looked at.
  EventFields& fields() { return fields_; }
  OutputFormat& format() { return format_; }

 private:
  EventFields fields_;
  DocumentDetector detector_;
  OutputFormat format_;
};

}  // namespace sysreel
