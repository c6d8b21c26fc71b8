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

  // False: the record is malformed and nothing was appended.
  bool decode(std::span<const uint8_t> record, BlockBuilder& builder);

  bool is_exec(KindId kind) const { return kind == execve_ || kind == execveat_; }
  // The cgroups of a task that executes a program: "controller=path" strings, each with its NUL. Empty for
  // other records. Valid until the next call.
  std::string_view cgroups_of_exec(std::span<const uint8_t> record);
  uint64_t malformed() const { return malformed_; }

 private:
  struct Field {
    reel_field head;
    std::span<const uint8_t> bytes;
  };

  bool read_fields(std::span<const uint8_t> body, uint16_t count, const EventKind& kind);
  void store(const EventKind& kind, const Field& field, BlockBuilder& builder);
  void store_derived(const EventKind& kind, const CallRegisters& call, BlockBuilder& builder) const;
  void mark_unread(const EventKind& kind, BlockBuilder& builder) const;
  bool has_field(size_t param) const { return (seen_[param / 64] >> (param % 64) & 1) != 0; }
  std::string_view text_of(const Param& param, const Field& field);

  const Catalogue& catalogue_;
  KindId execve_;
  KindId execveat_;
  // A parameter that is derived, with what its type means for the number.
  struct Derived {
    const Param* param;
    uint8_t number;
    uint8_t unused_bits;
    bool is_signed;
    bool is_integer;
  };
  std::vector<std::vector<Derived>> derived_;  // by kind
  std::vector<Field> fields_;
  std::array<uint64_t, 4> seen_{};  // parameters that fields_ holds
  std::string text_;                // reused for values that are put together
  uint64_t malformed_ = 0;
};

// The header of a record without its fields; false when the bytes cannot hold one. Also used by the order
// merge.
bool read_record_header(std::span<const uint8_t> bytes, reel_record& header);

}  // namespace sysreel
