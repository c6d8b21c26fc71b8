// What both readers of FlatBuffers payloads (block_decoder, payload_codec) do with tables from a file that
// nobody vouches for.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "base/result.h"
#include "format/kind_row.h"
#include "format/reel_generated.h"

namespace sysreel {

inline Error corrupt(const char* what) {
  return {ErrorCode::kCorrupt, what};
}

// The verified table, or null.
template <typename Table>
const Table* root_of(std::span<const uint8_t> bytes) {
  flatbuffers::Verifier verifier(bytes.data(), bytes.size(), 16, 1U << 20);
  if (!verifier.VerifyBuffer<Table>(nullptr)) return nullptr;
  return flatbuffers::GetRoot<Table>(bytes.data());
}

inline std::string text_of(const flatbuffers::String* text) {
  return text == nullptr ? std::string() : text->str();
}

inline KindRow kind_row_of(const wire::KindRow& table) {
  KindRow row;
  row.name = text_of(table.name());
  row.category = table.category();
  row.flags = table.flags();
  if (table.numbers() != nullptr) row.numbers.assign(table.numbers()->begin(), table.numbers()->end());
  row.params = text_of(table.params());
  return row;
}

}  // namespace sysreel
