// Which events belong to a process, its descendants and, because their state comes from there, its ancestors.
//
// Who is whose ancestor is known only afterwards: the events are walked once to learn it and once to take
// them.
#pragma once

#include <cstdint>
#include <set>

namespace sysreel {

class State;
struct Step;
struct Thread;

class ProcessTreeFilter {
 public:
  explicit ProcessTreeFilter(int64_t pid) : pid_(pid) {}

  // First walk: the processes that there are, then each event when the state is as rules see it.
  void learn(const State& state);
  void learn(const State& state, const Step& step);
  bool found() const { return !tree_.empty(); }

  // Second walk. Events that are nobody's (accounts, containers) are taken, too. By process number: another
  // process that was given the number of one of these comes along.
  bool takes(const Step& step) const;

 private:
  void add(const State& state, const Thread& thread);

  int64_t pid_;
  std::set<int64_t> tree_;
  std::set<int64_t> ancestors_;
};

}  // namespace sysreel
