// Columns: which encoding.
//
// A capture's size is decided here and in zstd together. zstd finds repeated bytes and codes rare bytes
// longer; it does not see arithmetic. So a column is turned into the form in which its values take few
// distinct bytes at fixed places: equal values vanish, differences replace values where they are narrower, a
// base is subtracted so that a range fits its bytes, long runs become pairs. Varints only where a few large
// values would widen all the others: they decode at about 2 ns a value, fixed bytes at about 0.3.
//
// The encoder measures the values in one pass, a second one only where varints could win, and takes the
// smallest form; a varint form must win by an eighth, a run form by half, because what zstd gains on fixed
// bytes is not in the estimate. tools/bench/format prints what each choice costs.
//
// Stamps are most of a capture. The lowest byte of a difference between two is noise, the rest is small and
// far from evenly spread. In one stream zstd's entropy coder, which sees bytes without their place, pays for
// telling the two apart: 2 bits an event. Split into two streams, packed one by one, they cost 1.46 bytes
// instead of 1.67 (mixed workload, level 6); the conditional entropy, of the kind of call and the one before
// it, is 1.30. Sorting the differences by kind gains no more than 0.02.
#include "format/column_codec.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>

#include "base/byte_writer.h"
#include "format/column_width.h"

namespace sysreel {
namespace {

constexpr size_t kSplitFrom = 64;  // values; two parts cost some bytes each

uint64_t zigzag_of(uint64_t value) {
  return (value << 1) ^ (0 - (value >> 63));
}

size_t varint_size(uint64_t value) {
  return (static_cast<size_t>(std::bit_width(value | 1)) + 6) / 7;
}

// Bytes that hold every number up to `range`.
unsigned width_of(uint64_t range) {
  return (static_cast<unsigned>(std::bit_width(range | 1)) + 7) / 8;
}

struct Range {
  int64_t low = std::numeric_limits<int64_t>::max();
  int64_t high = std::numeric_limits<int64_t>::min();

  void add(int64_t value) {
    low = std::min(low, value);
    high = std::max(high, value);
  }
  uint64_t span() const { return static_cast<uint64_t>(high) - static_cast<uint64_t>(low); }
};

struct Measure {
  Range values;
  Range deltas;  // of neighbours
  size_t runs = 0;
};

Measure measure(std::span<const int64_t> values) {
  Measure result;
  if (values.empty()) return result;
  result.values.add(values[0]);
  result.runs = 1;
  for (size_t i = 1; i < values.size(); ++i) {
    const uint64_t delta = static_cast<uint64_t>(values[i]) - static_cast<uint64_t>(values[i - 1]);
    result.values.add(values[i]);
    result.deltas.add(static_cast<int64_t>(delta));
    result.runs += delta != 0 ? 1 : 0;
  }
  return result;
}

struct VarintSizes {
  size_t plain = 0;
  size_t deltas = 0;
};

VarintSizes varint_sizes(std::span<const int64_t> values) {
  VarintSizes sizes;
  uint64_t before = 0;
  for (const int64_t number : values) {
    const auto value = static_cast<uint64_t>(number);
    sizes.plain += varint_size(zigzag_of(value));
    sizes.deltas += varint_size(zigzag_of(value - before));
    before = value;
  }
  return sizes;
}

struct Choice {
  ColumnEncoding encoding = ColumnEncoding::kConstant;
  unsigned width = 1;
};

Choice choose(const Measure& measured, std::span<const int64_t> values) {
  const size_t count = values.size();
  if (measured.values.span() == 0) return {ColumnEncoding::kConstant};
  if (measured.deltas.span() == 0 && count > 2) return {ColumnEncoding::kLinear};
  const unsigned width = width_of(measured.values.span());
  const unsigned delta_width = width_of(measured.deltas.span());
  Choice best{ColumnEncoding::kFixed, width};
  size_t size = count * width;
  const auto consider = [&](ColumnEncoding encoding, unsigned its_width, size_t its_size) {
    if (its_size >= size) return;
    best = {encoding, its_width};
    size = its_size;
  };
  // A run takes a length and a value; that there are few long ones is what matters.
  consider(ColumnEncoding::kRuns, 1, 2 * measured.runs * (1 + width));
  if (width == 1) return best;  // nothing takes less than a byte a value
  consider(ColumnEncoding::kDeltaFixed, delta_width, (count - 1) * delta_width + count / 4 + 2);
  const VarintSizes varints = varint_sizes(values);
  consider(ColumnEncoding::kVarint, 1, varints.plain + varints.plain / 8);
  consider(ColumnEncoding::kDeltaVarint, 1, varints.deltas + varints.deltas / 8);
  return best;
}

// Room for `count` numbers of `width` bytes at the end of `out`.
uint8_t* grow(std::vector<uint8_t>& out, size_t count, unsigned width) {
  const size_t at = out.size();
  out.resize(at + count * width);
  return out.data() + at;
}

void append_runs(ByteWriter& writer, std::span<const int64_t> values) {
  for (size_t begin = 0; begin < values.size();) {
    size_t end = begin + 1;
    while (end < values.size() && values[end] == values[begin]) ++end;
    writer.varint(end - begin - 1);
    writer.zigzag(values[begin]);
    begin = end;
  }
}

void append_delta_fixed(std::vector<uint8_t>& out, std::span<const int64_t> values, int64_t base,
                        unsigned width) {
  ByteWriter writer(out);
  writer.zigzag(values[0]);
  writer.zigzag(base);
  uint8_t* to = grow(out, values.size() - 1, width);
  with_width(width, [&]<unsigned kWidth>() {
    for (size_t i = 1; i < values.size(); ++i, to += kWidth) {
      const uint64_t delta = static_cast<uint64_t>(values[i]) - static_cast<uint64_t>(values[i - 1]);
      const uint64_t packed = delta - static_cast<uint64_t>(base);
      std::memcpy(to, &packed, kWidth);
    }
  });
}

void append_fixed(std::vector<uint8_t>& out, std::span<const int64_t> values, int64_t base, unsigned width) {
  ByteWriter(out).zigzag(base);
  uint8_t* to = grow(out, values.size(), width);
  with_width(width, [&]<unsigned kWidth>() {
    for (const int64_t value : values) {
      const uint64_t packed = static_cast<uint64_t>(value) - static_cast<uint64_t>(base);
      std::memcpy(to, &packed, kWidth);
      to += kWidth;
    }
  });
}

void append_delta_varint(ByteWriter& writer, std::span<const int64_t> values) {
  uint64_t before = 0;
  for (const int64_t value : values) {
    writer.zigzag(static_cast<int64_t>(static_cast<uint64_t>(value) - before));
    before = static_cast<uint64_t>(value);
  }
}

// Where the varints begin.
size_t append_delta_split(std::vector<uint8_t>& out, std::span<const int64_t> values, int64_t base) {
  ByteWriter writer(out);
  writer.u8(static_cast<uint8_t>(ColumnEncoding::kDeltaSplit));
  writer.zigzag(values[0]);
  writer.zigzag(base);
  const auto above_base = [&](size_t i) {
    return static_cast<uint64_t>(values[i]) - static_cast<uint64_t>(values[i - 1]) -
           static_cast<uint64_t>(base);
  };
  uint8_t* low = grow(out, values.size() - 1, 1);
  for (size_t i = 1; i < values.size(); ++i) *low++ = static_cast<uint8_t>(above_base(i));
  const size_t seam = out.size();
  for (size_t i = 1; i < values.size(); ++i) writer.varint(above_base(i) >> 8);
  return seam;
}

}  // namespace

void append_column(std::vector<uint8_t>& out, std::span<const int64_t> values) {
  const Measure measured = measure(values);
  const Choice choice = values.empty() ? Choice{} : choose(measured, values);
  ByteWriter writer(out);
  writer.u8(static_cast<uint8_t>(static_cast<unsigned>(choice.encoding) | ((choice.width - 1) << 4)));
  switch (choice.encoding) {
    case ColumnEncoding::kAbsent:
      break;
    case ColumnEncoding::kConstant:
      writer.zigzag(values.empty() ? 0 : values[0]);
      break;
    case ColumnEncoding::kFixed:
      append_fixed(out, values, measured.values.low, choice.width);
      break;
    case ColumnEncoding::kDeltaFixed:
      append_delta_fixed(out, values, measured.deltas.low, choice.width);
      break;
    case ColumnEncoding::kVarint:
      for (const int64_t value : values) writer.zigzag(value);
      break;
    case ColumnEncoding::kDeltaVarint:
      append_delta_varint(writer, values);
      break;
    case ColumnEncoding::kRuns:
      append_runs(writer, values);
      break;
    case ColumnEncoding::kLinear:
      writer.zigzag(values[0]);
      writer.zigzag(measured.deltas.low);
      break;
    case ColumnEncoding::kDeltaSplit:  // only stamps are worth it
      break;
  }
}

void append_stamps(std::vector<uint8_t>& out, std::span<const int64_t> values, size_t& seam) {
  seam = 0;
  if (values.size() >= kSplitFrom) {
    const Range deltas = measure(values).deltas;
    if (width_of(deltas.span()) > 1) {
      seam = append_delta_split(out, values, deltas.low);
      return;
    }
  }
  append_column(out, values);
}

}  // namespace sysreel
