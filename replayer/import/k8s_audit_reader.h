// K8sAuditReader: Kubernetes audit events as text (JSON lines, lists, arrays, providers' envelopes) as a
// CaptureReader.
//
//   text → JsonSplitter → K8sEnvelope → events
//
// Events stand in the order of the file, at their own times; one without a time stands at that of the event
// before it and carries none. JSON that is no audit event is counted.
#pragma once

#include <memory>
#include <string>

#include "format/audit/json_splitter.h"
#include "replayer/import/k8s_envelope.h"
#include "replayer/import/text_event_reader.h"

namespace sysreel {

class K8sAuditReader final : public TextEventReader {
 public:
  // `source`: as stored, compressed or not. Fails when it holds no audit event.
  static Result<std::unique_ptr<K8sAuditReader>> read(std::unique_ptr<ByteSource> source);

  std::string left_out() const override;

 private:
  K8sAuditReader() : TextEventReader(EventSource::kK8sAudit, "k8s_audit", "Kubernetes audit log") {}

  void take_text(std::string_view text) override;
  void end_text() override;
  size_t pending() const override { return splitter_.pending(); }
  void take_pieces();
  void take(const JsonSplitter::Piece& piece);

  JsonSplitter splitter_;
  K8sEnvelope envelope_;
  uint64_t last_time_ = 0;
  uint64_t others_ = 0;
  uint64_t untimed_ = 0;
};

}  // namespace sysreel
