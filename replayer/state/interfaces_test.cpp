#include "replayer/state/interfaces.h"

#include <doctest/doctest.h>

namespace sysreel {
namespace {

using namespace std::string_view_literals;

Endpoint v4(uint8_t a, uint8_t b, uint8_t c, uint8_t d, uint16_t port) {
  Endpoint endpoint;
  endpoint.address = {a, b, c, d};
  endpoint.port = port;
  return endpoint;
}

}  // namespace

TEST_CASE("an unset end becomes the address that would have been used") {
  Interfaces interfaces;
  interfaces.add("\x7f\x00\x00\x01"sv, "\xff\x00\x00\x00"sv);
  interfaces.add("\x0a\x00\x02\x0f"sv, "\xff\xff\xff\x00"sv);
  CHECK(interfaces.has(v4(10, 0, 2, 15, 9), false));
  CHECK_FALSE(interfaces.has(v4(10, 0, 2, 16, 9), false));
  const struct {
    Endpoint source, destination, expected_source;
  } rows[] = {
      {v4(0, 0, 0, 0, 5), v4(127, 0, 0, 1, 514), v4(127, 0, 0, 1, 5)},    // the address itself
      {v4(0, 0, 0, 0, 5), v4(10, 0, 2, 2, 53), v4(10, 0, 2, 15, 5)},      // its network
      {v4(0, 0, 0, 0, 5), v4(8, 8, 8, 8, 53), v4(10, 0, 2, 15, 5)},       // the first that is not loopback
      {v4(1, 2, 3, 4, 5), v4(8, 8, 8, 8, 53), v4(1, 2, 3, 4, 5)},         // set already
      {v4(0, 0, 0, 0, 5), v4(0, 0, 0, 0, 53), v4(0, 0, 0, 0, 5)},         // nothing to go by
      {v4(0, 0, 0, 0, 514), v4(127, 0, 0, 1, 514), v4(0, 0, 0, 0, 514)},  // it would talk to itself
  };
  for (const auto& row : rows) {
    CAPTURE(row.destination.port);
    Endpoint source = row.source;
    Endpoint destination = row.destination;
    interfaces.fill_unset_end(source, destination, false);
    CHECK(source == row.expected_source);
    CHECK(destination == row.destination);
  }
}

}  // namespace sysreel
