#include "format/block_decoder.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <string>
#include <type_traits>
#include <utility>

#include "format/block_limits.h"
#include "format/column_codec.h"
#include "format/column_needs.h"
#include "format/wire_reading.h"

namespace sysreel {
namespace {

using ByteVector = flatbuffers::Vector<uint8_t>;
using KindRows = flatbuffers::Vector<flatbuffers::Offset<wire::KindRow>>;

Error limit(const char* what) {
  return {ErrorCode::kLimit, what};
}

std::span<const uint8_t> span_of(const ByteVector* bytes) {
  if (bytes == nullptr) return {};
  return {bytes->data(), bytes->size()};
}

template <typename T>
bool read_whole(const ByteVector* bytes, size_t count, RawVector<T>& out) {
  ByteReader in(span_of(bytes));
  return read_column(in, count, out) && in.at_end();
}

// Every value, taken as unsigned, is below `bound`, which is at most half of what the type holds: otherwise
// it or what it lacks to the greatest allowed one has the highest bit set. No branch, so many are looked at
// at once.
template <typename T>
bool all_below(std::span<const T> values, std::make_unsigned_t<T> bound) {
  using U = std::make_unsigned_t<T>;
  const U greatest = static_cast<U>(bound - 1);
  U outside = 0;
#pragma GCC unroll 4
  for (const T value : values) {
    const U number = static_cast<U>(value);
    outside = static_cast<U>(outside | number | static_cast<U>(greatest - number));
  }
  return outside >> (std::numeric_limits<U>::digits - 1) == 0;
}

// The kinds that only this block declares, and for each slot what its columns mean.
Status map_kinds(const wire::Block& table, CaptureKinds& kinds, DecodeScratch& scratch) {
  scratch.extra.clear();
  scratch.mappings.clear();
  if (const KindRows* rows = table.extra_kinds()) {
    if (rows->size() > kMaxKinds) return limit("a block brings too many kinds");
    for (const wire::KindRow* row : *rows) {
      Result<KindMapping> mapping = kinds.map(kind_row_of(*row));
      if (!mapping) return std::move(mapping).error();
      scratch.extra.push_back(std::move(*mapping));
    }
  }
  if (table.kinds() == nullptr) return {};
  if (table.kinds()->size() > kMaxKinds) return limit("a block has too many kinds");
  const std::vector<KindMapping>& listed = kinds.listed();
  for (const wire::Kind* kind : *table.kinds()) {
    const size_t number = kind->number();
    if (number >= listed.size() + scratch.extra.size()) return corrupt("a kind's number is out of range");
    scratch.mappings.push_back(number < listed.size() ? &listed[number]
                                                      : &scratch.extra[number - listed.size()]);
  }
  return {};
}

Status read_strings(uint32_t count, const ByteVector* sizes, const ByteVector* text, DecodeScratch& scratch,
                    StringTable& out) {
  if (count > kMaxBlockStrings - out.size()) return limit("a block has too many strings");
  if (!read_whole(sizes, count, scratch.values)) return corrupt("the sizes of the strings cannot be read");
  const auto bytes = span_of(text);
  const RawVector<int64_t>& values = scratch.values;
  if (!all_below<int64_t>(values, bytes.size() + 1)) return corrupt("a string is larger than its section");
  if (std::accumulate(values.begin(), values.end(), int64_t{0}) != static_cast<int64_t>(bytes.size()))
    return corrupt("strings are not as long together as their bytes");
  out.append_run({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, values);
  return {};
}

// Rows whose mark says that they have a value.
size_t count_present(std::span<const uint8_t> marks) {
  return static_cast<size_t>(std::count_if(marks.begin(), marks.end(), [](uint8_t mark) {
    return static_cast<Mark>(mark) == Mark::kPresent || static_cast<Mark>(mark) == Mark::kTruncated;
  }));
}

void spread(std::span<const int64_t> dense, std::span<const uint8_t> marks, RawVector<int64_t>& out) {
  out.assign(marks.size(), 0);
  size_t next = 0;
  for (size_t row = 0; row < marks.size(); ++row) {
    const auto mark = static_cast<Mark>(marks[row]);
    if (mark == Mark::kPresent || mark == Mark::kTruncated) out[row] = dense[next++];
  }
}

// One stored column of `rows` rows. `strings`: highest string number that a text column may hold.
Status read_values(ByteReader& in, uint32_t rows, Storage storage, uint32_t strings, DecodeScratch& scratch,
                   Column& out) {
  uint8_t tag = in.u8();
  if (in.ok() && tag == static_cast<uint8_t>(ColumnEncoding::kAbsent)) return {};
  if (rows > scratch.values_left) return limit("a block has too many values");
  scratch.values_left -= rows;
  bool read = in.ok();
  if ((tag & kTagMarks) != 0) {
    read = read && tag == kTagMarks && read_column(in, rows, out.marks);
    if (!read || !all_below<uint8_t>(out.marks, static_cast<uint8_t>(Mark::kTruncated) + 1))
      return corrupt("the marks of a column cannot be read");
    read = read_column(in, count_present(out.marks), scratch.values);
    if (read) spread(scratch.values, out.marks, out.values);
  } else {
    read = read && read_column_body(in, tag, rows, out.values);
  }
  if (!read) return corrupt("a column cannot be read");
  if (storage == Storage::kText && !all_below<int64_t>(out.values, uint64_t{strings} + 1))
    return corrupt("a string number is out of range");
  return {};
}

// The same; a column that cannot be read is left without values, so that nobody meets unchecked numbers.
Status read_param(ByteReader& in, uint32_t rows, Storage storage, uint32_t strings, DecodeScratch& scratch,
                  Column& out) {
  Status status = read_values(in, rows, storage, strings, scratch, out);
  if (!status) {
    out.values.clear();
    out.marks.clear();
  }
  return status;
}

// Passes over one stored column.
Status skip_param(ByteReader& in, uint32_t rows, DecodeScratch& scratch) {
  const uint8_t tag = in.u8();
  if (in.ok() && tag == static_cast<uint8_t>(ColumnEncoding::kAbsent)) return {};
  bool passed = in.ok();
  if ((tag & kTagMarks) != 0) {
    passed = passed && tag == kTagMarks && read_column(in, rows, scratch.marks) &&
             skip_column(in, count_present(scratch.marks), scratch.values);
  } else {
    passed = passed && skip_column_body(in, tag, rows, scratch.values);
  }
  return passed ? Status{} : Status(corrupt("a column cannot be read"));
}

Status read_kind(const wire::Kind& table, const KindMapping& mapping, Section section, uint32_t strings,
                 const ColumnNeeds* needs, DecodeScratch& scratch, KindColumns& out) {
  if (needs != nullptr && !needs->needs_any(mapping.kind)) return {};
  ByteReader in(span_of(table.columns()));
  for (const ParamTarget& target : mapping.params) {
    if (target.section != section) continue;
    if (needs != nullptr && !needs->needs(mapping.kind, target.param)) {
      SYSREEL_RETURN_IF_ERROR(skip_param(in, out.rows, scratch));
      continue;
    }
    SYSREEL_RETURN_IF_ERROR(
        read_param(in, out.rows, target.storage, strings, scratch, out.columns[target.param]));
  }
  if (!in.at_end()) return corrupt("a kind has more columns than its row");
  return {};
}

Status read_threads(const wire::Block& table, DecodeScratch& scratch, EventBlock& out) {
  const uint32_t count = table.threads();
  if (count > kMaxBlockEvents) return limit("a block has too many threads");
  out.threads.resize(count);
  const auto read = [&](const ByteVector* bytes, auto member) {
    if (!read_whole(bytes, count, scratch.values)) return false;
    for (size_t i = 0; i < count; ++i) {
      auto& field = out.threads[i].*member;
      field = static_cast<std::remove_reference_t<decltype(field)>>(scratch.values[i]);
    }
    return true;
  };
  if (!read(table.thread_tid(), &ThreadEntry::tid) || !read(table.thread_pid(), &ThreadEntry::pid) ||
      !read(table.thread_start(), &ThreadEntry::start_time))
    return corrupt("the thread table cannot be read");
  return {};
}

// Counts each kind's events, `rows` by slot, and so numbers their rows. The slots are within the kinds.
void number_rows(std::vector<uint32_t>& rows, EventBlock& out) {
  rows.assign(out.kinds.size(), 0);
  out.row.resize(out.slot.size());
  uint32_t* const next = rows.data();
  uint32_t* to = out.row.data();
#pragma GCC unroll 4
  for (const uint16_t slot : out.slot) *to++ = next[slot]++;
}

// slot, row, thread and number of every event.
Status read_order(const wire::Block& table, DecodeScratch& scratch, EventBlock& out) {
  const uint32_t events = table.events();
  if (!read_whole(table.slot(), events, out.slot) || !read_whole(table.thread(), events, out.thread))
    return corrupt("the order of the events cannot be read");
  if (table.number() != nullptr && !read_whole(table.number(), events, out.number))
    return corrupt("the numbers of the events cannot be read");
  if (!all_below<uint16_t>(out.slot, static_cast<uint16_t>(out.kinds.size())))
    return corrupt("an event's kind is out of range");
  if (!all_below<uint32_t>(out.thread, static_cast<uint32_t>(out.threads.size())))
    return corrupt("an event's thread is out of range");
  number_rows(scratch.rows, out);
  for (size_t slot = 0; slot < out.kinds.size(); ++slot)
    if (scratch.rows[slot] != out.kinds[slot].rows)
      return corrupt("a kind's rows are not as many as its events");
  return {};
}

Status read_core(const wire::Block& table, CaptureKinds& kinds, const ColumnNeeds* needs,
                 DecodeScratch& scratch, EventBlock& out) {
  if (table.events() > kMaxBlockEvents) return limit("a block has too many events");
  if (table.source() < 1 || table.source() > 3 || table.numbers() > 1 || table.arch() >= kArchCount)
    return Error{ErrorCode::kUnsupported, "a block of an unknown source or architecture"};
  out.source = static_cast<EventSource>(table.source());
  out.numbers = static_cast<NumberSpace>(table.numbers());
  out.arch = static_cast<Arch>(table.arch());
  out.first_number = table.first_number();
  out.wall_offset = table.wall_offset();
  out.lost_before = table.lost_before();
  SYSREEL_RETURN_IF_ERROR(map_kinds(table, kinds, scratch));
  SYSREEL_RETURN_IF_ERROR(
      read_strings(table.strings(), table.string_sizes(), table.string_bytes(), scratch, out.strings));
  SYSREEL_RETURN_IF_ERROR(read_threads(table, scratch, out));
  scratch.values_left = kMaxBlockValues;
  for (size_t slot = 0; slot < scratch.mappings.size(); ++slot) {
    const wire::Kind& stored = *table.kinds()->Get(static_cast<flatbuffers::uoffset_t>(slot));
    const KindMapping& mapping = *scratch.mappings[slot];
    if (stored.rows() > table.events()) return corrupt("a kind has more rows than the block has events");
    KindColumns& columns = out.add_kind(mapping.kind, kinds.catalogue().kind(mapping.kind).params.size());
    columns.rows = stored.rows();
    SYSREEL_RETURN_IF_ERROR(
        read_kind(stored, mapping, Section::kCore, table.strings(), needs, scratch, columns));
  }
  return read_order(table, scratch, out);
}

}  // namespace

Status decode_core(std::span<const uint8_t> bytes, CaptureKinds& kinds, DecodeScratch& scratch,
                   EventBlock& out, const ColumnNeeds* needs) {
  out.clear();
  const auto* table = root_of<wire::Block>(bytes);
  if (table == nullptr) return corrupt("section core is not a block");
  Status status = read_core(*table, kinds, needs, scratch, out);
  if (!status) out.clear();
  return status;
}

Status decode_time(std::span<const uint8_t> bytes, EventBlock& out, const ColumnNeeds* needs) {
  const auto* table = root_of<wire::BlockTime>(bytes);
  const bool needs_cpu = needs == nullptr || needs->needs_cpu();
  if (table == nullptr || !read_whole(table->time(), out.size(), out.time) ||
      (needs_cpu && !read_whole(table->cpu(), out.size(), out.cpu))) {
    out.time.clear();
    out.cpu.clear();
    return corrupt("section time cannot be read");
  }
  return {};
}

bool needs_rest(const DecodeScratch& scratch, const EventBlock& block, const ColumnNeeds& needs) {
  for (size_t slot = 0; slot < scratch.mappings.size(); ++slot) {
    const KindMapping& mapping = *scratch.mappings[slot];
    if (block.kinds[slot].rows == 0 || !needs.needs_any(mapping.kind)) continue;
    for (const ParamTarget& target : mapping.params) {
      if (target.section == Section::kRest && needs.needs(mapping.kind, target.param)) return true;
    }
  }
  return false;
}

Status decode_rest(std::span<const uint8_t> bytes, DecodeScratch& scratch, EventBlock& out,
                   const ColumnNeeds* needs) {
  const auto* table = root_of<wire::BlockRest>(bytes);
  if (table == nullptr) return corrupt("section rest cannot be read");
  SYSREEL_RETURN_IF_ERROR(
      read_strings(table->strings(), table->string_sizes(), table->string_bytes(), scratch, out.strings));
  if (table->kinds() == nullptr) return {};
  for (const wire::Kind* stored : *table->kinds()) {
    const size_t slot = stored->number();
    if (slot >= out.kinds.size()) return corrupt("a kind's number in section rest is out of range");
    SYSREEL_RETURN_IF_ERROR(read_kind(*stored, *scratch.mappings[slot], Section::kRest, out.strings.size(),
                                      needs, scratch, out.kinds[slot]));
  }
  return {};
}

Status decode_snapshot(std::span<const uint8_t> bytes, CaptureKinds& kinds, DecodeScratch& scratch,
                       Snapshot& out) {
  SYSREEL_RETURN_IF_ERROR(decode_core(bytes, kinds, scratch, out.rows));
  const wire::SnapshotPart* part = flatbuffers::GetRoot<wire::Block>(bytes.data())->snapshot();
  if (part == nullptr || part->kind() < 1 || part->kind() > 2) return corrupt("not a snapshot");
  out.kind = static_cast<SnapshotKind>(part->kind());
  out.begin_time = part->begin_time();
  out.end_time = part->end_time();
  out.part = part->part();
  out.parts = part->parts();
  return {};
}

}  // namespace sysreel
