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

void DescriptorBudget::give_back(Ref<Descriptor> descriptor) {
  const bool small = descriptor->name.capacity() <= kLongestSpareName &&
                     descriptor->raw_name.capacity() <= kLongestSpareName;
  if (descriptor->shared() || !small || spare.size() >= kMostSpare) return;
  descriptor->renew();
  spare.push_back(std::move(descriptor));
}

Descriptor* DescriptorTable::edit(int64_t fd) {
  if (find(fd) == nullptr) return nullptr;
  Ref<Descriptor>& slot = slots_[static_cast<size_t>(fd)];
  if (slot->shared()) slot = Ref<Descriptor>::make(*slot);
  slot->answers.clear();
  return slot.get();
}

DescriptorTable::DescriptorTable(const DescriptorTable& other) : RefCounted(other), budget_(other.budget_) {
  if (!grow(other.slots_.size())) {
    budget_->refused += other.count_;
    return;
  }
  std::copy(other.slots_.begin(), other.slots_.end(), slots_.begin());
  count_ = other.count_;
}

DescriptorTable::~DescriptorTable() {
  if (budget_ != nullptr) budget_->slots_left += slots_.size();
}

bool DescriptorTable::grow(size_t size) {
  const size_t more = size > slots_.size() ? size - slots_.size() : 0;
  if (budget_ != nullptr) {
    if (more > budget_->slots_left) return false;
    budget_->slots_left -= more;
  }
  if (more > 0) slots_.resize(size);
  return true;
}

Descriptor* DescriptorTable::set(int64_t fd, Ref<Descriptor> descriptor) {
  const auto index = static_cast<size_t>(fd);
  const bool tracked = fd >= 0 && fd <= kMaxNumber;
  if (!tracked || (index >= slots_.size() && !grow(std::max(index + 1, size_t{8})))) {
    if (fd >= 0 && budget_ != nullptr) ++budget_->refused;
    return nullptr;
  }
  if (!slots_[index]) ++count_;
  slots_[index] = std::move(descriptor);
  return slots_[index].get();
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
  if (find(fd) == nullptr) return;
  Ref<Descriptor> descriptor = std::move(slots_[static_cast<size_t>(fd)]);
  --count_;
  if (budget_ != nullptr) budget_->give_back(std::move(descriptor));
}

void DescriptorTable::erase_range(uint64_t first, uint64_t last) {
  if (slots_.empty()) return;
  last = std::min<uint64_t>(last, slots_.size() - 1);
  for (uint64_t fd = first; fd <= last; ++fd) erase(static_cast<int64_t>(fd));
}

void DescriptorTable::mark_close_on_exec(uint64_t first, uint64_t last) {
  if (slots_.empty()) return;
  last = std::min<uint64_t>(last, slots_.size() - 1);
  for (uint64_t fd = first; fd <= last; ++fd) {
    if (Descriptor* descriptor = edit(static_cast<int64_t>(fd))) descriptor->close_on_exec = true;
  }
}

void DescriptorTable::erase_close_on_exec() {
  for (size_t fd = 0; fd < slots_.size(); ++fd) {
    if (slots_[fd] && slots_[fd]->close_on_exec) erase(static_cast<int64_t>(fd));
  }
}

}  // namespace sysreel
