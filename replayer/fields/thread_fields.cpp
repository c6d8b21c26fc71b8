// Numbers of a thread and its process: ids, times, capabilities, the executable's inode, memory, limits.
#include <algorithm>

#include "replayer/fields/extractor.h"
#include "replayer/fields/process_text.h"

namespace sysreel {
namespace {

using rules::Value;
using Getter = Value (*)(const FieldContext& context, const Thread& thread);

template <Getter getter>
Value own(const FieldContext& context, const BoundField&) {
  return context.thread() == nullptr ? Value{} : getter(context, *context.thread());
}

template <int64_t Thread::*number>
Value id(const FieldContext&, const Thread& thread) {
  return Value::of_int(thread.*number);
}
template <int64_t Thread::*number>
Value known_id(const FieldContext&, const Thread& thread) {
  return thread.*number == -1 ? Value{} : Value::of_int(thread.*number);
}
template <uint64_t Thread::*number>
Value count(const FieldContext&, const Thread& thread) {
  return Value::of_uint(thread.*number);
}
template <uint64_t Thread::*number>
Value known_count(const FieldContext&, const Thread& thread) {
  return thread.*number == 0 ? Value{} : Value::of_uint(thread.*number);
}
template <int64_t Thread::*number>
Value known_duration(const FieldContext&, const Thread& thread) {
  return thread.*number == 0 ? Value{} : Value::of_uint(static_cast<uint64_t>(thread.*number));
}
template <uint64_t Image::*number>
Value known_of_image(const FieldContext&, const Thread& thread) {
  if (!thread.image || (*thread.image).*number == 0) return {};
  return Value::of_uint((*thread.image).*number);
}
Value inode(const FieldContext&, const Thread& thread) {
  if (!thread.image || thread.image->inode == 0) return {};
  return Value::of_int(static_cast<int64_t>(thread.image->inode));
}
template <bool Image::*flag>
Value of_image(const FieldContext&, const Thread& thread) {
  return Value::of_bool(thread.image && (*thread.image).*flag);
}
template <uint64_t Capabilities::*set>
Value capabilities(const FieldContext& context, const Thread& thread) {
  std::string& text = context.arena->text();
  append_capabilities(text, thread.capabilities.*set);
  return Value::of_text(text);
}
template <uint64_t Capabilities::*set>
uint64_t capability_bits(const Thread& thread) {
  return thread.capabilities.*set;
}
template <int64_t Thread::*a, int64_t Thread::*b>
Value equal(const FieldContext&, const Thread& thread) {
  return Value::of_bool(thread.*a == thread.*b);
}
template <uint64_t Thread::*kilobytes, uint64_t unit>
Value of_main(const FieldContext&, const Thread& thread) {
  return Value::of_uint(thread.is_leader() ? thread.*kilobytes * unit : 0);
}

const Thread& main_of(const Thread& thread) {
  return thread.leader != nullptr ? *thread.leader : thread;
}

Value parent_vpid(const FieldContext&, const Thread& thread) {
  return thread.parent == nullptr ? Value{} : Value::of_int(thread.parent->vpid);
}
Value parent_start(const FieldContext&, const Thread& thread) {
  return thread.parent == nullptr ? Value{} : Value::of_uint(thread.parent->clone_time);
}
Value duration(const FieldContext& context, const Thread& thread) {
  if (thread.clone_time == 0) return {};
  return Value::of_int(static_cast<int64_t>(context.step->wall_time - thread.clone_time));
}
Value parent_duration(const FieldContext& context, const Thread& thread) {
  const Thread* parent = context.state->threads.ancestor(thread, 1);
  return parent == nullptr ? Value{} : duration(context, *parent);
}
Value tty(const FieldContext&, const Thread& thread) {
  return Value::of_uint(thread.tty);
}
Value is_main(const FieldContext&, const Thread& thread) {
  return Value::of_bool(thread.is_leader());
}
Value thread_count(const FieldContext&, const Thread& thread) {
  return Value::of_uint(main_of(thread).group_size);
}
Value other_thread_count(const FieldContext&, const Thread& thread) {
  const Thread& main = main_of(thread);
  return Value::of_uint(main.dead ? main.group_size : main.group_size - 1);
}

uint64_t open_count(const Thread& thread) {
  return thread.descriptors ? thread.descriptors->open_count() : 0;
}
Value descriptor_count(const FieldContext&, const Thread& thread) {
  return Value::of_uint(open_count(thread));
}
Value descriptor_limit(const FieldContext&, const Thread& thread) {
  return Value::of_int(main_of(thread).fd_limit);
}
Value descriptor_usage(const FieldContext&, const Thread& thread) {
  const int64_t limit = main_of(thread).fd_limit;
  const double percent =
      limit > 0 ? static_cast<double>(open_count(thread)) * 100.0 / static_cast<double>(limit) : 0.0;
  return Value::of_double(percent);
}
template <int64_t fd>
Value stream_type(const FieldContext&, const Thread& thread) {
  const Descriptor* descriptor = thread.descriptor(fd);
  return descriptor == nullptr ? Value{} : Value::of_text(name_of(descriptor->type));
}
template <int64_t fd>
Value stream_name(const FieldContext&, const Thread& thread) {
  const Descriptor* descriptor = thread.descriptor(fd);
  return descriptor == nullptr ? Value{} : Value::of_text(descriptor->name);
}

Value cgroups(const FieldContext& context, const Thread& thread) {
  if (!thread.cgroups || thread.cgroups->raw.empty()) return {};
  std::string& text = context.arena->text();
  append_cgroups(text, thread.cgroups->raw);
  return Value::of_text(text);
}
Value cgroup(const FieldContext& context, const BoundField& field) {
  std::string_view path;
  const Thread* thread = context.thread();
  if (thread == nullptr || !thread->cgroups || !cgroup_of(thread->cgroups->raw, field.key(), path)) return {};
  return Value::of_text(path);
}

Value tid(const FieldContext& context, const BoundField&) {
  return Value::of_int(context.step->event.thread().tid);
}
Value name_and_tid(const FieldContext& context, const Thread& thread) {
  std::string& text = context.arena->text();
  text = thread.comm + std::to_string(thread.tid);
  return Value::of_text(text);
}

// No kind that this product records tells how long a thread ran.
Value zero_time(const FieldContext&, const BoundField&) {
  return Value::of_uint(0);
}
Value total_zero_time(const FieldContext& context, const BoundField& field) {
  return context.thread() == nullptr ? Value{} : zero_time(context, field);
}

// Per cent of one CPU since the thread's procinfo event before this one.
template <bool user, bool system>
Value cpu_use(const FieldContext& context, const Thread& thread) {
  if (context.step->kind->name != "procinfo") return {};
  const uint64_t used = (user ? thread.cpu_user_used : 0) + (system ? thread.cpu_system_used : 0);
  return Value::of_double(static_cast<double>(std::min<uint64_t>(used, 100)));
}

constexpr ExtractorRow kRows[] = {
    {"proc.tty", Scope::kThread, own<tty>},
    {"proc.vpid", Scope::kThread, own<known_id<&Thread::vpid>>},
    {"proc.pvpid", Scope::kThread, own<parent_vpid>},
    {"proc.sid", Scope::kThread, own<id<&Thread::sid>>},
    {"proc.vpgid", Scope::kThread, own<id<&Thread::vpgid>>},
    {"proc.pgid", Scope::kThread, own<id<&Thread::pgid>>},
    {"proc.duration", Scope::kEvent, own<duration>},
    {"proc.ppid.duration", Scope::kEvent, own<parent_duration>},
    {"proc.pid.ts", Scope::kThread, own<known_count<&Thread::clone_time>>},
    {"proc.ppid.ts", Scope::kThread, own<parent_start>},
    {"proc.is_exe_writable", Scope::kThread, own<of_image<&Image::writable>>},
    {"proc.is_exe_upper_layer", Scope::kThread, own<of_image<&Image::upper_layer>>},
    {"proc.is_exe_lower_layer", Scope::kThread, own<of_image<&Image::lower_layer>>},
    {"proc.is_exe_from_memfd", Scope::kThread, own<of_image<&Image::from_memfd>>},
    {"proc.is_sid_leader", Scope::kThread, own<equal<&Thread::sid, &Thread::vpid>>},
    {"proc.is_vpgid_leader", Scope::kThread, own<equal<&Thread::vpgid, &Thread::vpid>>},
    {"proc.is_pgid_leader", Scope::kThread, own<equal<&Thread::pgid, &Thread::pid>>},
    {"proc.exe_ino", Scope::kThread, own<inode>},
    {"proc.exe_ino.ctime", Scope::kThread, own<known_of_image<&Image::inode_ctime>>},
    {"proc.exe_ino.mtime", Scope::kThread, own<known_of_image<&Image::inode_mtime>>},
    {"proc.exe_ino.ctime_duration_proc_start", Scope::kThread,
     own<known_duration<&Thread::exe_ctime_to_start>>},
    {"proc.exe_ino.ctime_duration_pidns_start", Scope::kThread,
     own<known_duration<&Thread::exe_ctime_after_pidns>>},
    {"proc.pidns_init_start_ts", Scope::kThread, own<known_count<&Thread::pidns_start_time>>},
    {"thread.cap_permitted", Scope::kThread, own<capabilities<&Capabilities::permitted>>,
     capability_bits<&Capabilities::permitted>},
    {"thread.cap_inheritable", Scope::kThread, own<capabilities<&Capabilities::inheritable>>,
     capability_bits<&Capabilities::inheritable>},
    {"thread.cap_effective", Scope::kThread, own<capabilities<&Capabilities::effective>>,
     capability_bits<&Capabilities::effective>},
    {"proc.fdopencount", Scope::kEvent, own<descriptor_count>},
    {"proc.fdlimit", Scope::kEvent, own<descriptor_limit>},
    {"proc.fdusage", Scope::kEvent, own<descriptor_usage>},
    {"proc.vmsize", Scope::kEvent, own<count<&Thread::vm_size>>},
    {"proc.vmrss", Scope::kEvent, own<count<&Thread::vm_rss>>},
    {"proc.vmswap", Scope::kEvent, own<count<&Thread::vm_swap>>},
    {"thread.pfmajor", Scope::kEvent, own<count<&Thread::major_faults>>},
    {"thread.pfminor", Scope::kEvent, own<count<&Thread::minor_faults>>},
    {"thread.tid", Scope::kThread, tid},
    {"thread.ismain", Scope::kThread, own<is_main>},
    {"thread.vtid", Scope::kThread, own<known_id<&Thread::vtid>>},
    {"thread.nametid", Scope::kThread, own<name_and_tid>},
    {"thread.exectime", Scope::kEvent, zero_time},
    {"thread.totexectime", Scope::kEvent, total_zero_time},
    {"thread.cpu", Scope::kEvent, own<cpu_use<true, true>>},
    {"thread.cpu.user", Scope::kEvent, own<cpu_use<true, false>>},
    {"thread.cpu.system", Scope::kEvent, own<cpu_use<false, true>>},
    {"thread.cgroups", Scope::kThread, own<cgroups>},
    {"thread.cgroup", Scope::kThread, cgroup},
    {"proc.nthreads", Scope::kEvent, own<thread_count>},
    {"proc.nchilds", Scope::kEvent, own<other_thread_count>},
    {"thread.vmsize", Scope::kEvent, own<of_main<&Thread::vm_size, 1>>},
    {"thread.vmrss", Scope::kEvent, own<of_main<&Thread::vm_rss, 1>>},
    {"thread.vmsize.b", Scope::kEvent, own<of_main<&Thread::vm_size, 1024>>},
    {"thread.vmrss.b", Scope::kEvent, own<of_main<&Thread::vm_rss, 1024>>},
    {"proc.stdin.type", Scope::kEvent, own<stream_type<0>>},
    {"proc.stdout.type", Scope::kEvent, own<stream_type<1>>},
    {"proc.stderr.type", Scope::kEvent, own<stream_type<2>>},
    {"proc.stdin.name", Scope::kEvent, own<stream_name<0>>},
    {"proc.stdout.name", Scope::kEvent, own<stream_name<1>>},
    {"proc.stderr.name", Scope::kEvent, own<stream_name<2>>},
};

}  // namespace

std::span<const ExtractorRow> thread_extractors() {
  return kRows;
}

}  // namespace sysreel
