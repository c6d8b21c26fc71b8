#include "recorder/wire_decoder.h"

#include <sys/socket.h>

#include <algorithm>
#include <cstring>

#include "recorder/wire_text.h"

namespace sysreel {
namespace {

static_assert(REEL_MARK_PRESENT == static_cast<int>(Mark::kPresent));
static_assert(REEL_MARK_MISSING == static_cast<int>(Mark::kMissing));
static_assert(REEL_MARK_FAULT == static_cast<int>(Mark::kFault));
static_assert(REEL_MARK_TRUNCATED == static_cast<int>(Mark::kTruncated));

constexpr size_t kUnixTupleHead = 17;

// A register holds 64 bits whatever the argument's type; what lies above it is not part of the value.
uint8_t unused_bits(const Param& param) {
  const int width = capture_width(param);
  return width == 0 || width >= 8 ? 0 : static_cast<uint8_t>(64 - width * 8);
}

int64_t narrowed(uint64_t raw, uint8_t unused, bool with_sign) {
  if (with_sign) return static_cast<int64_t>(raw << unused) >> unused;
  return static_cast<int64_t>(raw << unused >> unused);
}

bool is_tuple(From from) {
  return from == From::kTuple || from == From::kMessageTuple;
}

size_t padded(size_t length) {
  return (length + 3) & ~size_t{3};
}

size_t arguments(const reel_record& header) {
  return header.flags >> REEL_RECORD_ARGS_SHIFT;
}

// Of a header that was read.
std::span<const uint8_t> body_of(std::span<const uint8_t> record, const reel_record& header) {
  return record.first(header.size).subspan(sizeof(header) + arguments(header) * sizeof(uint64_t));
}

CallRegisters registers_of(std::span<const uint8_t> record, const reel_record& header) {
  CallRegisters call;
  call.count = static_cast<int>(arguments(header));
  std::memcpy(call.args.data(), record.data() + sizeof(header), arguments(header) * sizeof(uint64_t));
  call.result = header.result;
  call.number = header.number;
  call.compat = (header.flags & REEL_RECORD_COMPAT) != 0;
  return call;
}

}  // namespace

bool read_record_header(std::span<const uint8_t> bytes, reel_record& header) {
  if (bytes.size() < sizeof(header)) return false;
  std::memcpy(&header, bytes.data(), sizeof(header));
  return arguments(header) <= REEL_CALL_ARGS && header.size <= bytes.size() &&
         header.size >= sizeof(header) + arguments(header) * sizeof(uint64_t);
}

WireDecoder::WireDecoder(const Catalogue& catalogue, uint32_t snaplen)
    : catalogue_(catalogue),
      execve_(catalogue.find("execve")),
      execveat_(catalogue.find("execveat")),
      derived_(catalogue.size()) {
  for (const EventKind& kind : catalogue.kinds()) {
    if (!is_call(kind)) continue;
    for (size_t number = 0; number < kind.params.size(); ++number) {
      const Param& param = kind.params[number];
      if (!is_derived(param, snaplen)) continue;
      derived_[kind.id].push_back({&param, static_cast<uint8_t>(number), unused_bits(param),
                                   is_signed(param.type), storage_of(param.type) == Storage::kInteger});
    }
  }
}

bool WireDecoder::read_fields(std::span<const uint8_t> body, uint16_t count, const EventKind& kind) {
  fields_.clear();
  if (count > REEL_OPS_PER_KIND) return false;
  seen_ = {};
  for (uint16_t i = 0; i < count; ++i) {
    Field field{};
    if (body.size() < sizeof(field.head)) return false;
    std::memcpy(&field.head, body.data(), sizeof(field.head));
    body = body.subspan(sizeof(field.head));
    if (field.head.length > body.size() || field.head.param >= kind.params.size()) return false;
    uint64_t& word = seen_[field.head.param / 64];
    const uint64_t bit = uint64_t{1} << (field.head.param % 64);
    if ((word & bit) != 0) return false;  // the block takes each parameter once
    word |= bit;
    field.bytes = body.first(field.head.length);
    body = body.subspan(std::min(padded(field.head.length), body.size()));
    fields_.push_back(field);
  }
  return true;
}

std::string_view WireDecoder::text_of(const Param& param, const Field& field) {
  const std::string_view raw{reinterpret_cast<const char*>(field.bytes.data()), field.bytes.size()};
  text_.clear();
  switch (field.head.mark_shape >> 4) {
    case REEL_SHAPE_COMPONENTS:
      append_path(field.bytes, text_);
      return text_;
    case REEL_SHAPE_CGROUPS:
      append_cgroups(field.bytes, text_);
      return text_;
    default:
      break;
  }
  switch (param.from.op) {
    case From::kSockAddr:
    case From::kSignal:
      if (param.type != ParamType::kSockAddr) break;
      append_sockaddr(field.bytes, text_);
      return text_;
    case From::kSocketOption:
      append_socket_option(field.bytes, text_);
      return text_;
    case From::kPollFds:
      append_polled(field.bytes, text_);
      return text_;
    case From::kDynamic:
      text_.push_back((field.head.mark_shape >> 4) == REEL_SHAPE_NUMBER ? '\0' : '\1');
      text_.append(raw);
      return text_;
    default:
      break;
  }
  if (is_tuple(param.from.op) && raw.size() >= kUnixTupleHead && raw[0] == AF_UNIX) {
    text_.assign(raw.substr(0, kUnixTupleHead));
    append_unix_path(raw.substr(kUnixTupleHead), text_);
    return text_;
  }
  const bool program = param.from.op == From::kTask || param.from.op == From::kExec;
  return program && param.from.member == "args" ? without_first_string(raw) : raw;
}

void WireDecoder::store(const EventKind& kind, const Field& field, BlockBuilder& builder) {
  const Param& param = kind.params[field.head.param];
  const auto mark = static_cast<Mark>(field.head.mark_shape & 3);
  if (mark == Mark::kMissing || (mark == Mark::kFault && field.bytes.empty())) {
    builder.mark(field.head.param, mark);
    return;
  }
  const bool number = (field.head.mark_shape >> 4) == REEL_SHAPE_NUMBER;
  if (storage_of(param.type) == Storage::kInteger) {
    uint64_t raw = 0;
    std::memcpy(&raw, field.bytes.data(), std::min(sizeof(raw), field.bytes.size()));
    if (number)
      builder.integer(field.head.param, narrowed(raw, unused_bits(param), is_signed(param.type)), mark);
    else
      builder.mark(field.head.param, Mark::kMissing);
    return;
  }
  const std::string_view text = text_of(param, field);
  if (param.type == ParamType::kSockAddr && text.empty())
    builder.mark(field.head.param, Mark::kMissing);
  else
    builder.text(field.head.param, text, mark);
}

// A program that was executed has no registers of the call any more.
void WireDecoder::store_derived(const EventKind& kind, const CallRegisters& call,
                                BlockBuilder& builder) const {
  for (const Derived& each : derived_[kind.id]) {
    if (has_field(each.number)) continue;
    const auto value = derive(each.param->from, call);
    const Mark mark = value && value->truncated ? Mark::kTruncated : Mark::kPresent;
    if (!value)
      builder.mark(each.number, Mark::kMissing);
    else if (each.is_integer)
      builder.integer(each.number, narrowed(value->number, each.unused_bits, each.is_signed), mark);
    else
      builder.text(each.number, {}, mark);
  }
}

// The programs met on one CPU, and this one could read nothing.
void WireDecoder::mark_unread(const EventKind& kind, BlockBuilder& builder) const {
  const std::vector<Derived>& derived = derived_[kind.id];
  for (size_t param = 0; param < kind.params.size(); ++param)
    if (kind.params[param].from.op != From::kNowhere && !has_field(param) &&
        std::none_of(derived.begin(), derived.end(),
                     [param](const Derived& each) { return each.number == param; }))
      builder.mark(param, Mark::kFault);
}

std::string_view WireDecoder::cgroups_of_exec(std::span<const uint8_t> record) {
  reel_record header{};
  if (!read_record_header(record, header) || !is_exec(header.kind) ||
      !read_fields(body_of(record, header), header.fields, catalogue_.kind(header.kind)))
    return {};
  const EventKind& kind = catalogue_.kind(header.kind);
  for (const Field& field : fields_) {
    const Param& param = kind.params[field.head.param];
    if (param.name == "cgroups" && !field.bytes.empty()) return text_of(param, field);
  }
  return {};
}

bool WireDecoder::decode(std::span<const uint8_t> record, BlockBuilder& builder) {
  reel_record header{};
  if (!read_record_header(record, header) || header.kind >= catalogue_.size() ||
      !read_fields(body_of(record, header), header.fields, catalogue_.kind(header.kind))) {
    ++malformed_;
    return false;
  }
  const EventKind& kind = catalogue_.kind(header.kind);
  builder.begin(header.kind, ThreadEntry{header.tid, header.pid, header.start_time}, header.time, header.cpu);
  for (const Field& field : fields_) store(kind, field, builder);
  store_derived(kind, registers_of(record, header), builder);
  if ((header.flags & REEL_RECORD_NESTED) != 0) mark_unread(kind, builder);
  builder.end();
  return true;
}

}  // namespace sysreel
