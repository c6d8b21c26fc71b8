// WireDecoder: records of the BPF programs → events of a block.
//
// The kernel side is ours, but the decoder believes no length: a record that contradicts itself is refused as
// a whole and counted, never half recorded. One thread; the catalogue must outlive the decoder.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "bpf/event_abi.h"
#include "format/block_builder.h"
#include "recorder/derived_value.h"

namespace sysreel {

class WireDecoder {
 public:
  // `snaplen`: that the programs were loaded with; it decides what they leave to the decoder.
  explicit WireDecoder(const Catalogue& catalogue, uint32_t snaplen = 80);

  // Takes a record apart. False: it is malformed, and none is open. The record must stay until the next
  // call.
  bool open(std::span<const uint8_t> record);
  // Of the open record.
  const reel_record& header() const { return header_; }
  bool is_exec() const { return header_.kind == execve_ || header_.kind == execveat_; }
  // The cgroups of the task: "controller=path" strings, each with its NUL; empty where they were not
  // recorded. Valid until the next call.
  std::string_view cgroups();
  void append_to(BlockBuilder& builder);

  // Both; false: nothing was appended.
  bool decode(std::span<const uint8_t> record, BlockBuilder& builder);

  uint64_t malformed() const { return malformed_; }

 private:
  struct Field {
    reel_field head;
    std::span<const uint8_t> bytes;
  };
  // What a derived value is: most are a word of the record or a constant, whoever makes the call.
  enum class Form : uint8_t { kArgument, kResult, kCallNumber, kConstant, kComputed };
  // A parameter that is derived, with what its type means for the number.
  struct Derived {
    const Param* param;
    uint8_t number;
    uint8_t unused_bits;
    bool is_signed;
    bool is_integer;
    Form form;
    uint8_t argument;
  };

  static Form form_of(const Param& param);
  bool read_fields(std::span<const uint8_t> body, const EventKind& kind);
  void store(const EventKind& kind, const Field& field, BlockBuilder& builder);
  void store_derived(BlockBuilder& builder) const;
  void store_computed(const Derived& each, BlockBuilder& builder) const;
  CallRegisters registers() const;
  void mark_unread(BlockBuilder& builder) const;
  bool has_field(size_t param) const { return (seen_[param / 64] >> (param % 64) & 1) != 0; }
  std::string_view text_of(const Param& param, const Field& field);

  const Catalogue& catalogue_;
  KindId execve_;
  KindId execveat_;
  std::vector<std::vector<Derived>> derived_;  // by kind
  std::vector<Field> fields_;
  // Of the open record.
  reel_record header_{};
  const uint8_t* arguments_ = nullptr;
  std::array<uint64_t, 4> seen_{};  // parameters that fields_ holds
  std::string text_;                // reused for values that are put together
  uint64_t malformed_ = 0;
};

// Can so many bytes be a record with this header, as far as the header alone tells?
bool is_plausible(const reel_record& header, size_t bytes);

}  // namespace sysreel
