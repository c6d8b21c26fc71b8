#include "recorder/event_selection.h"

#include <string_view>

#include "recorder/native_arch.h"

namespace sysreel {
namespace {

// What the BPF programs can see: system calls with a number, the end of a thread, signals, io_uring.
bool is_recordable(const EventKind& kind) {
  if (kind.has(kSnapshotRow)) return false;
  for (const std::string_view hook : {"procexit", "signaldeliver", "io_uring_submit"})
    if (kind.name == hook) return true;
  return kind.numbers[static_cast<int>(kNativeArch)] >= 0 ||
         (kNativeArch == Arch::kX86_64 && kind.numbers[static_cast<int>(Arch::kI386)] >= 0);
}

Status apply(const Catalogue& catalogue, std::string_view change, std::vector<bool>& selected) {
  const bool add = change.starts_with('+');
  if (!add && !change.starts_with('-'))
    return Error{ErrorCode::kInvalid, "--events: '" + std::string(change) + "' begins with neither + nor -"};
  const std::string_view name = change.substr(1);
  const KindId id = catalogue.find(name);
  if (id == kNoKind || catalogue.kind(id).has(kSnapshotRow))
    return Error{ErrorCode::kInvalid, "--events: there is no event '" + std::string(name) + "'"};
  if (!is_recordable(catalogue.kind(id)))
    return Error{ErrorCode::kInvalid, "--events: the recorder cannot record '" + std::string(name) + "'"};
  selected[id] = add;
  return {};
}

}  // namespace

std::string_view name_of(Profile profile) {
  constexpr std::string_view kNames[] = {"security", "full", "plan"};
  return kNames[static_cast<size_t>(profile)];
}

Result<std::vector<bool>> select_events(const Catalogue& catalogue, Profile profile,
                                        const std::vector<std::string>& planned,
                                        const std::vector<std::string>& changes) {
  std::vector<bool> selected(catalogue.size());
  for (const EventKind& kind : catalogue.kinds())
    selected[kind.id] =
        is_recordable(kind) &&
        (profile == Profile::kFull || kind.has(profile == Profile::kPlan ? kModifiesState : kSecurity));
  for (const std::string& name : planned) {
    const KindId id = catalogue.find(name);
    if (id == kNoKind) return Error{ErrorCode::kInvalid, "--plan: there is no event '" + name + "'"};
    if (is_recordable(catalogue.kind(id))) selected[id] = true;
  }
  for (const std::string& list : changes) {
    std::string_view rest = list;
    for (;;) {
      const size_t comma = rest.find(',');
      SYSREEL_RETURN_IF_ERROR(apply(catalogue, rest.substr(0, comma), selected));
      if (comma == std::string_view::npos) break;
      rest = rest.substr(comma + 1);
    }
  }
  return selected;
}

std::vector<std::string> names_of(const Catalogue& catalogue, const std::vector<bool>& selected) {
  std::vector<std::string> names;
  for (const EventKind& kind : catalogue.kinds())
    if (selected[kind.id]) names.emplace_back(kind.name);
  return names;
}

}  // namespace sysreel
