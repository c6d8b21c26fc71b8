// Lists stand in conditions by name and are replaced in the text before it is parsed.
//
// Ours: every name outside of quotes that is a list's is replaced by the list's items, lists among the items
// included, however deep. Falco's (falco_compatible): lists are replaced one after the other in the order of
// definition, also inside quotes, and a list among the items is replaced one level deep.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "rules/collection.h"
#include "rules/source_text.h"

namespace sysreel::rules {

// Items that all lists together may expand to in one condition.
inline constexpr size_t kMaxListItems = 2'000'000;

struct ListExpander {
 public:
  ListExpander(const Collection& collection, bool falco_compatible);

  // Replaces the lists in `condition`. False: the result would be too large.
  bool expand(SourceText& condition);
  // The items of a list with the lists among them replaced.
  const std::vector<SourcedText>& resolved(std::string_view list);

  bool used(std::string_view list) const { return used_.contains(std::string(list)); }

 private:
  bool expand_names(SourceText& condition);
  void substitute(SourceText& condition, const ListDefinition& list);
  std::vector<SourcedText> one_level(const ListDefinition& list);
  void collect(const ListDefinition& list, std::vector<SourcedText>& out,
               std::vector<std::string_view>& path);

  const Collection& collection_;
  bool falco_compatible_;
  std::unordered_map<std::string, std::vector<SourcedText>> resolved_;
  std::unordered_map<std::string, bool> used_;
};

// Appends an item as a literal: quoted where the language needs it, as it is where it brings quotes of its
// own.
void append_list_item(SourceText& out, const SourcedText& item, bool falco_compatible);

}  // namespace sysreel::rules
