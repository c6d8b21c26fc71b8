// FileClasses: the class of a descriptor that is no socket, by its type and names, so that the second file of
// a name needs no questions.
//
// Only for programs that ask nothing else about such descriptors (`applies`): fields of sockets are the same
// for all of them as long as nothing about sockets is set.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>

#include "replayer/detector/text_classes.h"
#include "replayer/state/descriptor.h"
#include "rules/program.h"

namespace sysreel {

class FileClasses {
 public:
  static constexpr uint32_t kUnknown = TextClasses::kUnknown;

  // Every field of the descriptor among `uses` is one that type, layers and names determine.
  static bool applies(const rules::Program& program, std::span<const rules::FieldUseId> uses);
  static bool is_plain(const Descriptor& descriptor);

  static bool follows_from_name(std::string_view field);

  // Of a plain descriptor. Keeps what the others need.
  uint32_t find(const Descriptor& descriptor);
  // For the descriptor that find() was asked about last.
  void add(uint32_t descriptor_class);
  // Likewise, of descriptors whose names no question tells apart: they share a number.
  uint32_t find_alike(uint32_t names) const;
  void add_alike(uint32_t names, uint32_t descriptor_class);
  // The class of another descriptor that differs from it in its names alone, kUnknown if there was none.
  uint32_t example() const { return last_->example; }

  size_t bytes() const;
  void clear();  // also needed when classes are void

 private:
  static constexpr size_t kTables = (static_cast<size_t>(FdType::kUnsupported) + 1) * 4;

  struct Table {
    TextClasses classes;
    std::vector<uint32_t> by_names;
    uint32_t example = kUnknown;
  };
  std::array<Table, kTables> tables_;
  Table* last_ = nullptr;
  TextClasses::Fingerprint key_;
};

}  // namespace sysreel
