#include "format/column_codec.h"

#include <doctest/doctest.h>

#include <limits>
#include <numeric>
#include <random>

#include "base/byte_writer.h"

namespace sysreel {
namespace {

using Bytes = std::vector<uint8_t>;
using Values = RawVector<int64_t>;
constexpr int64_t kMin = std::numeric_limits<int64_t>::min();
constexpr int64_t kMax = std::numeric_limits<int64_t>::max();

template <typename T>
bool decode(const Bytes& bytes, size_t count, RawVector<T>& out) {
  ByteReader in(bytes);
  return read_column(in, count, out) && in.at_end();
}

ColumnEncoding encoding_of(const Bytes& bytes) {
  return static_cast<ColumnEncoding>(bytes[0] & 0x0f);
}

}  // namespace

TEST_CASE("each shape of values gets its encoding and comes back") {
  struct Row {
    const char* what;
    Values values;
    ColumnEncoding encoding;
    size_t bytes;  // at most
  };
  std::mt19937_64 random(1);
  const auto filled = [](size_t count, auto make) {
    Values values(count);
    for (size_t i = 0; i < count; ++i) values[i] = static_cast<int64_t>(make(i));
    return values;
  };
  const Row rows[] = {
      {"none", {}, ColumnEncoding::kConstant, 2},
      {"one", {-5}, ColumnEncoding::kConstant, 2},
      {"two", {0, 1}, ColumnEncoding::kFixed, 4},
      {"equal", Values(1000, 77777), ColumnEncoding::kConstant, 4},
      {"counting", filled(1000, [](size_t i) { return 5 + 3 * i; }), ColumnEncoding::kLinear, 3},
      {"small", filled(1000, [&](size_t) { return random() % 200; }), ColumnEncoding::kFixed, 1002},
      {"small negative", filled(1000, [&](size_t) { return -int64_t(random() % 200); }),
       ColumnEncoding::kFixed, 1004},
      {"two bytes far away", filled(1000, [&](size_t) { return (1LL << 40) + int64_t(random() % 60000); }),
       ColumnEncoding::kFixed, 2008},
      {"all of 64 bits", filled(1000, [&](size_t) { return random(); }), ColumnEncoding::kFixed, 8011},
      {"extremes", {kMin, kMax, 0, kMin, kMax, -1, 1}, ColumnEncoding::kVarint, 44},
      {"rising steadily", filled(1000, [&](size_t i) { return i * 100000 + random() % 64; }),
       ColumnEncoding::kDeltaFixed, 1005},
      {"long runs", filled(1000, [](size_t i) { return i / 100 % 3; }), ColumnEncoding::kRuns, 21},
      {"few large", filled(1000, [](size_t i) { return i % 50 == 49 ? 1LL << 50 : int64_t(i * 7 % 60); }),
       ColumnEncoding::kVarint, 1141},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    Bytes bytes;
    append_column(bytes, row.values);
    CHECK(encoding_of(bytes) == row.encoding);
    CHECK(bytes.size() <= row.bytes);
    Values back;
    CHECK(decode(bytes, row.values.size(), back));
    CHECK(back == row.values);
  }
}

TEST_CASE("stamps are split into noise and the rest, and come back") {
  std::mt19937_64 random(5);
  Values stamps{1'000'000'000'000};
  for (size_t i = 1; i < 1000; ++i) {
    const uint64_t gap = i % 100 == 0 ? 1ULL << (i / 20) : 800 + random() % 3000;
    stamps.push_back(stamps.back() + static_cast<int64_t>(gap));
  }
  stamps[500] -= 5000;  // late
  Bytes bytes{1, 2, 3};
  size_t seam = 0;
  append_stamps(bytes, stamps, seam);
  bytes.erase(bytes.begin(), bytes.begin() + 3);
  CHECK(encoding_of(bytes) == ColumnEncoding::kDeltaSplit);
  REQUIRE(seam > 3 + 999);
  CHECK(bytes.size() < seam - 3 + 999 + 50);  // most of the rest takes a byte
  Values back;
  CHECK(decode(bytes, stamps.size(), back));
  CHECK(back == stamps);
  for (size_t cut = 0; cut < bytes.size(); cut += cut < 20 || cut > 990 ? 1 : 97)
    CHECK_FALSE(decode({bytes.begin(), bytes.begin() + static_cast<ptrdiff_t>(cut)}, stamps.size(), back));
  ByteReader in(bytes);
  CHECK(skip_column(in, stamps.size(), back));
  CHECK(in.at_end());
}

TEST_CASE("split stamps come back whatever varints their gaps take, and not when they are cut short") {
  std::mt19937_64 random(7);
  for (size_t count = 64; count < 90; ++count) {
    for (const unsigned one_in : {1U, 2U, 5U, 30U, 1000U}) {
      Values stamps{-77};
      while (stamps.size() < count) {
        const unsigned bits =
            random() % one_in == 0 ? random() % 64 : 14;  // of 15 the eighth byte's are full
        const uint64_t gap = random() >> (63 - bits);
        stamps.push_back(static_cast<int64_t>(static_cast<uint64_t>(stamps.back()) + gap));
      }
      stamps[40] = stamps[39] + 40000;
      Bytes bytes;
      size_t seam = 0;
      append_stamps(bytes, stamps, seam);
      REQUIRE(encoding_of(bytes) == ColumnEncoding::kDeltaSplit);
      RawVector<uint64_t> back;
      REQUIRE(decode(bytes, count, back));
      CHECK(std::equal(stamps.begin(), stamps.end(), back.begin(), back.end(),
                       [](int64_t a, uint64_t b) { return static_cast<uint64_t>(a) == b; }));
      RawVector<uint16_t> narrow;
      REQUIRE(decode(bytes, count, narrow));
      CHECK(narrow.back() == static_cast<uint16_t>(stamps.back()));
      bytes.pop_back();
      CHECK_FALSE(decode(bytes, count, back));
    }
  }
}

TEST_CASE("stamps of which splitting saves nothing stand as other columns do") {
  Values few(63);
  Values even(1000);
  Values close(1000);
  std::mt19937_64 random(6);
  for (size_t i = 0; i < few.size(); ++i) few[i] = static_cast<int64_t>(random() % 1'000'000'000);
  for (size_t i = 0; i < even.size(); ++i) even[i] = static_cast<int64_t>(i * 4711);
  for (size_t i = 1; i < close.size(); ++i) close[i] = close[i - 1] + static_cast<int64_t>(random() % 200);
  for (const Values* values : {&few, &even, &close}) {
    Bytes plain;
    Bytes stamps;
    size_t seam = 1;
    append_column(plain, *values);
    append_stamps(stamps, *values, seam);
    CHECK(seam == 0);
    CHECK(stamps == plain);
  }
}

TEST_CASE("the bytes of split stamps are what the format says") {
  Values stamps(64);
  for (size_t i = 0; i < stamps.size(); ++i)
    stamps[i] = static_cast<int64_t>(1000 * i + (i == 63 ? 70000 : 0));
  Bytes bytes;
  size_t seam = 0;
  append_stamps(bytes, stamps, seam);
  Bytes expected{8, 0, 0xd0, 0x0f};  // first 0, base 1000
  expected.insert(expected.end(), 62, 0);
  expected.push_back(70000 & 0xff);
  CHECK(seam == expected.size());
  expected.insert(expected.end(), 62, 0);
  expected.insert(expected.end(), {(70000 >> 8 & 0x7f) | 0x80, 70000 >> 15});
  CHECK(bytes == expected);
}

TEST_CASE("varints of every length, at the end of a column and before it, come back") {
  for (const unsigned most_bits : {6U, 13U, 40U, 55U, 64U}) {
    Values values;
    for (uint64_t i = 0; i < 3; ++i) {
      for (unsigned bits = 0; bits < most_bits; ++bits) {
        values.push_back(static_cast<int64_t>((uint64_t{1} << bits) + i));
        values.push_back(static_cast<int64_t>(i - (uint64_t{1} << bits)));
      }
    }
    for (const uint8_t encoding : {0x04, 0x05}) {
      std::vector<uint8_t> bytes = {encoding};
      ByteWriter writer(bytes);
      uint64_t before = 0;
      for (const int64_t value : values) {
        writer.zigzag(static_cast<int64_t>(static_cast<uint64_t>(value) - before));
        if (encoding == 0x05) before = static_cast<uint64_t>(value);
      }
      Values read;
      CHECK(decode(bytes, values.size(), read));
      CHECK(read == values);
    }
  }
}

TEST_CASE("a column that is passed over ends where one that is read does") {
  std::mt19937_64 random(8);
  for (const uint8_t encoding : {0x04, 0x05, 0x06}) {
    for (size_t count = 0; count < 40; ++count) {
      for (const unsigned most_bits : {6U, 12U, 30U, 64U}) {
        Bytes bytes;
        ByteWriter writer(bytes);
        for (size_t i = 0; i < count; ++i) {
          if (encoding == 0x06) writer.varint(0);
          writer.zigzag(static_cast<int64_t>(random() >> (64 - 1 - random() % most_bits)));
        }
        const size_t size = bytes.size();
        bytes.insert(bytes.end(), 20, static_cast<uint8_t>(count % 2 == 0 ? 0x80 : 0));
        Values scratch;
        ByteReader in(bytes);
        CHECK(skip_column_body(in, encoding, count, scratch));
        CHECK(in.position() == size);
        ByteReader cut(std::span<const uint8_t>(bytes).first(size - std::min<size_t>(size, 1)));
        CHECK(skip_column_body(cut, encoding, count, scratch) == (count == 0));
      }
    }
  }
}

TEST_CASE("runs of every length come back, and none beyond the end") {
  for (size_t length = 1; length < 40; ++length) {
    Bytes bytes = {0x06};
    ByteWriter writer(bytes);
    Values values;
    for (int64_t value = 0; value < 5; ++value) {
      writer.varint(length - 1);
      writer.zigzag(value * 1000 - 2);
      values.insert(values.end(), length, value * 1000 - 2);
    }
    Values back;
    CHECK(decode(bytes, values.size(), back));
    CHECK(back == values);
    RawVector<uint8_t> narrow;
    REQUIRE(decode(bytes, values.size(), narrow));
    CHECK(narrow.back() == static_cast<uint8_t>(3998));
    CHECK_FALSE(decode(bytes, values.size() - 1, back));
    CHECK_FALSE(decode(bytes, values.size() + 1, back));
  }
}

TEST_CASE("values that mostly rise by little, with rare leaps, are varint differences") {
  Values values;
  int64_t value = 1'000'000'000'000;
  for (int i = 0; i < 1000; ++i) values.push_back(value += i % 100 == 0 ? 1 << 30 : i % 60);
  Bytes bytes;
  append_column(bytes, values);
  CHECK(encoding_of(bytes) == ColumnEncoding::kDeltaVarint);
  Values back;
  CHECK(decode(bytes, values.size(), back));
  CHECK(back == values);
}

TEST_CASE("the bytes of every encoding are pinned") {
  const auto read = [](Bytes bytes, size_t count) {
    Values values;
    REQUIRE(decode(bytes, count, values));
    return values;
  };
  CHECK(read({0x01, 0x09}, 3) == Values{-5, -5, -5});
  CHECK(read({0x12, 0x02, 0x00, 0x01, 0xff, 0x00}, 2) == Values{257, 256});
  CHECK(read({0x03, 0x14, 0x01, 0x00, 0x03}, 3) == Values{10, 9, 11});
  CHECK(read({0x04, 0x02, 0x80, 0x01}, 2) == Values{1, 64});
  CHECK(read({0x05, 0x02, 0x01}, 2) == Values{1, 0});
  CHECK(read({0x06, 0x01, 0x0e, 0x00, 0x10}, 3) == Values{7, 7, 8});
  CHECK(read({0x07, 0x0a, 0x03}, 3) == Values{5, 3, 1});
}

TEST_CASE("bytes that hold no such column are refused") {
  struct Row {
    const char* what;
    Bytes bytes;
    size_t count;
  };
  const Row rows[] = {
      {"empty", {}, 1},
      {"absent", {0x00}, 1},
      {"marks", {0x81, 0x00}, 1},
      {"unknown encoding", {0x08, 0x00}, 1},
      {"constant cut", {0x01}, 1},
      {"fixed cut", {0x12, 0x00, 0x01, 0x02, 0x03}, 2},
      {"delta fixed cut", {0x03, 0x00, 0x00, 0x01}, 3},
      {"varint cut", {0x04, 0x00, 0x80}, 2},
      {"varint of eleven bytes", {0x04, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01}, 1},
      {"delta varint cut", {0x05, 0x00}, 2},
      {"run too long", {0x06, 0x03, 0x00}, 3},
      {"run of 2^64", {0x06, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01, 0x00}, 3},
      {"runs cut", {0x06, 0x00, 0x00}, 3},
      {"linear cut", {0x07, 0x00}, 3},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    ByteReader in(row.bytes);
    Values out;
    CHECK_FALSE(read_column(in, row.count, out));
  }
}

TEST_CASE("every cut of a column is refused, narrow targets wrap") {
  Values values(300);
  std::iota(values.begin(), values.end(), -100);
  values[7] = 1 << 20;
  Bytes bytes;
  append_column(bytes, values);
  for (size_t length = 0; length < bytes.size(); ++length) {
    ByteReader in(std::span<const uint8_t>(bytes.data(), length));
    Values out;
    CHECK_FALSE(read_column(in, values.size(), out));
  }
  ByteReader in(bytes);
  RawVector<uint8_t> narrow;
  CHECK(read_column(in, values.size(), narrow));
  CHECK(narrow[0] == static_cast<uint8_t>(-100));
}

}  // namespace sysreel
