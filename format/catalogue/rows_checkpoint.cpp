// Rows of checkpoints: the replayer's full state. Each row kind is the image of a struct of replayer/state,
// column by column in the order of its list in replayer/checkpoint/state_lists.h, which a test compares.
#include "format/catalogue/row_texts.h"

namespace sysreel {

// image, directory, cgroups, descriptor and table: numbers of other rows, from 1; 0 none. leader, parent:
// tids.
const std::string_view kRowsCheckpoint = R"(
snapshot.state_facts -,-,- snapshot row
    first_wall_time:UINT64 previous_wall_time:UINT64 threads_evicted:UINT64
snapshot.state_image -,-,- snapshot row
    number:UINT64 exe:BYTEBUF path:BYTEBUF arguments:BYTEBUF environment:BYTEBUF writable:BOOL
    upper_layer:BOOL lower_layer:BOOL from_memfd:BOOL inode:UINT64 inode_ctime:UINT64 inode_mtime:UINT64
snapshot.state_directory -,-,- snapshot row
    number:UINT64 current:BYTEBUF root:BYTEBUF
snapshot.state_cgroups -,-,- snapshot row
    number:UINT64 raw:BYTEBUF container_id:BYTEBUF
snapshot.state_descriptor -,-,- snapshot row
    number:UINT64 type:UINT8 l4proto:UINT8 role:UINT8 connection:UINT8 close_on_exec:BOOL upper_layer:BOOL
    lower_layer:BOOL from_snapshot:BOOL device:UINT32 inode:UINT64 pid:INT64 name:BYTEBUF raw_name:BYTEBUF
    source:BYTEBUF destination:BYTEBUF source_pointer:UINT64 destination_pointer:UINT64
snapshot.state_slot -,-,- snapshot row
    table:UINT64 fd:INT64 descriptor:UINT64
snapshot.state_thread -,-,- snapshot row
    tid:INT64 pid:INT64 start_time:UINT64 ptid:INT64 reaper:INT64 sid:INT64 pgid:INT64 vpgid:INT64 vtid:INT64
    vpid:INT64 clone_time:UINT64 pidns_start_time:UINT64 exec_time:UINT64 last_seen:UINT64 uid:UINT32
    gid:UINT32 login_uid:UINT32 tty:UINT32 cap_inheritable:UINT64 cap_permitted:UINT64 cap_effective:UINT64
    fd_limit:INT64 vm_size:UINT64 vm_rss:UINT64 vm_swap:UINT64 major_faults:UINT64 minor_faults:UINT64
    cpu_user:UINT64 cpu_system:UINT64 cpu_user_used:UINT64 cpu_system_used:UINT64
    exe_ctime_to_start:INT64 exe_ctime_after_pidns:INT64 comm:BYTEBUF image:UINT64 table:UINT64
    directory:UINT64 cgroups:UINT64 known:BOOL from_snapshot:BOOL dead:BOOL in_pid_namespace:BOOL
    subreaper:BOOL created_by_child:BOOL group_size:UINT32 leader:INT64 parent:INT64 group_place:UINT32
    sibling_place:UINT32
snapshot.state_user -,-,- snapshot row
    container:BYTEBUF uid:UINT32 gid:UINT32 name:BYTEBUF home:BYTEBUF shell:BYTEBUF
snapshot.state_group -,-,- snapshot row
    container:BYTEBUF gid:UINT32 name:BYTEBUF
snapshot.state_container -,-,- snapshot row
    json:BYTEBUF
snapshot.state_interface -,-,- snapshot row
    address:BYTEBUF netmask:BYTEBUF v6:BOOL
snapshot.state_exit -,-,- snapshot row
    tid:INT64 time:UINT64
)";

}  // namespace sysreel
