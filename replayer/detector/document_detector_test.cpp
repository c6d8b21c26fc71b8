// The detector of events that stand alone, against every rule run in full for every event.
#include "replayer/detector/document_detector.h"

#include <doctest/doctest.h>

#include <random>

#include "format/testing/test_files.h"
#include "replayer/detector/rule_shortlist.h"
#include "replayer/testing/replay_text.h"
#include "rules/evaluation.h"
#include "rules/rule_set.h"

namespace sysreel {
namespace {

constexpr const char* kAtoms[] = {
    "ka.verb = get",
    "ka.verb in (create, update)",
    "ka.verb != list",
    "ka.target.resource = pods",
    "ka.target.resource in (pods, secrets)",
    "ka.target.resource = roles",
    "ka.target.subresource = exec",
    "ka.target.subresource in (log, exec)",
    "ka.target.subresource exists",
    "ka.user.name startswith system",
    "ka.user.groups contains dev",
    "ka.user.groups intersects (dev, ops)",
    "evt.num > 20",
    "ka.verb = val(ka.target.resource)",
    "tolower(ka.verb) = get",
};

class Dice {
 public:
  explicit Dice(uint32_t seed) : engine_(seed) {}
  uint32_t below(uint32_t limit) { return static_cast<uint32_t>(engine_() % limit); }
  template <typename T, size_t n>
  const T& pick(const T (&items)[n]) {
    return items[below(n)];
  }

 private:
  std::mt19937 engine_;
};

std::string condition(Dice& dice, int depth) {
  if (depth == 0 || dice.below(4) == 0) return dice.pick(kAtoms);
  if (dice.below(4) == 0) return "not (" + condition(dice, depth - 1) + ")";
  return "(" + condition(dice, depth - 1) + (dice.below(2) == 0 ? " and " : " or ") +
         condition(dice, depth - 1) + ")";
}

std::string event_json(Dice& dice) {
  static constexpr const char* kVerbs[] = {"get", "create", "update", "list", "pods"};
  static constexpr const char* kResources[] = {"pods", "secrets", "roles", "nodes"};
  static constexpr const char* kSubresources[] = {"exec", "log", "status"};
  static constexpr const char* kUsers[] = {"system:node", "bob"};
  static constexpr const char* kGroups[] = {"[\"dev\"]", "[\"ops\",\"x\"]", "[]"};
  std::string json = "{\"auditID\":\"a\"";
  if (dice.below(8) != 0) json += std::string(",\"verb\":\"") + dice.pick(kVerbs) + '"';
  if (dice.below(8) != 0) {
    json += std::string(",\"objectRef\":{\"resource\":\"") + dice.pick(kResources) + '"';
    if (dice.below(2) == 0) json += std::string(",\"subresource\":\"") + dice.pick(kSubresources) + '"';
    json += '}';
  }
  return json + ",\"user\":{\"username\":\"" + dice.pick(kUsers) + "\",\"groups\":" + dice.pick(kGroups) +
         "}}";
}

std::string named_rule(size_t number, const std::string& text) {
  return "- rule: r" + std::to_string(number) + "\n  desc: d\n  condition: " + text +
         "\n  output: o\n  priority: INFO\n  source: k8s_audit\n";
}

// Reads all blocks and calls visit(step) with the fields on each event.
template <typename Visit>
void visit_events(const TempFile& file, const rules::Program& program, Visit&& visit) {
  auto reader = CaptureReader::open(file.path());
  REQUIRE(reader.ok());
  const State state((*reader)->catalogue());
  const CaptureFacts facts;
  EventFields fields(program, state, facts);
  DocumentDetector detector(program, state.catalogue(), fields, "k8s_audit", Matching::kAll);
  CaptureItem item;
  while (*(*reader)->next(item, {})) {
    if (item.kind != CaptureItem::Kind::kBlock) continue;
    for (size_t i = 0; i < item.block.size(); ++i) {
      const EventRef event(item.block, i);
      const Step step(event, state.catalogue().kind(event.kind()), state.places());
      fields.stand_on(step);
      visit(step, fields, detector);
    }
  }
}

}  // namespace

TEST_CASE("what is remembered and left out changes no answer") {
  Dice dice(11);
  for (int round = 0; round < 20; ++round) {
    std::string text;
    for (size_t i = 0; i < 12; ++i) text += named_rule(i, condition(dice, 3));
    const rules::RuleSet set = rules::load({{"rules.yaml", text}}, {});
    REQUIRE(set.loaded());
    std::string capture = "source k8s_audit\n";
    for (uint64_t i = 0; i < 40; ++i) capture += k8s_event(i + 1, event_json(dice));
    const TempFile file(build_capture(capture + "close\n"));
    size_t matches = 0;
    rules::EvaluationScratch scratch;
    visit_events(file, set.program, [&](const Step& step, EventFields& fields, DocumentDetector& detector) {
      std::vector<rules::RuleId> wanted;
      for (rules::RuleId id = 0; id < set.program.rules.size(); ++id)
        if (rules::matches(set.program, set.program.rules[id], fields, scratch)) wanted.push_back(id);
      const auto found = detector.match(step);
      CHECK(std::vector<rules::RuleId>(found.begin(), found.end()) == wanted);
      matches += wanted.size();
    });
    CHECK(matches > 0);
  }
}

TEST_CASE("too many combinations: fields are given up, not answers") {
  std::string text;
  for (size_t i = 0; i < 4; ++i) {
    const std::string n = std::to_string(i);
    text +=
        named_rule(i, "ka.verb = v" + n + " and ka.target.name = n" + n + " and ka.target.namespace = s" + n);
  }
  const rules::RuleSet set = rules::load({{"rules.yaml", text}}, {});
  REQUIRE(set.loaded());
  std::string capture = "source k8s_audit\n";
  for (uint64_t i = 0; i < 3 * RuleShortlist::kMaxCombinations; ++i) {
    const std::string n = std::to_string(i);
    capture += k8s_event(i + 1, "{\"verb\":\"v" + std::to_string(i % 5) + "\",\"objectRef\":{\"name\":\"n" +
                                    n + "\",\"namespace\":\"s" + n + "\"}}");
  }
  const TempFile file(build_capture(capture + "close\n"));
  std::vector<uint64_t> matched;
  visit_events(file, set.program, [&](const Step& step, EventFields&, DocumentDetector& detector) {
    for (const rules::RuleId rule : detector.match(step)) matched.push_back(step.event.number() * 10 + rule);
  });
  CHECK(matched == std::vector<uint64_t>{10, 21, 32, 43});
}

}  // namespace sysreel
