// ScapBlocks: cuts a .scap byte stream into its blocks.
//
// A block whose two lengths disagree, or whose length cannot be, is damage: the reader searches on for the
// next place that looks like a block of a known type and goes on there; what it passed over is reported. An
// end inside a block is damage too. The span of a block dies at the next call.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "format/capture_reader.h"
#include "replayer/import/byte_source.h"

namespace sysreel {

struct ScapBlock {
  uint32_t type = 0;
  uint64_t offset = 0;            // of the block in the (decompressed) stream
  uint64_t end_offset = 0;        // behind it
  std::span<const uint8_t> body;  // without header and trailer
};

class ScapBlocks {
 public:
  explicit ScapBlocks(std::unique_ptr<ByteSource> source);

  // Nothing at the end. An Error is a failing system call.
  Result<std::optional<ScapBlock>> next();

  const std::vector<Damage>& damage() const { return damage_; }
  // A problem that somebody found inside a block.
  void add_damage(uint64_t from, uint64_t to, std::string reason);
  bool truncated() const { return truncated_; }  // ends inside a block or a compressed frame
  uint64_t bytes() const { return base_ + begin_; }

 private:
  enum class Fit : uint8_t { kBlock, kNone, kEnd };

  Status need(size_t bytes);  // makes as many buffered as there are, up to `bytes`
  size_t buffered() const { return end_ - begin_; }
  uint32_t u32_at(size_t offset) const;
  Result<Fit> fits_here(bool searching);
  Status search();

  std::unique_ptr<ByteSource> source_;
  std::vector<uint8_t> buffer_;
  size_t begin_ = 0;   // of what is not handed out yet
  size_t end_ = 0;     // of what is read
  uint64_t base_ = 0;  // stream offset of buffer_[0]
  bool at_end_ = false;
  bool truncated_ = false;
  std::vector<Damage> damage_;
};

}  // namespace sysreel
