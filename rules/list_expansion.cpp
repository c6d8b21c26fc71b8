#include "rules/list_expansion.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sysreel::rules {
namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool is_delimiter(char c) {
  return is_blank(c) || c == '(' || c == ')' || c == ',' || c == '=';
}

bool looks_like_transformer(std::string_view text) {
  constexpr std::array<std::string_view, 9> kNames = {"val(", "tolower(", "toupper(", "b64(",   "basename(",
                                                      "len(", "join(",    "concat(",  "getopt("};
  return text.ends_with(')') && std::any_of(kNames.begin(), kNames.end(),
                                            [text](std::string_view name) { return text.starts_with(name); });
}

bool is_quoted(std::string_view text) {
  return text.size() > 1 && (text[0] == '"' || text[0] == '\'') && text.back() == text[0];
}

// Where the comma goes when nothing takes the place of a list between others.
void drop_comma(SourceText& out, const std::string& text, size_t& end) {
  if (!out.empty() && out.text().back() == ',') {
    out.truncate(out.text().size() - 1);
  } else if (end < text.size() && text[end] == ',') {
    ++end;
  }
}

void append_items(SourceText& out, const std::vector<SourcedText>& items, bool falco_compatible) {
  for (size_t i = 0; i < items.size(); ++i) {
    if (i != 0) out.append_made(", ");
    append_list_item(out, items[i], falco_compatible);
  }
}

}  // namespace

void append_list_item(SourceText& out, const SourcedText& item, bool falco_compatible) {
  const std::string_view text = item.text;
  const bool blank = text.find(' ') != std::string::npos;
  if (falco_compatible) {
    const bool quote = blank && text[0] != '"' && text[0] != '\'';
    if (quote) out.append_made("\"");
    out.append(item);
    if (quote) out.append_made("\"");
    return;
  }
  const bool special = text.empty() || text.find_first_of(" \t\r\n()\"'=,") != std::string::npos;
  if (!special || is_quoted(text) || looks_like_transformer(text)) return out.append(item);
  // Falco quotes items with blanks and nothing else, so that escapes in those have a meaning, which they keep
  // here.
  const bool escaped = blank && text.find('\\') != std::string::npos;
  out.append_made("\"");
  uint32_t from = 0;
  for (uint32_t i = 0; i < text.size(); ++i) {
    if (escaped || (text[i] != '"' && text[i] != '\\')) continue;
    out.append(text.substr(from, i - from), item.at, from);
    out.append_made("\\");
    from = i;
  }
  out.append(text.substr(from), item.at, from);
  out.append_made("\"");
}

ListExpander::ListExpander(const Collection& collection, bool falco_compatible)
    : collection_(collection), falco_compatible_(falco_compatible) {
  mark_used_by_lists();
}

// A list that stands in another one is used; for Falco, only in one that was changed after it was defined.
void ListExpander::mark_used_by_lists() {
  for (const ListDefinition& list : collection_.lists.all()) {
    for (const SourcedText& item : list.items) {
      const ListDefinition* inner = collection_.lists.find(item.text);
      if (inner == nullptr) continue;
      if (falco_compatible_ ? inner->age.defined < list.age.changed : inner != &list)
        used_.emplace(inner->name.text);
    }
  }
}

ListExpander::Expansion ListExpander::one_level(const ListDefinition& list) {
  Expansion out;
  for (const SourcedText& item : list.items) {
    const ListDefinition* inner = collection_.lists.find(item.text);
    if (inner == nullptr || inner->age.defined >= list.age.changed) {
      out.items.push_back(item);
      continue;
    }
    out.too_large = out.too_large || out.items.size() + inner->items.size() > kMaxListItems;
    if (out.too_large) return {{}, true};
    out.items.insert(out.items.end(), inner->items.begin(), inner->items.end());
  }
  return out;
}

// As deep as lists are nested; `path` both bounds that and finds rings: a list inside of itself stays a name.
// False: too many items.
bool ListExpander::collect(const ListDefinition& list, std::vector<SourcedText>& out,
                           std::vector<std::string_view>& path) {
  constexpr size_t kDeepest = 100;
  path.push_back(list.name.text);
  bool fits = true;
  for (const SourcedText& item : list.items) {
    const ListDefinition* inner = collection_.lists.find(item.text);
    const bool open = inner == nullptr || path.size() > kDeepest ||
                      std::find(path.begin(), path.end(), item.text) != path.end();
    if (open) {
      out.push_back(item);
    } else if (const auto known = resolved_.find(item.text); known != resolved_.end()) {
      fits = !known->second.too_large && out.size() + known->second.items.size() <= kMaxListItems;
      if (fits) out.insert(out.end(), known->second.items.begin(), known->second.items.end());
    } else {
      fits = collect(*inner, out, path);
    }
    fits = fits && out.size() <= kMaxListItems;
    if (!fits) break;
  }
  path.pop_back();
  return fits;
}

const ListExpander::Expansion& ListExpander::expansion(std::string_view name) {
  const auto known = resolved_.find(name);
  if (known != resolved_.end()) return known->second;
  Expansion made;
  if (const ListDefinition* list = collection_.lists.find(name)) {
    if (falco_compatible_) {
      made = one_level(*list);
    } else {
      std::vector<std::string_view> path;
      made.too_large = !collect(*list, made.items, path);
    }
  }
  held_ += made.items.size();
  if (made.too_large || held_ > kMaxListItemsInAll) {
    held_ -= made.items.size();
    made = {{}, true};
  }
  return resolved_.emplace(name, std::move(made)).first->second;
}

const std::vector<SourcedText>& ListExpander::resolved(std::string_view list) {
  return expansion(list).items;
}

// False: there is no room for these items.
bool ListExpander::inserts(const Expansion& list) {
  inserted_ += list.items.size();
  inserted_in_all_ += list.items.size();
  return !list.too_large && inserted_ <= kMaxListItems && inserted_in_all_ <= kMaxListItemsInAll;
}

bool ListExpander::expand(SourceText& condition) {
  inserted_ = 0;
  return falco_compatible_ ? expand_one_by_one(condition) : expand_names(condition);
}

bool ListExpander::expand_one_by_one(SourceText& condition) {
  for (const ListDefinition& list : collection_.lists.all())
    if (condition.text().find(list.name.text) != std::string::npos && !substitute(condition, list))
      return false;
  return true;
}

// One pass; what is put in is not looked at again.
bool ListExpander::expand_names(SourceText& condition) {
  const std::string& text = condition.text();
  SourceText out;
  size_t copied = 0;
  char quote = '\0';
  for (size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (quote != '\0' || c == '"' || c == '\'') {
      if (quote == '\0') {
        quote = c;
      } else if (c == '\\') {
        ++at;
      } else if (c == quote) {
        quote = '\0';
      }
      ++at;
      continue;
    }
    size_t end = at;
    while (end < text.size() && !is_delimiter(text[end]) && text[end] != '"' && text[end] != '\'') ++end;
    if (end == at) {
      ++at;
      continue;
    }
    const bool closed = end == text.size() || is_delimiter(text[end]);
    const bool opened = at == 0 || is_delimiter(text[at - 1]);
    const auto* list =
        closed && opened ? collection_.lists.find(std::string_view(text).substr(at, end - at)) : nullptr;
    if (list != nullptr) {
      used_.emplace(list->name.text);
      named_.emplace(list->name.text);
      const Expansion& found = expansion(list->name.text);
      if (!inserts(found)) return false;
      const auto& items = found.items;
      out.append(condition, copied, at);
      while (!out.empty() && is_blank(out.text().back())) out.truncate(out.text().size() - 1);
      while (end < text.size() && is_blank(text[end])) ++end;
      if (items.empty()) drop_comma(out, text, end);
      if (!out.empty()) out.append_made(" ");
      append_items(out, items, false);
      out.append_made(" ");
      copied = end;
    }
    at = end;
  }
  if (copied == 0) return true;
  out.append(condition, copied, text.size());
  condition = std::move(out);
  return true;
}

// Falco's replacement of one list, blanks around it included. What was put in is not looked at again.
bool ListExpander::substitute(SourceText& condition, const ListDefinition& list) {
  const std::string name(list.name.text);
  const std::string& text = condition.text();
  const auto delimiter = [&](size_t at) { return is_delimiter(text[at]); };
  SourceText out;
  size_t copied = 0;
  size_t from = 0;
  while (!name.empty()) {
    const size_t start = text.find(name, from);
    if (start == std::string::npos) break;
    size_t end = start + name.size();
    from = start + 1;
    // Behind a list that was replaced stands a blank.
    const bool opened = start == copied || delimiter(start - 1);
    if (!opened || (end < text.size() && !delimiter(end))) continue;
    used_.insert(name);
    named_.insert(name);
    const Expansion& found = expansion(name);
    if (!inserts(found)) return false;
    out.append(condition, copied, start);
    while (!out.empty() && is_blank(out.text().back())) out.truncate(out.text().size() - 1);
    while (end < text.size() && is_blank(text[end])) ++end;
    if (found.items.empty()) drop_comma(out, text, end);
    // At the very beginning Falco goes on one byte too far.
    from = out.empty() ? end + 1 : end;
    if (!out.empty()) out.append_made(" ");
    append_items(out, found.items, true);
    out.append_made(" ");
    copied = end;
  }
  if (copied == 0) return true;
  out.append(condition, copied, text.size());
  condition = std::move(out);
  return true;
}

}  // namespace sysreel::rules
