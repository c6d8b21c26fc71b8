#include "format/sealed_stream.h"

#include <doctest/doctest.h>
#include <sodium.h>

#include <filesystem>

#include "format/byte_input.h"
#include "format/capture_reader.h"
#include "format/capture_verify.h"
#include "format/sha256.h"
#include "format/testing/capture_text.h"
#include "format/testing/test_files.h"

namespace sysreel {
namespace {

class Bytes final : public ByteSink {
 public:
  Status write(std::span<const uint8_t> bytes) override {
    all.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    return {};
  }
  std::string all;
};

struct Keys {
  Keys() {
    REQUIRE(sodium_init() >= 0);
    crypto_box_keypair(public_key.data(), secret_key.data());
  }
  SealPublicKey public_key{};
  SealSecretKey secret_key{};
};

std::span<const uint8_t> bytes_of(std::string_view text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}

std::string sealed(const Keys& keys, std::string_view plain, bool finish = true) {
  Bytes out;
  auto sink = SealedSink::create(out, keys.public_key);
  REQUIRE(sink.ok());
  REQUIRE((*sink)->write(bytes_of(plain)).ok());
  if (finish) REQUIRE((*sink)->finish().ok());
  CHECK((*sink)->bytes() == out.all.size());
  Sha256 hash;
  hash.add(bytes_of(out.all));
  CHECK((*sink)->sha256() == hash.hex());
  return out.all;
}

std::string read_all(ByteInput& input) {
  std::string all;
  for (;;) {
    const auto bytes = input.at(all.size(), 1000);
    REQUIRE(bytes.ok());
    if (bytes->empty()) return all;
    all.append(bytes->begin(), bytes->end());
    input.forget_before(all.size());
  }
}

TEST_CASE("what was sealed comes back, from a file and from a pipe, larger than a piece too") {
  const Keys keys;
  std::string plain(2 * kSealPieceMax + 77, '\0');
  for (size_t i = 0; i < plain.size(); ++i) plain[i] = static_cast<char>(i * 7 + i / 251);
  const std::string bytes = sealed(keys, plain);
  CHECK(bytes.find(plain.substr(1000, 64)) == std::string::npos);
  const TempFile file(bytes);
  auto input = ByteInput::open(file.path(), &keys.secret_key);
  REQUIRE(input.ok());
  CHECK_FALSE((*input)->can_seek());
  CHECK(read_all(**input) == plain);
  CHECK_FALSE((*input)->broken_seal());
  const PipeFile pipe(bytes);
  auto piped = ByteInput::open(pipe.path(), &keys.secret_key);
  REQUIRE(piped.ok());
  CHECK(read_all(**piped) == plain);
}

TEST_CASE("without the key or with another one nothing is read") {
  const Keys keys;
  const Keys others;
  const TempFile file(sealed(keys, "secret"));
  const auto without = ByteInput::open(file.path());
  CHECK(without.error().code == ErrorCode::kInvalid);
  CHECK(without.error().message.find("--key") != std::string::npos);
  CHECK(ByteInput::open(file.path(), &others.secret_key).error().code == ErrorCode::kPermission);
  const TempFile plain("not sealed at all");
  CHECK(ByteInput::open(plain.path(), &keys.secret_key).ok());
}

TEST_CASE("every cut and every changed byte is told") {
  const Keys keys;
  const auto capture = capture_from_text("event 1 0 1/1@1 openat name=\"/etc/passwd\"\nblock\nclose\n");
  REQUIRE(capture.ok());
  const std::string bytes = sealed(keys, *capture);
  const auto verdict = [&](std::string_view content) -> std::optional<Verdict> {
    const TempFile file(content);
    const auto result = verify_capture(file.path(), &keys.secret_key);
    if (!result.ok()) return std::nullopt;
    return result->verdict;
  };
  CHECK(verdict(bytes) == Verdict::kIntact);
  // The last piece is empty and must be there all the same: every byte of it is tried.
  constexpr size_t kEmptyPiece = 21;
  const auto step = [&](size_t at, size_t width) {
    return at + kEmptyPiece + width < bytes.size() ? width : 1;
  };
  for (size_t size = kSealHeaderSize; size < bytes.size(); size += step(size, 37)) {
    CAPTURE(size);
    const auto cut = verdict(std::string_view(bytes).substr(0, size));
    CHECK((!cut || cut == Verdict::kIncomplete));
  }
  for (size_t at = 0; at < bytes.size(); at += step(at, 41)) {
    std::string changed = bytes;
    changed[at] = static_cast<char>(changed[at] ^ 4);
    CAPTURE(at);
    const auto found = verdict(changed);
    CHECK((!found || found != Verdict::kIntact));
  }
  // The hash is that of the file, not of what is in it.
  const TempFile file(bytes);
  Sha256 hash;
  hash.add(bytes_of(bytes));
  CHECK(verify_capture(file.path(), &keys.secret_key)->sha256 == hash.hex());
  CHECK(CaptureReader::open(file.path(), &keys.secret_key).ok());
}

}  // namespace
}  // namespace sysreel
