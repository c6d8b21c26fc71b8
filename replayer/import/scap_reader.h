// ScapReader: a Falco or sysdig capture (.scap), plain or compressed with gzip, zstd or lz4, as a
// CaptureReader.
//
//   bytes → decompress → blocks → lists → snapshot
//                               → events → conversion → BlockBuilder → blocks of about 1 MiB
//
// Times are the events' own wall clock: the header's pair of times is equal, so boot time and wall time are
// one. Event numbers are Falco's. The capture's id is a hash of the file's first MiB (as stored), so that it
// does not depend on how the file is read; a capture is told from its own truncated copy by its damage. What
// is in front of the first event is the snapshot; a file made of several recordings has one in front of each.
#pragma once

#include <deque>
#include <memory>
#include <string>

#include "format/block_builder.h"
#include "replayer/import/byte_source.h"
#include "replayer/import/foreign_reader.h"
#include "replayer/import/scap_blocks.h"
#include "replayer/import/scap_convert.h"
#include "replayer/import/scap_snapshot.h"

namespace sysreel {

class ScapReader final : public ForeignReader {
 public:
  // "-" is standard input. Fails when the content is no .scap at all.
  static Result<std::unique_ptr<ScapReader>> open(const std::string& path);
  // `source`: as stored, compressed or not.
  static Result<std::unique_ptr<ScapReader>> read(std::unique_ptr<ByteSource> source);

  const CaptureHeader& header() const override { return header_; }
  const Catalogue& catalogue() const override { return catalogue_; }
  Result<bool> next(CaptureItem& item, SectionSet sections) override;
  ReadStart select(const ReadRange& range) override;
  CaptureState state() const override;
  const std::vector<Damage>& damage() const override { return blocks_.damage(); }
  const std::optional<Damage>& torn_tail() const override { return torn_tail_; }
  const std::optional<CaptureFooter>& footer() const override { return footer_; }
  uint64_t bytes() const override { return blocks_.bytes(); }

  ForeignCounts foreign_counts() const override;
  std::string left_out() const override;

  const ScapCounts& counts() const { return converter_.counts(); }

 private:
  explicit ScapReader(std::unique_ptr<ByteSource> source);

  Status read_section_header();
  Status read_lists();
  Result<bool> step();
  void take_block(const ScapBlock& block);
  bool take_list(const ScapBlock& block);
  void take_event(const ScapBlock& block);
  void close_lists(uint64_t time);
  void seal();
  void fill_block(CaptureItem& item);
  bool selected(const CaptureItem& item) const;
  Result<bool> next_part(CaptureItem& item);

  ScapBlocks blocks_;
  const Catalogue catalogue_;  // with generic forms
  CaptureHeader header_;
  BlockBuilder builder_;
  ScapConverter converter_;
  ScapSnapshot snapshot_;
  ScapEvent event_;
  std::deque<CaptureItem> ready_;
  bool in_lists_ = true;  // no event of this recording yet
  bool at_end_ = false;
  uint64_t blocks_given_ = 0;
  ReadRange range_;
  uint64_t sealed_until_ = 0;  // offset behind the last delivered part
  std::optional<Damage> torn_tail_;
  std::optional<CaptureFooter> footer_;
};

}  // namespace sysreel
