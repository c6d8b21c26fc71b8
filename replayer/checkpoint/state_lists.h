// The members of the structs that make up the replayer's state: one list each, by which a checkpoint is
// written and read. What is in no list is lost at a checkpoint, and replay would not continue exactly.
//
// A member that joins a struct changes the number in its static_assert: put it into the list, into the row of
// the same name in format/catalogue/rows_checkpoint.cpp at the same place, and count it. What need not be
// kept (remembered answers, places within a block) or is kept by other means (a Thread's family) is named
// there.
#pragma once

#include "replayer/checkpoint/member_count.h"
#include "replayer/fields/extractor.h"
#include "replayer/state/accounts.h"
#include "replayer/state/interfaces.h"
#include "replayer/state/thread.h"

namespace sysreel {

// visit(name, member) in the order of the row. T is the struct, const when it is written.
template <typename T, typename Visit>
void list_image(T& image, Visit& visit) {
  static_assert(member_count<Image>() == 11 + 1, "the list of Image's members is out of date");  // + its base
  visit("exe", image.exe);
  visit("path", image.path);
  visit("arguments", image.arguments);
  visit("environment", image.environment);
  visit("writable", image.writable);
  visit("upper_layer", image.upper_layer);
  visit("lower_layer", image.lower_layer);
  visit("from_memfd", image.from_memfd);
  visit("inode", image.inode);
  visit("inode_ctime", image.inode_ctime);
  visit("inode_mtime", image.inode_mtime);
}

template <typename T, typename Visit>
void list_directory(T& directory, Visit& visit) {
  static_assert(member_count<WorkingDirectory>() == 2 + 1, "the list of its members is out of date");
  visit("current", directory.current);
  visit("root", directory.root);
}

template <typename T, typename Visit>
void list_cgroups(T& cgroups, Visit& visit) {
  static_assert(member_count<CgroupText>() == 2 + 2,
                "the list of its members is out of date");  // + its base and its answers
  visit("raw", cgroups.raw);
  visit("container_id", cgroups.container_id);
}

template <typename T, typename Visit>
void list_descriptor(T& descriptor, Visit& visit) {
  static_assert(member_count<DescriptorFacts>() == 15 && member_count<Descriptor>() == 2 + 2 + 1,
                "the list of Descriptor's members is out of date");  // + its bases and its answers
  visit("type", descriptor.type);
  visit("l4proto", descriptor.l4proto);
  visit("role", descriptor.role);
  visit("connection", descriptor.connection);
  visit("close_on_exec", descriptor.close_on_exec);
  visit("upper_layer", descriptor.upper_layer);
  visit("lower_layer", descriptor.lower_layer);
  visit("from_snapshot", descriptor.from_snapshot);
  visit("device", descriptor.device);
  visit("inode", descriptor.inode);
  visit("pid", descriptor.pid);
  visit("name", descriptor.name);
  visit("raw_name", descriptor.raw_name);
  visit("source", descriptor.source);
  visit("destination", descriptor.destination);
  visit("source_pointer", descriptor.source_pointer);
  visit("destination_pointer", descriptor.destination_pointer);
}

template <typename T, typename Visit>
void list_thread(T& thread, Visit& visit) {
  // 39 members below, of which three are in one; the family (7 pointers), which ThreadTable keeps; and its
  // place in the block, its mark and its answers, which nobody misses.
  static_assert(member_count<Thread>() == 43 + 7 + 3, "the list of Thread's members is out of date");
  visit("tid", thread.tid);
  visit("pid", thread.pid);
  visit("start_time", thread.start_time);
  visit("ptid", thread.ptid);
  visit("reaper", thread.reaper);
  visit("sid", thread.sid);
  visit("pgid", thread.pgid);
  visit("vpgid", thread.vpgid);
  visit("vtid", thread.vtid);
  visit("vpid", thread.vpid);
  visit("clone_time", thread.clone_time);
  visit("pidns_start_time", thread.pidns_start_time);
  visit("exec_time", thread.exec_time);
  visit("last_seen", thread.last_seen);
  visit("uid", thread.uid);
  visit("gid", thread.gid);
  visit("login_uid", thread.login_uid);
  visit("tty", thread.tty);
  visit("cap_inheritable", thread.capabilities.inheritable);
  visit("cap_permitted", thread.capabilities.permitted);
  visit("cap_effective", thread.capabilities.effective);
  visit("fd_limit", thread.fd_limit);
  visit("vm_size", thread.vm_size);
  visit("vm_rss", thread.vm_rss);
  visit("vm_swap", thread.vm_swap);
  visit("major_faults", thread.major_faults);
  visit("minor_faults", thread.minor_faults);
  visit("cpu_user", thread.cpu_user);
  visit("cpu_system", thread.cpu_system);
  visit("cpu_user_used", thread.cpu_user_used);
  visit("cpu_system_used", thread.cpu_system_used);
  visit("exe_ctime_to_start", thread.exe_ctime_to_start);
  visit("exe_ctime_after_pidns", thread.exe_ctime_after_pidns);
  visit("comm", thread.comm);
  visit("image", thread.image);
  visit("table", thread.descriptors);
  visit("directory", thread.directory);
  visit("cgroups", thread.cgroups);
  visit("known", thread.known);
  visit("from_snapshot", thread.from_snapshot);
  visit("dead", thread.dead);
  visit("in_pid_namespace", thread.in_pid_namespace);
  visit("subreaper", thread.subreaper);
  visit("created_by_child", thread.created_by_child);
  visit("group_size", thread.group_size);
}

template <typename T, typename Visit>
void list_user(T& user, Visit& visit) {
  static_assert(member_count<User>() == 4, "the list of User's members is out of date");
  visit("gid", user.gid);
  visit("name", user.name);
  visit("home", user.home);
  visit("shell", user.shell);
}

template <typename T, typename Visit>
void list_interface(T& interface, Visit& visit) {
  static_assert(member_count<Interfaces::Interface>() == 3, "the list of its members is out of date");
  visit("address", interface.address);
  visit("netmask", interface.netmask);
  visit("v6", interface.v6);
}

template <typename T, typename Visit>
void list_facts(T& facts, Visit& visit) {
  // The host is the header's.
  static_assert(member_count<CaptureFacts>() == 2 + 1, "the list of CaptureFacts' members is out of date");
  visit("first_wall_time", facts.first_wall_time);
  visit("previous_wall_time", facts.previous_wall_time);
}

}  // namespace sysreel
