// Positions inside a value are not kept but found again when one is asked for, which happens for diagnostics
// only: a value differs from its source in white space (folding, indentation), in doubled quotes and in
// escapes, so walking both side by side, skipping white space in each, says where a byte came from. That
// costs the length of one value an error, and nothing when there is none.
#include "base/yaml_document.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace sysreel {
namespace {

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

// Skips white space, comments, tags and anchors in front of a value.
size_t skip_properties(std::string_view text, size_t at) {
  for (;;) {
    while (at < text.size() && is_space(text[at])) ++at;
    if (at < text.size() && text[at] == '#') {
      at = std::min(text.find('\n', at), text.size());
    } else if (at < text.size() && (text[at] == '!' || text[at] == '&')) {
      while (at < text.size() && !is_space(text[at])) ++at;
    } else {
      return at;
    }
  }
}

// Where the byte `offset` of a value written in double quotes stands; `at` is behind the opening quote.
size_t walk_double_quoted(std::string_view text, size_t at, std::string_view value, size_t offset) {
  for (size_t i = 0; i < offset && at < text.size();) {
    if (is_space(value[i]) && text[at] != '\\') {
      ++i;
      if (is_space(text[at])) {
        ++at;
        while (at < text.size() && is_space(text[at]) && i < value.size() && !is_space(value[i])) ++at;
      }
      continue;
    }
    if (is_space(text[at])) {
      ++at;
    } else if (text[at] != '\\') {
      ++at, ++i;
    } else if (at + 1 < text.size() && (text[at + 1] == '\n' || text[at + 1] == '\r')) {
      at += 2;
    } else {
      const char kind = at + 1 < text.size() ? text[at + 1] : ' ';
      at += 2 + (kind == 'x' ? 2 : kind == 'u' ? 4 : kind == 'U' ? 8 : 0);
      ++i;
      while (i < value.size() && (value[i] & '\xc0') == '\x80') ++i;
    }
  }
  return at;
}

// The same for plain, block and single-quoted values.
size_t walk_plain(std::string_view text, size_t at, std::string_view value, size_t offset,
                  bool single_quoted) {
  for (size_t i = 0; i <= offset && i < value.size() && at < text.size(); ++i) {
    if (is_space(value[i])) {
      if (i == offset) return at;
      continue;
    }
    while (at < text.size() && is_space(text[at])) ++at;
    if (i == offset) return at;
    at += single_quoted && value[i] == '\'' ? 2 : 1;
  }
  return at;
}

}  // namespace

YamlDocument::YamlDocument(std::string text) : text_(std::make_unique<std::string>(std::move(text))) {
  line_starts_.push_back(0);
  for (size_t at = text_->find('\n'); at != std::string::npos; at = text_->find('\n', at + 1))
    line_starts_.push_back(at + 1);
}

std::optional<YamlId> YamlDocument::find(YamlId map, std::string_view key) const {
  if (nodes_[map].kind != YamlKind::kMap) return std::nullopt;
  const auto pairs = children(map);
  for (size_t i = 0; i + 1 < pairs.size(); i += 2)
    if (nodes_[pairs[i]].kind == YamlKind::kScalar && nodes_[pairs[i]].text == key) return pairs[i + 1];
  return std::nullopt;
}

size_t YamlDocument::offset_of(YamlPosition position) const {
  if (position.line == 0 || position.line > line_starts_.size()) return text_->size();
  const bool mark = position.line == 1 && text_->starts_with("\xef\xbb\xbf");  // yaml-cpp does not count it
  return std::min(text_->size(), line_starts_[position.line - 1] + position.column - 1 + (mark ? 3 : 0));
}

YamlPosition YamlDocument::position_of(size_t offset) const {
  const auto after = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
  const auto index = static_cast<size_t>(after - line_starts_.begin());
  return {static_cast<uint32_t>(index), static_cast<uint32_t>(offset - line_starts_[index - 1] + 1)};
}

YamlPosition YamlDocument::position(YamlId scalar, size_t offset) const {
  const YamlNode& node = nodes_[scalar];
  size_t at = skip_properties(*text_, offset_of(node.start));
  if (node.kind != YamlKind::kScalar || at >= text_->size()) return position_of(std::min(at, text_->size()));
  const char first = (*text_)[at];
  const std::string_view value = node.text;
  offset = std::min(offset, value.size());
  if (first == '"') return position_of(walk_double_quoted(*text_, at + 1, value, offset));
  if (first == '\'') return position_of(walk_plain(*text_, at + 1, value, offset, true));
  if (first == '|' || first == '>') at = std::min(text_->find('\n', at), text_->size());
  return position_of(walk_plain(*text_, at, value, offset, false));
}

std::string_view YamlDocument::line(uint32_t number) const {
  if (number == 0 || number > line_starts_.size()) return {};
  std::string_view rest = std::string_view(*text_).substr(line_starts_[number - 1]);
  rest = rest.substr(0, rest.find('\n'));
  if (rest.ends_with('\r')) rest.remove_suffix(1);
  return rest;
}

std::optional<bool> yaml_bool(std::string_view text) {
  struct Word {
    std::string_view lower;
    bool value;
  };
  static constexpr std::array<Word, 8> kWords = {{{"y", true},
                                                  {"yes", true},
                                                  {"true", true},
                                                  {"on", true},
                                                  {"n", false},
                                                  {"no", false},
                                                  {"false", false},
                                                  {"off", false}}};
  const auto lower = [](char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); };
  const auto upper = [](char c) { return static_cast<char>(std::toupper(static_cast<unsigned char>(c))); };
  for (const Word& word : kWords) {
    if (word.lower.size() != text.size()) continue;
    bool all_lower = true;
    bool all_upper = true;
    bool rest_lower = true;
    for (size_t i = 0; i < text.size(); ++i) {
      all_lower = all_lower && text[i] == lower(word.lower[i]);
      all_upper = all_upper && text[i] == upper(word.lower[i]);
      rest_lower = rest_lower && (i == 0 ? text[i] == upper(word.lower[i]) : text[i] == word.lower[i]);
    }
    if (all_lower || all_upper || rest_lower) return word.value;
  }
  return std::nullopt;
}

}  // namespace sysreel
