// A block's events in columns, in three sections.
//
// Core holds what state and rules read, rest what only people read, time the stamps. Strings follow their
// columns: those that a core column names are in core's dictionary and come first, those that only rest
// columns name are in rest's and are numbered on from there. So replay, which reads core alone, never
// decompresses payload bytes. Within a section a kind's columns stand together: like values meet.
//
// A row whose value is missing takes no place in its column, only in the column of marks before it.
#include "format/block_encoder.h"

#include <cassert>
#include <limits>
#include <string>
#include <utility>

#include "format/block_limits.h"
#include "format/column_codec.h"
#include "format/kind_row.h"
#include "format/reel_generated.h"

namespace sysreel {
namespace {

using flatbuffers::FlatBufferBuilder;
using flatbuffers::Offset;
using Bytes = std::vector<uint8_t>;
using BytesOffset = Offset<flatbuffers::Vector<uint8_t>>;

constexpr uint64_t kEventBytes = 24;
constexpr uint64_t kValueBytes = 8;
constexpr uint16_t kNotListed = 0xffff;

bool has_value(const Column& column, size_t row) {
  if (column.marks.empty()) return true;
  const auto mark = static_cast<Mark>(column.marks[row]);
  return mark == Mark::kPresent || mark == Mark::kTruncated;
}

// Which strings a section names, and under which number they are stored.
struct StringPlan {
  std::vector<uint8_t> in_core;  // by number in the block: named by a core column
  std::vector<uint8_t> in_rest;
  std::vector<uint32_t> stored;  // by number in the block
  uint32_t core_count = 0;
  uint32_t rest_count = 0;
};

}  // namespace

struct BlockEncoder::Work {
  const Catalogue& catalogue;
  std::vector<uint16_t> number_of;  // by KindId: number in the header, or kNotListed
  uint16_t listed = 0;

  FlatBufferBuilder core{1U << 20};
  FlatBufferBuilder time{1U << 17};
  FlatBufferBuilder rest{1U << 17};
  StringPlan strings;
  std::vector<int64_t> values;
  Bytes bytes;
  uint64_t raw_bytes = 0;

  explicit Work(const Catalogue& its_catalogue) : catalogue(its_catalogue) {}

  Section section_of(KindId kind, size_t param) const {
    return catalogue.kind(kind).params[param].section == Section::kRest ? Section::kRest : Section::kCore;
  }
  bool is_text(KindId kind, size_t param) const {
    return storage_of(catalogue.kind(kind).params[param].type) == Storage::kText;
  }

  template <typename T>
  BytesOffset column_of(FlatBufferBuilder& builder, std::span<const T> numbers);
  template <typename Member>
  BytesOffset thread_column(const EventBlock& block, Member member);
  BytesOffset string_sizes(FlatBufferBuilder& builder, const EventBlock& block, Section section);
  BytesOffset string_bytes(FlatBufferBuilder& builder, const EventBlock& block, Section section);

  Status check(const EventBlock& block) const;
  void plan_strings(const EventBlock& block);
  bool append_param(const Column& column, bool text);
  bool append_kind(const KindColumns& kind, Section section);
  Offset<wire::KindRow> row_table(KindId kind);
  Offset<flatbuffers::Vector<Offset<wire::KindRow>>> extra_rows(const EventBlock& block,
                                                                std::vector<uint16_t>& numbers);
  void encode_core(const EventBlock& block, const Snapshot* snapshot);
  size_t encode_time(const EventBlock& block);
  bool encode_rest(const EventBlock& block);
};

template <typename T>
BytesOffset BlockEncoder::Work::column_of(FlatBufferBuilder& builder, std::span<const T> numbers) {
  values.assign(numbers.begin(), numbers.end());
  bytes.clear();
  append_column(bytes, values);
  return builder.CreateVector(bytes);
}

template <typename Member>
BytesOffset BlockEncoder::Work::thread_column(const EventBlock& block, Member member) {
  values.clear();
  for (const ThreadEntry& thread : block.threads) values.push_back(static_cast<int64_t>(thread.*member));
  bytes.clear();
  append_column(bytes, values);
  return core.CreateVector(bytes);
}

BytesOffset BlockEncoder::Work::string_sizes(FlatBufferBuilder& builder, const EventBlock& block,
                                             Section section) {
  const std::vector<uint8_t>& wanted = section == Section::kCore ? strings.in_core : strings.in_rest;
  values.clear();
  for (uint32_t number = 1; number < wanted.size(); ++number)
    if (wanted[number] != 0) values.push_back(static_cast<int64_t>(block.strings.at(number).size()));
  bytes.clear();
  append_column(bytes, values);
  return builder.CreateVector(bytes);
}

BytesOffset BlockEncoder::Work::string_bytes(FlatBufferBuilder& builder, const EventBlock& block,
                                             Section section) {
  const std::vector<uint8_t>& wanted = section == Section::kCore ? strings.in_core : strings.in_rest;
  bytes.clear();
  for (uint32_t number = 1; number < wanted.size(); ++number) {
    if (wanted[number] == 0) continue;
    const std::string_view text = block.strings.at(number);
    bytes.insert(bytes.end(), text.begin(), text.end());
  }
  return builder.CreateVector(bytes);
}

Status BlockEncoder::Work::check(const EventBlock& block) const {
  uint64_t cells = 0;
  for (const KindColumns& kind : block.kinds) {
    assert(kind.kind < catalogue.size() && kind.columns.size() <= catalogue.kind(kind.kind).params.size());
    cells += uint64_t{kind.rows} * catalogue.kind(kind.kind).params.size();
  }
  if (block.size() > kMaxBlockEvents || cells > kMaxBlockValues || block.strings.size() > kMaxBlockStrings)
    return Error{ErrorCode::kLimit, "a block of " + std::to_string(block.size()) + " events with " +
                                        std::to_string(cells) + " values and " +
                                        std::to_string(block.strings.size()) +
                                        " strings is larger than the format allows"};
  return {};
}

void BlockEncoder::Work::plan_strings(const EventBlock& block) {
  const size_t count = size_t{block.strings.size()} + 1;
  strings.in_core.assign(count, 0);
  strings.in_rest.assign(count, 0);
  strings.stored.assign(count, 0);
  for (const KindColumns& kind : block.kinds) {
    for (size_t param = 0; param < kind.columns.size(); ++param) {
      const Column& column = kind.columns[param];
      if (column.values.empty() || !is_text(kind.kind, param)) continue;
      auto& wanted = section_of(kind.kind, param) == Section::kCore ? strings.in_core : strings.in_rest;
      for (size_t row = 0; row < column.values.size(); ++row) {
        if (!has_value(column, row)) continue;
        const auto number = static_cast<size_t>(column.values[row]);
        assert(number < count);
        wanted[number] = 1;
        raw_bytes += block.strings.at(static_cast<uint32_t>(number)).size();
      }
    }
  }
  strings.in_core[0] = strings.in_rest[0] = 0;
  uint32_t next = 0;
  for (size_t number = 1; number < count; ++number)
    if (strings.in_core[number] != 0) strings.stored[number] = ++next;
  strings.core_count = next;
  for (size_t number = 1; number < count; ++number) {
    if (strings.in_core[number] != 0) strings.in_rest[number] = 0;
    if (strings.in_rest[number] != 0) strings.stored[number] = ++next;
  }
  strings.rest_count = next - strings.core_count;
}

// One parameter's column: tag, marks if any row has one, values of the rows that have one. Says whether there
// was anything to store.
bool BlockEncoder::Work::append_param(const Column& column, bool text) {
  if (column.values.empty()) {
    bytes.push_back(static_cast<uint8_t>(ColumnEncoding::kAbsent));
    return false;
  }
  assert(column.marks.empty() || column.marks.size() == column.values.size());
  if (!column.marks.empty()) {
    values.assign(column.marks.begin(), column.marks.end());
    bytes.push_back(kTagMarks);
    append_column(bytes, values);
  }
  values.clear();
  for (size_t row = 0; row < column.values.size(); ++row) {
    if (!has_value(column, row)) continue;
    values.push_back(text ? strings.stored[static_cast<size_t>(column.values[row])] : column.values[row]);
  }
  raw_bytes += values.size() * kValueBytes;
  append_column(bytes, values);
  return true;
}

// All columns of a kind that belong to the section, into `bytes`.
bool BlockEncoder::Work::append_kind(const KindColumns& kind, Section section) {
  bytes.clear();
  bool any = false;
  const size_t params = catalogue.kind(kind.kind).params.size();
  static const Column kAbsent;
  for (size_t param = 0; param < params; ++param) {
    if (section_of(kind.kind, param) != section) continue;
    const Column& column = param < kind.columns.size() ? kind.columns[param] : kAbsent;
    assert(column.values.empty() || column.values.size() == kind.rows);
    any |= append_param(column, is_text(kind.kind, param));
  }
  return any;
}

Offset<wire::KindRow> BlockEncoder::Work::row_table(KindId kind) {
  const KindRow row = row_of(catalogue.kind(kind));
  return wire::CreateKindRow(core, core.CreateString(row.name), row.category, row.flags,
                             core.CreateVector(row.numbers), core.CreateString(row.params));
}

// Numbers for the kinds of the block; rows for those that the header does not list.
Offset<flatbuffers::Vector<Offset<wire::KindRow>>> BlockEncoder::Work::extra_rows(
    const EventBlock& block, std::vector<uint16_t>& numbers) {
  std::vector<Offset<wire::KindRow>> rows;
  for (const KindColumns& kind : block.kinds) {
    uint16_t number = kind.kind < number_of.size() ? number_of[kind.kind] : kNotListed;
    if (number == kNotListed) {
      number = static_cast<uint16_t>(listed + rows.size());
      rows.push_back(row_table(kind.kind));
    }
    numbers.push_back(number);
  }
  return rows.empty() ? 0 : core.CreateVector(rows);
}

void BlockEncoder::Work::encode_core(const EventBlock& block, const Snapshot* snapshot) {
  core.Clear();
  std::vector<uint16_t> numbers;
  const auto extra = extra_rows(block, numbers);
  std::vector<Offset<wire::Kind>> kinds;
  for (size_t slot = 0; slot < block.kinds.size(); ++slot) {
    append_kind(block.kinds[slot], Section::kCore);
    const BytesOffset columns = core.CreateVector(bytes);
    kinds.push_back(wire::CreateKind(core, numbers[slot], block.kinds[slot].rows, columns));
  }
  const auto kinds_vector = core.CreateVector(kinds);
  const BytesOffset slot = column_of<uint16_t>(core, block.slot);
  const BytesOffset thread = column_of<uint32_t>(core, block.thread);
  const BytesOffset number = block.number.empty() ? 0 : column_of<uint64_t>(core, block.number);
  const BytesOffset tid = thread_column(block, &ThreadEntry::tid);
  const BytesOffset pid = thread_column(block, &ThreadEntry::pid);
  const BytesOffset start = thread_column(block, &ThreadEntry::start_time);
  const BytesOffset sizes = string_sizes(core, block, Section::kCore);
  const BytesOffset text = string_bytes(core, block, Section::kCore);
  Offset<wire::SnapshotPart> part = 0;
  if (snapshot != nullptr)
    part = wire::CreateSnapshotPart(core, static_cast<uint8_t>(snapshot->kind), snapshot->begin_time,
                                    snapshot->end_time, snapshot->part, snapshot->parts);
  wire::BlockBuilder table(core);
  table.add_source(static_cast<uint8_t>(block.source));
  table.add_numbers(static_cast<uint8_t>(block.numbers));
  table.add_arch(static_cast<uint8_t>(block.arch));
  table.add_events(static_cast<uint32_t>(block.size()));
  table.add_first_number(block.first_number);
  table.add_wall_offset(block.wall_offset);
  table.add_lost_before(block.lost_before);
  table.add_extra_kinds(extra);
  table.add_kinds(kinds_vector);
  table.add_slot(slot);
  table.add_thread(thread);
  table.add_number(number);
  table.add_threads(static_cast<uint32_t>(block.threads.size()));
  table.add_thread_tid(tid);
  table.add_thread_pid(pid);
  table.add_thread_start(start);
  table.add_strings(strings.core_count);
  table.add_string_sizes(sizes);
  table.add_string_bytes(text);
  table.add_snapshot(part);
  core.Finish(table.Finish());
}

// The seam.
size_t BlockEncoder::Work::encode_time(const EventBlock& block) {
  time.Clear();
  // Behind the stamps: their noise stands alone before the seam.
  const BytesOffset cpus = column_of<uint16_t>(time, block.cpu);
  values.assign(block.time.begin(), block.time.end());
  bytes.clear();
  size_t seam = 0;
  append_stamps(bytes, values, seam);
  const BytesOffset stamps = time.CreateVector(bytes);
  time.Finish(wire::CreateBlockTime(time, stamps, cpus));
  if (seam == 0) return 0;
  const uint8_t* const stored =
      flatbuffers::GetRoot<wire::BlockTime>(time.GetBufferPointer())->time()->data();
  return static_cast<size_t>(stored - time.GetBufferPointer()) + seam;
}

// False when no event has a value that belongs there.
bool BlockEncoder::Work::encode_rest(const EventBlock& block) {
  rest.Clear();
  std::vector<Offset<wire::Kind>> kinds;
  for (size_t slot = 0; slot < block.kinds.size(); ++slot) {
    if (!append_kind(block.kinds[slot], Section::kRest)) continue;
    const BytesOffset columns = rest.CreateVector(bytes);
    kinds.push_back(wire::CreateKind(rest, static_cast<uint16_t>(slot), 0, columns));
  }
  if (kinds.empty()) return false;
  const auto kinds_vector = rest.CreateVector(kinds);
  const BytesOffset sizes = string_sizes(rest, block, Section::kRest);
  const BytesOffset text = string_bytes(rest, block, Section::kRest);
  rest.Finish(wire::CreateBlockRest(rest, kinds_vector, strings.rest_count, sizes, text));
  return true;
}

BlockEncoder::BlockEncoder(const Catalogue& catalogue, std::span<const KindId> listed)
    : work_(std::make_unique<Work>(catalogue)) {
  work_->number_of.assign(catalogue.size(), kNotListed);
  for (const KindId kind : listed) work_->number_of[kind] = work_->listed++;
}

BlockEncoder::~BlockEncoder() = default;

Result<EncodedBlock> BlockEncoder::encode(const EventBlock& block) {
  return encode(block, nullptr);
}

Result<EncodedBlock> BlockEncoder::encode(const Snapshot& snapshot) {
  return encode(snapshot.rows, &snapshot);
}

Result<EncodedBlock> BlockEncoder::encode(const EventBlock& block, const Snapshot* snapshot) {
  Work& work = *work_;
  SYSREEL_RETURN_IF_ERROR(work.check(block));
  const auto bytes_of = [](const FlatBufferBuilder& builder) {
    return std::span<const uint8_t>(builder.GetBufferPointer(), builder.GetSize());
  };
  work.raw_bytes = block.size() * kEventBytes;
  work.plan_strings(block);
  EncodedBlock encoded;
  work.encode_core(block, snapshot);
  encoded.core = bytes_of(work.core);
  if (!block.time.empty()) {
    encoded.time_seam = work.encode_time(block);
    encoded.time = bytes_of(work.time);
  }
  if (work.encode_rest(block)) encoded.rest = bytes_of(work.rest);
  encoded.raw_bytes = work.raw_bytes;
  return encoded;
}

}  // namespace sysreel
