#include <algorithm>
#include <cassert>
#include <type_traits>
#include <unordered_map>

#include "format/block_builder.h"
#include "format/capture_item.h"
#include "replayer/checkpoint/checkpoint.h"
#include "replayer/checkpoint/checkpoint_rows.h"
#include "replayer/checkpoint/state_lists.h"
#include "replayer/state/state.h"

namespace sysreel {
namespace {

// Readers and docs/format.md expect parts of at most 4 MiB; the row that passes this limit still fits.
constexpr size_t kPartBytes = 3U << 20;

// Numbers of shared objects, from 1 in the order in which they are met; 0 for none.
class Numbers {
 public:
  uint64_t of(const void* object) const {
    const auto found = numbers_.find(object);
    return found == numbers_.end() ? 0 : found->second;
  }
  // True when the object has not been met before.
  bool add(const void* object) {
    return object != nullptr && numbers_.try_emplace(object, numbers_.size() + 1).second;
  }

 private:
  std::unordered_map<const void*, uint64_t> numbers_;
};

class Writer {
 public:
  Writer(const State& state, const CheckpointPlace& place)
      : state_(state),
        place_(place),
        builder_(Catalogue::builtin(), EventSource::kSyscall, place.numbers, place.arch) {}

  std::vector<Snapshot> write(const CaptureFacts& facts);

  // One value of the row that begin() began: the lists call this.
  void operator()(std::string_view name, const std::string& text) { put_text(name, text); }
  void operator()(std::string_view name, const Interfaces::Address& address) {
    put_text(name, {reinterpret_cast<const char*>(address.data()), address.size()});
  }
  void operator()(std::string_view name, const Endpoint& endpoint);
  template <typename T>
  void operator()(std::string_view name, const Ref<T>& shared) {
    put_number(name, static_cast<int64_t>(numbers_.of(shared.get())));
  }
  template <typename T>
  requires std::is_integral_v<T> || std::is_enum_v<T>
  void operator()(std::string_view name, T value) { put_number(name, static_cast<int64_t>(value)); }

 private:
  void begin(std::string_view row, const ThreadEntry& thread = {});
  void end();
  void seal();
  size_t column(std::string_view name);
  void put_number(std::string_view name, int64_t value) { builder_.integer(column(name), value); }
  void put_text(std::string_view name, std::string_view text) { builder_.text(column(name), text); }

  void write_image(const Image* image);
  void write_directory(const WorkingDirectory* directory);
  void write_cgroups(const CgroupText* cgroups);
  void write_table(const DescriptorTable* table);
  void write_thread(const Thread& thread);
  void write_accounts();
  void write_exits();

  const State& state_;
  CheckpointPlace place_;
  BlockBuilder builder_;
  const EventKind* row_ = nullptr;
  size_t column_ = 0;
  Numbers numbers_;
  std::unordered_map<const Thread*, uint32_t> group_place_;
  std::unordered_map<const Thread*, uint32_t> sibling_place_;
  std::vector<Snapshot> parts_;
};

void Writer::begin(std::string_view row, const ThreadEntry& thread) {
  const KindId kind = Catalogue::builtin().find(row);
  assert(kind != kNoKind);
  row_ = &Catalogue::builtin().kind(kind);
  column_ = 0;
  builder_.begin(kind, thread, place_.time, 0);
}

// List and row say the same, in the same order.
size_t Writer::column(std::string_view name) {
  assert(column_ < row_->params.size() && row_->params[column_].name == name);
  static_cast<void>(name);
  return column_++;
}

void Writer::end() {
  assert(column_ == row_->params.size());
  builder_.end();
  if (builder_.raw_bytes() >= kPartBytes) seal();
}

void Writer::seal() {
  Snapshot& part = parts_.emplace_back();
  part.kind = SnapshotKind::kCheckpoint;
  part.begin_time = part.end_time = place_.time;
  part.part = static_cast<uint32_t>(parts_.size());
  part.fresh = place_.fresh;
  builder_.take(part.rows);
}

void Writer::operator()(std::string_view name, const Endpoint& endpoint) {
  std::string packed(reinterpret_cast<const char*>(endpoint.address.data()), endpoint.address.size());
  packed += static_cast<char>(endpoint.port & 0xff);
  packed += static_cast<char>(endpoint.port >> 8);
  put_text(name, packed);
}

void Writer::write_image(const Image* image) {
  if (!numbers_.add(image)) return;
  begin(kImageRow);
  (*this)("number", numbers_.of(image));
  list_image(*image, *this);
  end();
}

void Writer::write_directory(const WorkingDirectory* directory) {
  if (!numbers_.add(directory)) return;
  begin(kDirectoryRow);
  (*this)("number", numbers_.of(directory));
  list_directory(*directory, *this);
  end();
}

void Writer::write_cgroups(const CgroupText* cgroups) {
  if (!numbers_.add(cgroups)) return;
  begin(kCgroupsRow);
  (*this)("number", numbers_.of(cgroups));
  list_cgroups(*cgroups, *this);
  end();
}

void Writer::write_table(const DescriptorTable* table) {
  if (!numbers_.add(table)) return;
  table->for_each([&](int64_t fd, const Descriptor& descriptor) {
    if (numbers_.add(&descriptor)) {
      begin(kDescriptorRow);
      (*this)("number", numbers_.of(&descriptor));
      list_descriptor(descriptor, *this);
      end();
    }
    begin(kSlotRow);
    (*this)("table", numbers_.of(table));
    (*this)("fd", fd);
    (*this)("descriptor", numbers_.of(&descriptor));
    end();
  });
}

void Writer::write_thread(const Thread& thread) {
  write_image(thread.image.get());
  write_directory(thread.directory.get());
  write_cgroups(thread.cgroups.get());
  write_table(thread.descriptors.get());
  begin(kThreadRow, {thread.tid, thread.pid, thread.start_time});
  list_thread(thread, *this);
  (*this)("leader", thread.leader == nullptr ? int64_t{-1} : thread.leader->tid);
  (*this)("parent", thread.parent == nullptr ? int64_t{-1} : thread.parent->tid);
  (*this)("group_place", group_place_[&thread]);
  (*this)("sibling_place", sibling_place_[&thread]);
  end();
}

void Writer::write_accounts() {
  state_.accounts.for_each_user([&](const std::string& container, uint32_t uid, const User& user) {
    begin(kUserRow);
    (*this)("container", container);
    (*this)("uid", uid);
    list_user(user, *this);
    end();
  });
  state_.accounts.for_each_group([&](const std::string& container, uint32_t gid, const std::string& name) {
    begin(kGroupRow);
    (*this)("container", container);
    (*this)("gid", gid);
    (*this)("name", name);
    end();
  });
  for (const auto& [id, container] : state_.containers.all()) {
    begin(kContainerRow);
    (*this)("json", container.json);
    end();
  }
  for (const Interfaces::Interface& interface : state_.interfaces.all()) {
    begin(kInterfaceRow);
    list_interface(interface, *this);
    end();
  }
}

void Writer::write_exits() {
  for (const State::Exit& exit : state_.exits()) {
    if (exit.tid < 0) continue;
    begin(kExitRow);
    (*this)("tid", exit.tid);
    (*this)("time", exit.time);
    end();
  }
}

std::vector<Snapshot> Writer::write(const CaptureFacts& facts) {
  std::vector<const Thread*> threads;
  state_.threads.for_each([&](const Thread& thread) {
    threads.push_back(&thread);
    uint32_t place = 0;
    for (const Thread* child = thread.first_child; child != nullptr; child = child->next_sibling)
      sibling_place_[child] = place++;
    if (thread.leader != &thread) return;
    place = 0;
    for (const Thread* other = thread.next_in_group; other != nullptr; other = other->next_in_group)
      group_place_[other] = place++;
  });
  std::sort(threads.begin(), threads.end(), [](const Thread* a, const Thread* b) { return a->tid < b->tid; });
  begin(kFactsRow);
  list_facts(facts, *this);
  (*this)("threads_evicted", state_.threads.evicted());
  end();
  write_accounts();
  for (const Thread* thread : threads) write_thread(*thread);
  write_exits();
  if (builder_.events() > 0) seal();
  for (Snapshot& part : parts_) part.parts = static_cast<uint32_t>(parts_.size());
  return std::move(parts_);
}

}  // namespace

std::vector<Snapshot> checkpoint_of(const State& state, const CaptureFacts& facts,
                                    const CheckpointPlace& place) {
  return Writer(state, place).write(facts);
}

}  // namespace sysreel
