#include "recorder/options/size_text.h"

#include <doctest/doctest.h>

namespace sysreel {
namespace {

TEST_CASE("sizes as users write them") {
  struct Row {
    const char* text;
    std::optional<uint64_t> size;
  };
  const Row rows[] = {
      {"0", 0},
      {"4096", 4096},
      {"4KiB", 4096},
      {"4KB", 4000},
      {"1MiB", 1U << 20},
      {"2MB", 2'000'000},
      {"1GiB", 1U << 30},
      {"", std::nullopt},
      {"K", std::nullopt},
      {"4 KiB", std::nullopt},
      {"-1", std::nullopt},
      {"4X", std::nullopt},
      {"99999999999999999999", std::nullopt},
      {"18446744073709551615GiB", std::nullopt},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(parse_size(row.text) == row.size);
  }
}

}  // namespace
}  // namespace sysreel
