#include "replayer/fields/fd_name.h"

#include "replayer/fields/argument_text.h"
#include "replayer/state/path.h"

namespace sysreel {

std::string_view base_for(const FieldContext& context, int dirfd_param) {
  const Step& step = *context.step;
  int64_t dirfd = kAtFdcwd;
  if (dirfd_param >= 0) {
    if (!step.event.has(static_cast<size_t>(dirfd_param))) return "<UNKNOWN>";
    dirfd = step.event.integer(static_cast<size_t>(dirfd_param));
  }
  return context.state->base_directory(step.thread, dirfd, context.arena->text());
}

bool name_from_event(const FieldContext& context, bool raw, std::string& name) {
  const Step& step = *context.step;
  const std::string_view kind = step.kind->name;
  if (kind == "openat" || kind == "openat2") {
    if (!step.has(P::kName)) return false;
    const std::string_view passed = step.text(P::kName);
    if (raw) {
      name = passed;
      return true;
    }
    if (!step.has(P::kDirfd)) return false;
    const bool relative = !passed.starts_with('/');
    join_path(name, relative ? base_for(context, step.place(P::kDirfd)) : std::string_view{}, passed);
    return true;
  }
  if (kind == "open_by_handle_at") {
    name = step.has(P::kPath) ? step.text(P::kPath) : "<NA>";
    return true;
  }
  if (kind == "open" || kind == "creat" || kind == "accept" || kind == "accept4" || kind == "connect") {
    append_resolved_argument(name, context, 1);
    return true;
  }
  name.clear();
  return true;
}

}  // namespace sysreel
