#include "base/json_writer.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

namespace sysreel {

TEST_CASE("commas, nesting and every scalar") {
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  json.field("a", 1);
  json.field("b", "x");
  json.key("c");
  json.begin_array();
  json.number(uint64_t{18446744073709551615U});
  json.number(std::numeric_limits<int64_t>::min());
  json.boolean(true);
  json.null();
  json.begin_object();
  json.end_object();
  json.raw("[1]");
  json.end_array();
  json.field("d", 0.5);
  json.field("e", 2.0);
  json.field("f", std::nan(""));
  json.end_object();
  CHECK(
      out ==
      R"({"a":1,"b":"x","c":[18446744073709551615,-9223372036854775808,true,null,{},[1]],"d":0.5,"e":2.0,"f":null})");
}

}  // namespace sysreel
