// K8sAuditReader: Kubernetes audit events as text (JSON lines, lists, arrays, providers' envelopes) as a
// CaptureReader.
//
//   bytes → decompress → JsonSplitter → K8sEnvelope → BlockBuilder → blocks of about 1 MiB
//
// Events stand in the order of the file, at their own times; one without a time stands at that of the event
// before it and carries none. Boot time and wall time are one. What is malformed is damage, with its line;
// JSON that is no audit event is counted.
#pragma once

#include <memory>
#include <string>

#include "format/audit/json_splitter.h"
#include "format/audit/k8s_event.h"
#include "replayer/import/byte_source.h"
#include "replayer/import/foreign_reader.h"
#include "replayer/import/k8s_envelope.h"

namespace sysreel {

class K8sAuditReader final : public ForeignReader {
 public:
  // `source`: as stored, compressed or not. Fails when it holds no audit event.
  static Result<std::unique_ptr<K8sAuditReader>> read(std::unique_ptr<ByteSource> source);

  const CaptureHeader& header() const override { return header_; }
  const Catalogue& catalogue() const override { return Catalogue::builtin(); }
  Result<bool> next(CaptureItem& item, SectionSet sections) override;
  ReadStart select(const ReadRange& range) override;
  CaptureState state() const override;
  const std::vector<Damage>& damage() const override { return damage_; }
  const std::optional<Damage>& torn_tail() const override { return torn_tail_; }
  const std::optional<CaptureFooter>& footer() const override { return footer_; }
  uint64_t bytes() const override { return bytes_; }
  ForeignCounts foreign_counts() const override { return {events_, malformed_}; }
  std::string left_out() const override;

 private:
  explicit K8sAuditReader(std::unique_ptr<ByteSource> source);

  Status fill();  // until a block is full or the text ends
  Status read_more();
  void take(const JsonSplitter::Piece& piece);
  void add_damage(const JsonSplitter::Piece& piece, std::string_view problem);
  void give_block(CaptureItem& item);

  std::unique_ptr<ByteSource> source_;
  std::vector<uint8_t> chunk_;
  JsonSplitter splitter_;
  K8sEnvelope envelope_;
  BlockBuilder builder_;
  K8sEventWriter writer_;
  CaptureHeader header_;
  ReadRange range_;
  uint64_t last_time_ = 0;
  uint64_t blocks_given_ = 0;
  uint64_t given_until_ = 0;
  uint64_t bytes_ = 0;  // of the text
  uint64_t events_ = 0;
  uint64_t malformed_ = 0;
  uint64_t others_ = 0;
  uint64_t untimed_ = 0;
  bool ended_ = false;
  bool cut_off_ = false;  // a compressed file broke off
  std::vector<Damage> damage_;
  std::optional<Damage> torn_tail_;
  std::optional<CaptureFooter> footer_;
};

}  // namespace sysreel
