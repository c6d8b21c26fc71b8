#include "rules/list_expansion.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sysreel::rules {
namespace {

constexpr std::string_view kBlanks = " \t\n\r";
constexpr std::string_view kDelimiters = " \t\n\r(),=";

bool is_blank(char c) {
  return kBlanks.find(c) != std::string_view::npos;
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
void drop_comma(const std::string& text, size_t& start, size_t& end) {
  if (start > 0 && text[start - 1] == ',') {
    --start;
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
  const std::string& text = item.text;
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
    out.append(std::string_view(text).substr(from, i - from), item.at, from);
    out.append_made("\\");
    from = i;
  }
  out.append(std::string_view(text).substr(from), item.at, from);
  out.append_made("\"");
}

ListExpander::ListExpander(const Collection& collection, bool falco_compatible)
    : collection_(collection), falco_compatible_(falco_compatible) {
  // A list that stands in another one is used.
  for (const ListDefinition& list : collection.lists.all()) resolved(list.name.text);
}

std::vector<SourcedText> ListExpander::one_level(const ListDefinition& list) {
  std::vector<SourcedText> out;
  for (const SourcedText& item : list.items) {
    const ListDefinition* inner = collection_.lists.find(item.text);
    if (inner == nullptr || inner->age.defined >= list.age.changed) {
      out.push_back(item);
      continue;
    }
    used_[inner->name.text] = true;
    out.insert(out.end(), inner->items.begin(), inner->items.end());
  }
  return out;
}

// As deep as lists are nested; `path` both bounds that and finds rings: a list inside of itself stays a name.
void ListExpander::collect(const ListDefinition& list, std::vector<SourcedText>& out,
                           std::vector<std::string_view>& path) {
  constexpr size_t kDeepest = 100;
  path.push_back(list.name.text);
  for (const SourcedText& item : list.items) {
    const ListDefinition* inner = collection_.lists.find(item.text);
    const bool open = inner == nullptr || path.size() > kDeepest || out.size() > kMaxListItems ||
                      std::find(path.begin(), path.end(), item.text) != path.end();
    if (inner != nullptr && inner != &list) used_[inner->name.text] = true;
    if (open) {
      out.push_back(item);
    } else if (const auto known = resolved_.find(item.text); known != resolved_.end()) {
      out.insert(out.end(), known->second.begin(), known->second.end());
    } else {
      collect(*inner, out, path);
    }
  }
  path.pop_back();
}

const std::vector<SourcedText>& ListExpander::resolved(std::string_view name) {
  const auto known = resolved_.find(std::string(name));
  if (known != resolved_.end()) return known->second;
  std::vector<SourcedText> items;
  if (const ListDefinition* list = collection_.lists.find(name)) {
    if (falco_compatible_) {
      items = one_level(*list);
    } else {
      std::vector<std::string_view> path;
      collect(*list, items, path);
    }
  }
  return resolved_.emplace(name, std::move(items)).first->second;
}

bool ListExpander::expand(SourceText& condition) {
  if (!falco_compatible_) return expand_names(condition);
  for (const ListDefinition& list : collection_.lists.all()) {
    if (condition.text().find(list.name.text) != std::string::npos) substitute(condition, list);
    if (condition.text().size() > kMaxListItems * 16) return false;
  }
  return true;
}

// One pass; what is put in is not looked at again.
bool ListExpander::expand_names(SourceText& condition) {
  const std::string& text = condition.text();
  SourceText out;
  size_t copied = 0;
  size_t inserted = 0;
  char quote = '\0';
  for (size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (quote != '\0' || c == '"' || c == '\'') {
      if (quote == '\0') {
        quote = c;
      } else if (c == quote && text[at - 1] != '\\') {
        quote = '\0';
      }
      ++at;
      continue;
    }
    size_t end = at;
    while (end < text.size() && kDelimiters.find(text[end]) == std::string_view::npos && text[end] != '"' &&
           text[end] != '\'')
      ++end;
    if (end == at) {
      ++at;
      continue;
    }
    const bool closed = end == text.size() || kDelimiters.find(text[end]) != std::string_view::npos;
    const bool opened = at == 0 || kDelimiters.find(text[at - 1]) != std::string_view::npos;
    const auto* list =
        closed && opened ? collection_.lists.find(std::string_view(text).substr(at, end - at)) : nullptr;
    if (list != nullptr) {
      used_[list->name.text] = true;
      const auto& items = resolved(list->name.text);
      inserted += items.size();
      if (inserted > kMaxListItems) return false;
      size_t start = at;
      while (start > copied && is_blank(text[start - 1])) --start;
      while (end < text.size() && is_blank(text[end])) ++end;
      if (items.empty()) drop_comma(text, start, end);
      out.append(condition, copied, std::max(start, copied));
      if (start > 0) out.append_made(" ");
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

// Falco's replacement of one list, blanks around it included.
void ListExpander::substitute(SourceText& condition, const ListDefinition& list) {
  const std::string& name = list.name.text;
  const std::vector<SourcedText> items = resolved(name);
  const auto delimiter = [](char c) { return kDelimiters.find(c) != std::string_view::npos; };
  size_t start = condition.text().find(name);
  while (start != std::string::npos && !name.empty()) {
    const std::string& text = condition.text();
    size_t end = start + name.size();
    size_t next = start + 1;
    if ((start == 0 || delimiter(text[start - 1])) && (end >= text.size() || delimiter(text[end]))) {
      used_[name] = true;
      while (start > 0 && is_blank(text[start - 1])) --start;
      while (end < text.size() && is_blank(text[end])) ++end;
      if (items.empty()) drop_comma(text, start, end);
      SourceText out;
      out.append(condition, 0, start);
      if (start > 0) out.append_made(" ");
      const size_t before = out.text().size();
      append_items(out, items, true);
      next = start + (out.text().size() - before) + 2;
      out.append_made(" ");
      out.append(condition, end, text.size());
      condition = std::move(out);
      if (condition.text().size() > kMaxListItems * 16) return;
    }
    start = condition.text().find(name, next);
  }
}

}  // namespace sysreel::rules
