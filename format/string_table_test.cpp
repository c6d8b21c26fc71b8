#include "format/string_table.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace sysreel {

TEST_CASE("numbers start at 1, 0 is the missing string, equal content has one number") {
  StringTable table;
  CHECK(table.size() == 0);
  CHECK(table.at(0).empty());
  CHECK(table.intern("a") == 1);
  CHECK(table.intern(std::string_view("a\0b", 3)) == 2);
  CHECK(table.intern("") == 3);  // the empty string is not the missing one
  CHECK(table.intern("a") == 1);
  CHECK(table.at(2) == std::string_view("a\0b", 3));
  CHECK(table.size() == 3);
  CHECK(table.bytes() == 4);
}

TEST_CASE("append never merges and intern does not see it") {
  StringTable table;
  CHECK(table.append("x") == 1);
  CHECK(table.append("x") == 2);
  CHECK(table.intern("x") == 3);
}

TEST_CASE("a run of strings is appended in one piece") {
  StringTable table;
  table.append("first");
  const std::vector<int64_t> lengths = {2, 0, 3};
  table.append_run("abcde", lengths);
  CHECK(table.size() == 4);
  CHECK(table.at(2) == "ab");
  CHECK(table.at(3).empty());
  CHECK(table.at(4) == "cde");
}

TEST_CASE("a run of strings in a room is not copied, and outlives what is put into the other one") {
  StringTable table;
  const std::vector<int64_t> lengths = {2, 3};
  const std::string bytes = "abcde";
  for (size_t number = 0; number < StringTable::kRooms; ++number) {
    table.room(number).assign(bytes.begin(), bytes.end());
    table.append_run({reinterpret_cast<const char*>(table.room(number).data()), bytes.size()}, lengths);
  }
  CHECK(table.at(2) == "cde");
  CHECK(static_cast<const void*>(table.at(1).data()) == table.room(0).data());
  CHECK(table.at(4) == "cde");
  CHECK(static_cast<const void*>(table.at(3).data()) == table.room(1).data());
  CHECK(table.bytes() == 10);
  table.append_run(bytes, lengths);
  CHECK(table.at(6) == "cde");
  CHECK(table.at(5).data() != bytes.data());
}

TEST_CASE("views survive growth; clear keeps nothing but memory") {
  StringTable table;
  const uint32_t first = table.intern("first");
  const char* const place = table.at(first).data();
  std::vector<uint32_t> numbers;
  for (int i = 0; i < 50'000; ++i) numbers.push_back(table.intern("string " + std::to_string(i)));
  CHECK(table.at(first).data() == place);
  for (int i = 0; i < 50'000; ++i) {
    REQUIRE(table.at(numbers[static_cast<size_t>(i)]) == "string " + std::to_string(i));
    REQUIRE(table.intern("string " + std::to_string(i)) == numbers[static_cast<size_t>(i)]);
  }
  table.clear();
  CHECK(table.size() == 0);
  CHECK(table.bytes() == 0);
  CHECK(table.intern("string 7") == 1);
}

TEST_CASE("a string larger than a chunk, then small ones") {
  StringTable table;
  const std::string large(3'000'000, 'L');
  CHECK(table.intern("s") == 1);
  CHECK(table.intern(large) == 2);
  CHECK(table.intern("t") == 3);
  CHECK(table.at(2) == large);
  table.clear();
  CHECK(table.intern(large) == 1);  // fits in the kept chunk
  CHECK(table.at(1) == large);
}

TEST_CASE("a table can be moved") {
  StringTable table;
  table.intern("kept");
  StringTable other = std::move(table);
  CHECK(other.at(1) == "kept");
  CHECK(other.intern("kept") == 1);
}

}  // namespace sysreel
