// Sealed captures: the bytes of a capture encrypted to a public key (docs/format.md "Sealed captures"), with
// libsodium's secretstream under a random key that only the owner of the secret key can open.
//
// Written and read front to back. Each write is sealed at once, so that a crash costs nothing that had been
// written. What was cut off at the end is told from the whole by the missing final piece.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "format/byte_sink.h"
#include "format/keys.h"
#include "format/sha256.h"

namespace sysreel {

inline constexpr std::array<uint8_t, 8> kSealMarker = {0x89, 'r', 'e', 'e', 'l', 's', '\n', 0x1a};
inline constexpr size_t kSealHeaderSize = 8 + 8 + 80 + 24;
inline constexpr size_t kSealPieceMax = 1U << 20;  // bytes of plaintext in one piece

class SealedSink final : public ByteSink {
 public:
  // Writes the header. `under` must outlive this.
  static Result<std::unique_ptr<SealedSink>> create(ByteSink& under, const SealPublicKey& key);
  ~SealedSink() override;

  Status write(std::span<const uint8_t> bytes) override;
  Status finish();  // the final piece; nothing may be written after it

  uint64_t bytes() const { return bytes_; }  // sealed
  std::string sha256() const { return sha256_.hex(); }

 private:
  struct State;
  explicit SealedSink(ByteSink& under);
  Status put(std::span<const uint8_t> bytes);
  Status seal(std::span<const uint8_t> piece, bool final);

  ByteSink& under_;
  std::unique_ptr<State> state_;
  std::vector<uint8_t> piece_;
  Sha256 sha256_;
  uint64_t bytes_ = 0;
};

// Opens what a SealedSink wrote, piece by piece as its bytes come in.
class SealedOpener {
 public:
  // `header`: kSealHeaderSize bytes. kPermission: sealed for another key.
  static Result<std::unique_ptr<SealedOpener>> create(std::span<const uint8_t> header,
                                                      const SealSecretKey& key);
  ~SealedOpener();

  // Appends the plaintext of all whole pieces to `out`; gives how many bytes of `sealed` they took. kCorrupt
  // when a piece is not what was written.
  Result<size_t> open(std::span<const uint8_t> sealed, std::vector<uint8_t>& out);
  bool saw_end() const { return saw_end_; }

 private:
  struct State;
  SealedOpener();
  std::unique_ptr<State> state_;
  bool saw_end_ = false;
};

}  // namespace sysreel
