// Kernel modules, bpf, keys. The grammar is in catalogue.h, what stands after "=" in capture_from.h.
#include "format/catalogue/row_texts.h"

namespace sysreel {

const std::string_view kRowsSystem = R"(
init_module 175,128,105 other security
    res:ERRNO=ret ~img:BYTEBUF=buf(a0,a1) length:UINT64=a1 uargs:CHARBUF=str(a2)
finit_module 313,350,273 other uses_fd,reads,security
    res:ERRNO=ret fd:FD=a0 uargs:CHARBUF=str(a1) flags:FLAGS32:finit_module_flags=a2
    +path:FSPATH=file(a0).path +dev:UINT32.x=file(a0).dev +ino:UINT64=file(a0).ino
delete_module 176,129,106 other security
    res:ERRNO=ret name:CHARBUF=str(a0) flags:FLAGS32:delete_module_flags=a1
bpf 321,357,280 other creates_fd,security
    fd:FD=ret cmd:ENUMFLAGS32:bpf_command=a0 +prog_type:UINT32=u32(a1)?a0:5
    +prog_name:CHARBUF=str(a1,48)?a0:5 +map_type:UINT32=u32(a1)?a0:0 +map_name:CHARBUF=str(a1,28)?a0:0
keyctl 250,288,219 other security
    res:ERRNO=ret operation:ENUMFLAGS32:keyctl_operation=a0 arg2:DYN=dyn(a1)?a0:1
    arg3:DYN=dyn(a2)?a0:10,25,26,27,28,29 arg4:DYN=dyn(a3)?a0:10,24,29 arg5:DYN=dyn(a4)?a0:63
)";

}  // namespace sysreel
