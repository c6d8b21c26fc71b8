// Files of every format version, written once and never again.
#include <doctest/doctest.h>

#include "format/capture_verify.h"
#include "format/testing/capture_dump.h"
#include "format/testing/test_files.h"

namespace sysreel {

TEST_CASE("captures of earlier versions are read as they were") {
  for (const std::string version : {"v1"}) {
    CAPTURE(version);
    const std::string bytes = read_test_file("golden/" + version + ".reel");
    const CaptureDump dump = dump_bytes(bytes);
    CHECK(dump.state == CaptureState::kClosed);
    CHECK(dump.text == read_test_file("golden/" + version + ".expected.txt"));
    const auto verified = verify_bytes({bytes.begin(), bytes.end()});
    REQUIRE(verified.ok());
    CHECK(verified->verdict == Verdict::kIntact);
  }
}

}  // namespace sysreel
