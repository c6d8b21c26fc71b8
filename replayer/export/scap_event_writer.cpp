#include "replayer/export/scap_event_writer.h"

#include <algorithm>

#include "replayer/fields/argument_text.h"
#include "replayer/import/scap_codes.h"
#include "replayer/import/scap_format.h"

namespace sysreel {
namespace {

constexpr uint32_t kHeaderBytes = 26;  // time, thread, length, code, number of parameters
constexpr uint32_t kStateOnly = 1;     // flag of an event block
constexpr size_t kParamBytes = 65535;  // what a length of two bytes says
constexpr size_t kLargeParamBytes = 32U << 20;

// .scap has descriptors and process ids in eight bytes, whatever the system's own width.
size_t scap_width(ParamType type) {
  const bool wide = type == ParamType::kFd || type == ParamType::kPid;
  return wide ? 8 : static_cast<size_t>(width_of(type));
}

bool is_string(ParamType type) {
  return type == ParamType::kCharBuf || type == ParamType::kFsPath || type == ParamType::kFsRelPath;
}

// Falco wants the path of a unix address to end, also an empty one.
bool lacks_nul(ParamType type, std::string_view bytes) {
  constexpr char kFamilyUnix = 1;
  const size_t head = type == ParamType::kSockTuple ? 17 : 1;  // in front of the path
  const bool address = type == ParamType::kSockAddr || type == ParamType::kSockTuple;
  if (!address || bytes.size() < head || bytes[0] != kFamilyUnix) return false;
  return bytes.size() == head || bytes.back() != '\0';
}

// A child's own return: the enter was its parent's.
bool returns_into_child(const Step& step) {
  const std::string_view name = step.kind->name;
  const bool clones = name == "clone" || name == "clone3" || name == "fork" || name == "vfork";
  return clones && step.has_result() && step.result() == 0;
}

bool is_imported(const Step& step) {
  return step.event.block().numbers == NumberSpace::kPortable;
}

// Falco's drivers always give a number, and its libraries stop at an event that lacks one.
bool is_number_of_ours(const Step& step, const Param& row) {
  return storage_of(row.type) == Storage::kInteger && !is_imported(step);
}

// What Falco's drivers give for a number that was not there to be read.
int64_t number_of_nothing(const Step& step, const Param& row) {
  const bool no_limit = step.kind->name == "prlimit" && row.type == ParamType::kInt64;
  const bool no_account = row.type == ParamType::kUid || row.type == ParamType::kGid;
  return no_limit || no_account ? -1 : 0;
}

}  // namespace

void ScapEventWriter::begin_params() {
  data_.clear();
  lengths_.clear();
}

void ScapEventWriter::add_param(std::string_view value) {
  data_ += value;
  lengths_.push_back(static_cast<uint32_t>(value.size()));
}

void ScapEventWriter::add_number(uint64_t value, size_t width) {
  add_param({reinterpret_cast<const char*>(&value), width});
}

void ScapEventWriter::add_value(const Step& step, int16_t param, const State& state) {
  if (param < 0) return add_param({});
  const auto place = static_cast<size_t>(param);
  const Param& row = step.kind->params[place];
  if (!step.event.has(place) && !is_number_of_ours(step, row)) return add_param({});
  if (storage_of(row.type) == Storage::kInteger) {
    const bool there = step.event.has(place);
    auto value =
        static_cast<uint64_t>(there ? portable_argument(step, state, place) : number_of_nothing(step, row));
    if (row.type == ParamType::kSyscallId && value >= kScapSysdigCalls) value = 0;
    return add_number(value, scap_width(row.type));
  }
  const std::string_view text = step.event.text(place);
  if (!is_string(row.type)) {
    add_param(text.substr(0, kLargeParamBytes));
    if (lacks_nul(row.type, text)) end_with_nul();
    return;
  }
  add_param(text.substr(0, std::min(text.find('\0'), kLargeParamBytes)));
  end_with_nul();
}

void ScapEventWriter::end_with_nul() {
  data_ += '\0';
  ++lengths_.back();
}

void ScapEventWriter::add_values(const Step& step, const std::vector<int16_t>& params, const State& state) {
  begin_params();
  for (const int16_t param : params) add_value(step, param, state);
}

// Parameters longer than their length can say are cut, which only happens to buffers of captures taken with a
// huge snap length.
void ScapEventWriter::write_block(const Head& head) {
  const bool large = is_large_code(head.code);
  ByteWriter& out = output_.out();
  output_.begin_block(head.state_only ? (large ? scap::kEvent2LargeFlags : scap::kEvent2Flags)
                                      : (large ? scap::kEvent2Large : scap::kEvent2));
  out.u16(head.cpu);
  if (head.state_only) out.u32(kStateOnly);
  const size_t start = output_.here();
  out.u64(head.time);
  out.u64(static_cast<uint64_t>(head.tid));
  const size_t length = output_.here();
  out.u32(0);
  out.u16(head.code);
  out.u32(static_cast<uint32_t>(lengths_.size()));
  const size_t most = large ? kLargeParamBytes : kParamBytes;
  for (const uint32_t bytes : lengths_) {
    const auto kept = static_cast<uint32_t>(std::min<size_t>(bytes, most));
    large ? out.u32(kept) : out.u16(static_cast<uint16_t>(kept));
  }
  size_t from = 0;
  for (const uint32_t bytes : lengths_) {
    out.text(std::string_view(data_).substr(from, std::min<size_t>(bytes, most)));
    from += bytes;
  }
  output_.patch32(length, static_cast<uint32_t>(output_.here() - start));
  output_.end_block();
}

bool ScapEventWriter::write(const Step& step, bool state_only, const State& state) {
  const ScapCodeChoice& choice = choices_[step.event.kind()];
  if (choice.code == ScapCodeChoice::kNoCode) return false;
  Head head{choice.code, step.event.cpu(), step.wall_time, step.event.thread().tid, state_only};
  if (choice.has_enter && !returns_into_child(step)) {
    add_values(step, choice.enter_params, state);
    --head.code;
    write_block(head);
    ++head.code;
  }
  add_values(step, choice.params, state);
  // What an old version of the event lacked is left out again: readers know what to make of it.
  while (is_imported(step) && !lengths_.empty() && lengths_.back() == 0) lengths_.pop_back();
  write_block(head);
  return true;
}

void ScapEventWriter::write_initial(uint16_t code, uint64_t wall_time,
                                    const std::vector<std::string>& params) {
  begin_params();
  for (const std::string& param : params) add_param(param);
  write_block({code, 0, wall_time, -1, false});
}

}  // namespace sysreel
