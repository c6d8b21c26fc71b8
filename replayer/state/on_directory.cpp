#include "replayer/state/handlers.h"
#include "replayer/state/path.h"

namespace sysreel {
namespace {

void change_directory(State& state, Thread& thread, std::string_view path) {
  WorkingDirectory& directory = state.directory_of(thread);
  // A relative step from an unknown place leads to an unknown place.
  std::string target;
  join_path(target, directory.current, path);
  if (target.empty() || target.back() != '/') target += '/';
  directory.current = std::move(target);
  state.threads.touch(thread.leader != nullptr ? *thread.leader : thread);  // its threads share the directory
  const bool beyond_group =
      thread.directory->shared() && (thread.leader == nullptr || thread.leader->group_size <= 1);
  if (beyond_group) state.forget_all_answers();  // so do processes made with CLONE_FS
}

bool place_known(const Thread& thread) {
  return thread.directory && !thread.directory->current.empty();
}

}  // namespace

void on_chdir(State& state, Step& step) {
  const std::string_view path = step.text(P::kPath);
  if (!step.has_result() || step.result() < 0) return;
  const bool use_real = !path.starts_with('/') && !place_known(*step.thread) && step.has(P::kCwd);
  if (use_real || !path.empty()) change_directory(state, *step.thread, use_real ? step.text(P::kCwd) : path);
}

void on_fchdir(State& state, Step& step) {
  if (!step.has_result() || step.result() < 0) return;
  if (step.descriptor == nullptr && !step.has(P::kCwd)) return;
  const std::string name(step.descriptor != nullptr ? std::string_view(step.descriptor->name)
                                                    : step.text(P::kCwd));
  change_directory(state, *step.thread, name);
}

void on_chroot(State& state, Step& step) {
  if (!step.has_result() || step.result() != 0) return;
  std::string buffer;
  const std::string_view base = state.base_directory(step.thread, kAtFdcwd, buffer);
  state.directory_of(*step.thread).root = join_path(base, step.text(P::kPath));
}

}  // namespace sysreel
