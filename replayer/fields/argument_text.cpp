#include "replayer/fields/argument_text.h"

#include "format/catalogue/param_text.h"
#include "replayer/fields/container_of.h"
#include "replayer/fields/socket_text.h"
#include "replayer/state/path.h"

namespace sysreel {
namespace {

// Our recorder's times of CLOCK_BOOTTIME are wall times here, as in Falco; imported ones are already.
class StoredValues final : public ParamValues {
 public:
  StoredValues(const Step& step, const State* state)
      : event_(step.event), state_(state), boot_time_(step.place(P::kPidnsInitStartTs)) {}
  bool has(size_t param) const override { return event_.has(param); }
  int64_t integer(size_t param) const override {
    const int64_t value = event_.integer(param);
    if (static_cast<int>(param) != boot_time_ || state_ == nullptr || value == 0) return value;
    return static_cast<int64_t>(state_->wall_time(static_cast<uint64_t>(value)));
  }
  std::string_view text(size_t param) const override { return event_.text(param); }
  bool kernel_numbers() const override { return event_.block().numbers == NumberSpace::kKernel; }
  Arch arch() const override { return event_.block().arch; }
  bool carried(size_t param) const override { return carries(event_, param); }

 private:
  const EventRef& event_;
  const State* state_;  // null: as stored
  int boot_time_;       // the parameter with such a time, -1
};

class StateNames final : public ParamNames {
 public:
  explicit StateNames(const FieldContext& context) : context_(context) {}

  bool descriptor(std::string& out, int64_t fd) const override {
    const Descriptor* found = find(fd);
    if (found == nullptr) return false;
    out += '<';
    out += letter_of(found->type);
    const std::string_view protocol = l4proto_name(*found);
    if (protocol != "<NA>") out += protocol[0];
    out += '>';
    out += found->name;
    return true;
  }
  char descriptor_letter(int64_t fd) const override {
    const Descriptor* found = find(fd);
    return found == nullptr ? '?' : letter_of(found->type);
  }
  bool command(std::string& out, int64_t tid) const override {
    const Thread* thread = context_.state->threads.find(tid);
    if (thread == nullptr) return false;
    out += thread->comm;
    return true;
  }
  bool user(std::string& out, uint32_t uid) const override {
    const User* found = context_.state->accounts.user(container(), uid);
    if (found == nullptr || found->name.empty()) {
      if (uid != 0) return false;
      out += "root";
      return true;
    }
    out += found->name;
    return true;
  }
  bool group(std::string& out, uint32_t gid) const override {
    const std::string* found = context_.state->accounts.group(container(), gid);
    if (found == nullptr || found->empty()) {
      if (gid != 0) return false;
      out += "root";
      return true;
    }
    out += *found;
    return true;
  }
  bool absolute_path(std::string& out, int64_t dirfd, std::string_view path) const override {
    if (context_.thread() == nullptr) return false;
    std::string buffer;
    out += join_path(context_.state->base_directory(context_.thread(), dirfd, buffer), path);
    return true;
  }

 private:
  const Descriptor* find(int64_t fd) const {
    return context_.thread() == nullptr ? nullptr : context_.thread()->descriptor(fd);
  }
  std::string_view container() const {
    return context_.thread() == nullptr ? std::string_view{} : short_container_id(*context_.thread());
  }

  const FieldContext& context_;
};

}  // namespace

void render_argument(const FieldContext& context, size_t param, ParamText& text) {
  render_param(*context.step->kind, param, StoredValues(*context.step, context.state), StateNames(context),
               text);
}

void append_resolved_argument(std::string& out, const FieldContext& context, size_t param) {
  ParamText text;
  render_argument(context, param, text);
  out += text.resolved.empty() ? text.raw : text.resolved;
}

std::string_view absolute_argument(const FieldContext& context, size_t param) {
  const StoredValues values(*context.step, context.state);
  const std::string_view path = path_of(values, param);
  if (!is_completed(path) || context.thread() == nullptr) return path;
  std::string& text = context.arena->text();
  const int64_t directory = path_directory(*context.step->kind, param, values);
  join_path(text, context.state->base_directory(context.thread(), directory, context.arena->text()), path);
  return text.empty() ? path : std::string_view(text);
}

void append_arguments(std::string& out, const FieldContext& context) {
  append_args(out, *context.step->kind, StoredValues(*context.step, context.state), StateNames(context));
}

int64_t portable_argument(const Step& step, const State& state, size_t param) {
  return portable_value(*step.kind, param, StoredValues(step, &state));
}

int64_t portable_argument(const FieldContext& context, size_t param) {
  return portable_argument(*context.step, *context.state, param);
}

}  // namespace sysreel
