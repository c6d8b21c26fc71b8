#include "replayer/state/descriptor.h"

#include <doctest/doctest.h>

#include <map>
#include <random>

using namespace sysreel;

namespace {

// What a table should hold: a name a number.
using Model = std::map<int64_t, std::string>;

Model held_by(const DescriptorTable& table) {
  Model held;
  int64_t last = -1;
  table.for_each([&](int64_t fd, const Descriptor& descriptor) {
    CHECK(fd > last);
    last = fd;
    held[fd] = descriptor.name;
  });
  return held;
}

void check(const DescriptorTable& table, const Model& model) {
  CHECK(held_by(table) == model);
  CHECK(table.open_count() == model.size());
  for (const auto& [fd, name] : model) {
    REQUIRE(table.find(fd) != nullptr);
    CHECK(table.find(fd)->name == name);
  }
  CHECK(table.find(-1) == nullptr);
  CHECK(table.find(DescriptorTable::kMaxNumber + 1) == nullptr);
}

// Most numbers are small, some are high, few are very high.
int64_t some_number(std::mt19937& random) {
  switch (random() % 8) {
    case 0:
      return static_cast<int64_t>(random() % 300);
    case 1:
      return 255;
    case 2:
      return 1000 + static_cast<int64_t>(random() % 3);
    default:
      return static_cast<int64_t>(random() % 20);
  }
}

}  // namespace

TEST_CASE("a table holds what was put and not erased, whatever the numbers") {
  std::mt19937 random(1);
  DescriptorBudget budget;
  const size_t room = budget.slots_left;
  for (int round = 0; round < 200; ++round) {
    auto table = Ref<DescriptorTable>::make(&budget);
    Model model;
    for (int step = 0; step < 60; ++step) {
      const int64_t fd = some_number(random);
      const int64_t last = fd + static_cast<int64_t>(random() % 400);
      switch (random() % 8) {
        case 0:
          table->erase(fd);
          model.erase(fd);
          break;
        case 1:
          if (step % 5 != 0) break;
          table->erase_range(static_cast<uint64_t>(fd), static_cast<uint64_t>(last));
          model.erase(model.lower_bound(fd), model.upper_bound(last));
          break;
        case 2:  // exec
          if (step % 5 != 0) break;
          table->mark_close_on_exec(static_cast<uint64_t>(fd), ~uint64_t{0});
          table->erase_close_on_exec();
          model.erase(model.lower_bound(fd), model.end());
          break;
        case 3: {  // fork: the copy is its own
          auto copy = Ref<DescriptorTable>::make(*table);
          check(*copy, model);
          if (Descriptor* changed = table->edit(fd)) changed->name = model[fd] = "changed";
          copy->erase_range(0, ~uint64_t{0});
          CHECK(copy->open_count() == 0);
          break;
        }
        default:
          model[fd] = "of " + std::to_string(step);
          table->put(fd)->name = model[fd];
      }
    }
    check(*table, model);
  }
  CHECK(budget.slots_left == room);
  CHECK(budget.refused == 0);
}

TEST_CASE("a few high numbers take no room of the numbers below") {
  DescriptorBudget budget;
  budget.slots_left = 12;
  DescriptorTable table(&budget);
  CHECK(table.put(0) != nullptr);
  CHECK(table.put(255) != nullptr);
  CHECK(table.put(DescriptorTable::kMaxNumber) != nullptr);
  CHECK(budget.slots_left == 2);
  CHECK(table.put(255) != nullptr);
  table.erase(255);
  CHECK(budget.slots_left == 3);
  CHECK(table.put(100) != nullptr);
  CHECK(table.put(200) != nullptr);
  CHECK(table.put(300) != nullptr);
  CHECK(budget.refused == 0);
  CHECK(table.put(400) == nullptr);  // one too many to stand beside
  CHECK(budget.refused == 1);
  CHECK(table.open_count() == 5);
}
