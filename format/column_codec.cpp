// Columns: which encoding, and how to read each fast.
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

namespace sysreel {
namespace {

constexpr uint64_t kEveryHighBit = 0x8080808080808080U;
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

// Calls `use` with the width as a compile-time number, so that the loops above need no branch inside.
template <typename Use>
void with_width(unsigned width, const Use& use) {
  switch (width) {
    case 1:
      return use.template operator()<1>();
    case 2:
      return use.template operator()<2>();
    case 3:
      return use.template operator()<3>();
    case 4:
      return use.template operator()<4>();
    case 5:
      return use.template operator()<5>();
    case 6:
      return use.template operator()<6>();
    case 7:
      return use.template operator()<7>();
    default:
      return use.template operator()<8>();
  }
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

template <unsigned kWidth>
uint64_t load(const uint8_t* from) {
  uint64_t value = 0;
  std::memcpy(&value, from, kWidth);
  return value;
}

template <unsigned kWidth, typename T>
void unpack(const uint8_t* from, uint64_t base, size_t count, T* to) {
  for (size_t i = 0; i < count; ++i) to[i] = static_cast<T>(base + load<kWidth>(from + i * kWidth));
}

template <unsigned kWidth, typename T>
void unpack_deltas(const uint8_t* from, uint64_t value, uint64_t base, size_t count, T* to) {
  for (size_t i = 0; i < count; ++i) {
    value += base + load<kWidth>(from + i * kWidth);
    to[i] = static_cast<T>(value);
  }
}

int64_t unzigzag(uint64_t value) {
  return static_cast<int64_t>(value >> 1) ^ -static_cast<int64_t>(value & 1);
}

// The varint that `bytes`, little-endian, begin with: at most eight bytes. `ends`: the highest bits of those
// that may be its last one.
uint64_t varint_of(uint64_t bytes, uint64_t ends) {
  bytes &= ends ^ (ends - 1);
  // Groups of seven bits side by side: two of them become one of 14 bits, and so on.
  bytes = (bytes & 0x007f007f007f007fU) | (bytes & 0x7f007f007f007f00U) >> 1;
  bytes = (bytes & 0x00003fff00003fffU) | (bytes & 0x3fff00003fff0000U) >> 2;
  return (bytes & 0x0fffffffU) | (bytes & 0x0fffffff00000000U) >> 4;
}

// Calls visit(place, number) for so many varints: eight bytes at a time as long as there are so many,
// without a branch on the length, which would often be guessed wrong. Where three of them lie in eight bytes,
// which is nearly always so, the next load waits for the end of the third and not for each.
template <typename Visit>
void for_varints(ByteReader& in, size_t count, Visit&& visit) {
  const std::span<const uint8_t> rest = in.rest();
  size_t at = 0;
  size_t done = 0;
  while (in.ok() && done < count && rest.size() - at >= sizeof(uint64_t)) {
    uint64_t bytes = 0;
    std::memcpy(&bytes, rest.data() + at, sizeof(bytes));
    const uint64_t ends = ~bytes & kEveryHighBit;
    const uint64_t second = ends & (ends - 1);
    const uint64_t third = second & (second - 1);
    if (ends == 0) break;                                             // longer than eight bytes
    if (ends == kEveryHighBit && count - done >= sizeof(uint64_t)) {  // a byte each
      for (size_t i = 0; i < sizeof(uint64_t); ++i) visit(done + i, bytes >> 8 * i & 0xffU);
      at += sizeof(uint64_t);
      done += sizeof(uint64_t);
      continue;
    }
    visit(done, varint_of(bytes, ends));
    if (third == 0 || count - done < 3) {
      at += static_cast<size_t>(std::countr_zero(ends) + 1) / 8;
      ++done;
      continue;
    }
    const int begin_second = std::countr_zero(ends) + 1;
    const int begin_third = std::countr_zero(second) + 1;
    visit(done + 1, varint_of(bytes >> begin_second, ends >> begin_second));
    visit(done + 2, varint_of(bytes >> begin_third, ends >> begin_third));
    at += static_cast<size_t>(std::countr_zero(third) + 1) / 8;
    done += 3;
  }
  in.bytes(at);
  for (; done < count && in.ok(); ++done) visit(done, in.varint());
}

template <typename T>
void read_varints(ByteReader& in, RawVector<T>& out) {
  for_varints(in, out.size(),
              [&](size_t at, uint64_t number) { out[at] = static_cast<T>(unzigzag(number)); });
}

template <typename T>
void read_delta_varints(ByteReader& in, RawVector<T>& out) {
  uint64_t value = 0;
  for_varints(in, out.size(), [&](size_t at, uint64_t number) {
    value += static_cast<uint64_t>(unzigzag(number));
    out[at] = static_cast<T>(value);
  });
}

template <typename T>
void read_delta_split(ByteReader& in, RawVector<T>& out) {
  if (out.empty()) return;
  auto value = static_cast<uint64_t>(in.zigzag());
  const auto base = static_cast<uint64_t>(in.zigzag());
  const auto low = in.bytes(uint64_t{out.size() - 1});
  if (!in.ok()) return;
  out[0] = static_cast<T>(value);
  for_varints(in, out.size() - 1, [&](size_t at, uint64_t high) {
    value += base + (high << 8 | low[at]);
    out[at + 1] = static_cast<T>(value);
  });
}

template <typename T>
void read_fixed(ByteReader& in, unsigned width, RawVector<T>& out) {
  const auto base = static_cast<uint64_t>(in.zigzag());
  const auto bytes = in.bytes(uint64_t{out.size()} * width);
  if (!in.ok()) return;
  with_width(width, [&]<unsigned kWidth>() { unpack<kWidth>(bytes.data(), base, out.size(), out.data()); });
}

template <typename T>
void read_delta_fixed(ByteReader& in, unsigned width, RawVector<T>& out) {
  if (out.empty()) return;
  const auto first = static_cast<uint64_t>(in.zigzag());
  const auto base = static_cast<uint64_t>(in.zigzag());
  const auto bytes = in.bytes(uint64_t{out.size() - 1} * width);
  if (!in.ok()) return;
  out[0] = static_cast<T>(first);
  with_width(width, [&]<unsigned kWidth>() {
    unpack_deltas<kWidth>(bytes.data(), first, base, out.size() - 1, out.data() + 1);
  });
}

template <typename T>
void read_runs(ByteReader& in, RawVector<T>& out) {
  for (size_t at = 0; at < out.size() && in.ok();) {
    const uint64_t more = in.varint();
    const auto value = static_cast<T>(in.zigzag());
    if (!in.ok() || more >= out.size() - at) {
      in.bytes(in.remaining() + 1);  // fails the reader
      return;
    }
    std::fill_n(out.begin() + static_cast<ptrdiff_t>(at), more + 1, value);
    at += more + 1;
  }
}

template <typename T>
void read_linear(ByteReader& in, RawVector<T>& out) {
  auto value = static_cast<uint64_t>(in.zigzag());
  const auto step = static_cast<uint64_t>(in.zigzag());
  for (T& element : out) {
    element = static_cast<T>(value);
    value += step;
  }
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

template <typename T>
bool read_column_body(ByteReader& in, uint8_t tag, size_t count, RawVector<T>& out) {
  out.resize(count);
  const unsigned width = ((tag >> 4) & 7U) + 1;
  switch (static_cast<ColumnEncoding>(tag & 0x0fU)) {
    case ColumnEncoding::kConstant:
      std::fill(out.begin(), out.end(), static_cast<T>(in.zigzag()));
      break;
    case ColumnEncoding::kFixed:
      read_fixed(in, width, out);
      break;
    case ColumnEncoding::kDeltaFixed:
      read_delta_fixed(in, width, out);
      break;
    case ColumnEncoding::kVarint:
      read_varints(in, out);
      break;
    case ColumnEncoding::kDeltaVarint:
      read_delta_varints(in, out);
      break;
    case ColumnEncoding::kRuns:
      read_runs(in, out);
      break;
    case ColumnEncoding::kLinear:
      read_linear(in, out);
      break;
    case ColumnEncoding::kDeltaSplit:
      read_delta_split(in, out);
      break;
    default:  // kAbsent, which the caller handles, and what a later version may write
      return false;
  }
  return in.ok();
}

template <typename T>
bool read_column(ByteReader& in, size_t count, RawVector<T>& out) {
  const uint8_t tag = in.u8();
  if (!in.ok() || (tag & kTagMarks) != 0) return false;
  return read_column_body(in, tag, count, out);
}

bool skip_column_body(ByteReader& in, uint8_t tag, size_t count, RawVector<int64_t>& scratch) {
  const unsigned width = ((tag >> 4) & 7U) + 1;
  switch (static_cast<ColumnEncoding>(tag & 0x0fU)) {
    case ColumnEncoding::kConstant:
      in.zigzag();
      return in.ok();
    case ColumnEncoding::kFixed:
      in.zigzag();
      in.bytes(uint64_t{count} * width);
      return in.ok();
    case ColumnEncoding::kDeltaFixed:
      if (count == 0) return true;
      in.zigzag();
      in.zigzag();
      in.bytes(uint64_t{count - 1} * width);
      return in.ok();
    case ColumnEncoding::kLinear:
      in.zigzag();
      in.zigzag();
      return in.ok();
    default:
      return read_column_body(in, tag, count, scratch);
  }
}

bool skip_column(ByteReader& in, size_t count, RawVector<int64_t>& scratch) {
  const uint8_t tag = in.u8();
  return in.ok() && (tag & kTagMarks) == 0 && skip_column_body(in, tag, count, scratch);
}

template bool read_column(ByteReader&, size_t, RawVector<int64_t>&);
template bool read_column(ByteReader&, size_t, RawVector<uint64_t>&);
template bool read_column(ByteReader&, size_t, RawVector<uint32_t>&);
template bool read_column(ByteReader&, size_t, RawVector<uint16_t>&);
template bool read_column(ByteReader&, size_t, RawVector<uint8_t>&);
template bool read_column_body(ByteReader&, uint8_t, size_t, RawVector<int64_t>&);

}  // namespace sysreel
