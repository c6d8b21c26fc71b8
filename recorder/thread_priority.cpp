#include "recorder/thread_priority.h"

#include <sys/resource.h>

#include <atomic>

namespace sysreel {
namespace {

constexpr int kSteps = 10;

// What hurry() has changed.
std::atomic<int> raised = 0;

int own_nice() {
  return getpriority(PRIO_PROCESS, 0);
}

}  // namespace

void hurry() {
  const int before = own_nice();
  if (setpriority(PRIO_PROCESS, 0, before - kSteps) == 0) raised = before - own_nice();
}

void give_way() {
  setpriority(PRIO_PROCESS, 0, own_nice() + raised);
}

}  // namespace sysreel
