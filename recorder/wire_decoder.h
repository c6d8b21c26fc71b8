// WireDecoder: records of the BPF programs → events of a block.
//
// The kernel side is ours, but the decoder believes no length: a record that contradicts itself is refused as
// a whole and counted, never half recorded. One thread; the catalogue must outlive the decoder.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "bpf/event_abi.h"
#include "format/block_builder.h"

namespace sysreel {

class WireDecoder {
 public:
  explicit WireDecoder(const Catalogue& catalogue)
      : catalogue_(catalogue), execve_(catalogue.find("execve")), execveat_(catalogue.find("execveat")) {}

  // False: the record is malformed and nothing was appended.
  bool decode(std::span<const uint8_t> record, BlockBuilder& builder);

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
  std::string_view text_of(const Param& param, const Field& field);

  const Catalogue& catalogue_;
  KindId execve_;
  KindId execveat_;
  std::vector<Field> fields_;
  std::string text_;  // reused for values that are put together
  uint64_t malformed_ = 0;
};

// The header of a record without its fields; false when the bytes cannot hold one. Also used by the order
// merge.
bool read_record_header(std::span<const uint8_t> bytes, reel_record& header);

}  // namespace sysreel
