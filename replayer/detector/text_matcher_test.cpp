// All predicates at once against each by itself.
#include "replayer/detector/text_matcher.h"

#include <doctest/doctest.h>

#include <numeric>
#include <random>

#include "rules/evaluation.h"
#include "rules/predicate.h"
#include "rules/rule_set.h"

namespace sysreel {
namespace {

constexpr const char* kConditions[] = {
    "fd.name exists",
    "fd.name = /etc/passwd",
    "fd.name != /etc/passwd",
    "fd.name in (/etc/passwd, /etc/shadow, \"\", a)",
    "fd.name startswith /etc",
    "fd.name startswith /etc/pa",
    "fd.name startswith \"\"",
    "fd.name endswith wd",
    "fd.name endswith passwd",
    "fd.name contains ass",
    "fd.name contains sswd",
    "fd.name contains aa",
    "fd.name contains \"\"",
    "fd.name icontains PASS",
    "fd.name glob /etc/*",
    "fd.name glob */pass?d",
    "fd.name glob \"[/]etc*\"",
    "fd.name glob \"*\"",
    "fd.name glob \"a\\\\*a\"",
    "fd.name iglob /ETC/*",
    "fd.name regex \"/etc/[a-z]+\"",
    "fd.name pmatch (/etc, /usr/lib)",
    "fd.name pmatch (/usr/*, /etc/passwd/)",
    "fd.name pmatch (\"/*\")",
    "fd.name icontains etc/pa",
    "fd.name icontains sswd",
    "fd.name icontains a",
    "fd.name icontains \"/E\"",
    "fd.name startswith anyof (/e, a)",
    "fd.name contains allof (a, s)",
};

std::string rule_file() {
  std::string text;
  int number = 0;
  for (const char* condition : kConditions) {
    text += "- rule: r" + std::to_string(number++) +
            "\n  desc: d\n  output: o\n  priority: INFO\n  condition: '" + condition + "'\n";
  }
  return text;
}

std::string random_text(std::mt19937& random) {
  static constexpr const char* kPieces[] = {"/etc", "/passwd", "pass", "wd",  "a",        "aa",  "s",
                                            "/",    "/usr",    "/lib", "",    "a*a",      "ETC", "\xff",
                                            "sswd", "pas",     "/e",   "\\a", "/etc/pass"};
  std::string text;
  for (uint32_t pieces = random() % 5; pieces > 0; --pieces) text += kPieces[random() % std::size(kPieces)];
  return text;
}

}  // namespace

TEST_CASE("a text matcher answers what each predicate answers") {
  const rules::RuleSet set = rules::load({{"rules.yaml", rule_file()}}, {});
  REQUIRE(set.loaded());
  REQUIRE(set.program.predicates.size() == std::size(kConditions));
  std::vector<rules::PredicateId> ids(set.program.predicates.size());
  std::iota(ids.begin(), ids.end(), 0);
  const TextMatcher matcher(set.program, ids);
  // With few keys they are looked for in other ways.
  std::vector<std::unique_ptr<TextMatcher>> alone;
  for (const rules::PredicateId& id : ids)
    alone.push_back(std::make_unique<TextMatcher>(set.program, std::span(&id, 1)));
  rules::EvaluationScratch scratch;
  std::mt19937 random(1);
  size_t hits = 0;
  for (int round = 0; round < 3000; ++round) {
    const std::string text = random_text(random);
    CAPTURE(text);
    std::vector<uint64_t> answers(1);
    matcher.answer(text, scratch, answers);
    // Read in two steps, as texts that begin alike are.
    const std::string_view beginning = std::string_view(text).substr(0, random() % (text.size() + 1));
    std::vector<uint64_t> behind(1);
    matcher.answer(text, matcher.read(beginning), scratch, behind);
    CHECK(behind == answers);
    for (uint32_t bit = 0; bit < ids.size(); ++bit) {
      CAPTURE(kConditions[bit]);
      const bool expected =
          rules::holds(set.program.predicates[ids[bit]], rules::Value::of_text(text), scratch);
      CHECK(((answers[0] >> bit & 1) != 0) == expected);
      std::vector<uint64_t> answer(1);
      alone[bit]->answer(text, alone[bit]->read(beginning), scratch, answer);
      CHECK((answer[0] != 0) == expected);
      hits += expected ? 1 : 0;
    }
  }
  CHECK(hits > 10000);
}

TEST_CASE("a trie finds keys at the beginning, at the end and anywhere") {
  ByteTrie prefixes;
  ByteTrie suffixes;
  ByteTrie parts;
  uint32_t number = 0;
  for (const char* key : {"a", "ab", "b", "abc", "bc", "ab"}) {
    prefixes.add(key, number);
    suffixes.add_reversed(key, number);
    parts.add(key, number++);
  }
  CHECK(ByteTrie().empty());
  CHECK_FALSE(parts.empty());
  prefixes.finish_trie();
  suffixes.finish_trie();
  parts.finish_automaton();
  const auto bits = [](auto&& search) {
    uint32_t found = 0;
    search([&](uint32_t hit) { found |= 1U << hit; });
    return found;
  };
  CHECK(bits([&](auto visit) { prefixes.visit_prefixes("abx", visit); }) == 0b100011);
  CHECK(bits([&](auto visit) { suffixes.visit_suffixes("xabc", visit); }) == 0b011000);
  CHECK(bits([&](auto visit) { parts.visit_occurrences("xxabxx", visit); }) == 0b100111);
  CHECK(bits([&](auto visit) { parts.visit_occurrences("aabc", visit); }) == 0b111111);
  CHECK(bits([&](auto visit) { parts.visit_occurrences("cxc", visit); }) == 0);
}

}  // namespace sysreel
