#include "replayer/export/scap_code_choice.h"

#include <algorithm>

#include "replayer/import/scap_codes.h"

namespace sysreel {
namespace {

using Use = ScapCode::Use;

constexpr uint16_t kBpfOld = 297;  // packs its result in a way of its own

bool carries(const ScapCode& code, std::string_view param) {
  const auto end = code.params.begin() + static_cast<std::ptrdiff_t>(code.carried);
  return std::any_of(code.params.begin(), end, [&](const ScapParam& p) { return p.name == param; });
}

bool is_exit(uint16_t code) {
  return code % 2 == 1;
}

// Everything that Falco has of the kind fits into the code's exit, or into its enter where that is kept.
bool covers(uint16_t code, const EventKind& kind) {
  const auto& codes = scap_codes();
  const Use enter_use = is_exit(code) ? codes[code - 1U].use : Use::kNone;
  const bool with_enter = enter_use == Use::kKeep || enter_use == Use::kBoth;
  for (size_t i = 0; i < kind.falco_params(); ++i) {
    const std::string_view name = kind.params[i].name;
    if (!carries(codes[code], name) && !(with_enter && carries(codes[code - 1U], name))) return false;
  }
  return true;
}

// The newest code that sysdig knows and that says everything, else the newest.
uint16_t code_for(const EventKind& kind) {
  const auto& codes = scap_codes();
  uint16_t newest = ScapCodeChoice::kNoCode;
  for (uint16_t code = kScapCodes; code-- > 0;) {
    if (codes[code].use != Use::kEvent || codes[code].kind != kind.name || code == kBpfOld) continue;
    if (newest == ScapCodeChoice::kNoCode) newest = code;
    if (code < kScapSysdigCodes && covers(code, kind)) return code;
  }
  return newest;
}

std::vector<int16_t> places_of(const ScapCode& code, const EventKind& kind) {
  std::vector<int16_t> places;
  for (size_t i = 0; i < code.carried; ++i)
    places.push_back(static_cast<int16_t>(kind.param_index(code.params[i].name)));
  return places;
}

ScapCodeChoice choose(const EventKind& kind) {
  ScapCodeChoice choice;
  if (kind.has(kSnapshotRow) || kind.has(kPlugin)) return choice;
  choice.code = kind.has(kGeneric) ? kScapGenericExit : code_for(kind);
  if (choice.code == ScapCodeChoice::kNoCode) return choice;
  const auto& codes = scap_codes();
  choice.params = places_of(codes[choice.code], kind);
  choice.has_enter = is_exit(choice.code);
  if (choice.has_enter) choice.enter_params = places_of(codes[choice.code - 1U], kind);
  return choice;
}

}  // namespace

std::vector<ScapCodeChoice> choose_scap_codes(const Catalogue& catalogue) {
  std::vector<ScapCodeChoice> choices;
  choices.reserve(catalogue.size());
  for (const EventKind& kind : catalogue.kinds()) choices.push_back(choose(kind));
  return choices;
}

}  // namespace sysreel
