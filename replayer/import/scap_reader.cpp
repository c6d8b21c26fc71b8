#include "replayer/import/scap_reader.h"

#include <algorithm>
#include <utility>

#include "base/byte_reader.h"
#include "replayer/import/content_id.h"
#include "replayer/import/decompress.h"
#include "replayer/import/generic_forms.h"
#include "replayer/import/scap_format.h"

namespace sysreel {
namespace {

constexpr size_t kBlockRawBytes = 1U << 20U;

Error not_a_capture(const std::string& why) {
  return Error{ErrorCode::kCorrupt, std::string("not a Falco or sysdig capture: ") + why, 0};
}

}  // namespace

ScapReader::ScapReader(std::unique_ptr<ByteSource> source)
    : blocks_(std::move(source)),
      catalogue_(with_generic_forms()),
      builder_(catalogue_, EventSource::kSyscall, NumberSpace::kPortable, Arch::kX86_64),
      converter_(catalogue_, builder_),
      snapshot_(catalogue_) {}

Result<std::unique_ptr<ScapReader>> ScapReader::open(const std::string& path) {
  auto source = open_byte_source(path);
  if (!source.ok()) return std::move(source).error();
  return read(std::move(source).value());
}

Result<std::unique_ptr<ScapReader>> ScapReader::read(std::unique_ptr<ByteSource> source) {
  std::vector<uint8_t> first(kContentIdBytes);
  auto count = read_fully(*source, first);
  if (!count.ok()) return std::move(count).error();
  first.resize(*count);
  const CaptureId id = content_id(first);
  const Compression compression = compression_of(first);
  source = decompressed(compression, chained_source(std::move(first), std::move(source)));

  std::unique_ptr<ScapReader> reader(new ScapReader(std::move(source)));
  reader->header_.capture_id = reader->header_.recording_id = id;
  SYSREEL_RETURN_IF_ERROR(reader->read_section_header());
  SYSREEL_RETURN_IF_ERROR(reader->read_lists());
  return reader;
}

Status ScapReader::read_section_header() {
  auto block = blocks_.next();
  if (!block.ok()) return std::move(block).error();
  if (!block->has_value() && damage().empty()) return not_a_capture("it is empty");
  if (!block->has_value() && damage().front().to == 0) return not_a_capture(damage().front().reason);
  if (!block->has_value() || (*block)->type != scap::kSectionHeader || (*block)->offset != 0)
    return not_a_capture("it does not begin with a section header");
  ByteReader in((*block)->body);
  const uint32_t magic = in.u32();
  const uint16_t major = in.u16();
  const uint16_t minor = in.u16();
  if (!in.ok()) return not_a_capture("its section header is too short");
  if (magic == scap::kByteOrderMagicSwapped)
    return Error{ErrorCode::kUnsupported, "the capture comes from a big-endian machine", 0};
  if (magic != scap::kByteOrderMagic) return not_a_capture("its section header has another magic number");
  if (major > scap::kMajorVersion)
    return Error{ErrorCode::kUnsupported, "the capture has scap version " + std::to_string(major), 0};
  header_.numbers = NumberSpace::kPortable;
  header_.recorder = "scap " + std::to_string(major) + '.' + std::to_string(minor);
  return {};
}

// Up to the first event, so that header and snapshot are there. Its time is the pair of clocks.
Status ScapReader::read_lists() {
  while (in_lists_ && !at_end_) {
    auto more = step();
    if (!more.ok()) return std::move(more).error();
  }
  return {};
}

Result<bool> ScapReader::step() {
  auto block = blocks_.next();
  if (!block.ok()) return std::move(block).error();
  if (!block->has_value()) {
    at_end_ = true;
    close_lists(header_.boot_time);
    seal();
    return false;
  }
  take_block(**block);
  return true;
}

void ScapReader::take_block(const ScapBlock& block) {
  if (scap::is_event(block.type)) {
    take_event(block);
    return;
  }
  if (block.type == scap::kSectionHeader) converter_.forget_threads();
  if (scap::is_known(block.type) && !in_lists_) {  // another recording begins
    seal();
    in_lists_ = true;
  }
  take_list(block);
}

bool ScapReader::take_list(const ScapBlock& block) {
  ListProblem problem;
  switch (block.type) {
    case scap::kMachine:
    case scap::kMachineOld: {
      ScapMachine machine;
      problem = read_machine(block.body, machine);
      if (problem.empty() && header_.host.empty()) {
        header_.host = machine.host;
        header_.cpus = machine.cpus;
      }
      break;
    }
    case scap::kInterfaces1:
    case scap::kInterfaces1Old:
    case scap::kInterfaces2:
      problem = read_interfaces(block.type, block.body, [&](const ScapInterface& i) { snapshot_.add(i); });
      break;
    case scap::kUsers1:
    case scap::kUsers1Old:
    case scap::kUsers2:
      problem = read_accounts(block.type, block.body, [&](const ScapAccount& a) { snapshot_.add(a); });
      break;
    case scap::kDescriptors1:
    case scap::kDescriptors1Old:
    case scap::kDescriptors2:
      problem = read_descriptors(block.type, block.body, [&](const ScapDescriptor& d) { snapshot_.add(d); });
      break;
    case scap::kSectionHeader:
      return true;
    default:
      if (!scap::is_known(block.type)) return false;
      problem = read_processes(block.type, block.body, [&](const ScapThread& thread) {
        snapshot_.add(thread);
        converter_.note_process(thread.tid, thread.pid);
      });
  }
  if (!problem.empty()) blocks_.add_damage(block.offset, block.end_offset, std::string(problem));
  return true;
}

void ScapReader::take_event(const ScapBlock& block) {
  switch (read_event(block.type, block.body, event_)) {
    case ScapEventFit::kUnknownCode:
      ++converter_.counts().unknown_codes;
      return;
    case ScapEventFit::kDamaged:
      ++converter_.counts().damaged;
      blocks_.add_damage(block.offset, block.end_offset, "an event cannot be read");
      return;
    case ScapEventFit::kGood:
      break;
  }
  if (in_lists_) {
    if (snapshot_.add_initial(event_)) {
      converter_.count_only();
      return;
    }
    close_lists(event_.time);
  }
  converter_.add(event_);
}

void ScapReader::close_lists(uint64_t time) {
  if (!in_lists_) return;
  in_lists_ = false;
  if (header_.boot_time == 0) header_.boot_time = header_.wall_time = time;
  if (snapshot_.overflowed())
    blocks_.add_damage(0, 0, "the lists before the first event are too long: the last entries were left out");
  for (Snapshot& part : snapshot_.take(time)) {
    CaptureItem& item = ready_.emplace_back();
    item.kind = CaptureItem::Kind::kSnapshot;
    item.offset = sealed_until_;
    item.end_offset = blocks_.bytes();
    item.first_time = part.begin_time;
    item.last_time = part.end_time;
    item.snapshot = std::move(part);
  }
  sealed_until_ = blocks_.bytes();
}

void ScapReader::fill_block(CaptureItem& item) {
  item.kind = CaptureItem::Kind::kBlock;
  item.block_number = ++blocks_given_;
  item.offset = sealed_until_;
  item.end_offset = sealed_until_ = blocks_.bytes();
  item.raw_bytes = builder_.raw_bytes();
  builder_.take(item.block);
  const auto [first, last] = std::minmax_element(item.block.time.begin(), item.block.time.end());
  item.first_time = *first;
  item.last_time = *last;
}

void ScapReader::seal() {
  if (builder_.events() > 0) fill_block(ready_.emplace_back());
}

Result<bool> ScapReader::next_part(CaptureItem& item) {
  while (ready_.empty()) {
    if (at_end_) {
      item.kind = CaptureItem::Kind::kNone;
      return false;
    }
    auto more = step();
    if (!more.ok()) return std::move(more).error();
    if (builder_.raw_bytes() >= kBlockRawBytes && ready_.empty()) {  // as nearly always: without a move
      fill_block(item);
      return true;
    }
  }
  std::swap(item, ready_.front());
  ready_.pop_front();
  return true;
}

ReadStart ScapReader::select(const ReadRange& range) {
  range_ = range;
  return {};
}

bool ScapReader::selected(const CaptureItem& item) const {
  return item.kind != CaptureItem::Kind::kBlock ||
         ((range_.with_state || item.last_time >= range_.from) && item.first_time < range_.to);
}

Result<bool> ScapReader::next(CaptureItem& item, SectionSet /*sections*/) {
  for (;;) {
    auto more = next_part(item);
    if (!more.ok() || !*more || selected(item)) return more;
  }
}

ForeignCounts ScapReader::foreign_counts() const {
  return {converter_.counts().delivered, damage().size()};
}

std::string ScapReader::left_out() const {
  const uint64_t unknown = converter_.counts().unknown_codes;
  return unknown == 0 ? std::string()
                      : std::to_string(unknown) + " events of kinds that this version does not know skipped";
}

CaptureState ScapReader::state() const {
  if (damage().empty()) return CaptureState::kClosed;
  const bool only_the_end = blocks_.truncated() && damage().size() == 1;
  return only_the_end ? CaptureState::kIncomplete : CaptureState::kDamaged;
}

}  // namespace sysreel
