#include "replayer/state/flag_bits.h"
#include "replayer/state/handlers.h"
#include "replayer/state/path.h"

namespace sysreel {
namespace {

// Falco's bits in `flags` and `creat_flags` of imported captures.
constexpr int64_t kFdUpperLayer = 1 << 15;
constexpr int64_t kFdLowerLayer = 1 << 16;
constexpr int64_t kCreatUpperLayer = 1 << 0;
constexpr int64_t kCreatLowerLayer = 1 << 1;

bool opens_directory(const EventBlock& block, int64_t flags) {
  return has_bit(block, flags, block.arch == Arch::kArm64 ? kOpenDirectoryArm : kOpenDirectory);
}

void set_layers(const Step& step, int64_t flags, Descriptor& descriptor) {
  if (step.event.block().numbers == NumberSpace::kKernel) {
    const int64_t state = step.number(P::kFileState);
    descriptor.upper_layer = (state & kFileUpperLayer) != 0;
    descriptor.lower_layer = (state & kFileLowerLayer) != 0;
    return;
  }
  const int64_t creat_flags = step.number(P::kCreatFlags);
  descriptor.upper_layer = (flags & kFdUpperLayer) != 0 || (creat_flags & kCreatUpperLayer) != 0;
  descriptor.lower_layer = (flags & kFdLowerLayer) != 0 || (creat_flags & kCreatLowerLayer) != 0;
}

// Falco's name is the passed one made absolute by its letters. Where the directory is not known, the path
// that the kernel gave back is the better answer.
void set_name(const State& state, const Step& step, std::string_view passed, Descriptor& descriptor) {
  if (passed.starts_with('/')) {
    join_path(descriptor.name, {}, passed);
    return;
  }
  std::string& name = descriptor.name;
  const std::string_view base = state.base_directory(step.thread, step.number_or(P::kDirfd, kAtFdcwd), name);
  const std::string_view real = base.starts_with('/') ? std::string_view{} : step.text(P::kPath);
  if (real.starts_with('/')) {
    name = real;
    return;
  }
  if (base.data() != name.data()) name = base;  // else it was put together there
  append_path(name, passed);
}

}  // namespace

void on_open(State& state, Step& step) {
  if (!step.has_result() || step.result() < 0) return;
  const int64_t flags = step.number(P::kFlags);
  const bool by_handle = step.place(P::kName) < 0;
  const std::string_view passed = step.text(by_handle ? P::kPath : P::kName);
  Descriptor* descriptor = state.descriptors_of(*step.thread).put(step.result());
  if (descriptor != nullptr) {
    const bool directory = opens_directory(step.event.block(), flags);
    descriptor->type = directory ? FdType::kDirectory : FdType::kFile;
    descriptor->close_on_exec = has_bit(step.event.block(), flags, kOpenCloexec);
    if (state.keeps(P::kIno)) {
      descriptor->device = static_cast<uint32_t>(step.number(P::kDev));
      descriptor->inode = static_cast<uint64_t>(step.number(P::kIno));
    }
    descriptor->raw_name = passed;
    set_name(state, step, passed, *descriptor);
    set_layers(step, flags, *descriptor);
  }
  step.made(step.result(), descriptor);
}

}  // namespace sysreel
