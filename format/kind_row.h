// Catalogue rows as a capture carries them: text, so that a reader needs no table of ours.
//
// A parameter is  [~][+][$]name:TYPE[.format][:flag_domain]  and parameters are separated by one space.
//   ~  its column is in section rest    +  not one of Falco's    $  the column holds string numbers
//   .  x, o: numbers are shown in hexadecimal, octal             :  which constants its numbers are
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "format/catalogue/catalogue.h"

namespace sysreel {

struct KindRow {
  std::string name;
  uint8_t category = 0;
  uint32_t flags = 0;
  std::vector<int32_t> numbers;
  std::string params;
};

struct ParamRow {
  std::string name;
  std::string type;  // of ParamType, or one that this build does not know
  NumberFormat format = NumberFormat::kDecimal;
  std::string domain;  // of FlagDomain, or one that this build does not know
  Storage storage = Storage::kInteger;
  Section section = Section::kCore;
  bool ours = false;
};

KindRow row_of(const EventKind& kind);

// Nothing when the text is malformed or beyond the limits.
std::optional<std::vector<ParamRow>> parse_param_rows(std::string_view text);

}  // namespace sysreel
