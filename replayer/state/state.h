// State: processes, threads, descriptors and accounts of the recorded host, event by event.
//
//   before(step)  finds thread and descriptor and applies what the event changed: rules see the result
//   after(step)   destroys what the event ended (close, exit): rules have still seen it
//
// What one event kind changes is in a file of its own (on_open.cpp …); dispatch.cpp lists them. One thread;
// the catalogue must outlive the state. Bounds: ThreadTable::kMaxThreads, DescriptorTable::kMaxNumber,
// Accounts::kMaxEntries; nothing read from a capture chooses an allocation beyond them.
#pragma once

#include <array>
#include <span>
#include <string>
#include <unordered_set>
#include <vector>

#include "replayer/state/accounts.h"
#include "replayer/state/containers.h"
#include "replayer/state/interfaces.h"
#include "replayer/state/step.h"
#include "replayer/state/thread_table.h"

namespace sysreel {

struct Snapshot;
class ColumnNeeds;

class State {
 public:
  using Handler = void (*)(State& state, Step& step);
  // Does all that the kind's handler would do, where that is little, for a call that did not fail on a
  // descriptor that is known. False: the handler must be asked, and nothing has changed.
  struct Brief {
    const ParamPlaces& places;
    const EventBlock& block;
    size_t index;
    Thread& thread;
    int64_t fd;
    const Descriptor& descriptor;
    int64_t result;

    // False when the event has no such parameter.
    bool read(P param, int64_t& value) const {
      const EventRef event(block, index);
      const int at = places.of(event.kind(), param);
      return at >= 0 && event.read(static_cast<size_t>(at), value);
    }
  };
  using Shortcut = bool (*)(const Brief& brief);

  explicit State(const Catalogue& catalogue);

  // CLOCK_REALTIME minus CLOCK_BOOTTIME of the recording.
  void set_wall_offset(uint64_t offset) { wall_offset_ = offset; }
  uint64_t wall_time(uint64_t boot_time) const { return boot_time + wall_offset_; }

  // The catalogue has more kinds or parameters than before: blocks bring their own.
  void learn_kinds();

  // When it happened: audit events carry their own time, which is not the one they stand at in the capture.
  uint64_t event_time(const Step& step) const {
    const bool own = step.kind->has(kPlugin) && step.has(P::kEventTime);
    return own ? static_cast<uint64_t>(step.number(P::kEventTime)) : wall_time(step.event.time());
  }

  void load_snapshot(const Snapshot& snapshot);
  // Before the first event of each block.
  void begin_block(const EventBlock& block);
  void before(Step& step);
  // Instead of before() and after(), for an event that neither state nor rules want: its thread exists. So
  // what is known of the host does not depend on what the rules look at.
  void see(const EventBlock& block, size_t event) {
    if (!has_seen(block, event)) meet(EventRef(block, event));
  }
  // see() would change nothing.
  bool has_seen(const EventBlock& block, size_t event) const {
    return block_threads_[block.thread[event]] != nullptr;
  }
  void after(Step& step) {
    if (step.close_after >= 0 || step.exit_after) end_what_ended(step);
  }
  // Instead of before() and after(), for an event that rules do not want and that changes little, as a close,
  // or nothing, as most reads and writes. False: it must be gone through.
  bool pass(const EventBlock& block, size_t event);

  const Catalogue& catalogue() const { return catalogue_; }
  const ParamPlaces& places() const { return places_; }
  // The kind changes state; others need only be looked at when rules want them.
  bool wants(KindId kind) const { return kinds_[kind].handler != nullptr; }
  // Most events of the kind change little: pass() is worth asking.
  bool often_brief(KindId kind) const { return kinds_[kind].shortcut != nullptr; }
  // Which columns the state reads of kinds that rules do not want; of kinds that nobody wants none.
  void add_needs(KindId kind, ColumnNeeds& needs) const;
  // Parts of the state that many events change and few programs read.
  struct Reads {
    bool memory = true;    // sizes and fault counts
    bool file_ids = true;  // device and inode of opened files
  };
  // The others stay as they are from here on.
  void keep_only(Reads reads);
  // A column of this parameter is of use to the state.
  bool keeps(P param) const {
    switch (param) {
      case P::kDev:
      case P::kIno:
        return reads_.file_ids;
      case P::kPgftMaj:
      case P::kPgftMin:
      case P::kVmSize:
      case P::kVmRss:
      case P::kVmSwap:
        return reads_.memory;
      default:
        return true;
    }
  }

  // Finds the thread or makes an entry that says no more than that it exists.
  Thread& thread_of(const ThreadEntry& entry);
  // The thread's own table and directory, made on first need.
  DescriptorTable& descriptors_of(Thread& thread);
  WorkingDirectory& directory_of(Thread& thread);

  // The directory that a relative path of the thread starts at, with its slash: the working directory for
  // AT_FDCWD, else the descriptor's; "<UNKNOWN>" for an unknown descriptor, as Falco has it.
  // A view of the state or of `buffer`.
  std::string_view base_directory(const Thread* thread, int64_t dirfd, std::string& buffer) const;

  // As if nothing had been seen yet.
  void clear();
  struct Exit {
    int64_t tid = -1;
    uint64_t time = 0;
  };
  std::span<const Exit> exits() const { return exits_; }

  // A parent's report of a child may come after the child's exit.
  void note_exit(int64_t tid, uint64_t time);
  bool recently_exited(int64_t tid, uint64_t time) const;

  // Answers remembered before this number changed are void.
  uint32_t epoch() const { return epoch_; }
  void forget_all_answers() { ++epoch_; }

  DescriptorBudget descriptor_budget;  // before the threads, whose tables draw on it
  ThreadTable threads;
  Accounts accounts;
  Containers containers;
  Interfaces interfaces;

 private:
  void plan_kinds();
  void load_thread(const Step& row);
  void load_descriptor(const Step& row);
  void load_account(const Step& row);
  void link_parents();
  Thread* meet(const EventRef& event);
  void end_what_ended(Step& step);

  const Catalogue& catalogue_;
  ParamPlaces places_;
  // What before() needs to know of a kind.
  struct KindPlan {
    Handler handler = nullptr;
    Shortcut shortcut = nullptr;
    bool infers = false;
    int8_t fd_place = -1;  // the parameter that names the event's descriptor, -1
    bool makes_threads_known = false;
  };
  // Of a kind with a shortcut in the current block: its columns, where every event has a value, else null.
  struct BriefColumns {
    const int64_t* fd = nullptr;
    const int64_t* result = nullptr;
    Shortcut shortcut = nullptr;
    bool infers = false;
  };
  BriefColumns brief_columns(const KindColumns& columns) const;

  std::vector<KindPlan> kinds_;          // by KindId
  std::vector<BriefColumns> brief_;      // by slot of the current block
  std::vector<Thread*> block_threads_;   // by thread index of the current block
  std::unordered_set<int64_t> scanned_;  // threads that the snapshot being read has described
  std::array<Exit, 1024> exits_{};       // by tid, the newest
  Reads reads_;
  uint64_t wall_offset_ = 0;
  uint32_t epoch_ = 1;
};

// Which kind changes state, and where: the list of dispatch.cpp.
struct KindHandler {
  std::string_view kind;
  State::Handler handler;
  State::Shortcut shortcut = nullptr;
  bool infers = false;  // the handler may tell what a descriptor is that was not known
};
std::span<const KindHandler> kind_handlers();

inline constexpr int64_t kAtFdcwd = -100;

}  // namespace sysreel
