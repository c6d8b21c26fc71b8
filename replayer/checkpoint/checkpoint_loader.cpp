#include <algorithm>
#include <type_traits>
#include <unordered_map>
#include <utility>

#include "format/capture_item.h"
#include "replayer/checkpoint/checkpoint.h"
#include "replayer/checkpoint/checkpoint_rows.h"
#include "replayer/checkpoint/state_lists.h"
#include "replayer/state/state.h"

namespace sysreel {

struct CheckpointLoader::Shared {
  template <typename T>
  using Objects = std::unordered_map<uint64_t, Ref<T>>;

  Objects<Image> images;
  Objects<WorkingDirectory> directories;
  Objects<CgroupText> cgroups;
  Objects<Descriptor> descriptors;
  Objects<DescriptorTable> tables;
  DescriptorBudget* budget = nullptr;  // of the state that is being made
  std::vector<ThreadTable::Kin> family;
  uint64_t evicted = 0;
};

namespace {

template <typename T>
Ref<T> object_of(std::unordered_map<uint64_t, Ref<T>>& objects, uint64_t number) {
  const auto found = objects.find(number);
  return found == objects.end() ? Ref<T>() : found->second;
}

// The values of one row, in the order of its columns; the lists call this. A value that an older checkpoint
// lacks leaves the member as it is.
template <typename Shared>
class Row {
 public:
  Row(const EventRef& row, Shared& shared) : row_(row), shared_(shared) {}

  void operator()(std::string_view, std::string& text) {
    const size_t at = column_++;
    if (row_.has(at)) text = row_.text(at);
  }
  void operator()(std::string_view, Interfaces::Address& address) {
    const size_t at = column_++;
    const std::string_view bytes = row_.has(at) ? row_.text(at) : std::string_view();
    if (bytes.size() == address.size()) std::copy(bytes.begin(), bytes.end(), address.begin());
  }
  void operator()(std::string_view, Endpoint& endpoint) {
    const size_t at = column_++;
    const std::string_view bytes = row_.has(at) ? row_.text(at) : std::string_view();
    if (bytes.size() != endpoint.address.size() + 2) return;
    std::copy_n(bytes.begin(), endpoint.address.size(), endpoint.address.begin());
    const auto low = static_cast<uint8_t>(bytes[endpoint.address.size()]);
    const auto high = static_cast<uint8_t>(bytes[endpoint.address.size() + 1]);
    endpoint.port = static_cast<uint16_t>(low | high << 8);
  }
  template <typename T>
  requires std::is_integral_v<T>
  void operator()(std::string_view, T& value) {
    const size_t at = column_++;
    if (row_.has(at)) value = static_cast<T>(row_.integer(at));
  }
  void operator()(std::string_view, FdType& type) { read_enum(type, FdType::kUnsupported); }
  void operator()(std::string_view, L4Proto& proto) { read_enum(proto, L4Proto::kRaw); }
  void operator()(std::string_view, SocketRole& role) { read_enum(role, SocketRole::kServer); }
  void operator()(std::string_view, ConnectionState& state) {
    read_enum(state, ConnectionState::kOwnEndUnknown);
  }
  void operator()(std::string_view, Ref<Image>& image) { image = object_of(shared_.images, number()); }
  void operator()(std::string_view, Ref<WorkingDirectory>& directory) {
    directory = object_of(shared_.directories, number());
  }
  void operator()(std::string_view, Ref<CgroupText>& cgroups) {
    cgroups = object_of(shared_.cgroups, number());
  }
  // A table without a descriptor has no row of its own.
  void operator()(std::string_view, Ref<DescriptorTable>& table) {
    const uint64_t at = number();
    if (at == 0) return;
    Ref<DescriptorTable>& known = shared_.tables[at];
    if (!known) known = Ref<DescriptorTable>::make(shared_.budget);
    table = known;
  }

  uint64_t number() {
    const size_t at = column_++;
    return static_cast<uint64_t>(row_.integer(at));
  }

 private:
  template <typename T>
  void read_enum(T& value, T last) {
    const size_t at = column_++;
    const int64_t stored = row_.integer(at);
    if (row_.has(at) && stored >= 0 && stored <= static_cast<int64_t>(last)) value = static_cast<T>(stored);
  }

  const EventRef& row_;
  Shared& shared_;
  size_t column_ = 0;
};

template <typename Shared>
void load_slot(Row<Shared>& row, Shared& shared) {
  const uint64_t table = row.number();
  const auto fd = static_cast<int64_t>(row.number());
  const Ref<Descriptor> descriptor = object_of(shared.descriptors, row.number());
  if (table == 0 || !descriptor) return;
  Ref<DescriptorTable>& known = shared.tables[table];
  if (!known) known = Ref<DescriptorTable>::make(shared.budget);
  known->put_shared(fd, descriptor);
}

template <typename Shared>
void load_thread(Row<Shared>& row, Shared& shared, State& state) {
  Thread thread;
  list_thread(thread, row);
  ThreadTable::Kin kin;
  kin.tid = thread.tid;
  row("leader", kin.leader);
  row("parent", kin.parent);
  row("group_place", kin.group_place);
  row("sibling_place", kin.sibling_place);
  if (state.threads.restore(std::move(thread))) shared.family.push_back(kin);
}

template <typename Shared>
void load_user(Row<Shared>& row, State& state) {
  std::string container;
  uint32_t uid = 0;
  User user;
  row("container", container);
  row("uid", uid);
  list_user(user, row);
  state.accounts.set_user(container, uid, std::move(user));
}

template <typename Shared>
void load_group(Row<Shared>& row, State& state) {
  std::string container;
  uint32_t gid = 0;
  std::string name;
  row("container", container);
  row("gid", gid);
  row("name", name);
  state.accounts.set_group(container, gid, name);
}

template <typename Shared>
void load_interface(Row<Shared>& row, State& state) {
  Interfaces::Interface interface;
  list_interface(interface, row);
  state.interfaces.add(interface);
}

template <typename Shared>
void load_exit(Row<Shared>& row, State& state) {
  int64_t tid = -1;
  uint64_t time = 0;
  row("tid", tid);
  row("time", time);
  if (tid >= 0) state.note_exit(tid, time);
}

template <typename Shared>
void load_row(std::string_view kind, Row<Shared>& row, Shared& shared, State& state, CaptureFacts& facts) {
  const auto take = [&row](auto& objects, auto list) {
    const uint64_t number = row.number();
    auto object = std::remove_reference_t<decltype(objects)>::mapped_type::make();
    list(*object);
    objects[number] = std::move(object);
  };
  if (kind == kFactsRow) {
    list_facts(facts, row);
    shared.evicted = row.number();
  } else if (kind == kImageRow) {
    take(shared.images, [&row](Image& image) { list_image(image, row); });
  } else if (kind == kDirectoryRow) {
    take(shared.directories, [&row](WorkingDirectory& directory) { list_directory(directory, row); });
  } else if (kind == kCgroupsRow) {
    take(shared.cgroups, [&row](CgroupText& cgroups) { list_cgroups(cgroups, row); });
  } else if (kind == kDescriptorRow) {
    take(shared.descriptors, [&row](Descriptor& descriptor) { list_descriptor(descriptor, row); });
  } else if (kind == kSlotRow) {
    load_slot(row, shared);
  } else if (kind == kThreadRow) {
    load_thread(row, shared, state);
  } else if (kind == kUserRow) {
    load_user(row, state);
  } else if (kind == kGroupRow) {
    load_group(row, state);
  } else if (kind == kContainerRow) {
    std::string json;
    row("json", json);
    state.containers.set(json);
  } else if (kind == kInterfaceRow) {
    load_interface(row, state);
  } else if (kind == kExitRow) {
    load_exit(row, state);
  }
}

}  // namespace

CheckpointLoader::CheckpointLoader() = default;
CheckpointLoader::~CheckpointLoader() = default;

void CheckpointLoader::take(const Snapshot& part, State& state, CaptureFacts& facts) {
  if (part.part == 1 || shared_ == nullptr) {
    shared_ = std::make_unique<Shared>();
    shared_->budget = &state.descriptor_budget;
    state.clear();
  }
  for (size_t i = 0; i < part.rows.size(); ++i) {
    const EventRef event(part.rows, i);
    if (event.kind() >= state.catalogue().size()) continue;  // of a later version
    Row<Shared> row(event, *shared_);
    load_row(state.catalogue().kind(event.kind()).name, row, *shared_, state, facts);
  }
  // Also after a part that is not the last: a damaged capture may have no more.
  state.threads.restore_family(shared_->family, shared_->evicted);
  state.forget_all_answers();
  if (part.part >= part.parts) shared_.reset();
}

}  // namespace sysreel
