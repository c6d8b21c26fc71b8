#include "replayer/import/scap_blocks.h"

#include <algorithm>
#include <cstring>
#include <string>

#include "replayer/import/scap_format.h"

namespace sysreel {
namespace {

constexpr size_t kReadBytes = 256U << 10U;
constexpr size_t kDamagesMax = 1000;
// While searching, a longer block is not believed: every candidate is looked at as a whole.
constexpr size_t kSearchBlockBytesMax = 1U << 20U;

}  // namespace

ScapBlocks::ScapBlocks(std::unique_ptr<ByteSource> source)
    : source_(std::move(source)), buffer_(2 * kReadBytes) {}

void ScapBlocks::add_damage(uint64_t from, uint64_t to, std::string reason) {
  if (damage_.size() < kDamagesMax) damage_.push_back({from, to, std::move(reason)});
}

uint32_t ScapBlocks::u32_at(size_t offset) const {
  uint32_t value = 0;
  std::memcpy(&value, buffer_.data() + begin_ + offset, sizeof value);
  return value;
}

// The buffer grows with what is really there, never with what a length claims.
Status ScapBlocks::need(size_t bytes) {
  while (buffered() < bytes && !at_end_) {
    if (begin_ > 0 && begin_ + bytes > buffer_.size()) {
      std::memmove(buffer_.data(), buffer_.data() + begin_, buffered());
      base_ += begin_;
      end_ -= begin_;
      begin_ = 0;
    }
    if (end_ == buffer_.size()) buffer_.resize(buffer_.size() * 2);
    auto count = source_->read(std::span(buffer_).subspan(end_));
    if (!count.ok()) {
      const Error& error = count.error();
      if (error.code != ErrorCode::kCorrupt && error.code != ErrorCode::kTruncated) return error;
      add_damage(base_ + end_, base_ + end_, error.message);
      truncated_ = truncated_ || error.code == ErrorCode::kTruncated;
      at_end_ = true;
      break;
    }
    at_end_ = *count == 0;
    end_ += *count;
  }
  return {};
}

Result<ScapBlocks::Fit> ScapBlocks::fits_here(bool searching) {
  SYSREEL_RETURN_IF_ERROR(need(scap::kBlockHeaderBytes));
  if (buffered() < scap::kBlockHeaderBytes) return Fit::kEnd;
  const uint32_t type = u32_at(0);
  const uint32_t length = u32_at(4);
  if (length < scap::kBlockBytesMin || length > (searching ? kSearchBlockBytesMax : scap::kBlockBytesMax))
    return Fit::kNone;
  if (searching && !scap::is_known(type)) return Fit::kNone;
  SYSREEL_RETURN_IF_ERROR(need(length));
  if (buffered() < length) return searching ? Fit::kNone : Fit::kEnd;
  return u32_at(length - 4) == length ? Fit::kBlock : Fit::kNone;
}

Status ScapBlocks::search() {
  const uint64_t from = base_ + begin_;
  for (;;) {
    SYSREEL_RETURN_IF_ERROR(need(4));
    begin_ += std::min<size_t>(4, buffered());
    auto fit = fits_here(true);
    if (!fit.ok()) return std::move(fit).error();
    if (*fit == Fit::kNone) continue;
    if (*fit == Fit::kEnd) begin_ = end_;
    add_damage(from, base_ + begin_, "no block can be read here");
    return {};
  }
}

Result<std::optional<ScapBlock>> ScapBlocks::next() {
  for (;;) {
    auto fit = fits_here(false);
    if (!fit.ok()) return std::move(fit).error();
    if (*fit == Fit::kEnd) {
      if (buffered() > 0) {
        add_damage(base_ + begin_, base_ + end_, "the capture ends inside a block");
        truncated_ = true;
        begin_ = end_;
      }
      return std::optional<ScapBlock>();
    }
    if (*fit == Fit::kNone) {
      SYSREEL_RETURN_IF_ERROR(search());
      continue;
    }
    ScapBlock block;
    const uint32_t length = u32_at(4);
    block.type = u32_at(0);
    block.offset = base_ + begin_;
    block.end_offset = block.offset + length;
    block.body = std::span(buffer_).subspan(begin_ + scap::kBlockHeaderBytes, length - scap::kBlockBytesMin);
    begin_ += length;
    return std::optional<ScapBlock>(block);
  }
}

}  // namespace sysreel
