#include "recorder/derived_value.h"

#include <algorithm>
#include <optional>

namespace sysreel {
namespace {

constexpr uint64_t kCreates = 00000100;
constexpr uint64_t kTmpFile = 020000000;

bool is_in_register(uint8_t arg) {
  return arg == kFromReturn || arg == kNoOperand || arg < REEL_CALL_ARGS;
}

// Nothing: the record does not have the argument.
std::optional<uint64_t> operand(const CallRegisters& call, uint8_t arg) {
  if (arg == kFromReturn) return static_cast<uint64_t>(call.result);
  if (arg == kNoOperand) return 0;
  if (arg >= call.count) return std::nullopt;
  return call.args[arg];
}

bool applies(const CaptureFrom& from, const CallRegisters& call) {
  if (from.when == When::kAlways) return true;
  if (from.when == When::kSucceeded) return call.result >= 0;
  const auto value = operand(call, from.when_arg);
  if (!value) return false;
  const auto narrow = static_cast<uint32_t>(*value);
  const bool in = narrow < 64 && (from.when_set >> (narrow & 63) & 1) != 0;
  return in == (from.when == When::kIn);
}

std::optional<DerivedValue> buffer_not_read(const CaptureFrom& from, const CallRegisters& call) {
  const auto address = operand(call, from.arg);
  const auto length = operand(call, from.length);
  if (!address || !length || *address == 0 || static_cast<int64_t>(*length) < 0) return std::nullopt;
  return DerivedValue{0, *length > 0};
}

std::optional<uint64_t> wide(const CaptureFrom& from, const CallRegisters& call, uint64_t low) {
  if (!call.compat) return low;
  const auto high = operand(call, static_cast<uint8_t>(from.arg + 1));
  if (!high) return std::nullopt;
  return low | *high << 32;
}

std::optional<uint64_t> number(const CaptureFrom& from, const CallRegisters& call) {
  if (from.op == From::kConst) return from.offset;
  if (from.op == From::kSyscallNumber) return call.number;
  const auto value = from.op == From::kReturn ? static_cast<uint64_t>(call.result) : operand(call, from.arg);
  if (!value) return std::nullopt;
  switch (from.op) {
    case From::kArgInt:
      return static_cast<uint64_t>(static_cast<int64_t>(static_cast<int32_t>(*value)));
    case From::kArgBits:
      return static_cast<uint32_t>(*value) >> (from.offset & 31);
    case From::kWideArg:
      return wide(from, call, *value);
    case From::kOpenMode: {
      const auto mode = operand(call, from.length);
      if (!mode) return std::nullopt;
      return (*value & (kCreates | kTmpFile)) != 0 ? *mode & 07777 : 0;
    }
    default:
      return value;
  }
}

}  // namespace

bool is_call(const EventKind& kind) {
  return std::any_of(std::begin(kind.numbers), std::end(kind.numbers), [](int32_t n) { return n >= 0; }) ||
         !kind.more_numbers.empty();
}

bool is_derived(const Param& param, uint32_t snaplen) {
  const CaptureFrom& from = param.from;
  const bool conditional = from.when == When::kIn || from.when == When::kNotIn;
  if (conditional && !is_in_register(from.when_arg)) return false;
  switch (from.op) {
    case From::kReturn:
    case From::kConst:
    case From::kSyscallNumber:
      return storage_of(param.type) == Storage::kInteger;
    case From::kArg:
    case From::kArgInt:
    case From::kArgBits:
    case From::kWideArg:
    case From::kOpenMode:
      return storage_of(param.type) == Storage::kInteger && is_in_register(from.arg) &&
             is_in_register(from.length);
    case From::kBytes:
      return snaplen == 0 && is_in_register(from.arg) && is_in_register(from.length);
    default:
      return false;
  }
}

int arguments_of(const CaptureFrom& from) {
  int count = 0;
  const auto need = [&count](uint8_t arg) {
    if (arg < REEL_CALL_ARGS) count = std::max(count, arg + 1);
  };
  if (from.when == When::kIn || from.when == When::kNotIn) need(from.when_arg);
  if (from.op == From::kReturn || from.op == From::kConst || from.op == From::kSyscallNumber) return count;
  need(from.arg);
  if (from.op == From::kWideArg) need(static_cast<uint8_t>(from.arg + 1));
  if (from.op == From::kOpenMode || from.op == From::kBytes) need(from.length);
  return count;
}

std::optional<DerivedValue> derive(const CaptureFrom& from, const CallRegisters& call) {
  if (!applies(from, call)) return std::nullopt;
  if (from.op == From::kBytes) return buffer_not_read(from, call);
  const auto value = number(from, call);
  if (!value) return std::nullopt;
  return DerivedValue{*value, false};
}

}  // namespace sysreel
