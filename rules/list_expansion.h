// Lists stand in conditions by name and are replaced in the text before it is parsed.
//
// Ours: every name outside of quotes that is a list's is replaced by the list's items, lists among the items
// included, however deep. Falco's (falco_compatible): lists are replaced one after the other in the order of
// definition, also inside quotes, and a list among the items is replaced one level deep.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "rules/collection.h"
#include "rules/source_text.h"
#include "rules/text_hash.h"

namespace sysreel::rules {

// Lists inside lists multiply, and so do conditions that name a long list: what a file can ask for is limited
// per condition and for all conditions of a load together.
inline constexpr size_t kMaxListItems = 1'000'000;
inline constexpr size_t kMaxListItemsInAll = 3'000'000;

struct ListExpander {
 public:
  ListExpander(const Collection& collection, bool falco_compatible);

  // Replaces the lists in `condition`. False: the result would be too large.
  bool expand(SourceText& condition);
  // The items of a list with the lists among them replaced; none when they would be too many.
  const std::vector<SourcedText>& resolved(std::string_view list);

  bool used(std::string_view list) const { return used_.contains(list); }
  // By a condition, not only by another list.
  bool named(std::string_view list) const { return named_.contains(list); }

 private:
  // A list with the lists among its items replaced. Too large ones keep no items, so that a chain of lists
  // that double each other costs nothing.
  struct Expansion {
    std::vector<SourcedText> items;
    bool too_large = false;
  };

  bool expand_names(SourceText& condition);
  bool expand_one_by_one(SourceText& condition);
  bool substitute(SourceText& condition, const ListDefinition& list);
  const Expansion& expansion(std::string_view list);
  Expansion one_level(const ListDefinition& list);
  bool collect(const ListDefinition& list, std::vector<SourcedText>& out,
               std::vector<std::string_view>& path);
  bool inserts(const Expansion& list);
  void mark_used_by_lists();

  const Collection& collection_;
  bool falco_compatible_;
  size_t held_ = 0;             // items of all expansions
  size_t inserted_ = 0;         // items put into the condition at hand
  size_t inserted_in_all_ = 0;  // and into all conditions
  TextMap<Expansion> resolved_;
  TextSet used_;
  TextSet named_;
};

// Appends an item as a literal: quoted where the language needs it, as it is where it brings quotes of its
// own.
void append_list_item(SourceText& out, const SourcedText& item, bool falco_compatible);

}  // namespace sysreel::rules
