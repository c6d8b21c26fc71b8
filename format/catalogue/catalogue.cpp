#include "format/catalogue/catalogue.h"

#include <algorithm>
#include <cassert>

#include "format/catalogue/row_parser.h"
#include "format/catalogue/row_texts.h"

namespace sysreel {

const Catalogue& Catalogue::builtin() {
  static const Catalogue kBuiltin;
  return kBuiltin;
}

Catalogue::Catalogue() {
  std::vector<EventKind> rows;
  const std::string_view texts[] = {kRowsFile,       kRowsDescriptor, kRowsNet,         kRowsProcess,
                                    kRowsMemory,     kRowsSystem,     kRowsMeta,        kRowsSnapshot,
                                    kRowsCheckpoint, kRowsGeneric,    kRowsGenericNtoZ, kRowsGenericI386};
  for (const std::string_view text : texts) {
    [[maybe_unused]] const std::string error = parse_rows(text, rows);
    assert(error.empty());
  }
  for (EventKind& row : rows) add(std::move(row));
}

void Catalogue::add(EventKind kind) {
  assert(kinds_.size() < kNoKind);
  kind.id = static_cast<KindId>(kinds_.size());
  const auto place =
      std::lower_bound(by_name_.begin(), by_name_.end(), kind.name,
                       [](const auto& entry, std::string_view name) { return entry.first < name; });
  assert(place == by_name_.end() || place->first != kind.name);
  by_name_.insert(place, {kind.name, kind.id});
  const auto index = [&](Arch arch, int32_t number) {
    if (number < 0) return;
    auto& table = by_number_[static_cast<size_t>(arch)];
    if (table.size() <= static_cast<size_t>(number)) table.resize(static_cast<size_t>(number) + 1, kNoKind);
    assert(table[static_cast<size_t>(number)] == kNoKind);
    table[static_cast<size_t>(number)] = kind.id;
  };
  for (size_t arch = 0; arch < kArchCount; ++arch) index(static_cast<Arch>(arch), kind.numbers[arch]);
  for (const NativeNumber& more : kind.more_numbers) index(more.arch, more.number);
  kinds_.push_back(std::move(kind));
}

KindId Catalogue::find(std::string_view name) const {
  const auto place =
      std::lower_bound(by_name_.begin(), by_name_.end(), name,
                       [](const auto& entry, std::string_view wanted) { return entry.first < wanted; });
  return place == by_name_.end() || place->first != name ? kNoKind : place->second;
}

KindId Catalogue::by_syscall(Arch arch, int32_t number) const {
  const auto& table = by_number_[static_cast<size_t>(arch)];
  return number < 0 || static_cast<size_t>(number) >= table.size() ? kNoKind
                                                                   : table[static_cast<size_t>(number)];
}

KindId Catalogue::add_foreign(const EventKind& kind) {
  if (const KindId known = find(kind.name); known != kNoKind) return known;
  if (kinds_.size() >= kNoKind) return kNoKind;
  EventKind copy = kind;
  const auto own = [this](std::string_view& text) {
    owned_.push_back(std::make_shared<const std::string>(text));
    text = *owned_.back();
  };
  own(copy.name);
  // Numbers are the capture's business, not ours: they must not shadow built-in rows.
  for (int32_t& number : copy.numbers) number = -1;
  copy.more_numbers.clear();
  for (Param& param : copy.params) {
    own(param.name);
    param.from = {};
  }
  add(std::move(copy));
  return static_cast<KindId>(kinds_.size() - 1);
}

void Catalogue::add_param(KindId kind, const Param& param) {
  owned_.push_back(std::make_shared<const std::string>(param.name));
  Param copy = param;
  copy.name = *owned_.back();
  copy.from = {};
  kinds_[kind].params.push_back(copy);
}

}  // namespace sysreel
