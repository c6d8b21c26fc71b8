#include "replayer/state/state.h"

#include <algorithm>

#include "format/column_needs.h"

namespace sysreel {
namespace {

// A thread that the current block names under several indexes (with and without its start time).
constexpr uint32_t kManyIndexes = kNoId - 1;

// The descriptor that an event is about: the first one among its parameters that is not the return value; of
// a splice, as in Falco, the one that is written.
int8_t fd_place(const EventKind& kind) {
  if (kind.name == "splice") return static_cast<int8_t>(kind.param_index("fd_out"));
  if (!kind.has(kUsesFd) && !kind.has(kDestroysFd)) return -1;
  for (size_t param = 1; param < kind.params.size(); ++param) {
    if (kind.params[param].type == ParamType::kFd) return static_cast<int8_t>(param);
  }
  return -1;
}

// What recorders say of themselves speaks of a thread, or of none, and the scheduler of all threads of the
// host, the kernel's own among them.
bool makes_threads_known(const EventKind& kind) {
  return !kind.has(kMeta) && kind.category != Category::kScheduler;
}

}  // namespace

State::State(const Catalogue& catalogue) : catalogue_(catalogue), places_(catalogue) {
  plan_kinds();
  threads.on_remove([this](Thread& thread) {
    if (thread.block_index < block_threads_.size()) block_threads_[thread.block_index] = nullptr;
    if (thread.block_index == kManyIndexes) {
      std::replace(block_threads_.begin(), block_threads_.end(), &thread, static_cast<Thread*>(nullptr));
    }
  });
}

void State::learn_kinds() {
  places_ = ParamPlaces(catalogue_);
  plan_kinds();
}

void State::plan_kinds() {
  kinds_.assign(catalogue_.size(), {});
  for (const EventKind& kind : catalogue_.kinds()) {
    KindPlan& plan = kinds_[kind.id];
    plan.fd_place = fd_place(kind);
    plan.makes_threads_known = makes_threads_known(kind);
  }
  for (const KindHandler& row : kind_handlers()) {
    const KindId kind = catalogue_.find(row.kind);
    if (kind == kNoKind) continue;
    kinds_[kind].handler = row.handler;
    kinds_[kind].shortcut = row.shortcut;
    kinds_[kind].infers = row.infers;
  }
  keep_only(reads_);
}

void State::add_needs(KindId kind, ColumnNeeds& needs) const {
  needs.need_nothing_of(kind);
  if (!wants(kind)) return;
  needs.need(kind, 0);  // the result
  if (kinds_[kind].fd_place >= 0) needs.need(kind, static_cast<size_t>(kinds_[kind].fd_place));
  for (size_t param = 0; param < static_cast<size_t>(P::kCount); ++param) {
    const int place = places_.of(kind, static_cast<P>(param));
    if (place < 0 || !keeps(static_cast<P>(param))) continue;
    const bool is_payload =  // what was read or written, which no handler looks at
        static_cast<P>(param) == P::kData &&
        catalogue_.kind(kind).params[static_cast<size_t>(place)].section == Section::kRest;
    if (!is_payload) needs.need(kind, static_cast<size_t>(place));
  }
}

void State::keep_only(Reads reads) {
  reads_ = reads;
  if (reads.memory) return;
  for (const KindHandler& row : kind_handlers()) {
    const bool only_memory = row.kind == "brk" || row.kind == "switch";
    if (!only_memory) continue;
    for (KindPlan& plan : kinds_)
      if (plan.handler == row.handler) plan.handler = nullptr;
  }
}

void State::begin_block(const EventBlock& block) {
  for (Thread* thread : block_threads_) {
    if (thread != nullptr) thread->block_index = kNoId;
  }
  block_threads_.assign(block.threads.size(), nullptr);
  brief_.clear();
  for (const KindColumns& columns : block.kinds) brief_.push_back(brief_columns(columns));
}

State::BriefColumns State::brief_columns(const KindColumns& columns) const {
  // Kinds that came with a later block are not known here.
  if (columns.kind >= kinds_.size()) return {};
  const KindPlan& plan = kinds_[columns.kind];
  const bool has_fd = plan.fd_place >= 0 && static_cast<size_t>(plan.fd_place) < columns.columns.size();
  if (plan.shortcut == nullptr || !has_fd) return {};
  const Column& fd = columns.columns[static_cast<size_t>(plan.fd_place)];
  const Column& result = columns.columns[0];
  const bool whole = !fd.values.empty() && fd.marks.empty() && !result.values.empty() && result.marks.empty();
  if (!whole) return {};
  return {fd.values.data(), result.values.data(), plan.shortcut, plan.infers};
}

Thread& State::thread_of(const ThreadEntry& entry) {
  Thread* thread = threads.find(entry.tid);
  if (thread != nullptr && thread->start_time != 0 && entry.start_time != 0 &&
      thread->start_time != entry.start_time) {
    // The number was given to another process and the old one's exit was not seen.
    threads.remove(*thread);
    thread = threads.find(entry.tid);
    if (thread != nullptr) {  // a dead leader waits for its threads: they are the old process's too
      threads.remove_other_threads(*thread);
      threads.remove(*thread);
      thread = nullptr;
    }
  }
  if (thread == nullptr) {
    // A thread's process is its leader: it gets an entry, too.
    if (entry.pid > 0 && entry.pid != entry.tid) thread_of({entry.pid, entry.pid, entry.start_time});
    thread = &threads.add(entry.tid, entry.pid > 0 ? entry.pid : -1);
    thread->start_time = entry.start_time;
    if (entry.start_time != 0) thread->clone_time = wall_time(entry.start_time);
    if (thread->leader != nullptr && thread->leader != thread) {
      const Thread& leader = *thread->leader;
      thread->image = leader.image;
      thread->comm = leader.comm;
      descriptors_of(*thread);
      directory_of(*thread);
      thread->cgroups = leader.cgroups;
    }
  } else if (thread->start_time == 0) {
    thread->start_time = entry.start_time;
  }
  return *thread;
}

DescriptorTable& State::descriptors_of(Thread& thread) {
  if (!thread.descriptors) {
    if (thread.leader != nullptr && thread.leader != &thread) {
      thread.descriptors = Ref<DescriptorTable>(&descriptors_of(*thread.leader));
    } else {
      thread.descriptors = Ref<DescriptorTable>::make(&descriptor_budget);
    }
  }
  return *thread.descriptors;
}

WorkingDirectory& State::directory_of(Thread& thread) {
  if (!thread.directory) {
    if (thread.leader != nullptr && thread.leader != &thread) {
      thread.directory = Ref<WorkingDirectory>(&directory_of(*thread.leader));
    } else {
      thread.directory = Ref<WorkingDirectory>::make();
    }
  }
  return *thread.directory;
}

std::string_view State::base_directory(const Thread* thread, int64_t dirfd, std::string& buffer) const {
  if (thread == nullptr) return "<UNKNOWN>";
  if (dirfd == kAtFdcwd) return thread->directory ? thread->directory->current : std::string_view{};
  const Descriptor* const directory = thread->descriptor(dirfd);
  if (directory == nullptr) return "<UNKNOWN>";
  if (directory->name.empty() || directory->name.back() == '/') return directory->name;
  buffer = directory->name;
  buffer += '/';
  return buffer;
}

// A member that joins State or its tables must be forgotten here, and be kept in checkpoints
// (replayer/checkpoint) if it outlives a block.
void State::clear() {
  threads.clear();
  accounts = {};
  interfaces = {};
  containers = {};
  descriptor_budget.refused = 0;
  block_threads_.clear();
  scanned_.clear();
  exits_.fill({});
  forget_all_answers();
}

void State::note_exit(int64_t tid, uint64_t time) {
  exits_[static_cast<uint64_t>(tid) % exits_.size()] = {tid, time};
}

bool State::recently_exited(int64_t tid, uint64_t time) const {
  constexpr uint64_t kRecent = 2'000'000'000;
  const Exit& exit = exits_[static_cast<uint64_t>(tid) % exits_.size()];
  return exit.tid == tid && time - exit.time < kRecent;
}

// The event's thread, which the block has not named before. Null for events that are no thread's.
Thread* State::meet(const EventRef& event) {
  if (!kinds_[event.kind()].makes_threads_known) return nullptr;
  const uint32_t index = event.thread_index();
  Thread& thread = thread_of(event.thread());
  thread.block_index = thread.block_index == kNoId ? index : kManyIndexes;
  block_threads_[index] = &thread;
  return &thread;
}

void State::before(Step& step) {
  const KindPlan& plan = kinds_[step.event.kind()];
  step.wall_time = wall_time(step.event.time());
  step.failed = step.result() < 0;
  int64_t number = 0;
  if (plan.makes_threads_known) {
    Thread* const cached = block_threads_[step.event.thread_index()];
    step.thread = cached != nullptr ? cached : meet(step.event);
    threads.pin(step.thread);
    step.thread->last_seen = step.event.time();
    if (plan.fd_place >= 0 && step.event.read(static_cast<size_t>(plan.fd_place), number)) {
      step.fd = number;
      step.descriptor = step.thread->descriptor(number);
    }
  } else {
    step.thread = threads.find(step.event.thread().tid);
  }
  if (plan.handler != nullptr) plan.handler(*this, step);
}

bool State::pass(const EventBlock& block, size_t event) {
  const BriefColumns& columns = brief_[block.slot[event]];
  Thread* const thread = block_threads_[block.thread[event]];
  if (thread == nullptr || columns.shortcut == nullptr) return false;
  const uint32_t row = block.row[event];
  const int64_t fd = columns.fd[row];
  const Descriptor* const descriptor = thread->descriptor(fd);
  if (descriptor == nullptr) {
    if (columns.infers) return false;
  } else if (const int64_t result = columns.result[row]; result >= 0) {
    if (!columns.shortcut({places_, block, event, *thread, fd, *descriptor, result})) return false;
  }
  thread->last_seen = block.time.empty() ? 0 : block.time[event];
  return true;
}

void State::end_what_ended(Step& step) {
  if (step.thread == nullptr) return;
  if (step.close_after >= 0 && step.thread->descriptors) step.thread->descriptors->erase(step.close_after);
  if (step.exit_after) threads.remove(*step.thread);
}

}  // namespace sysreel
