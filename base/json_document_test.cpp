#include "base/json_document.h"

#include <doctest/doctest.h>

namespace sysreel {
namespace {

std::string json_of(const JsonValue& value) {
  std::string out;
  value.append_json(out);
  return value.missing() ? "<missing>" : out;
}

TEST_CASE("values by key and index") {
  JsonDocument document;
  REQUIRE(document.parse(R"( {"a": {"b/c": [1, "two", null, true, 2.5]}, "u": 18446744073709551615} )"));
  const JsonValue root = document.root();
  const JsonValue list = root.get("a").get("b/c");
  CHECK(list.is_array());
  CHECK(list.at(0).integer() == 1);
  CHECK(list.at(1).string() == "two");
  CHECK(list.at(2).kind() == JsonValue::Kind::kNull);
  CHECK(list.at(3).boolean());
  CHECK(list.at(4).kind() == JsonValue::Kind::kReal);
  CHECK(root.get("u").integer() == -1);
  CHECK(json_of(root.get("a")) == R"({"b/c":[1,"two",null,true,2.5]})");

  for (const JsonValue& missing :
       {root.get("x"), root.get("x").get("y"), list.at(5), list.get("a"), root.at(0)}) {
    CHECK(missing.missing());
    CHECK(missing.kind() == JsonValue::Kind::kMissing);
    CHECK(missing.string().empty());
    CHECK(missing.integer() == 0);
    CHECK_FALSE(missing.boolean());
    CHECK(json_of(missing) == "<missing>");
  }
}

TEST_CASE("items and members in their order") {
  JsonDocument document;
  REQUIRE(document.parse(R"({"z": [1, 2, 3], "a": {}})"));
  std::string seen;
  std::string_view key;
  JsonValue value;
  for (JsonMembers members(document.root()); members.next(key, value);)
    seen += std::string(key) + "=" + json_of(value) + " ";
  for (JsonItems items(document.root().get("z")); items.next(value);) seen += json_of(value) + " ";
  CHECK(seen == "z=[1,2,3] a={} 1 2 3 ");
  CHECK_FALSE(JsonItems(document.root()).next(value));
  CHECK_FALSE(JsonMembers(document.root().get("z")).next(key, value));
}

TEST_CASE("what the library refuses is read all the same") {
  JsonDocument document;
  REQUIRE(document.parse(
      "{\"n\": 123456789012345678901234567890, \"m\": -99999999999999999999, \"e\": 1e-20, \"s\": "
      "\"a\xff"
      "b 123456789012345678901234567890\"}"));
  CHECK(document.root().get("n").kind() == JsonValue::Kind::kReal);
  CHECK(document.root().get("m").kind() == JsonValue::Kind::kReal);
  CHECK(document.root().get("e").kind() == JsonValue::Kind::kReal);
  CHECK(document.root().get("s").string() ==
        "a\xef\xbf\xbd"
        "b 123456789012345678901234567890");
}

TEST_CASE("what is no JSON says why and leaves nothing behind") {
  JsonDocument document;
  REQUIRE(document.parse("{}"));
  for (const char* text : {"", "{", "{\"a\":}", "nul", "{\"a\": \"b}", "[1,]", "{} x"}) {
    CAPTURE(text);
    CHECK_FALSE(document.parse(text));
    CHECK_FALSE(document.problem().empty());
    CHECK(document.root().missing());
  }
  CHECK_FALSE(document.parse(std::string(JsonDocument::kMaxDepth + 1, '[') +
                             std::string(JsonDocument::kMaxDepth + 1, ']')));
  CHECK(document.parse(std::string(100, '[') + std::string(100, ']')));
}

}  // namespace
}  // namespace sysreel
