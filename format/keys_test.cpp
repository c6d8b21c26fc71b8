#include "format/keys.h"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "format/testing/test_files.h"

namespace sysreel {
namespace {

TEST_CASE("keys of both kinds, made once, read back, and not taken for each other") {
  const TempFile base;
  const std::string name = base.path();
  REQUIRE(generate_key_files(name).ok());
  const auto sign = read_signing_key(name + ".sign.key");
  const auto verify = read_verify_key(name + ".sign.pub");
  REQUIRE(sign.ok());
  REQUIRE(verify.ok());
  CHECK(public_part(*sign) == *verify);
  CHECK(read_seal_secret_key(name + ".seal.key").ok());
  CHECK(read_seal_public_key(name + ".seal.pub").ok());
  struct stat status {};
  REQUIRE(stat((name + ".sign.key").c_str(), &status) == 0);
  CHECK((status.st_mode & 077) == 0);

  CHECK(generate_key_files(name).error().code == ErrorCode::kExists);
  CHECK(read_verify_key(name + ".seal.pub").error().message.find("is no key of the kind sign-public") !=
        std::string::npos);
  CHECK_FALSE(read_signing_key(name + ".sign.pub").ok());
  CHECK(read_signing_key("/nonexistent").error().code == ErrorCode::kNotFound);
  for (const char* text :
       {"", "sysreel sign-public 1 ", "sysreel sign-public 1 AAAA", "sysreel sign-public 1 !!!!"}) {
    const TempFile bad(text);
    CHECK(read_verify_key(bad.path()).error().code == ErrorCode::kInvalid);
  }
  for (const char* ending : {".sign.key", ".sign.pub", ".seal.key", ".seal.pub"})
    std::filesystem::remove(name + ending);
}

}  // namespace
}  // namespace sysreel
