// One column of numbers as bytes, and back (docs/format.md "Columns").
//
// A column begins with a tag byte that names its encoding; the encoder picks per column, the decoder follows
// the tag. The number of values is not stored: the context knows it. Numbers are 64 bits and wrap, so every
// sequence of bytes that is long enough decodes to something; what a number may be is the caller's check.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/byte_reader.h"
#include "base/raw_vector.h"

namespace sysreel {

// Low four bits of the tag. Bits 4–6 hold width − 1 of the fixed encodings, bit 7 says that a column of marks
// goes before this one. Written to captures: append only.
enum class ColumnEncoding : uint8_t {
  kAbsent = 0,       // no values at all
  kConstant = 1,     // zigzag value
  kFixed = 2,        // zigzag base, count × width bytes: value − base
  kDeltaFixed = 3,   // zigzag first, zigzag base, (count − 1) × width bytes: difference − base
  kVarint = 4,       // count × zigzag value
  kDeltaVarint = 5,  // count × zigzag difference to the one before (before the first: 0)
  kRuns = 6,         // until count values are there: varint length − 1, zigzag value
  kLinear = 7,       // zigzag first, zigzag step
  kDeltaSplit =
      8,  // zigzag first, zigzag base; (count − 1) low bytes of difference − base, varints of the rest
};

inline constexpr uint8_t kTagMarks = 0x80;

// Appends tag and values.
void append_column(std::vector<uint8_t>& out, std::span<const int64_t> values);

// The same for stamps, whose differences are noise in their lowest byte and not above it. Where the column's
// bytes are of two sorts, `seam` tells where in `out` the second one begins, which packs better by itself;
// else 0.
void append_stamps(std::vector<uint8_t>& out, std::span<const int64_t> values, size_t& seam);

// Reads a column of `count` values into `out`. False when the bytes do not hold one; the tag must not be
// kAbsent nor announce marks.
template <typename T>
bool read_column(ByteReader& in, size_t count, RawVector<T>& out);

// The same, for a tag byte that has been read already.
template <typename T>
bool read_column_body(ByteReader& in, uint8_t tag, size_t count, RawVector<T>& out);

// Passes over a column; `scratch` holds the values of those encodings whose length their values tell.
bool skip_column(ByteReader& in, size_t count, RawVector<int64_t>& scratch);
bool skip_column_body(ByteReader& in, uint8_t tag, size_t count, RawVector<int64_t>& scratch);

}  // namespace sysreel
