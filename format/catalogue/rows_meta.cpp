// Kinds that are no system call: the life cycle of processes, the scheduler, what recorders and plugins say,
// audit records. The grammar is in catalogue.h, what stands after "=" in capture_from.h.
#include "format/catalogue/row_texts.h"

namespace sysreel {

// `syscall` is a system call whose number is in no row. Of `k8s_audit` and `linux_audit`, evt.type is
// "pluginevent"; the text is what was received: one JSON object, or all records of one serial, a line each.
// `event_time` is the event's own wall time, so that no reader has to look for it in the text; missing when
// it has none.
const std::string_view kRowsMeta = R"(
syscall -,-,- other generic,syscall
    ID:SYSCALLID=const(0) nativeID:UINT16=nr +res:ERRNO=ret
procexit -,-,- process enter,state,security
    status:ERRNO=exit.status ret:ERRNO=exit.ret sig:SIGTYPE=exit.sig core:UINT8=exit.core reaper_tid:PID=exit.reaper
    +group_dead:BOOL=exit.group_dead
signaldeliver -,-,- signal enter
    spid:PID=signal.spid dpid:PID=signal.dpid sig:SIGTYPE=signal.sig
switch -,-,- scheduler enter
    next:PID pgft_maj:UINT64 pgft_min:UINT64 vm_size:UINT32 vm_rss:UINT32 vm_swap:UINT32
page_fault -,-,- other enter
    ~addr:UINT64.x ~ip:UINT64.x error:FLAGS32:page_fault_error
drop -,-,- internal enter,meta
    ratio:UINT32
scapevent -,-,- internal enter,meta
    event_type:UINT32 event_data:UINT64
procinfo -,-,- internal enter,meta
    cpu_usr:UINT64 cpu_sys:UINT64
cpu_hotplug -,-,- system enter,meta,state
    cpu:UINT32 action:UINT32
notification -,-,- other enter,meta
    id:CHARBUF desc:CHARBUF
infra -,-,- internal enter,meta
    source:CHARBUF name:CHARBUF description:CHARBUF scope:CHARBUF
container -,-,- process enter,meta,state,security
    json:CHARBUF
useradded -,-,- process enter,meta,state,security
    uid:UINT32 gid:UINT32 name:CHARBUF home:CHARBUF shell:CHARBUF container_id:CHARBUF
userdeleted -,-,- process enter,meta,state,security
    uid:UINT32 gid:UINT32 name:CHARBUF home:CHARBUF shell:CHARBUF container_id:CHARBUF
groupadded -,-,- process enter,meta,state,security
    gid:UINT32 name:CHARBUF container_id:CHARBUF
groupdeleted -,-,- process enter,meta,state,security
    gid:UINT32 name:CHARBUF container_id:CHARBUF
asyncevent -,-,- other enter,meta
    plugin_id:UINT32 name:CHARBUF data:BYTEBUF
pluginevent -,-,- other enter
    plugin_id:UINT32 event_data:BYTEBUF
k8s_audit -,-,- other enter,plugin,security
    json:CHARBUF +event_time:ABSTIME
linux_audit -,-,- other enter,plugin,security
    records:CHARBUF +event_time:ABSTIME
)";

}  // namespace sysreel
