#include "format/testing/capture_text.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "format/block_builder.h"
#include "format/capture_kinds.h"
#include "format/capture_writer.h"
#include "format/testing/text_tokens.h"

namespace sysreel {
namespace {

using Words = std::vector<std::string>;

class StringSink final : public ByteSink {
 public:
  explicit StringSink(std::string& out) : out_(out) {}
  Status write(std::span<const uint8_t> bytes) override {
    out_.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    return {};
  }

 private:
  std::string& out_;
};

Error invalid(const std::string& what) {
  return {ErrorCode::kInvalid, what};
}

std::optional<EventSource> source_named(std::string_view name) {
  if (name == "syscall") return EventSource::kSyscall;
  if (name == "k8s_audit") return EventSource::kK8sAudit;
  if (name == "linux_audit") return EventSource::kLinuxAudit;
  return std::nullopt;
}

std::optional<LossReason> reason_named(std::string_view name) {
  static constexpr std::string_view kNames[] = {"ring_full",    "nested",    "oversize",
                                                "unreadable",   "audit_gap", "stopped",
                                                "missing_part", "damaged",   "late"};
  const auto* found = std::find(std::begin(kNames), std::end(kNames), name);
  if (found == std::end(kNames)) return std::nullopt;
  return static_cast<LossReason>(found - std::begin(kNames) + 1);
}

// TID/PID or TID/PID@START.
std::optional<ThreadEntry> parse_thread(std::string_view word) {
  const size_t slash = word.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const size_t at = std::min(word.find('@'), word.size());
  const auto tid = parse_integer(word.substr(0, slash));
  const auto pid = parse_integer(word.substr(slash + 1, at - slash - 1));
  const auto start = at == word.size() ? std::optional<int64_t>(0) : parse_integer(word.substr(at + 1));
  if (!tid || !pid || !start) return std::nullopt;
  return ThreadEntry{*tid, *pid, static_cast<uint64_t>(*start)};
}

std::optional<CaptureId> parse_id(std::string_view hex) {
  CaptureId id{};
  if (hex.size() != 2 * id.size()) return std::nullopt;
  for (size_t i = 0; i < id.size(); ++i) {
    const auto byte = parse_integer("0x" + std::string(hex.substr(2 * i, 2)));
    if (!byte) return std::nullopt;
    id[i] = static_cast<uint8_t>(*byte);
  }
  return id;
}

class TextCapture {
 public:
  explicit TextCapture(std::string& out) : sink_(out) {
    for (size_t i = 0; i < header_.capture_id.size(); ++i) header_.capture_id[i] = static_cast<uint8_t>(i);
    header_.host = "testhost";
    header_.kernel = "6.1.0-test";
    header_.recorder = "capture_from_text";
    header_.cpus = 2;
  }

  Status line(const Words& words);
  Status finish() { return seal(); }

 private:
  Status header_line(const Words& words);
  Status header_field(const std::string& name, const TextValue& value);
  Status kind_line(const Words& words);
  Status event_line(const Words& words);
  Status snapshot_line(const Words& words);
  Status row_line(const Words& words);
  Status loss_line(const Words& words);
  Status watermark_line(const Words& words);
  Status fill(BlockBuilder& builder, const Words& words, size_t kind_word, const ThreadEntry& thread,
              uint64_t time, uint16_t cpu);
  Status set_param(BlockBuilder& builder, KindId kind, const std::string& word);
  Status seal();
  Status start_writing();
  BlockBuilder& builder_of(EventSource source);

  StringSink sink_;
  CaptureHeader header_;
  CaptureKinds kinds_;
  std::unique_ptr<CaptureWriter> writer_;
  EventSource source_ = EventSource::kSyscall;
  std::map<EventSource, BlockBuilder> builders_;
  uint64_t next_number_ = 1;
  std::optional<Snapshot> snapshot_;
  std::unique_ptr<BlockBuilder> rows_;
};

BlockBuilder& TextCapture::builder_of(EventSource source) {
  return builders_.try_emplace(source, kinds_.catalogue(), source, header_.numbers, header_.arch)
      .first->second;
}

Status TextCapture::start_writing() {
  if (writer_ != nullptr) return {};
  WriterOptions options;
  options.catalogue = &kinds_.catalogue();
  auto writer = CaptureWriter::create(sink_, header_, options);
  if (!writer) return std::move(writer).error();
  writer_ = std::move(*writer);
  return {};
}

Status TextCapture::seal() {
  SYSREEL_RETURN_IF_ERROR(start_writing());
  if (snapshot_) {
    rows_->take(snapshot_->rows);
    SYSREEL_RETURN_IF_ERROR(writer_->write_snapshot(*snapshot_));
    snapshot_.reset();
    rows_.reset();
  }
  for (auto& [source, builder] : builders_) {
    if (builder.events() == 0) continue;
    EventBlock block;
    builder.take(block);
    block.wall_offset = header_.wall_time - header_.boot_time;
    SYSREEL_RETURN_IF_ERROR(writer_->write_block(block));
  }
  return {};
}

Status TextCapture::header_field(const std::string& name, const TextValue& value) {
  const std::map<std::string_view, std::string*> texts = {{"host", &header_.host},
                                                          {"kernel", &header_.kernel},
                                                          {"os", &header_.os},
                                                          {"recorder", &header_.recorder},
                                                          {"build", &header_.build},
                                                          {"machine_id", &header_.machine_id},
                                                          {"origin", &header_.origin},
                                                          {"redaction", &header_.redaction},
                                                          {"previous", &header_.previous_part_hash}};
  const std::map<std::string_view, std::vector<std::string>*> lists = {
      {"command", &header_.command},
      {"configuration", &header_.configuration},
      {"recorded", &header_.recorded_types}};
  if (const auto text = texts.find(name); text != texts.end()) {
    *text->second = value.bytes;
  } else if (const auto list = lists.find(name); list != lists.end()) {
    list->second->push_back(value.bytes);
  } else if (name == "boot") {
    header_.boot_time = static_cast<uint64_t>(value.number);
  } else if (name == "wall") {
    header_.wall_time = static_cast<uint64_t>(value.number);
  } else if (name == "recording") {
    const std::optional<CaptureId> id = parse_id(value.bytes);
    if (!id) return invalid("an id has 32 hexadecimal digits");
    header_.recording_id = *id;
  } else if (name == "part") {
    header_.part = static_cast<uint32_t>(value.number);
  } else if (name == "portable") {
    header_.numbers = NumberSpace::kPortable;
  } else if (name == "id") {
    const std::optional<CaptureId> id = parse_id(value.bytes);
    if (!id) return invalid("an id has 32 hexadecimal digits");
    header_.capture_id = *id;
  } else {
    return invalid("unknown header field " + name);
  }
  return {};
}

Status TextCapture::header_line(const Words& words) {
  if (writer_ != nullptr) return invalid("the header comes first");
  for (size_t i = 1; i < words.size(); ++i) {
    const size_t equals = std::min(words[i].find('='), words[i].size());
    const auto value = parse_value(std::string_view(words[i]).substr(std::min(equals + 1, words[i].size())));
    if (!value) return invalid("not a value: " + words[i]);
    SYSREEL_RETURN_IF_ERROR(header_field(words[i].substr(0, equals), *value));
  }
  return {};
}

Status TextCapture::kind_line(const Words& words) {
  const auto params = words.size() == 3 ? parse_value(words[2]) : std::nullopt;
  if (!params) return invalid("kind NAME \"PARAMETERS\"");
  KindRow row;
  row.name = words[1];
  row.params = params->bytes;
  const auto mapping = kinds_.map(row);
  return mapping ? Status() : Status(mapping.error());
}

Status TextCapture::set_param(BlockBuilder& builder, KindId kind, const std::string& word) {
  const size_t equals = std::min(word.find('='), word.size());
  const EventKind& row = kinds_.catalogue().kind(kind);
  const int index = row.param_index(std::string_view(word).substr(0, equals));
  const auto value = parse_value(std::string_view(word).substr(std::min(equals + 1, word.size())));
  if (index < 0 || !value) return invalid("no such parameter or value: " + word);
  const auto param = static_cast<size_t>(index);
  const bool text = storage_of(row.params[param].type) == Storage::kText;
  if (value->mark == Mark::kMissing || value->mark == Mark::kFault) {
    builder.mark(param, value->mark);
  } else if (text != value->is_text) {
    return invalid(std::string("the parameter holds ") + (text ? "text: " : "a number: ") + word);
  } else if (text) {
    builder.text(param, value->bytes, value->mark);
  } else {
    builder.integer(param, value->number, value->mark);
  }
  return {};
}

Status TextCapture::fill(BlockBuilder& builder, const Words& words, size_t kind_word,
                         const ThreadEntry& thread, uint64_t time, uint16_t cpu) {
  const KindId kind = kinds_.catalogue().find(words[kind_word]);
  if (kind == kNoKind) return invalid("unknown kind " + words[kind_word]);
  builder.begin(kind, thread, time, cpu);
  Status status;
  for (size_t i = kind_word + 1; i < words.size() && status.ok(); ++i)
    status = set_param(builder, kind, words[i]);
  builder.end();
  return status;
}

Status TextCapture::event_line(const Words& words) {
  if (words.size() < 5) return invalid("event TIME CPU TID/PID[@START] KIND [PARAM=VALUE]…");
  const auto time = parse_integer(words[1]);
  const auto cpu = parse_integer(words[2]);
  const auto thread = parse_thread(words[3]);
  if (!time || !cpu || !thread) return invalid("event TIME CPU TID/PID[@START] KIND [PARAM=VALUE]…");
  BlockBuilder& builder = builder_of(source_);
  builder.set_next_number(next_number_++);
  return fill(builder, words, 4, *thread, static_cast<uint64_t>(*time), static_cast<uint16_t>(*cpu));
}

Status TextCapture::snapshot_line(const Words& words) {
  const auto begin = words.size() == 5 ? parse_integer(words[2]) : std::nullopt;
  const auto end = words.size() == 5 ? parse_integer(words[3]) : std::nullopt;
  const auto parts = words.size() == 5 ? parse_thread(words[4]) : std::nullopt;  // N/M
  if (!begin || !end || !parts || (words[1] != "scan" && words[1] != "checkpoint"))
    return invalid("snapshot scan|checkpoint BEGIN END PART/PARTS");
  SYSREEL_RETURN_IF_ERROR(seal());
  snapshot_.emplace();
  snapshot_->kind = words[1] == "scan" ? SnapshotKind::kScan : SnapshotKind::kCheckpoint;
  snapshot_->begin_time = static_cast<uint64_t>(*begin);
  snapshot_->end_time = static_cast<uint64_t>(*end);
  snapshot_->part = static_cast<uint32_t>(parts->tid);
  snapshot_->parts = static_cast<uint32_t>(parts->pid);
  rows_ = std::make_unique<BlockBuilder>(kinds_.catalogue(), source_, header_.numbers, header_.arch);
  return {};
}

Status TextCapture::row_line(const Words& words) {
  const auto thread = words.size() >= 3 ? parse_thread(words[1]) : std::nullopt;
  if (!snapshot_ || !thread) return invalid("row TID/PID[@START] KIND [PARAM=VALUE]… within a snapshot");
  return fill(*rows_, words, 2, *thread, snapshot_->begin_time, 0);
}

Status TextCapture::loss_line(const Words& words) {
  const auto source = words.size() >= 4 ? source_named(words[1]) : std::nullopt;
  const auto from = words.size() >= 4 ? parse_integer(words[2]) : std::nullopt;
  const auto to = words.size() >= 4 ? parse_integer(words[3]) : std::nullopt;
  if (!source || !from || !to) return invalid("loss SOURCE FROM TO [COUNTER=N]…");
  LossReport report;
  report.source = *source;
  report.from = static_cast<uint64_t>(*from);
  report.to = static_cast<uint64_t>(*to);
  for (size_t i = 4; i < words.size(); ++i) {
    const size_t equals = std::min(words[i].find('='), words[i].size());
    const std::string name = words[i].substr(0, equals);
    const auto count =
        parse_integer(std::string_view(words[i]).substr(std::min(equals + 1, words[i].size())));
    if (!count) return invalid("not a count: " + words[i]);
    const auto value = static_cast<uint64_t>(*count);
    if (name == "seen") {
      report.seen = value;
    } else if (name == "filtered") {
      report.filtered = value;
    } else if (name == "recorded") {
      report.recorded = value;
    } else if (const auto reason = reason_named(name)) {
      report.lost.push_back({.reason = *reason, .count = value});
    } else {
      return invalid("unknown loss reason " + name);
    }
  }
  SYSREEL_RETURN_IF_ERROR(seal());
  return writer_->write_loss(report);
}

Status TextCapture::watermark_line(const Words& words) {
  const auto source = words.size() == 3 ? source_named(words[1]) : std::nullopt;
  const auto time = words.size() == 3 ? parse_integer(words[2]) : std::nullopt;
  if (!source || !time) return invalid("watermark SOURCE TIME");
  SYSREEL_RETURN_IF_ERROR(seal());
  return writer_->write_watermark(*source, static_cast<uint64_t>(*time));
}

Status TextCapture::line(const Words& words) {
  const std::string& word = words[0];
  if (word == "header") return header_line(words);
  if (word == "kind") return kind_line(words);
  if (word == "event") return event_line(words);
  if (word == "block") return seal();
  if (word == "snapshot") return snapshot_line(words);
  if (word == "row") return row_line(words);
  if (word == "loss") return loss_line(words);
  if (word == "watermark") return watermark_line(words);
  if (word == "source" && words.size() == 2 && source_named(words[1])) {
    source_ = *source_named(words[1]);
    return {};
  }
  if (word == "number" && words.size() == 2 && parse_integer(words[1])) {
    next_number_ = static_cast<uint64_t>(*parse_integer(words[1]));
    return {};
  }
  if (word == "close") {
    SYSREEL_RETURN_IF_ERROR(seal());
    return writer_->close();
  }
  return invalid("unknown line");
}

}  // namespace

Result<std::string> capture_from_text(std::string_view text) {
  std::string out;
  TextCapture capture(out);
  size_t number = 0;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    const Words words = split_words(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    ++number;
    if (words.empty()) continue;
    const Status status = capture.line(words);
    if (!status) return invalid("line " + std::to_string(number) + ": " + status.error().message);
  }
  SYSREEL_RETURN_IF_ERROR(capture.finish());
  return out;
}

}  // namespace sysreel
