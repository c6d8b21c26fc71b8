#include "format/sealed_stream.h"

#include <sodium.h>

#include <algorithm>
#include <cstring>

namespace sysreel {
namespace {

constexpr size_t kKeySize = crypto_secretstream_xchacha20poly1305_KEYBYTES;
constexpr size_t kBoxSize = kKeySize + crypto_box_SEALBYTES;
constexpr size_t kStreamHeaderSize = crypto_secretstream_xchacha20poly1305_HEADERBYTES;
constexpr size_t kOverhead = crypto_secretstream_xchacha20poly1305_ABYTES;
constexpr size_t kBoxOffset = 16;
constexpr uint8_t kVersion = 1;
constexpr size_t kLengthSize = 4;

static_assert(kSealHeaderSize == kBoxOffset + kBoxSize + kStreamHeaderSize);

}  // namespace

struct SealedSink::State {
  crypto_secretstream_xchacha20poly1305_state stream{};
};

SealedSink::SealedSink(ByteSink& under) : under_(under), state_(std::make_unique<State>()) {}
SealedSink::~SealedSink() {
  sodium_memzero(&state_->stream, sizeof(state_->stream));
}

Result<std::unique_ptr<SealedSink>> SealedSink::create(ByteSink& under, const SealPublicKey& key) {
  if (sodium_init() < 0) return Error{ErrorCode::kSystem, "libsodium cannot be initialised"};
  std::unique_ptr<SealedSink> sink(new SealedSink(under));
  std::vector<uint8_t> header(kSealHeaderSize);
  std::copy(kSealMarker.begin(), kSealMarker.end(), header.begin());
  header[kSealMarker.size()] = kVersion;
  uint8_t stream_key[kKeySize];
  crypto_secretstream_xchacha20poly1305_keygen(stream_key);
  const bool sealed = crypto_box_seal(header.data() + kBoxOffset, stream_key, kKeySize, key.data()) == 0;
  crypto_secretstream_xchacha20poly1305_init_push(&sink->state_->stream,
                                                  header.data() + kBoxOffset + kBoxSize, stream_key);
  sodium_memzero(stream_key, sizeof(stream_key));
  if (!sealed) return Error{ErrorCode::kInvalid, "nothing can be sealed for this public key"};
  SYSREEL_RETURN_IF_ERROR(sink->put(header));
  return sink;
}

Status SealedSink::put(std::span<const uint8_t> bytes) {
  SYSREEL_RETURN_IF_ERROR(under_.write(bytes));
  sha256_.add(bytes);
  bytes_ += bytes.size();
  return {};
}

// The length goes with the ciphertext as additional data: it cannot be changed either.
Status SealedSink::seal(std::span<const uint8_t> piece, bool final) {
  const auto size = static_cast<uint32_t>(piece.size() + kOverhead);
  piece_.resize(kLengthSize + size);
  for (size_t i = 0; i < kLengthSize; ++i) piece_[i] = static_cast<uint8_t>(size >> (8 * i));
  const uint8_t tag = final ? crypto_secretstream_xchacha20poly1305_TAG_FINAL
                            : crypto_secretstream_xchacha20poly1305_TAG_MESSAGE;
  crypto_secretstream_xchacha20poly1305_push(&state_->stream, piece_.data() + kLengthSize, nullptr,
                                             piece.data(), piece.size(), piece_.data(), kLengthSize, tag);
  return put(piece_);
}

Status SealedSink::write(std::span<const uint8_t> bytes) {
  while (!bytes.empty()) {
    const size_t size = std::min(bytes.size(), kSealPieceMax);
    SYSREEL_RETURN_IF_ERROR(seal(bytes.first(size), false));
    bytes = bytes.subspan(size);
  }
  return {};
}

Status SealedSink::finish() {
  return seal({}, true);
}

struct SealedOpener::State {
  crypto_secretstream_xchacha20poly1305_state stream{};
};

SealedOpener::SealedOpener() : state_(std::make_unique<State>()) {}
SealedOpener::~SealedOpener() {
  sodium_memzero(&state_->stream, sizeof(state_->stream));
}

Result<std::unique_ptr<SealedOpener>> SealedOpener::create(std::span<const uint8_t> header,
                                                           const SealSecretKey& key) {
  if (sodium_init() < 0) return Error{ErrorCode::kSystem, "libsodium cannot be initialised"};
  if (header.size() < kSealHeaderSize || !std::equal(kSealMarker.begin(), kSealMarker.end(), header.begin()))
    return Error{ErrorCode::kCorrupt, "the header of a sealed capture is cut short"};
  if (header[kSealMarker.size()] != kVersion)
    return Error{ErrorCode::kUnsupported, "sealed in a way that this version does not know"};
  std::unique_ptr<SealedOpener> opener(new SealedOpener());
  SealPublicKey public_key;
  crypto_scalarmult_base(public_key.data(), key.data());
  uint8_t stream_key[kKeySize];
  const bool ours = crypto_box_seal_open(stream_key, header.data() + kBoxOffset, kBoxSize, public_key.data(),
                                         key.data()) == 0;
  const bool begun =
      ours && crypto_secretstream_xchacha20poly1305_init_pull(
                  &opener->state_->stream, header.data() + kBoxOffset + kBoxSize, stream_key) == 0;
  sodium_memzero(stream_key, sizeof(stream_key));
  if (!begun) return Error{ErrorCode::kPermission, "the capture is sealed for another key"};
  return opener;
}

Result<size_t> SealedOpener::open(std::span<const uint8_t> sealed, std::vector<uint8_t>& out) {
  size_t taken = 0;
  while (!saw_end_ && sealed.size() - taken >= kLengthSize) {
    const uint8_t* at = sealed.data() + taken;
    const size_t size = static_cast<size_t>(at[0]) | static_cast<size_t>(at[1]) << 8 |
                        static_cast<size_t>(at[2]) << 16 | static_cast<size_t>(at[3]) << 24;
    if (size < kOverhead || size > kSealPieceMax + kOverhead)
      return Error{ErrorCode::kCorrupt, "a sealed piece has an impossible length"};
    if (sealed.size() - taken - kLengthSize < size) break;
    const size_t before = out.size();
    out.resize(before + size - kOverhead);
    uint8_t tag = 0;
    if (crypto_secretstream_xchacha20poly1305_pull(&state_->stream, out.data() + before, nullptr, &tag,
                                                   at + kLengthSize, size, at, kLengthSize) != 0) {
      out.resize(before);
      return Error{ErrorCode::kCorrupt, "a sealed piece is not what was written"};
    }
    saw_end_ = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
    taken += kLengthSize + size;
  }
  return taken;
}

}  // namespace sysreel
