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

}  // namespace

bool is_plausible(const reel_record& header, size_t bytes) {
  return arguments(header) <= REEL_CALL_ARGS && header.size <= bytes &&
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
                                   is_signed(param.type), storage_of(param.type) == Storage::kInteger,
                                   form_of(param), param.from.arg});
    }
  }
}

WireDecoder::Form WireDecoder::form_of(const Param& param) {
  const CaptureFrom& from = param.from;
  if (from.when != When::kAlways || storage_of(param.type) != Storage::kInteger) return Form::kComputed;
  switch (from.op) {
    case From::kReturn:
      return Form::kResult;
    case From::kSyscallNumber:
      return Form::kCallNumber;
    case From::kConst:
      return Form::kConstant;
    case From::kArg:
      return from.arg < REEL_CALL_ARGS ? Form::kArgument : Form::kComputed;
    default:
      return Form::kComputed;
  }
}

bool WireDecoder::read_fields(std::span<const uint8_t> body, const EventKind& kind) {
  fields_.clear();
  seen_ = {};
  if (header_.fields > REEL_OPS_PER_KIND) return false;
  for (uint8_t i = 0; i < header_.fields; ++i) {
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

CallRegisters WireDecoder::registers() const {
  CallRegisters call;
  call.count = static_cast<int>(arguments(header_));
  std::memcpy(call.args.data(), arguments_, arguments(header_) * sizeof(uint64_t));
  call.result = header_.result;
  call.number = header_.number;
  call.compat = (header_.flags & REEL_RECORD_COMPAT) != 0;
  return call;
}

void WireDecoder::store_computed(const Derived& each, BlockBuilder& builder) const {
  const auto value = derive(each.param->from, registers());
  const Mark mark = value && value->truncated ? Mark::kTruncated : Mark::kPresent;
  if (!value)
    builder.mark(each.number, Mark::kMissing);
  else if (each.is_integer)
    builder.integer(each.number, narrowed(value->number, each.unused_bits, each.is_signed), mark);
  else
    builder.text(each.number, {}, mark);
}

// A program that was executed has no registers of the call any more.
void WireDecoder::store_derived(BlockBuilder& builder) const {
  for (const Derived& each : derived_[header_.kind]) {
    if (has_field(each.number)) continue;
    uint64_t value = 0;
    switch (each.form) {
      case Form::kArgument:
        if (each.argument >= arguments(header_)) {
          builder.mark(each.number, Mark::kMissing);
          continue;
        }
        std::memcpy(&value, arguments_ + each.argument * sizeof(value), sizeof(value));
        break;
      case Form::kResult:
        value = static_cast<uint64_t>(header_.result);
        break;
      case Form::kCallNumber:
        value = header_.number;
        break;
      case Form::kConstant:
        value = each.param->from.offset;
        break;
      case Form::kComputed:
        store_computed(each, builder);
        continue;
    }
    builder.integer(each.number, narrowed(value, each.unused_bits, each.is_signed));
  }
}

// The programs met on one CPU, and this one could read nothing.
void WireDecoder::mark_unread(BlockBuilder& builder) const {
  const EventKind& kind = catalogue_.kind(header_.kind);
  const std::vector<Derived>& derived = derived_[kind.id];
  for (size_t param = 0; param < kind.params.size(); ++param)
    if (kind.params[param].from.op != From::kNowhere && !has_field(param) &&
        std::none_of(derived.begin(), derived.end(),
                     [param](const Derived& each) { return each.number == param; }))
      builder.mark(param, Mark::kFault);
}

std::string_view WireDecoder::cgroups() {
  const EventKind& kind = catalogue_.kind(header_.kind);
  for (const Field& field : fields_) {
    const Param& param = kind.params[field.head.param];
    if (param.name == "cgroups" && !field.bytes.empty()) return text_of(param, field);
  }
  return {};
}

bool WireDecoder::open(std::span<const uint8_t> record) {
  if (record.size() >= sizeof(header_)) {
    std::memcpy(&header_, record.data(), sizeof(header_));
    const size_t head = sizeof(header_) + arguments(header_) * sizeof(uint64_t);
    arguments_ = record.data() + sizeof(header_);
    if (is_plausible(header_, record.size()) && header_.kind < catalogue_.size() &&
        read_fields(record.first(header_.size).subspan(head), catalogue_.kind(header_.kind)))
      return true;
  }
  ++malformed_;
  return false;
}

void WireDecoder::append_to(BlockBuilder& builder) {
  const EventKind& kind = catalogue_.kind(header_.kind);
  builder.begin(header_.kind, ThreadEntry{header_.tid, header_.pid, header_.start_time}, header_.time,
                header_.cpu);
  for (const Field& field : fields_) store(kind, field, builder);
  store_derived(builder);
  if ((header_.flags & REEL_RECORD_NESTED) != 0) mark_unread(builder);
  builder.end();
}

bool WireDecoder::decode(std::span<const uint8_t> record, BlockBuilder& builder) {
  if (!open(record)) return false;
  append_to(builder);
  return true;
}

}  // namespace sysreel
