#include "format/payload_codec.h"

#include <algorithm>
#include <utility>

#include "format/block_limits.h"
#include "format/wire_reading.h"

namespace sysreel {
namespace {

using flatbuffers::FlatBufferBuilder;
using flatbuffers::Offset;
using Texts = flatbuffers::Vector<Offset<flatbuffers::String>>;

std::vector<uint8_t> bytes_of(const FlatBufferBuilder& builder) {
  return {builder.GetBufferPointer(), builder.GetBufferPointer() + builder.GetSize()};
}

std::vector<std::string> texts_of(const Texts* texts) {
  std::vector<std::string> result;
  if (texts != nullptr)
    for (const flatbuffers::String* text : *texts) result.push_back(text->str());
  return result;
}

bool read_id(const flatbuffers::Vector<uint8_t>* bytes, CaptureId& id) {
  if (bytes == nullptr || bytes->size() != id.size()) return false;
  std::copy(bytes->begin(), bytes->end(), id.begin());
  return true;
}

Offset<wire::KindRow> row_table(FlatBufferBuilder& builder, const KindRow& row) {
  return wire::CreateKindRow(builder, builder.CreateString(row.name), row.category, row.flags,
                             builder.CreateVector(row.numbers), builder.CreateString(row.params));
}

}  // namespace

std::vector<uint8_t> encode_header(const HeaderPayload& payload) {
  const CaptureHeader& header = payload.header;
  FlatBufferBuilder builder;
  std::vector<Offset<wire::KindRow>> rows;
  for (const KindRow& row : payload.kinds) rows.push_back(row_table(builder, row));
  const auto kinds = builder.CreateVector(rows);
  const auto capture_id = builder.CreateVector(header.capture_id.data(), header.capture_id.size());
  const auto recording_id = builder.CreateVector(header.recording_id.data(), header.recording_id.size());
  const auto previous = builder.CreateString(header.previous_part_hash);
  const auto host = builder.CreateString(header.host);
  const auto machine = builder.CreateString(header.machine_id);
  const auto kernel = builder.CreateString(header.kernel);
  const auto os = builder.CreateString(header.os);
  const auto recorder = builder.CreateString(header.recorder);
  const auto build = builder.CreateString(header.build);
  const auto command = builder.CreateVectorOfStrings(header.command);
  const auto configuration = builder.CreateVectorOfStrings(header.configuration);
  const auto recorded = builder.CreateVectorOfStrings(header.recorded_types);
  const auto redaction = builder.CreateString(header.redaction);
  const auto origin = builder.CreateString(header.origin);
  builder.Finish(wire::CreateHeader(
      builder, capture_id, recording_id, header.part, previous, host, machine, kernel, os,
      static_cast<uint8_t>(header.arch), static_cast<uint8_t>(header.numbers), header.cpus, recorder, build,
      header.boot_time, header.wall_time, command, configuration, recorded, redaction, origin, kinds));
  return bytes_of(builder);
}

std::vector<uint8_t> encode_loss(const LossReport& report) {
  FlatBufferBuilder builder;
  std::vector<Offset<wire::LossCount>> counts;
  for (const LossCount& lost : report.lost)
    counts.push_back(wire::CreateLossCount(builder, static_cast<uint8_t>(lost.reason),
                                           static_cast<uint8_t>(lost.event_class), lost.cpu, lost.count));
  const auto lost = builder.CreateVector(counts);
  builder.Finish(wire::CreateLoss(builder, static_cast<uint8_t>(report.source), report.from, report.to,
                                  report.seen, report.filtered, report.recorded, lost));
  return bytes_of(builder);
}

std::vector<uint8_t> encode_index(std::span<const IndexEntry> entries) {
  FlatBufferBuilder builder;
  std::vector<wire::IndexEntry> stored;
  stored.reserve(entries.size());
  for (const IndexEntry& entry : entries)
    stored.emplace_back(entry.offset, entry.size, entry.sequence, entry.first_time, entry.last_time,
                        entry.first_number, entry.events, static_cast<uint8_t>(entry.kind), entry.source,
                        entry.snapshot.kind, entry.snapshot.place);
  builder.Finish(wire::CreateIndex(builder, builder.CreateVectorOfStructs(stored)));
  return bytes_of(builder);
}

std::vector<uint8_t> encode_footer(const CaptureFooter& footer) {
  FlatBufferBuilder builder;
  std::vector<Offset<wire::KindCount>> counts;
  for (const auto& [name, events] : footer.events_by_kind)
    counts.push_back(wire::CreateKindCount(builder, builder.CreateString(name), events));
  const auto by_kind = builder.CreateVector(counts);
  // Left out where nothing was redacted.
  const auto hits = footer.redaction_hits.empty() ? 0 : builder.CreateVector(footer.redaction_hits);
  builder.Finish(wire::CreateFooter(builder, footer.events, footer.blocks, footer.snapshots, footer.lost,
                                    footer.bytes_raw, footer.first_time, footer.last_time,
                                    footer.index_offset, by_kind, hits));
  return bytes_of(builder);
}

Result<HeaderPayload> decode_header(std::span<const uint8_t> bytes) {
  const auto* table = root_of<wire::Header>(bytes);
  if (table == nullptr) return corrupt("the payload is not a header");
  HeaderPayload payload;
  CaptureHeader& header = payload.header;
  if (!read_id(table->capture_id(), header.capture_id) ||
      !read_id(table->recording_id(), header.recording_id))
    return corrupt("the header has no capture id");
  if (table->arch() >= kArchCount || table->numbers() > 1)
    return Error{ErrorCode::kUnsupported, "the header names an unknown architecture"};
  header.part = table->part();
  header.previous_part_hash = text_of(table->previous_part_hash());
  header.host = text_of(table->host());
  header.machine_id = text_of(table->machine_id());
  header.kernel = text_of(table->kernel());
  header.os = text_of(table->os());
  header.arch = static_cast<Arch>(table->arch());
  header.numbers = static_cast<NumberSpace>(table->numbers());
  header.cpus = table->cpus();
  header.recorder = text_of(table->recorder());
  header.build = text_of(table->build());
  header.boot_time = table->boot_time();
  header.wall_time = table->wall_time();
  header.command = texts_of(table->command());
  header.configuration = texts_of(table->configuration());
  header.recorded_types = texts_of(table->recorded_types());
  header.redaction = text_of(table->redaction());
  header.origin = text_of(table->origin());
  if (table->kinds() == nullptr) return payload;
  if (table->kinds()->size() > kMaxKinds) return Error{ErrorCode::kLimit, "the header lists too many kinds"};
  for (const wire::KindRow* row : *table->kinds()) payload.kinds.push_back(kind_row_of(*row));
  return payload;
}

Result<LossReport> decode_loss(std::span<const uint8_t> bytes) {
  const auto* table = root_of<wire::Loss>(bytes);
  if (table == nullptr) return corrupt("the payload is not a loss report");
  if (table->source() < 1 || table->source() > 3)
    return Error{ErrorCode::kUnsupported, "a loss report of an unknown source"};
  LossReport report;
  report.source = static_cast<EventSource>(table->source());
  report.from = table->from();
  report.to = table->to();
  report.seen = table->seen();
  report.filtered = table->filtered();
  report.recorded = table->recorded();
  if (table->lost() == nullptr) return report;
  for (const wire::LossCount* lost : *table->lost())
    report.lost.push_back({static_cast<LossReason>(lost->reason()),
                           static_cast<LossClass>(lost->event_class()), lost->cpu(), lost->count()});
  return report;
}

Result<std::vector<IndexEntry>> decode_index(std::span<const uint8_t> bytes) {
  const auto* table = root_of<wire::Index>(bytes);
  if (table == nullptr || table->entries() == nullptr) return corrupt("the payload is not an index");
  std::vector<IndexEntry> entries;
  entries.reserve(table->entries()->size());
  for (const wire::IndexEntry* stored : *table->entries()) {
    IndexEntry entry;
    entry.offset = stored->offset();
    entry.size = stored->size();
    entry.kind = static_cast<FrameKind>(stored->kind());
    entry.source = stored->source();
    entry.sequence = stored->sequence();
    entry.first_time = stored->first_time();
    entry.last_time = stored->last_time();
    entry.first_number = stored->first_number();
    entry.events = stored->events();
    entry.snapshot = {stored->snapshot_kind(), stored->snapshot_place()};
    entries.push_back(entry);
  }
  return entries;
}

Result<CaptureFooter> decode_footer(std::span<const uint8_t> bytes) {
  const auto* table = root_of<wire::Footer>(bytes);
  if (table == nullptr) return corrupt("the payload is not a footer");
  CaptureFooter footer;
  footer.events = table->events();
  footer.blocks = table->blocks();
  footer.snapshots = table->snapshots();
  footer.lost = table->lost();
  footer.bytes_raw = table->bytes_raw();
  footer.first_time = table->first_time();
  footer.last_time = table->last_time();
  footer.index_offset = table->index_offset();
  if (const auto* hits = table->redaction_hits()) footer.redaction_hits.assign(hits->begin(), hits->end());
  if (table->events_by_kind() == nullptr) return footer;
  for (const wire::KindCount* count : *table->events_by_kind())
    footer.events_by_kind.emplace_back(text_of(count->name()), count->events());
  return footer;
}

}  // namespace sysreel
