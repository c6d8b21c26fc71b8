#include "replayer/import/k8s_audit_reader.h"

#include <utility>

namespace sysreel {

Result<std::unique_ptr<K8sAuditReader>> K8sAuditReader::read(std::unique_ptr<ByteSource> source) {
  std::unique_ptr<K8sAuditReader> reader(new K8sAuditReader());
  SYSREEL_RETURN_IF_ERROR(reader->open(std::move(source), "JSON without a Kubernetes audit event"));
  return reader;
}

void K8sAuditReader::take_text(std::string_view text) {
  splitter_.feed(text);
  take_pieces();
}

void K8sAuditReader::end_text() {
  splitter_.end();
  take_pieces();
}

void K8sAuditReader::take_pieces() {
  JsonSplitter::Piece piece;
  while (splitter_.next(piece)) take(piece);
}

void K8sAuditReader::take(const JsonSplitter::Piece& piece) {
  const uint64_t end = piece.offset + piece.text.size();
  if (piece.malformed) return add_damage(piece.offset, end, piece.line, piece.problem);
  const auto outcome = envelope_.open(piece.text, [this](const K8sEnvelope::Event& event) {
    if (event.time) last_time_ = *event.time;
    if (!event.time) ++untimed_;
    append(event.json, last_time_, event.time);
  });
  if (outcome == K8sEnvelope::Outcome::kOther) ++others_;
  if (outcome == K8sEnvelope::Outcome::kMalformed)
    add_damage(piece.offset, end, piece.line, envelope_.problem());
}

std::string K8sAuditReader::left_out() const {
  std::string text;
  if (others_ > 0)
    text = std::to_string(others_) + " JSON documents that are no Kubernetes audit events left out";
  if (untimed_ > 0) {
    if (!text.empty()) text += "; ";
    text += std::to_string(untimed_) + " events without a time stand at that of the event before them";
  }
  return text;
}

}  // namespace sysreel
