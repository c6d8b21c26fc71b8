#include "replayer/export/event_names.h"

#include "replayer/fields/process_text.h"
#include "replayer/fields/user_text.h"

namespace sysreel {

EventNames names_of(const Step& step, const State& state) {
  EventNames names;
  if (step.thread == nullptr) return names;
  const Thread& thread = *step.thread;
  names.process = thread.comm;
  append_command_line(names.command_line, thread);
  if (thread.image) names.executable = thread.image->path;
  names.user = user_text(thread, state);
  names.container = full_container_id(thread).empty() ? "host" : std::string(short_container_id(thread));
  const bool concerned = step.kind->has(kCreatesFd) || step.kind->has(kUsesFd) || step.kind->has(kDestroysFd);
  if (concerned && step.descriptor != nullptr) names.descriptor = step.descriptor->name;
  return names;
}

}  // namespace sysreel
