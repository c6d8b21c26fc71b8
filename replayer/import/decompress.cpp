#include "replayer/import/decompress.h"

#include <lz4frame.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <cassert>
#include <string>
#include <vector>

namespace sysreel {
namespace {

constexpr size_t kInputBytes = 128U << 10U;
constexpr int kZstdWindowLogMax = 27;  // 128 MiB, what the zstd command accepts too

// Refills an input buffer and holds the error that ends the stream until the bytes before it were handed out.
class Decompressor : public ByteSource {
 public:
  Decompressor(std::unique_ptr<ByteSource> compressed, const char* name)
      : input_(kInputBytes), compressed_(std::move(compressed)), name_(name) {}

  Result<size_t> read(std::span<uint8_t> out) final {
    if (out.empty()) return size_t{0};
    size_t produced = 0;
    while (produced == 0 && !failed_) {
      if (begin_ == end_ && !at_end_) refill();
      if (failed_ || (at_end_ && between_frames_)) break;
      produced = decode(out);  // without input left, too: the decoder may hold output back
      if (produced == 0 && at_end_ && !failed_ && !between_frames_)
        fail(ErrorCode::kTruncated, "the %s data ends early");
    }
    if (produced > 0) return produced;
    if (failed_) return error_;
    return size_t{0};
  }

 protected:
  // Consumes input_[begin_, end_) and says how much of `out` it filled; sets between_frames_.
  virtual size_t decode(std::span<uint8_t> out) = 0;

  void fail(ErrorCode code, std::string message) {
    const size_t at = message.find("%s");
    if (at != std::string::npos) message.replace(at, 2, name_);
    failed_ = true;
    error_ = Error{code, std::move(message), consumed_ + begin_};
  }

  std::vector<uint8_t> input_;
  size_t begin_ = 0;
  size_t end_ = 0;
  bool between_frames_ = true;  // the stream may end here

 private:
  void refill() {
    consumed_ += end_;
    begin_ = end_ = 0;
    auto count = compressed_->read(input_);
    if (!count.ok()) {
      failed_ = true;
      error_ = std::move(count).error();
      at_end_ = true;
      return;
    }
    end_ = *count;
    at_end_ = end_ == 0;
  }

  std::unique_ptr<ByteSource> compressed_;
  const char* name_;
  uint64_t consumed_ = 0;
  bool at_end_ = false;
  bool failed_ = false;
  Error error_;
};

class GzipSource final : public Decompressor {
 public:
  explicit GzipSource(std::unique_ptr<ByteSource> compressed) : Decompressor(std::move(compressed), "gzip") {
    [[maybe_unused]] const int result = inflateInit2(&stream_, 15 + 16);
    assert(result == Z_OK);
  }
  ~GzipSource() override { inflateEnd(&stream_); }
  GzipSource(const GzipSource&) = delete;
  GzipSource& operator=(const GzipSource&) = delete;

 private:
  size_t decode(std::span<uint8_t> out) override {
    if (between_frames_) inflateReset(&stream_);
    stream_.next_in = input_.data() + begin_;
    stream_.avail_in = static_cast<uInt>(end_ - begin_);
    stream_.next_out = out.data();
    stream_.avail_out = static_cast<uInt>(std::min<size_t>(out.size(), 1U << 30U));
    const uInt room = stream_.avail_out;
    const int result = inflate(&stream_, Z_NO_FLUSH);
    begin_ = end_ - stream_.avail_in;
    between_frames_ = result == Z_STREAM_END;
    if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR)
      fail(ErrorCode::kCorrupt, "the %s data is damaged");
    return room - stream_.avail_out;
  }

  z_stream stream_{};
};

class ZstdSource final : public Decompressor {
 public:
  explicit ZstdSource(std::unique_ptr<ByteSource> compressed)
      : Decompressor(std::move(compressed), "zstd"), stream_(ZSTD_createDCtx()) {
    assert(stream_ != nullptr);
    ZSTD_DCtx_setParameter(stream_, ZSTD_d_windowLogMax, kZstdWindowLogMax);
  }
  ~ZstdSource() override { ZSTD_freeDCtx(stream_); }
  ZstdSource(const ZstdSource&) = delete;
  ZstdSource& operator=(const ZstdSource&) = delete;

 private:
  size_t decode(std::span<uint8_t> out) override {
    ZSTD_inBuffer in{input_.data(), end_, begin_};
    ZSTD_outBuffer to{out.data(), out.size(), 0};
    const size_t result = ZSTD_decompressStream(stream_, &to, &in);
    begin_ = in.pos;
    if (ZSTD_isError(result) != 0U) {
      fail(ErrorCode::kCorrupt, "the %s data is damaged");
    } else {
      between_frames_ = result == 0;
    }
    return to.pos;
  }

  ZSTD_DCtx* stream_;
};

class Lz4Source final : public Decompressor {
 public:
  explicit Lz4Source(std::unique_ptr<ByteSource> compressed) : Decompressor(std::move(compressed), "lz4") {
    [[maybe_unused]] const size_t result = LZ4F_createDecompressionContext(&stream_, LZ4F_VERSION);
    assert(LZ4F_isError(result) == 0U);
  }
  ~Lz4Source() override { LZ4F_freeDecompressionContext(stream_); }
  Lz4Source(const Lz4Source&) = delete;
  Lz4Source& operator=(const Lz4Source&) = delete;

 private:
  size_t decode(std::span<uint8_t> out) override {
    size_t produced = out.size();
    size_t taken = end_ - begin_;
    const size_t result =
        LZ4F_decompress(stream_, out.data(), &produced, input_.data() + begin_, &taken, nullptr);
    if (LZ4F_isError(result) != 0U) {
      fail(ErrorCode::kCorrupt, "the %s data is damaged");
      return 0;
    }
    begin_ += taken;
    between_frames_ = result == 0;
    return produced;
  }

  LZ4F_dctx* stream_ = nullptr;
};

}  // namespace

Compression compression_of(std::span<const uint8_t> first) {
  const auto starts = [&](std::initializer_list<uint8_t> magic) {
    return first.size() >= magic.size() && std::equal(magic.begin(), magic.end(), first.begin());
  };
  if (starts({0x1f, 0x8b})) return Compression::kGzip;
  if (starts({0x28, 0xb5, 0x2f, 0xfd})) return Compression::kZstd;
  if (starts({0x04, 0x22, 0x4d, 0x18})) return Compression::kLz4;
  return Compression::kNone;
}

std::unique_ptr<ByteSource> decompressed(Compression compression, std::unique_ptr<ByteSource> compressed) {
  switch (compression) {
    case Compression::kGzip:
      return std::make_unique<GzipSource>(std::move(compressed));
    case Compression::kZstd:
      return std::make_unique<ZstdSource>(std::move(compressed));
    case Compression::kLz4:
      return std::make_unique<Lz4Source>(std::move(compressed));
    case Compression::kNone:
      break;
  }
  return compressed;
}

}  // namespace sysreel
