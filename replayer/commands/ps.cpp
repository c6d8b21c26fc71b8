#include "replayer/commands/ps.h"

#include <algorithm>
#include <memory>

#include "base/escape.h"
#include "base/json_writer.h"
#include "base/text_width.h"
#include "replayer/commands/boot_range.h"
#include "replayer/commands/capture_paths.h"
#include "replayer/commands/capture_state.h"
#include "replayer/commands/paint.h"
#include "replayer/commands/process_tree.h"
#include "replayer/fields/process_text.h"
#include "replayer/fields/user_text.h"
#include "replayer/import/open_capture.h"
#include "replayer/stream/event_walk.h"

namespace sysreel {
namespace {

constexpr uint32_t kDrawnDepth = 40;  // deeper processes are drawn at this depth
constexpr size_t kSecondsOnly = 19;   // of an RFC 3339 time

// The state at a time is all that is wanted.
class Nothing final : public EventVisitor {
 public:
  bool event(const Step& /*step*/) override { return true; }
};

// Wall ns, 0: not known.
uint64_t start_of(const Thread& process, const State& state) {
  return process.start_time != 0 ? state.wall_time(process.start_time) : process.clone_time;
}

std::string user_of(const Thread& process, const State& state) {
  const std::string name = user_text(process, state);
  return name.empty() ? "?" : name;
}

// What a thread that was only seen to exist runs is not known.
std::string command_of(const Thread& process) {
  std::string line;
  if (process.image && !process.image->exe.empty()) {
    line = process.image->exe;
    if (!process.image->arguments.empty()) line += ' ';
    append_joined(line, process.image->arguments);
    return line;
  }
  return "[" + process.comm + "]";  // as ps shows kernel threads
}

class Table {
 public:
  Table(const State& state, Console& console) : state_(state), console_(console) {}

  void print(const std::vector<ProcessNode>& nodes) {
    for (const ProcessNode& node : nodes) measure(*node.process);
    std::string out;
    const std::string container = containers_ ? pad("CONTAINER", kShortIdLength) + ' ' : "";
    append_painted(out,
                   "    PID " + pad("USER", user_width_) + ' ' + pad("START", kSecondsOnly + 1) + ' ' +
                       container + "COMMAND",
                   Paint::kBold, console_.out_colour);
    console_.out << out << '\n';
    for (const ProcessNode& node : nodes) console_.out << row(node) << '\n';
  }

 private:
  static std::string pad(std::string text, size_t width) {
    const auto columns = static_cast<size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xc0) != 0x80; }));
    text.append(width > columns ? width - columns : 0, ' ');
    return text;
  }

  void measure(const Thread& process) {
    user_width_ = std::max(user_width_, std::min<size_t>(terminal_safe(user_of(process, state_)).size(), 16));
    containers_ = containers_ || !short_container_id(process).empty();
  }

  // Lines from the ancestors that have children still to come.
  std::string branches(const ProcessNode& node) {
    const uint32_t depth = std::min(node.depth, kDrawnDepth);
    open_.resize(depth);
    std::string out;
    if (depth == 0) return out;
    for (uint32_t level = 0; level + 1 < depth; ++level) out += open_[level] ? "│ " : "  ";
    open_[depth - 1] = !node.last;
    return out + (node.last ? "└─" : "├─");
  }

  std::string row(const ProcessNode& node) {
    const Thread& process = *node.process;
    std::string out;
    const std::string pid = std::to_string(process.pid);
    out.append(pid.size() < 7 ? 7 - pid.size() : 0, ' ');
    out += pid + ' ' + pad(terminal_safe(user_of(process, state_)), user_width_) + ' ';
    const uint64_t start = start_of(process, state_);
    append_painted(out,
                   pad(start == 0 ? "?" : rfc3339_of(start).substr(0, kSecondsOnly) + 'Z', kSecondsOnly + 1),
                   Paint::kFaint, console_.out_colour);
    out += ' ';
    if (containers_) {
      const std::string id(short_container_id(process));
      append_painted(out, pad(id.empty() ? "-" : terminal_safe(id), kShortIdLength), Paint::kCyan,
                     console_.out_colour);
      out += ' ';
    }
    append_painted(out, branches(node), Paint::kFaint, console_.out_colour);
    out += fitted(terminal_safe(command_of(process)), node);
    return out;
  }

  // On a terminal a process is one line; elsewhere nothing is cut.
  std::string fitted(std::string command, const ProcessNode& node) const {
    if (console_.width <= 0) return command;
    const size_t before = 8 + user_width_ + 1 + kSecondsOnly + 2 + (containers_ ? kShortIdLength + 1 : 0) +
                          size_t{2} * std::min(node.depth, kDrawnDepth);
    const size_t room = std::max<size_t>(static_cast<size_t>(console_.width), before + 20) - before;
    return cut_to_width(std::move(command), room);
  }

  const State& state_;
  Console& console_;
  std::vector<bool> open_;
  size_t user_width_ = 4;
  bool containers_ = false;
};

void append_json(std::string& out, const Thread& process, const State& state) {
  JsonWriter json(out);
  json.begin_object();
  json.field("pid", process.pid);
  const Thread* parent = process.parent != nullptr && process.parent->leader != nullptr
                             ? process.parent->leader
                             : process.parent;
  json.field("ppid", parent != nullptr ? parent->pid : std::max<int64_t>(process.ptid, 0));
  json.key("start");
  const uint64_t start = start_of(process, state);
  start == 0 ? json.null() : json.string(rfc3339_of(start));
  json.key("uid");
  process.uid == kNoId ? json.null() : json.number(uint64_t{process.uid});
  json.key("user");
  process.uid == kNoId ? json.null() : json.string(user_of(process, state));
  json.field("name", process.comm);
  json.field("cmdline", command_of(process));
  json.field("exepath", process.image ? process.image->path : std::string());
  json.field("cwd", process.directory ? process.directory->current : std::string());
  json.field("container",
             full_container_id(process).empty() ? std::string_view("host") : short_container_id(process));
  json.field("threads", process.group_size);
  json.field("snapshot", process.from_snapshot);
  json.end_object();
  out += '\n';
}

class ProcessList {
 public:
  ProcessList(const PsOptions& options, Console& console) : options_(options), console_(console) {}

  // False when the capture cannot be used.
  bool add(const std::string& path) {
    auto reader = open_any_capture(path, console_.key_file);
    if (!reader) return fail(path, reader.error());
    if (walk_ == nullptr || !walk_->continues_with(**reader)) {
      if (walk_ != nullptr) print();
      walk_ = std::make_unique<EventWalk>(**reader);
    }
    BootRange range;
    if (options_.at) range.to = boot_time_of(*options_.at, (*reader)->header()) + 1;
    range.from = range.to;
    Nothing nothing;
    const Status status = walk_->run(**reader, range, nothing);
    if (!status) return fail(path, status.error());
    whole_ &= warn_of_state(**reader, path, console_);
    return true;
  }

  void print() {
    const auto nodes = process_tree(walk_->state());
    if (!options_.json) return Table(walk_->state(), console_).print(nodes);
    std::string lines;
    for (const ProcessNode& node : nodes) append_json(lines, *node.process, walk_->state());
    console_.out << lines;
  }

  bool whole() const { return whole_; }

 private:
  bool fail(const std::string& path, const Error& error) {
    print_error(console_, path, error);
    return false;
  }

  const PsOptions& options_;
  Console& console_;
  std::unique_ptr<EventWalk> walk_;
  bool whole_ = true;
};

}  // namespace

int run_ps(const PsOptions& options, Console& console) {
  const auto files = capture_files({options.capture});
  if (!files) {
    console.err << "sysreel: " << files.error().message << '\n';
    return kExitUnusable;
  }
  ProcessList list(options, console);
  for (const std::string& path : *files)
    if (!list.add(path)) return kExitUnusable;
  list.print();
  return options.strict && !list.whole() ? kExitGate : kExitDone;
}

}  // namespace sysreel
