// Turns what a scan found into the rows of a snapshot (the snapshot.* kinds of the catalogue).
#pragma once

#include <cstdint>
#include <vector>

#include "format/block_builder.h"
#include "recorder/interface_scan.h"
#include "recorder/process_scan.h"

namespace sysreel {

class SnapshotRows {
 public:
  SnapshotRows(const Catalogue& catalogue, uint64_t time);

  void add_thread(const ScannedThread& thread);
  void add_descriptor(const ScannedThread& owner, const ScannedDescriptor& descriptor);
  void add_user(const AccountUser& user);
  void add_group(const AccountGroup& group);
  void add_mount(uint64_t mount_namespace, const ScannedMount& mount);
  void add_socket(uint64_t net_namespace, uint64_t inode, const ScannedSocket& socket);
  void add_container(std::string_view json);
  void add_interface(uint64_t net_namespace, const ScannedInterface& interface);

  size_t rows() const { return builder_.events(); }
  size_t raw_bytes() const { return builder_.raw_bytes(); }
  EventBlock take();

 private:
  class Row;
  static void set_credentials(Row& row, const ProcStatus& status);
  static void set_namespaces(Row& row, const ScannedThread& thread);

  const Catalogue& catalogue_;
  BlockBuilder builder_;
  uint64_t time_;
};

// Falco's letter for a descriptor, from its link text and mode.
char descriptor_letter(const ScannedDescriptor& descriptor);

}  // namespace sysreel
