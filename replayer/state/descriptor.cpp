#include "replayer/state/descriptor.h"

#include <algorithm>

namespace sysreel {
namespace {

struct TypeRow {
  std::string_view name;
  char letter;
};
constexpr TypeRow kTypes[] = {
    {"<NA>", 'o'},     {"file", 'f'},        {"directory", 'd'}, {"ipv4", '4'},      {"ipv6", '6'},
    {"ipv4", '4'},     {"ipv6", '6'},        {"unix", 'u'},      {"pipe", 'p'},      {"event", 'e'},
    {"signalfd", 's'}, {"timerfd", 't'},     {"inotify", 'i'},   {"eventpoll", 'l'}, {"netlink", 'n'},
    {"bpf", 'b'},      {"userfaultfd", 'u'}, {"io_uring", 'r'},  {"memfd", 'm'},     {"pidfd", 'P'},
    {"<NA>", 'X'},
};
static_assert(std::size(kTypes) == static_cast<size_t>(FdType::kUnsupported) + 1);

// Numbers from here on may stand beside the array, so many of them.
constexpr size_t kFirstHigh = 64;
constexpr size_t kMostHigh = 4;

}  // namespace

std::string_view name_of(FdType type) {
  return kTypes[static_cast<size_t>(type)].name;
}
char letter_of(FdType type) {
  return kTypes[static_cast<size_t>(type)].letter;
}

void Descriptor::renew() {
  static_cast<DescriptorFacts&>(*this) = {};
  name.clear();
  raw_name.clear();
  answers = {};
}

Ref<Descriptor> DescriptorBudget::take() {
  if (spare.empty()) return Ref<Descriptor>::make();
  Ref<Descriptor> descriptor = std::move(spare.back());
  spare.pop_back();
  return descriptor;
}

void DescriptorBudget::give_back(Ref<Descriptor>&& slot) {
  const bool small = slot->name.size() <= kLongestSpareName && slot->raw_name.size() <= kLongestSpareName;
  if (slot->shared() || !small || spare.size() >= kMostSpare) {
    slot.reset();
    return;
  }
  slot->renew();
  spare.push_back(std::move(slot));
}

DescriptorTable::DescriptorTable(const DescriptorTable& other) : RefCounted(other), budget_(other.budget_) {
  if (!take_room(other.slots_.size() + other.high_.size())) {
    budget_->refused += other.count_;
    return;
  }
  slots_ = other.slots_;
  high_ = other.high_;
  count_ = other.count_;
}

DescriptorTable::~DescriptorTable() {
  if (budget_ != nullptr) budget_->slots_left += slots_.size() + high_.size();
}

const Descriptor* DescriptorTable::find_high(int64_t fd) const {
  for (const High& high : high_)
    if (high.fd == fd) return high.descriptor.get();
  return nullptr;
}

Descriptor* DescriptorTable::edit(int64_t fd) {
  if (find(fd) == nullptr) return nullptr;
  Ref<Descriptor>& slot = *make_slot(fd);
  if (slot->shared()) slot = Ref<Descriptor>::make(*slot);
  slot->answers.clear();
  return slot.get();
}

bool DescriptorTable::take_room(size_t slots) {
  if (budget_ == nullptr) return true;
  if (slots > budget_->slots_left) return false;
  budget_->slots_left -= slots;
  return true;
}

// High ones that the array reaches move into it, with the room that they have.
bool DescriptorTable::grow(size_t size) {
  const auto end = std::find_if(high_.begin(), high_.end(),
                                [&](const High& high) { return static_cast<uint64_t>(high.fd) >= size; });
  if (!take_room(size - slots_.size() - static_cast<size_t>(end - high_.begin()))) return false;
  slots_.resize(size);
  for (auto high = high_.begin(); high != end; ++high)
    slots_[static_cast<size_t>(high->fd)] = std::move(high->descriptor);
  high_.erase(high_.begin(), end);
  return true;
}

Ref<Descriptor>* DescriptorTable::make_slot(int64_t fd) {
  if (in_array(fd)) return &slots_[static_cast<size_t>(fd)];
  if (fd < 0 || fd > kMaxNumber) return nullptr;
  const auto index = static_cast<size_t>(fd);
  const auto place =
      std::find_if(high_.begin(), high_.end(), [&](const High& high) { return high.fd >= fd; });
  if (place != high_.end() && place->fd == fd) return &place->descriptor;
  const bool alone = index >= std::max(kFirstHigh, 2 * slots_.size()) && high_.size() < kMostHigh;
  if (alone) return take_room(1) ? &high_.insert(place, {fd, {}})->descriptor : nullptr;
  return grow(std::max(index + 1, size_t{8})) ? &slots_[index] : nullptr;
}

Descriptor* DescriptorTable::set(int64_t fd, Ref<Descriptor> descriptor) {
  Ref<Descriptor>* slot = in_array(fd) ? &slots_[static_cast<size_t>(fd)] : make_slot(fd);
  if (slot == nullptr) {
    if (fd >= 0 && budget_ != nullptr) ++budget_->refused;
    return nullptr;
  }
  if (!*slot) ++count_;
  *slot = std::move(descriptor);
  return slot->get();
}

Descriptor* DescriptorTable::put(int64_t fd) {
  return set(fd, budget_ == nullptr ? Ref<Descriptor>::make() : budget_->take());
}

Descriptor* DescriptorTable::put_copy(int64_t fd, const Descriptor& original) {
  Descriptor* copy = put(fd);
  if (copy == nullptr) return nullptr;
  *copy = original;
  copy->answers.clear();
  return copy;
}

void DescriptorTable::put_shared(int64_t fd, Ref<Descriptor> descriptor) {
  if (fd >= 0 && fd <= kMaxNumber && descriptor) set(fd, std::move(descriptor));
}

void DescriptorTable::erase(int64_t fd) {
  if (!in_array(fd)) return erase_high(fd);
  Ref<Descriptor>& slot = slots_[static_cast<size_t>(fd)];
  if (!slot) return;
  --count_;
  if (budget_ == nullptr) {
    slot.reset();
  } else {
    budget_->give_back(std::move(slot));
  }
}

void DescriptorTable::erase_high(int64_t fd) {
  const auto high = std::find_if(high_.begin(), high_.end(), [&](const High& h) { return h.fd == fd; });
  if (high == high_.end()) return;
  --count_;
  if (budget_ != nullptr) {
    ++budget_->slots_left;
    budget_->give_back(std::move(high->descriptor));
  }
  high_.erase(high);
}

// `change` gets the numbers that are in use, and may erase them.
template <typename Change>
void DescriptorTable::change_range(uint64_t first, uint64_t last, Change&& change) {
  for (uint64_t fd = first; fd < slots_.size() && fd <= last; ++fd)
    if (slots_[fd]) change(static_cast<int64_t>(fd));
  for (size_t i = high_.size(); i-- > 0;) {
    const auto fd = static_cast<uint64_t>(high_[i].fd);
    if (fd >= first && fd <= last) change(high_[i].fd);
  }
}

void DescriptorTable::erase_range(uint64_t first, uint64_t last) {
  change_range(first, last, [this](int64_t fd) { erase(fd); });
}

void DescriptorTable::mark_close_on_exec(uint64_t first, uint64_t last) {
  change_range(first, last, [this](int64_t fd) { edit(fd)->close_on_exec = true; });
}

void DescriptorTable::erase_close_on_exec() {
  change_range(0, kMaxNumber, [this](int64_t fd) {
    if (find(fd)->close_on_exec) erase(fd);
  });
}

}  // namespace sysreel
