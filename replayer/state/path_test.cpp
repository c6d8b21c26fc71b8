// What is looked for many bytes at a time, at every place of paths around those sizes.
#include "replayer/state/path.h"

#include <doctest/doctest.h>

namespace sysreel {

TEST_CASE("repeated slashes and dots are found wherever they stand") {
  for (size_t size = 2; size < 70; ++size) {
    const std::string plain(size, 'a');
    CHECK(is_plain_path(plain));
    CHECK_FALSE(has_repeated_slashes(plain));
    for (size_t at = 0; at + 1 < size; ++at) {
      CAPTURE(size);
      CAPTURE(at);
      std::string path = plain;
      path.replace(at, 2, "//");
      CHECK(has_repeated_slashes(path));
      CHECK_FALSE(is_plain_path(path));
      path.replace(at, 2, "/.");
      CHECK_FALSE(has_repeated_slashes(path));
      CHECK_FALSE(is_plain_path(path));
      path.replace(at, 2, "./");
      CHECK(is_plain_path(path) == (at != 0));
    }
  }
}

}  // namespace sysreel
