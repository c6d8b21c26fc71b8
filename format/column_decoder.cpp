// Columns read back, each encoding with as few branches as it takes.
#include <algorithm>
#include <bit>
#include <cstring>
#include <type_traits>

#include "format/column_codec.h"
#include "format/column_width.h"

namespace sysreel {
namespace {

constexpr uint64_t kEveryHighBit = 0x8080808080808080U;

// The type of that width, so that the compiler sees a load that it can do many of at once; else the widest.
template <unsigned kWidth>
using Unsigned = std::conditional_t<
    kWidth == 1, uint8_t,
    std::conditional_t<kWidth == 2, uint16_t, std::conditional_t<kWidth == 4, uint32_t, uint64_t>>>;

template <unsigned kWidth>
uint64_t load(const uint8_t* from) {
  Unsigned<kWidth> value = 0;
  std::memcpy(&value, from, kWidth);
  return value;
}

template <unsigned kWidth, typename T>
void unpack(const uint8_t* __restrict from, uint64_t base, size_t count, T* __restrict to) {
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

// Passes over so many varints, by their last bytes, eight bytes at a time.
void skip_varints(ByteReader& in, size_t count) {
  const std::span<const uint8_t> rest = in.rest();
  size_t at = 0;
  while (in.ok() && count >= sizeof(uint64_t) && rest.size() - at >= sizeof(uint64_t)) {
    uint64_t bytes = 0;
    std::memcpy(&bytes, rest.data() + at, sizeof(bytes));
    constexpr uint64_t kOfEachByte = kEveryHighBit >> 7;
    count -=
        ((~bytes & kEveryHighBit) >> 7) * kOfEachByte >> 56;  // the sum of all bytes is in the highest one
    at += sizeof(bytes);
  }
  in.bytes(at);
  // Of the varint that the last eight bytes ended within, the end is still to come, and counts.
  for (; count > 0 && in.ok(); --count) in.varint();
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

using U8x16 [[gnu::vector_size(16)]] = uint8_t;
using U16x8 [[gnu::vector_size(16)]] = uint16_t;
using U32x4 [[gnu::vector_size(16)]] = uint32_t;
using U64x2 [[gnu::vector_size(16)]] = uint64_t;

// The sums of four numbers: of the first, of the first two and so on.
U32x4 sums_of(U32x4 numbers) {
  constexpr U32x4 kZero{};
  numbers += __builtin_shufflevector(kZero, numbers, 0, 4, 5, 6);
  return numbers + __builtin_shufflevector(kZero, numbers, 0, 0, 4, 5);
}

// Eight sums at a time of what lies between neighbours: `base` and 15 bits of them, eight in one byte and
// seven in another.
class SumOfEight {
 public:
  explicit SumOfEight(uint64_t base)
      : steps_{{base, 2 * base}, {3 * base, 4 * base}, {5 * base, 6 * base}, {7 * base, 8 * base}} {}

  // Behind `before` come `to`.
  void add(uint64_t before, uint64_t low, uint64_t high, uint64_t* to) const {
    const auto parts = reinterpret_cast<U16x8>(
        __builtin_shufflevector(reinterpret_cast<U8x16>(U64x2{low}), reinterpret_cast<U8x16>(U64x2{high}),  //
                                0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23));
    constexpr U16x8 kZero{};
    const U32x4 first =
        sums_of(reinterpret_cast<U32x4>(__builtin_shufflevector(parts, kZero, 0, 8, 1, 9, 2, 10, 3, 11)));
    const U32x4 second =
        sums_of(reinterpret_cast<U32x4>(__builtin_shufflevector(parts, kZero, 4, 12, 5, 13, 6, 14, 7, 15))) +
        __builtin_shufflevector(first, first, 3, 3, 3, 3);
    constexpr U32x4 kNone{};
    const U64x2 sums[] = {reinterpret_cast<U64x2>(__builtin_shufflevector(first, kNone, 0, 4, 1, 5)),
                          reinterpret_cast<U64x2>(__builtin_shufflevector(first, kNone, 2, 6, 3, 7)),
                          reinterpret_cast<U64x2>(__builtin_shufflevector(second, kNone, 0, 4, 1, 5)),
                          reinterpret_cast<U64x2>(__builtin_shufflevector(second, kNone, 2, 6, 3, 7))};
    const U64x2 start = {before, before};
    for (size_t i = 0; i < 4; ++i) {
      const U64x2 result = sums[i] + steps_[i] + start;
      std::memcpy(to + 2 * i, &result, sizeof(result));
    }
  }

 private:
  U64x2 steps_[4];
};

// Reads stamps as far as eight at a time go; returns how many. `to` is behind the first stamp.
size_t read_stamps(ByteReader& in, uint64_t base, std::span<const uint8_t> low, uint64_t* to) {
  const SumOfEight sum(base);
  const std::span<const uint8_t> rest = in.rest();
  size_t at = 0;
  size_t done = 0;
  while (low.size() - done >= 8 && rest.size() - at >= 8) {
    const uint64_t high = load<8>(rest.data() + at);
    uint64_t* const eight = to + done;
    sum.add(eight[-1], load<8>(low.data() + done), high & ~kEveryHighBit, eight);
    const uint64_t more = high & kEveryHighBit;
    if (more == 0) {
      at += 8;
      done += 8;
      continue;
    }
    const size_t wide =
        static_cast<size_t>(std::countr_zero(more)) / 8;  // the first that takes several bytes
    ByteReader tail(rest.subspan(at + wide));
    const uint64_t number = tail.varint();
    if (!tail.ok()) break;
    eight[wide] = eight[static_cast<ptrdiff_t>(wide) - 1] + base + (number << 8 | low[done + wide]);
    at += wide + tail.position();
    done += wide + 1;
  }
  in.bytes(at);
  return done;
}

template <typename T>
void read_delta_split(ByteReader& in, RawVector<T>& out) {
  if (out.empty()) return;
  const auto first = static_cast<uint64_t>(in.zigzag());
  const auto base = static_cast<uint64_t>(in.zigzag());
  const auto low = in.bytes(uint64_t{out.size() - 1});
  if (!in.ok()) return;
  out[0] = static_cast<T>(first);
  size_t done = 0;
  if constexpr (std::is_same_v<T, uint64_t>) done = read_stamps(in, base, low, out.data() + 1);
  auto value = static_cast<uint64_t>(out[done]);
  for_varints(in, low.size() - done, [&](size_t at, uint64_t high) {
    value += base + (high << 8 | low[done + at]);
    out[done + at + 1] = static_cast<T>(value);
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

// Calls visit(length, value) for runs that together have so many values.
template <typename Visit>
void for_runs(ByteReader& in, size_t count, Visit&& visit) {
  while (count > 0 && in.ok()) {
    const uint64_t more = in.varint();
    const int64_t value = in.zigzag();
    if (!in.ok() || more >= count) {
      in.bytes(in.remaining() + 1);  // fails the reader
      return;
    }
    visit(more + 1, value);
    count -= more + 1;
  }
}

template <typename T>
void read_runs(ByteReader& in, RawVector<T>& out) {
  constexpr size_t kAtOnce = 32 / sizeof(T);  // most runs are shorter: written without a loop
  T* to = out.data();
  T* const end = to + out.size();
  for_runs(in, out.size(), [&](size_t length, int64_t value) {
    const auto number = static_cast<T>(value);
    if (static_cast<size_t>(end - to) < kAtOnce) {
      std::fill_n(to, length, number);
    } else {
      std::fill_n(to, kAtOnce, number);
      if (length > kAtOnce) std::fill_n(to + kAtOnce, length - kAtOnce, number);
    }
    to += length;
  });
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
    case ColumnEncoding::kVarint:
    case ColumnEncoding::kDeltaVarint:
      skip_varints(in, count);
      return in.ok();
    case ColumnEncoding::kRuns:
      for_runs(in, count, [](size_t, int64_t) {});
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
