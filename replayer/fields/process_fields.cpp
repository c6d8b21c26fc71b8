// proc.*: the program, its ancestors, its session and group. What reads ancestors is of thread scope because
// ThreadTable::touch() reaches all descendants of a change; what reads other processes is of event scope.
#include "replayer/fields/extractor.h"
#include "replayer/fields/process_text.h"

namespace sysreel {
namespace {

using rules::Value;
using Getter = Value (*)(const FieldContext& context, const Thread& thread);

const Image& image_of(const Thread& thread) {
  static const Image kNoImage;
  return thread.image ? *thread.image : kNoImage;
}

Value exe_of(const FieldContext&, const Thread& thread) {
  return Value::of_text(thread.image ? std::string_view(thread.image->exe) : "<NA>");
}
Value exepath_of(const FieldContext&, const Thread& thread) {
  return Value::of_text(image_of(thread).path);
}
Value name_of(const FieldContext&, const Thread& thread) {
  return Value::of_text(thread.comm);
}
Value pid_of(const FieldContext&, const Thread& thread) {
  return Value::of_int(thread.pid);
}

Value command_line_of(const FieldContext& context, const Thread& thread) {
  std::string& text = context.arena->text();
  append_command_line(text, thread);
  return Value::of_text(text);
}
Value arguments_of(const FieldContext& context, const Thread& thread) {
  std::string& text = context.arena->text();
  append_joined(text, image_of(thread).arguments);
  return Value::of_text(text);
}
// A thread's environment is its process's.
Value environment_of(const FieldContext& context, const Thread& thread) {
  std::string& text = context.arena->text();
  append_joined(text, image_of(thread.leader != nullptr ? *thread.leader : thread).environment);
  return Value::of_text(text);
}

template <Getter getter>
Value own(const FieldContext& context, const BoundField&) {
  return context.thread() == nullptr ? Value{} : getter(context, *context.thread());
}

template <Getter getter>
Value of_parent(const FieldContext& context, const BoundField&) {
  if (context.thread() == nullptr) return {};
  const Thread* parent = context.state->threads.ancestor(*context.thread(), 1);
  return parent == nullptr ? Value{} : getter(context, *parent);
}

Value list_of(const std::vector<Value>& values) {
  return values.empty() ? Value{} : Value::of_list(values);
}

template <Getter getter>
Value all_ancestors(const FieldContext& context) {
  const Thread* main = context.thread()->leader;
  if (main == nullptr) return {};
  std::vector<Value>& values = context.arena->list();
  context.state->threads.walk_ancestors(*main, [&](const Thread& above) {
    values.push_back(getter(context, above));
    return true;
  });
  return list_of(values);
}

// proc.aname[n]: the n-th ancestor's; without n all of them.
template <Getter getter>
Value of_ancestor(const FieldContext& context, const BoundField& field) {
  if (context.thread() == nullptr) return {};
  if (!field.has_index()) return all_ancestors<getter>(context);
  const Thread* ancestor = context.state->threads.ancestor(*context.thread(), field.index());
  return ancestor == nullptr ? Value{} : getter(context, *ancestor);
}

Value argument(const FieldContext& context, const BoundField& field) {
  if (context.thread() == nullptr) return {};
  if (!field.has_index()) return arguments_of(context, *context.thread());
  std::string_view found;
  uint32_t left = field.index();
  for_each_text(image_of(*context.thread()).arguments, [&](std::string_view text) {
    if (left-- > 0) return true;
    found = text;
    return false;
  });
  return Value::of_text(found);
}

Value ancestor_arguments(const FieldContext& context, const BoundField& field) {
  if (context.thread() == nullptr) return {};
  if (field.has_index()) return of_ancestor<arguments_of>(context, field);
  const Value each = all_ancestors<arguments_of>(context);
  std::string& text = context.arena->text();
  for (const Value& value : each.items) {
    if (!text.empty()) text += ' ';
    text += value.text;
  }
  return text.empty() ? Value{} : Value::of_text(text);
}

Value environment(const FieldContext& context, const BoundField& field) {
  if (context.thread() == nullptr) return {};
  if (field.key().empty()) return environment_of(context, *context.thread());
  const Thread& thread = *context.thread();
  const Image& image = image_of(thread.leader != nullptr ? *thread.leader : thread);
  return Value::of_text(environment_value(image.environment, field.key()));
}

Value ancestor_environment(const FieldContext& context, const BoundField& field) {
  if (context.thread() == nullptr) return {};
  if (field.has_index()) {
    if (field.index() == 0) return environment_of(context, *context.thread());
    return of_ancestor<environment_of>(context, field);
  }
  if (field.key().empty()) return all_ancestors<environment_of>(context);
  const Thread* main = context.thread()->leader;
  if (main == nullptr) return Value::of_text("");
  std::string_view found;
  int left = 20;  // as far as Falco looks
  context.state->threads.walk_ancestors(*main, [&](const Thread& above) {
    found =
        environment_value(image_of(above.leader != nullptr ? *above.leader : above).environment, field.key());
    return found.empty() && --left > 0;
  });
  return Value::of_text(found);
}

Value exe_line(const FieldContext& context, const BoundField&) {
  if (context.thread() == nullptr) return {};
  std::string& text = context.arena->text();
  text = exe_of(context, *context.thread()).text;
  text += ' ';
  append_joined(text, image_of(*context.thread()).arguments);
  return Value::of_text(text);
}

Value argument_count(const FieldContext& context, const Thread& thread) {
  (void)context;
  uint64_t count = 0;
  for_each_text(image_of(thread).arguments, [&](std::string_view) { return ++count != 0; });
  return Value::of_uint(count);
}
Value argument_length(const FieldContext&, const Thread& thread) {
  uint64_t length = 0;
  for_each_text(image_of(thread).arguments, [&](std::string_view text) {
    length += text.size();
    return true;
  });
  return Value::of_uint(length);
}

Value working_directory(const FieldContext&, const Thread& thread) {
  const Thread& main = thread.leader != nullptr ? *thread.leader : thread;
  return Value::of_text(main.directory ? std::string_view(main.directory->current) : "");
}

Value login_shell(const FieldContext& context, const Thread& thread) {
  const Thread* main = thread.leader;
  if (main == nullptr) return {};
  int64_t pid = -1;
  bool found = false;
  const auto look = [&](const Thread& candidate) {
    if (candidate.comm.ends_with("sh")) {
      pid = candidate.pid;
      found = true;
    }
    return true;
  };
  look(*main);
  context.state->threads.walk_ancestors(*main, look);
  return found ? Value::of_int(pid) : Value{};
}

// The process that leads the session or group: by number, or in a pid namespace the oldest ancestor with the
// same one.
const Thread* leader_by(const FieldContext& context, const Thread& thread, int64_t Thread::*id,
                        bool is_virtual) {
  const int64_t number = thread.*id;
  if (number == -1) return nullptr;
  if (!is_virtual || !thread.is_namespaced()) {
    if (const Thread* leader = context.state->threads.find(number)) return leader;
  }
  const Thread* oldest = nullptr;
  context.state->threads.walk_ancestors(thread, [&](const Thread& above) {
    if (above.*id != number) return false;
    oldest = &above;
    return true;
  });
  return oldest;
}

template <Getter getter, int64_t Thread::*id, bool is_virtual>
Value of_leader(const FieldContext& context, const BoundField&) {
  if (context.thread() == nullptr) return {};
  const Thread* leader = leader_by(context, *context.thread(), id, is_virtual);
  return leader == nullptr ? Value::of_text("") : getter(context, *leader);
}

constexpr ExtractorRow of_ancestors(std::string_view name, Extract extract) {
  return {name, Scope::kThread, extract, nullptr, nullptr, true};
}

constexpr ExtractorRow kRows[] = {
    {"proc.exe", Scope::kThread, own<exe_of>},
    of_ancestors("proc.pexe", of_parent<exe_of>),
    of_ancestors("proc.aexe", of_ancestor<exe_of>),
    {"proc.exepath", Scope::kThread, own<exepath_of>},
    of_ancestors("proc.pexepath", of_parent<exepath_of>),
    of_ancestors("proc.aexepath", of_ancestor<exepath_of>),
    {"proc.name", Scope::kThread, own<name_of>},
    of_ancestors("proc.pname", of_parent<name_of>),
    of_ancestors("proc.aname", of_ancestor<name_of>),
    {"proc.args", Scope::kThread, argument},
    {"proc.aargs", Scope::kThread, ancestor_arguments},
    {"proc.cmdline", Scope::kThread, own<command_line_of>},
    of_ancestors("proc.pcmdline", of_parent<command_line_of>),
    of_ancestors("proc.acmdline", of_ancestor<command_line_of>),
    {"proc.cmdnargs", Scope::kThread, own<argument_count>},
    {"proc.cmdlenargs", Scope::kThread, own<argument_length>},
    {"proc.exeline", Scope::kThread, exe_line},
    {"proc.env", Scope::kThread, environment},
    {"proc.aenv", Scope::kThread, ancestor_environment},
    {"proc.cwd", Scope::kThread, own<working_directory>},
    {"proc.loginshellid", Scope::kThread, own<login_shell>},
    {"proc.pid", Scope::kThread, own<pid_of>},
    of_ancestors("proc.ppid", of_parent<pid_of>),
    of_ancestors("proc.apid", of_ancestor<pid_of>),
    {"proc.sname", Scope::kEvent, of_leader<name_of, &Thread::sid, true>},
    {"proc.sid.exe", Scope::kEvent, of_leader<exe_of, &Thread::sid, true>},
    {"proc.sid.exepath", Scope::kEvent, of_leader<exepath_of, &Thread::sid, true>},
    {"proc.vpgid.name", Scope::kEvent, of_leader<name_of, &Thread::vpgid, true>},
    {"proc.vpgid.exe", Scope::kEvent, of_leader<exe_of, &Thread::vpgid, true>},
    {"proc.vpgid.exepath", Scope::kEvent, of_leader<exepath_of, &Thread::vpgid, true>},
    {"proc.pgid.name", Scope::kEvent, of_leader<name_of, &Thread::pgid, false>},
    {"proc.pgid.exe", Scope::kEvent, of_leader<exe_of, &Thread::pgid, false>},
    {"proc.pgid.exepath", Scope::kEvent, of_leader<exepath_of, &Thread::pgid, false>},
};

}  // namespace

std::span<const ExtractorRow> process_extractors() {
  return kRows;
}

}  // namespace sysreel
