#include "replayer/page/process_line.h"

#include "replayer/fields/process_text.h"

namespace sysreel {
namespace {

constexpr size_t kCommandLineLimit = 4096;  // bytes

}  // namespace

ProcessLine process_line(const Thread& thread, const State& state) {
  ProcessLine line;
  line.pid = thread.pid;
  line.start_time = thread.start_time;
  line.name = thread.comm;
  line.from_snapshot = thread.from_snapshot;
  if (thread.image) line.executable = thread.image->path;
  append_command_line(line.command_line, thread);
  if (line.command_line.size() > kCommandLineLimit) line.command_line.resize(kCommandLineLimit);
  if (thread.uid != kNoId) {
    const std::string_view container = thread.cgroups ? thread.cgroups->container_id : std::string_view{};
    const User* user = state.accounts.user(container, thread.uid);
    line.user = user != nullptr ? user->name : std::to_string(thread.uid);
  }
  return line;
}

const Thread* parent_process(const Thread& thread) {
  const Thread* leader = thread.leader != nullptr ? thread.leader : &thread;
  const Thread* parent = leader->parent;
  if (parent != nullptr && parent->leader != nullptr) parent = parent->leader;
  return parent == leader ? nullptr : parent;
}

}  // namespace sysreel
