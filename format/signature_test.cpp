#include <doctest/doctest.h>
#include <sodium.h>

#include "format/capture_reader.h"
#include "format/capture_verify.h"
#include "format/capture_writer.h"
#include "format/footer_signature.h"

namespace sysreel {
namespace {

class Bytes final : public ByteSink {
 public:
  Status write(std::span<const uint8_t> bytes) override {
    all.insert(all.end(), bytes.begin(), bytes.end());
    return {};
  }
  std::vector<uint8_t> all;
};

SigningKey key_of(uint8_t seed) {
  [[maybe_unused]] static const int kInitialised = sodium_init();
  std::array<uint8_t, crypto_sign_SEEDBYTES> bytes{};
  bytes.fill(seed);
  SigningKey secret;
  VerifyKey public_key;
  crypto_sign_seed_keypair(public_key.data(), secret.data(), bytes.data());
  return secret;
}

std::vector<uint8_t> signed_capture(const std::optional<SigningKey>& key, const std::string& host = "web1") {
  Bytes sink;
  CaptureHeader header;
  header.capture_id.fill(7);
  header.host = host;
  WriterOptions options;
  options.signing_key = key;
  auto writer = CaptureWriter::create(sink, header, options);
  REQUIRE(writer.ok());
  LossReport report;
  report.seen = report.filtered = 3;
  REQUIRE((*writer)->write_loss(report).ok());
  (*writer)->note_redaction({1, 0, 5});
  REQUIRE((*writer)->close().ok());
  return sink.all;
}

TEST_CASE("a signed capture verifies, names its key, and is read like any other") {
  const SigningKey key = key_of(1);
  const auto verified = verify_bytes(signed_capture(key));
  REQUIRE(verified.ok());
  CHECK(verified->verdict == Verdict::kIntact);
  CHECK(verified->signature == SignatureState::kValid);
  CHECK(verified->key == public_part(key));
  CHECK(verify_bytes(signed_capture({}))->signature == SignatureState::kNone);
  auto reader = CaptureReader::of_bytes(signed_capture(key));
  REQUIRE(reader.ok());
  CaptureItem item;
  while (*(*reader)->next(item, {})) {
  }
  CHECK((*reader)->state() == CaptureState::kClosed);
  REQUIRE((*reader)->footer());
  CHECK((*reader)->footer()->redaction_hits == std::vector<uint64_t>{1, 0, 5});
}

// The signature of one capture, put into another one that is consistent otherwise.
TEST_CASE("a signature of another capture, or none of a key, is told") {
  const SignedFooter footer{{}, {}, {}};
  std::vector<uint8_t> section = sign_footer(footer, key_of(1));
  REQUIRE(check_signature(section, footer));
  CHECK(check_signature(section, footer)->valid);
  const std::vector<uint8_t> other_core = {1};
  CHECK_FALSE(check_signature(section, {{}, {}, other_core})->valid);
  CHECK_FALSE(check_signature(section, {CaptureId{1}, {}, {}})->valid);
  CHECK_FALSE(check_signature(section, {{}, Hash{1}, {}})->valid);
  section[0] ^= 1;  // another key
  CHECK_FALSE(check_signature(section, footer)->valid);
  section.pop_back();
  CHECK_FALSE(check_signature(section, footer));
}

TEST_CASE("every changed byte of a signed capture is found") {
  const std::vector<uint8_t> original = signed_capture(key_of(2));
  for (size_t at = 0; at < original.size(); at += 13) {
    std::vector<uint8_t> changed = original;
    changed[at] ^= 0x10;
    const auto verified = verify_bytes(changed);
    CAPTURE(at);
    CHECK((!verified.ok() || verified->verdict != Verdict::kIntact));
  }
}

}  // namespace
}  // namespace sysreel
