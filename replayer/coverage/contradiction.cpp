#include "replayer/coverage/contradiction.h"

#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <vector>

#include "rules/predicate.h"

namespace sysreel {
namespace {

using rules::ConditionOutline;
using rules::ConditionPart;
using rules::Operator;
using rules::Predicate;
using Kind = ConditionPart::Kind;

constexpr size_t kMaxSteps = 20'000;

// What is left of a field's values.
struct Domain {
  std::optional<std::set<std::string>> allowed;
  std::set<std::string> excluded;
  int64_t least = std::numeric_limits<int64_t>::min();
  int64_t most = std::numeric_limits<int64_t>::max();
  bool present = false;
  bool absent = false;

  bool empty() const {
    if (present && absent) return true;
    if (least > most) return true;
    return allowed && std::all_of(allowed->begin(), allowed->end(),
                                  [this](const std::string& text) { return excluded.contains(text); });
  }
  void keep(const std::set<std::string>& wanted) {
    present = true;
    if (!allowed) {
      allowed = wanted;
      return;
    }
    std::erase_if(*allowed, [&](const std::string& text) { return !wanted.contains(text); });
  }
};

struct Demand {
  uint32_t part = 0;
  bool wanted = true;
};

class Solver {
 public:
  Solver(const rules::Program& program, const ConditionOutline& outline)
      : program_(program), outline_(outline) {}

  bool possible() { return possible({{0, true}}, {}); }
  const std::string& reason() const { return reason_; }

 private:
  using Domains = std::map<rules::FieldUseId, Domain>;

  // As deep as there are disjunctions, which the steps bound.
  bool possible(std::vector<Demand> demands, Domains domains) {
    std::vector<Demand> branches;
    while (!demands.empty()) {
      if (++steps_ > kMaxSteps) return true;
      const Demand demand = demands.back();
      demands.pop_back();
      const ConditionPart& part = outline_.parts[demand.part];
      switch (part.kind) {
        case Kind::kMacro:
          demands.push_back({demand.part + 1, demand.wanted});
          break;
        case Kind::kNot:
          demands.push_back({demand.part + 1, !demand.wanted});
          break;
        case Kind::kCheck:
          if (!apply(part, demand.wanted, domains)) return false;
          break;
        case Kind::kAnd:
        case Kind::kOr:
          if ((part.kind == Kind::kAnd) == demand.wanted) {
            for_each_child(demand, [&](Demand child) { demands.push_back(child); });
          } else {
            branches.push_back(demand);
          }
      }
    }
    if (branches.empty()) return true;
    const Demand branch = branches.back();
    branches.pop_back();
    bool any = false;
    for_each_child(branch, [&](Demand child) {
      if (any) return;
      std::vector<Demand> rest = branches;
      rest.push_back(child);
      any = possible(std::move(rest), domains);
    });
    return any;
  }

  template <typename F>
  void for_each_child(Demand parent, F&& visit) const {
    const ConditionPart& part = outline_.parts[parent.part];
    for (uint32_t child = parent.part + 1; child < part.end; child = outline_.parts[child].end)
      visit(Demand{child, parent.wanted});
  }

  // False: what is left of the field's values is nothing.
  bool apply(const ConditionPart& part, bool wanted, Domains& domains) {
    const Predicate& predicate = program_.predicates[part.predicate];
    const rules::Operand& left = program_.operands[predicate.left];
    if (predicate.right != rules::kNoOperand || predicate.modifier != rules::Modifier::kNone ||
        left.is_literal || left.transformer != rules::Transformer::kNone ||
        predicate.multiplicity != rules::Multiplicity::kSingle)
      return true;
    auto [at, added] = domains.try_emplace(left.field);
    Domain& domain = at->second;
    if (added && program_.fields[left.field].text == "evt.num") domain.least = 1;
    wanted ? demand(predicate, domain) : forbid(predicate, domain);
    if (!domain.empty()) return true;
    reason_ = "'" + (wanted ? "" : std::string("not ")) + part.text +
              "' cannot hold together with the other checks on " + program_.fields[left.field].text;
    return false;
  }

  static void demand(const Predicate& predicate, Domain& domain) {
    domain.present = true;
    const bool natural = rules::is_unsigned(predicate.type);
    const bool number = !predicate.integers.empty() && (!natural || predicate.integers[0] >= 0);
    if (natural) domain.least = std::max<int64_t>(domain.least, 0);
    switch (predicate.op) {
      case Operator::kIn:
        // Numbers may be spelt in several ways; an empty list admits none of them.
        if (predicate.type == rules::FieldType::kString || predicate.texts.empty())
          domain.keep({predicate.texts.begin(), predicate.texts.end()});
        break;
      case Operator::kEqual:
        if (!predicate.texts.empty() && predicate.integers.empty() &&
            predicate.type == rules::FieldType::kString)
          domain.keep({predicate.texts[0]});
        if (number) bound(domain, predicate.integers[0], predicate.integers[0]);
        break;
      case Operator::kNotEqual:
        if (predicate.type == rules::FieldType::kString && !predicate.texts.empty())
          domain.excluded.insert(predicate.texts[0]);
        break;
      case Operator::kLess:
        if (number && predicate.integers[0] > std::numeric_limits<int64_t>::min())
          bound(domain, std::numeric_limits<int64_t>::min(), predicate.integers[0] - 1);
        break;
      case Operator::kLessEqual:
        if (number) bound(domain, std::numeric_limits<int64_t>::min(), predicate.integers[0]);
        break;
      case Operator::kGreater:
        if (number && predicate.integers[0] < std::numeric_limits<int64_t>::max())
          bound(domain, predicate.integers[0] + 1, std::numeric_limits<int64_t>::max());
        break;
      case Operator::kGreaterEqual:
        if (number) bound(domain, predicate.integers[0], std::numeric_limits<int64_t>::max());
        break;
      case Operator::kStartsWith:
        if (domain.allowed && !predicate.texts.empty())
          std::erase_if(*domain.allowed,
                        [&](const std::string& text) { return !text.starts_with(predicate.texts[0]); });
        break;
      default:
        break;
    }
  }

  // The check must be false, which a missing value also makes it.
  static void forbid(const Predicate& predicate, Domain& domain) {
    if (predicate.op == Operator::kExists) domain.absent = true;
    const bool texts = predicate.type == rules::FieldType::kString && predicate.integers.empty();
    if (predicate.op == Operator::kEqual && texts && !predicate.texts.empty())
      domain.excluded.insert(predicate.texts[0]);
    if (predicate.op == Operator::kIn && texts)
      domain.excluded.insert(predicate.texts.begin(), predicate.texts.end());
  }

  static void bound(Domain& domain, int64_t least, int64_t most) {
    domain.least = std::max(domain.least, least);
    domain.most = std::min(domain.most, most);
  }

  const rules::Program& program_;
  const ConditionOutline& outline_;
  std::string reason_;
  size_t steps_ = 0;
};

}  // namespace

std::optional<std::string> contradiction_in(const rules::Program& program, const ConditionOutline& outline) {
  Solver solver(program, outline);
  if (solver.possible()) return std::nullopt;
  return solver.reason();
}

}  // namespace sysreel
