// Descriptor: what is known about one open file description of a process; DescriptorTable: a process's table.
//
// Descriptors are shared: a fork copies references, not descriptors. Whoever changes one takes it through
// DescriptorTable::edit(), which copies a shared one first, so that a change in the child is not seen in the
// parent (Falco's view of the world: tables are copied at fork). Remembered answers travel with the object.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "replayer/state/answers.h"
#include "replayer/state/ref.h"
#include "replayer/state/socket_address.h"

namespace sysreel {

enum class FdType : uint8_t {
  kUnknown,
  kFile,
  kDirectory,
  kIpv4,
  kIpv6,
  kIpv4Server,
  kIpv6Server,
  kUnix,
  kPipe,
  kEvent,
  kSignal,
  kTimer,
  kInotify,
  kEpoll,
  kNetlink,
  kBpf,
  kUserfault,
  kIoUring,
  kMemfd,
  kPidfd,
  kUnsupported,
};
std::string_view name_of(FdType type);  // "ipv4"; "<NA>" where Falco has no name
char letter_of(FdType type);            // fd.typechar

enum class L4Proto : uint8_t { kUnknown, kNone, kTcp, kUdp, kIcmp, kRaw };
enum class SocketRole : uint8_t { kNone, kClient, kServer };
// kOwnEndUnknown: connected, and only the peer was told (Linux audit). In checkpoints: only append.
enum class ConnectionState : uint8_t { kNone, kPending, kFailed, kConnected, kOwnEndUnknown };

// What a descriptor holds beside its names.
struct DescriptorFacts {
  FdType type = FdType::kUnknown;
  L4Proto l4proto = L4Proto::kUnknown;
  SocketRole role = SocketRole::kNone;
  ConnectionState connection = ConnectionState::kNone;
  bool close_on_exec = false;
  bool upper_layer = false;  // overlayfs
  bool lower_layer = false;
  bool from_snapshot = false;
  uint32_t device = 0;
  uint64_t inode = 0;
  int64_t pid = 0;  // of a pidfd
  Endpoint source;  // a server socket keeps its own address in `destination`
  Endpoint destination;
  uint64_t source_pointer = 0;  // unix
  uint64_t destination_pointer = 0;
};

struct Descriptor : RefCounted, DescriptorFacts {
  std::string name;      // path or connection
  std::string raw_name;  // path as passed
  mutable Answers answers;

  // As if made anew, with the memory of its names.
  void renew();
  bool is_file() const { return type == FdType::kFile; }
  bool own_end_unknown() const { return connection == ConnectionState::kOwnEndUnknown; }
  bool is_ip() const { return type == FdType::kIpv4 || type == FdType::kIpv6; }
  bool is_server() const { return type == FdType::kIpv4Server || type == FdType::kIpv6Server; }
  bool is_v6() const { return type == FdType::kIpv6 || type == FdType::kIpv6Server; }
};

// What all tables of one state share. They may hold so much together: one number of a million in each of many
// processes would else cost gigabytes; whoever is refused is counted. Descriptors that were closed are kept
// for the next open, since most programs open and close in turn.
struct DescriptorBudget {
  static constexpr size_t kMostSpare = 64;
  static constexpr size_t kLongestSpareName = 512;

  Ref<Descriptor> take();
  void give_back(Ref<Descriptor>&& slot);  // which is empty then

  size_t slots_left = size_t{1} << 24;
  uint64_t refused = 0;  // descriptors that no table took
  std::vector<Ref<Descriptor>> spare;
};

// Descriptors by number. Most numbers are small, and a shell keeps one at 255: a few high ones stand beside
// the array, so that forks and execs do not go through hundreds of empty slots.
class DescriptorTable : public RefCounted {
 public:
  static constexpr int64_t kMaxNumber = (1 << 20) - 1;  // higher numbers are not tracked

  // The budget, if there is one, must outlive the table.
  explicit DescriptorTable(DescriptorBudget* budget = nullptr) : budget_(budget) {}
  // What a fork copies: nothing where the budget has no room for it.
  DescriptorTable(const DescriptorTable& other);
  DescriptorTable& operator=(const DescriptorTable&) = delete;
  ~DescriptorTable();

  const Descriptor* find(int64_t fd) const {
    if (in_array(fd)) return slots_[static_cast<size_t>(fd)].get();
    return high_.empty() ? nullptr : find_high(fd);
  }
  // For changing; null if there is none. Forgets remembered answers.
  Descriptor* edit(int64_t fd);
  // A fresh descriptor at `fd`, replacing what was there; null if the number cannot be tracked.
  Descriptor* put(int64_t fd);
  // A copy of another one's slot: dup. The original must outlive its own slot, which may be the one.
  Descriptor* put_copy(int64_t fd, const Descriptor& original);
  // The same descriptor under one more number or in one more table: fork, checkpoints.
  void put_shared(int64_t fd, Ref<Descriptor> descriptor);
  void erase(int64_t fd);
  void erase_range(uint64_t first, uint64_t last);
  void mark_close_on_exec(uint64_t first, uint64_t last);
  void erase_close_on_exec();

  size_t open_count() const { return count_; }
  // Calls visit(fd, descriptor) in the order of numbers.
  template <typename Visit>
  void for_each(Visit&& visit) const {
    for (size_t fd = 0; fd < slots_.size(); ++fd)
      if (slots_[fd]) visit(static_cast<int64_t>(fd), *slots_[fd]);
    for (const High& high : high_) visit(high.fd, *high.descriptor);
  }

 private:
  struct High {
    int64_t fd;
    Ref<Descriptor> descriptor;
  };

  bool in_array(int64_t fd) const { return static_cast<uint64_t>(fd) < slots_.size(); }
  const Descriptor* find_high(int64_t fd) const;
  void erase_high(int64_t fd);
  // Where a descriptor of that number is or may be put; null where there is no room.
  Ref<Descriptor>* make_slot(int64_t fd);
  // Null and counted as refused when there is no room.
  Descriptor* set(int64_t fd, Ref<Descriptor> descriptor);
  bool take_room(size_t slots);
  bool grow(size_t size);
  template <typename Change>
  void change_range(uint64_t first, uint64_t last, Change&& change);

  DescriptorBudget* budget_;
  std::vector<Ref<Descriptor>> slots_;
  std::vector<High> high_;  // in order, none of them empty; beyond slots_
  size_t count_ = 0;
};

}  // namespace sysreel
