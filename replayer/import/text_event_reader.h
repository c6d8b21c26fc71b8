// TextEventReader: events that stand in a text as a CaptureReader.
//
//   bytes → decompress → whatever cuts the text into events → BlockBuilder → blocks of about 1 MiB
//
// Boot time and wall time are one. What is malformed is damage, with its line.
#pragma once

#include <memory>
#include <string>

#include "format/audit/text_event_writer.h"
#include "replayer/import/byte_source.h"
#include "replayer/import/foreign_reader.h"

namespace sysreel {

class TextEventReader : public ForeignReader {
 public:
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

 protected:
  // `kind` is that of all events, `recorder` the header's word for where they come from.
  TextEventReader(EventSource source, std::string_view kind, std::string_view recorder);

  // `source`: as stored, compressed or not. Fails with `nothing` when it holds no event.
  Status open(std::unique_ptr<ByteSource> source, const char* nothing);
  void append(std::string_view text, uint64_t order_time, std::optional<uint64_t> own);
  void add_damage(uint64_t from, uint64_t to, uint64_t line, std::string_view problem);

 private:
  // Both append what they find in it.
  virtual void take_text(std::string_view text) = 0;
  virtual void end_text() = 0;
  virtual size_t pending() const = 0;  // bytes taken that no event was made of yet

  Status fill();  // until a block is full or the text ends
  Status read_more();
  void give_block(CaptureItem& item);

  std::unique_ptr<ByteSource> source_;
  std::vector<uint8_t> chunk_;
  BlockBuilder builder_;
  TextEventWriter writer_;
  CaptureHeader header_;
  ReadRange range_;
  uint64_t blocks_given_ = 0;
  uint64_t given_until_ = 0;
  uint64_t bytes_ = 0;  // of the text
  uint64_t events_ = 0;
  uint64_t malformed_ = 0;
  bool ended_ = false;
  bool cut_off_ = false;  // a compressed file broke off
  std::vector<Damage> damage_;
  std::optional<Damage> torn_tail_;
  std::optional<CaptureFooter> footer_;
};

}  // namespace sysreel
