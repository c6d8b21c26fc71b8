#include "replayer/detector/text_classes.h"

#include <doctest/doctest.h>

#include <string>

namespace sysreel {
namespace {

std::string name_of(uint32_t number) {
  return "/usr/share/doc/package" + std::to_string(number % 97) + "/file" + std::to_string(number);
}

}  // namespace

TEST_CASE("a text is found with its class, others are not, however many there are") {
  constexpr uint32_t kTexts = 20'000;
  TextClasses classes;
  CHECK(classes.find(TextClasses::of("")) == TextClasses::kUnknown);
  for (uint32_t number = 0; number < kTexts; ++number) {
    REQUIRE(classes.find(TextClasses::of(name_of(number))) == TextClasses::kUnknown);
    classes.add(TextClasses::of(name_of(number)), number % 7);
  }
  for (uint32_t number = 0; number < kTexts; ++number)
    REQUIRE(classes.find(TextClasses::of(name_of(number))) == number % 7);
  CHECK(classes.bytes() < size_t{kTexts} * 32);

  classes.clear();
  CHECK(classes.bytes() == 0);
  CHECK(classes.find(TextClasses::of(name_of(0))) == TextClasses::kUnknown);
  classes.add(TextClasses::of(name_of(0)), 0);
  CHECK(classes.find(TextClasses::of(name_of(0))) == 0);
}

TEST_CASE("a pair is neither of its texts, nor both of them in one, nor the other way round") {
  const auto pair = TextClasses::of("/etc/passwd", "passwd");
  CHECK(pair == TextClasses::of("/etc/passwd", "passwd"));
  CHECK_FALSE(pair == TextClasses::of("passwd", "/etc/passwd"));
  CHECK_FALSE(pair == TextClasses::of("/etc/passwd"));
  CHECK_FALSE(pair == TextClasses::of("/etc/passwdpasswd"));
  CHECK_FALSE(pair == TextClasses::of("/etc/passw", "dpasswd"));
  CHECK_FALSE(pair == TextClasses::of("/etc/passwd", ""));
}

}  // namespace sysreel
