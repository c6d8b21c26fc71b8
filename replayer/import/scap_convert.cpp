#include "replayer/import/scap_convert.h"

#include <algorithm>
#include <cstring>

#include "base/json_writer.h"

namespace sysreel {
namespace {

constexpr uint16_t kGenericNames = 1024;  // more than Falco has numbers
constexpr uint32_t kCloneThread = 1U << 13U;
constexpr uint32_t kCloneChildInPidns = 1U << 29U;

// Little-endian, of any length up to eight bytes.
int64_t number_from(std::string_view bytes, size_t width, bool is_signed) {
  const size_t length = std::min({bytes.size(), width, sizeof(uint64_t)});
  uint64_t value = 0;
  std::memcpy(&value, bytes.data(), length);
  if (is_signed && length > 0 && length < sizeof value) {
    const unsigned shift = static_cast<unsigned>(64 - 8 * length);
    return static_cast<int64_t>(value << shift) >> shift;
  }
  return static_cast<int64_t>(value);
}

std::string_view until_nul(std::string_view bytes) {
  return bytes.substr(0, bytes.find('\0'));
}

// Before 2018 a container event held four values; they become the JSON that came after it.
std::string container_json(const ScapEvent& event) {
  std::string json;
  JsonWriter out(json);
  const auto text = [&](size_t i) {
    return i < event.params ? until_nul(event.param[i]) : std::string_view();
  };
  out.begin_object();
  out.field("id", text(0));
  out.field("type", event.params > 1 ? number_from(event.param[1], 4, false) : int64_t{0});
  out.field("name", text(2));
  out.field("image", text(3));
  out.end_object();
  return json;
}

}  // namespace

ScapConverter::ScapConverter(const Catalogue& catalogue, BlockBuilder& builder)
    : catalogue_(catalogue), builder_(builder) {
  for (uint16_t code = 0; code < kScapCodes; ++code) routes_.push_back(route_of(code));
  for (uint16_t id = 0; id < kGenericNames; ++id) generics_.push_back(generic_of(scap_syscall_name(id)));
}

ScapConverter::Target ScapConverter::target_of(KindId kind, std::string_view name) const {
  Target target;
  target.param = catalogue_.kind(kind).param_index(name);
  if (target.param < 0) return target;
  const ParamType type = catalogue_.kind(kind).params[static_cast<size_t>(target.param)].type;
  target.is_signed = is_signed(type);
  switch (type) {
    case ParamType::kCharBuf:
    case ParamType::kFsPath:
    case ParamType::kFsRelPath:
      target.shape = Shape::kString;
      break;
    case ParamType::kByteBuf:
    case ParamType::kCharBufArray:
    case ParamType::kCharBufPairArray:
      target.shape = Shape::kBytes;
      break;
    case ParamType::kUid:
    case ParamType::kGid:
      target.zero = 0xffffffff;
      [[fallthrough]];
    default:
      target.shape = storage_of(type) == Storage::kInteger ? Shape::kNumber : Shape::kPacked;
  }
  // .scap has descriptors and process ids in eight bytes, whatever the system's own width.
  const bool wide = type == ParamType::kFd || type == ParamType::kPid;
  target.width = static_cast<uint8_t>(wide ? 8 : width_of(type));
  return target;
}

ScapConverter::Route ScapConverter::route_of(uint16_t code) const {
  const ScapCode& row = scap_codes()[code];
  Route route;
  route.use = row.use;
  route.kind = catalogue_.find(row.kind);
  route.completed = row.completed;
  if (route.use != ScapCode::Use::kEvent || route.kind == kNoKind) return route;
  for (size_t i = 0; i < row.params.size(); ++i) {
    const ScapParam& param = row.params[i];
    const Target target = target_of(route.kind, param.name);
    if (target.param < 0) continue;
    if (i < row.carried) {
      route.own.resize(i + 1);
      route.own[i] = target;
    }
    Fill fill{target, i < row.carried ? i : SIZE_MAX, -1, param.zero};
    if (code % 2 == 1) {
      const auto& enter = scap_codes()[code - 1U].params;
      for (size_t e = 0; e < enter.size(); ++e)
        if (enter[e].name == param.name) fill.enter = static_cast<int>(e);
    }
    if (fill.enter >= 0 || fill.zero || row.completed) route.fills.push_back(fill);
  }
  if (row.completed) add_empty_fills(row, route);
  return route;
}

// For the parameters that came after the code was replaced.
void ScapConverter::add_empty_fills(const ScapCode& row, Route& route) const {
  const EventKind& kind = catalogue_.kind(route.kind);
  for (size_t i = 0; i < kind.falco_params(); ++i) {
    const std::string_view name = kind.params[i].name;
    const bool named = std::any_of(row.params.begin(), row.params.end(),
                                   [&](const ScapParam& param) { return param.name == name; });
    if (!named) route.fills.push_back({target_of(route.kind, name), SIZE_MAX, -1, false});
  }
}

// A call that has parameters of its own today becomes its generic form.
ScapConverter::Generic ScapConverter::generic_of(std::string_view name) const {
  Generic generic;
  generic.kind = name.empty() ? kNoKind : catalogue_.find(name);
  if (generic.kind != kNoKind && !catalogue_.kind(generic.kind).has(kGeneric))
    generic.kind = catalogue_.find(std::string(kGenericFormPrefix).append(name));
  if (generic.kind == kNoKind) generic.kind = catalogue_.find("syscall");
  if (generic.kind == kNoKind) return generic;
  generic.id = catalogue_.kind(generic.kind).param_index("ID");
  generic.native = catalogue_.kind(generic.kind).param_index("nativeID");
  return generic;
}

// Falco writes an empty parameter where it could not read the memory.
void ScapConverter::put(const Target& target, std::string_view value) {
  if (target.param < 0) return;
  const auto param = static_cast<size_t>(target.param);
  if (value.empty() && target.shape != Shape::kBytes) {
    builder_.mark(param, Mark::kFault);
    return;
  }
  switch (target.shape) {
    case Shape::kNumber:
      builder_.integer(param, number_from(value, target.width, target.is_signed));
      break;
    case Shape::kString:
      builder_.text(param, until_nul(value));
      break;
    case Shape::kBytes:
    case Shape::kPacked:
      builder_.text(param, value);
      break;
    case Shape::kNone:
      break;
  }
}

void ScapConverter::put_zero(const Target& target) {
  const auto param = static_cast<size_t>(target.param);
  if (target.shape == Shape::kNumber) {
    builder_.integer(param, target.zero);
  } else {
    builder_.mark(param, Mark::kFault);
  }
}

void ScapConverter::remember(const ScapEvent& event) {
  auto found = enters_.find(event.tid);
  if (found == enters_.end()) {
    if (enters_.size() >= kThreadsMax) enters_.clear();
    found = enters_.try_emplace(event.tid).first;
  }
  Enter& enter = found->second;
  enter.code = event.code;
  enter.waiting = true;
  enter.bytes.clear();
  enter.ends.clear();
  for (size_t i = 0; i < event.params; ++i) {
    if (enter.bytes.size() + event.param[i].size() > kEnterBytesMax) break;
    enter.bytes += event.param[i];
    enter.ends.push_back(static_cast<uint32_t>(enter.bytes.size()));
  }
}

ScapConverter::Enter* ScapConverter::enter_of(const ScapEvent& event) {
  const auto found = enters_.find(event.tid);
  if (found == enters_.end() || !found->second.waiting) return nullptr;
  return found->second.code + 1 == event.code ? &found->second : nullptr;
}

void ScapConverter::begin(const ScapEvent& event, KindId kind) {
  ThreadEntry thread;
  thread.tid = event.tid;
  const auto known = pids_.find(event.tid);
  thread.pid = known == pids_.end() ? -1 : known->second;
  builder_.set_next_number(number_);
  builder_.begin(kind, thread, event.time, event.cpu);
  ++counts_.delivered;
}

void ScapConverter::emit(const ScapEvent& event, const Route& route) {
  begin(event, route.kind);
  const size_t own = std::min(event.params, route.own.size());
  for (size_t i = 0; i < own; ++i) put(route.own[i], event.param[i]);
  Enter* enter = nullptr;
  bool looked = false;
  bool used = false;
  for (const Fill& fill : route.fills) {
    if (fill.place < event.params) continue;
    if (!looked && fill.enter >= 0) {
      enter = enter_of(event);
      looked = true;
    }
    const auto place = static_cast<size_t>(fill.enter);
    if (fill.enter >= 0 && enter != nullptr && place < enter->ends.size()) {
      const size_t from = place == 0 ? 0 : enter->ends[place - 1];
      put(fill.target, std::string_view(enter->bytes).substr(from, enter->ends[place] - from));
      used = true;
    } else if (fill.zero) {
      put_zero(fill.target);
    } else if (route.completed) {
      builder_.mark(static_cast<size_t>(fill.target.param), Mark::kFault);
    }
  }
  if (used) enter->waiting = false;
  builder_.end();
}

void ScapConverter::emit_generic(const ScapEvent& event) {
  const auto id = event.params == 0
                      ? uint16_t{0}
                      : static_cast<uint16_t>(number_from(event.param[0], sizeof(uint16_t), false));
  std::string_view native = event.params > 1 ? event.param[1] : std::string_view();
  if (event.params < 2) {
    if (Enter* enter = enter_of(event); enter != nullptr && enter->ends.size() > 1) {
      native = std::string_view(enter->bytes).substr(enter->ends[0], enter->ends[1] - enter->ends[0]);
      enter->waiting = false;  // its bytes stay until the thread's next enter
    }
  }
  Generic generic = generics_[id < generics_.size() ? id : 0];
  if (id == 0 && !native.empty()) {  // a call that Falco had no number for
    const auto number = static_cast<int32_t>(number_from(native, sizeof(uint16_t), false));
    if (const KindId kind = catalogue_.by_syscall(Arch::kX86_64, number); kind != kNoKind)
      generic = generic_of(catalogue_.kind(kind).name);
  }
  if (generic.kind == kNoKind) {
    ++counts_.unknown_codes;
    return;
  }
  begin(event, generic.kind);
  if (generic.id >= 0) builder_.integer(static_cast<size_t>(generic.id), id);
  if (generic.native >= 0) {
    const auto param = static_cast<size_t>(generic.native);
    if (native.empty())
      builder_.mark(param, Mark::kFault);  // Falco's conversion has a place for it
    else
      builder_.integer(param, number_from(native, sizeof(uint16_t), false));
  }
  builder_.end();
}

void ScapConverter::emit_container(const ScapEvent& event, const Route& route) {
  begin(event, route.kind);
  const int json = catalogue_.kind(route.kind).param_index("json");
  if (json >= 0) builder_.text(static_cast<size_t>(json), container_json(event));
  builder_.end();
}

void ScapConverter::note_process(int64_t tid, int64_t pid) {
  if (pids_.size() >= kThreadsMax && !pids_.contains(tid)) pids_.clear();
  pids_[tid] = pid;
}

void ScapConverter::forget_threads() {
  enters_.clear();
  pids_.clear();
}

// exec and clone say which process their thread belongs to, and a clone's return in the parent says it of the
// child.
void ScapConverter::note_threads(const ScapEvent& event, std::string_view kind) {
  const bool clones = kind == "clone" || kind == "clone3" || kind == "fork" || kind == "vfork";
  if (!clones && kind != "execve" && kind != "execveat") return;
  if (event.params < 6) return;
  const int64_t pid = number_from(event.param[4], 8, true);
  if (!event.param[4].empty()) note_process(event.tid, pid);
  const int64_t child = number_from(event.param[0], 8, true);
  if (!clones || child <= 0 || pids_.contains(child)) return;
  const auto& params = scap_codes()[event.code].params;
  for (size_t i = 0; i < event.params && i < params.size(); ++i) {
    if (params[i].name != "flags") continue;
    const auto flags = static_cast<uint32_t>(number_from(event.param[i], 4, false));
    if ((flags & kCloneChildInPidns) == 0) note_process(child, (flags & kCloneThread) != 0 ? pid : child);
  }
}

void ScapConverter::add(const ScapEvent& event) {
  const Route& route = routes_[event.code];
  switch (route.use) {
    case ScapCode::Use::kNone:
    case ScapCode::Use::kDrop:
      return;
    case ScapCode::Use::kKeep:
      remember(event);
      return;
    case ScapCode::Use::kBoth:
      remember(event);
      ++number_;
      return;
    case ScapCode::Use::kSeen:
      ++number_;
      return;
    case ScapCode::Use::kEvent:
      break;
  }
  ++number_;
  if (event.code == kScapGenericExit) {
    emit_generic(event);
    return;
  }
  if (route.kind == kNoKind) {
    ++counts_.unknown_codes;
    return;
  }
  const std::string_view kind = scap_codes()[event.code].kind;
  if (catalogue_.kind(route.kind).category == Category::kProcess) note_threads(event, kind);
  if (event.code == kScapContainerOld) {
    emit_container(event, route);
  } else {
    emit(event, route);
  }
  if (kind == "procexit") {
    enters_.erase(event.tid);
    pids_.erase(event.tid);
  }
}

}  // namespace sysreel
