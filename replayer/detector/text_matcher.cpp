#include "replayer/detector/text_matcher.h"

#include <algorithm>
#include <set>
#include <string>

#include "rules/evaluation.h"
#include "rules/predicate.h"

namespace sysreel {
namespace {

using rules::Operator;
using rules::Predicate;

// The longest run of characters of a shell pattern that stand for themselves.
std::string longest_literal(std::string_view pattern) {
  std::string best;
  std::string run;
  const auto end_run = [&] {
    if (run.size() > best.size()) best = run;
    run.clear();
  };
  for (size_t at = 0; at < pattern.size(); ++at) {
    const char c = pattern[at];
    if (c == '[') break;  // sets are rare; what follows one is not looked at
    if (c == '*' || c == '?' || c == '\\') {
      end_run();
      if (c == '\\') ++at;
    } else {
      run += c;
    }
  }
  end_run();
  return best;
}

// Of a path the longest component that is no pattern; a path below it, or it itself, contains that.
std::string_view longest_component(std::string_view path) {
  std::string_view best;
  while (!path.empty()) {
    const size_t end = std::min(path.find('/'), path.size());
    const std::string_view component = path.substr(0, end);
    path.remove_prefix(std::min(end + 1, path.size()));
    const bool plain = component.find_first_of("*?[\\") == std::string_view::npos;
    if (plain && component.size() > best.size()) best = component;
  }
  return best;
}

std::string folded(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

}  // namespace

TextMatcher::TextMatcher(const rules::Program& program, std::span<const rules::PredicateId> predicates)
    : program_(program),
      predicates_(predicates.begin(), predicates.end()),
      base_((predicates.size() + 63) / 64),
      confirm_(predicates.size()) {
  for (uint32_t bit = 0; bit < predicates_.size(); ++bit) plan(bit);
  equal_.finish();
  prefixes_.finish_trie();
  suffixes_.finish_trie();
  parts_.finish();
  folded_parts_.finish();
}

void TextMatcher::plan(uint32_t bit) {
  if (!plan_text(bit)) others_.push_back(bit);
}

// False: it must be asked by itself.
bool TextMatcher::plan_text(uint32_t bit) {
  const Predicate& predicate = program_.predicates[predicates_[bit]];
  if (predicate.modifier != rules::Modifier::kNone) return false;
  const std::vector<std::string>& texts = predicate.texts;
  if (predicate.op == Operator::kExists) {
    set(base_, bit);
    return true;
  }
  if (predicate.op == Operator::kIn || predicate.op == Operator::kIntersects) {
    for (const std::string_view text : std::set<std::string_view>(texts.begin(), texts.end()))
      equal_.add(text, bit);
    return true;
  }
  if (predicate.op == Operator::kPMatch) return plan_paths(bit, texts);
  if (texts.empty() || texts[0].empty()) return false;
  switch (predicate.op) {
    case Operator::kNotEqual:
      set(base_, bit);
      [[fallthrough]];
    case Operator::kEqual:
      equal_.add(texts[0], bit);
      return true;
    case Operator::kStartsWith:
    case Operator::kBStartsWith:
      prefixes_.add(texts[0], bit);
      return true;
    case Operator::kEndsWith:
      suffixes_.add_reversed(texts[0], bit);
      return true;
    case Operator::kContains:
    case Operator::kBContains:
      parts_.add(texts[0], bit);
      return true;
    case Operator::kIContains:
      folded_parts_.add(folded(texts[0]), bit);
      return true;
    case Operator::kGlob: {
      const std::string literal = longest_literal(texts[0]);
      if (literal.empty()) return false;
      confirm_[bit] = true;
      parts_.add(literal, bit);
      return true;
    }
    default:
      return false;
  }
}

bool TextMatcher::plan_paths(uint32_t bit, const std::vector<std::string>& paths) {
  const auto has_component = [](const std::string& path) { return !longest_component(path).empty(); };
  if (!std::all_of(paths.begin(), paths.end(), has_component)) return false;
  confirm_[bit] = true;
  for (const std::string& path : paths) parts_.add(longest_component(path), bit);
  return true;
}

TextMatcher::Beginning TextMatcher::read(std::string_view beginning) const {
  Beginning result;
  result.place = parts_.place_behind(beginning, [&](uint32_t bit) {
    if (std::find(result.found.begin(), result.found.end(), bit) == result.found.end())
      result.found.push_back(bit);
  });
  return result;
}

void TextMatcher::answer(std::string_view text, const Beginning& beginning, rules::EvaluationScratch& scratch,
                         std::span<uint64_t> answers) const {
  std::copy(base_.begin(), base_.end(), answers.begin());
  for (const uint32_t bit : equal_.find(text)) answers[bit / 64] ^= uint64_t{1} << bit % 64;
  const auto hit = [&](uint32_t bit) { set(answers, bit); };
  if (!prefixes_.empty()) prefixes_.visit_prefixes(text, hit);
  if (!suffixes_.empty()) suffixes_.visit_suffixes(text, hit);
  const rules::Value value = rules::Value::of_text(text);
  const auto ask = [&](uint32_t bit) {
    if (rules::holds(program_.predicates[predicates_[bit]], value, scratch)) set(answers, bit);
  };
  if (!parts_.empty()) {
    const auto found = [&](uint32_t bit) {
      if (!confirm_[bit]) {
        set(answers, bit);
      } else if ((answers[bit / 64] >> bit % 64 & 1) == 0) {
        ask(bit);
      }
    };
    for (const uint32_t bit : beginning.found) found(bit);
    parts_.visit_occurrences(text, found, beginning.place);
  }
  if (!folded_parts_.empty()) folded_parts_.visit_occurrences(text, hit);
  for (const uint32_t bit : others_) ask(bit);
}

}  // namespace sysreel
