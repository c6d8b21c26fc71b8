// System calls that only i386 has: ID is Falco's portable number of the call, 0 where it has none. The
// grammar is in catalogue.h, what stands after "=" in capture_from.h.
#include "format/catalogue/row_texts.h"

namespace sysreel {

const std::string_view kRowsGenericI386 = R"(
bdflush -,134,- other generic ID:SYSCALLID=const(274) nativeID:UINT16=nr +res:ERRNO=ret
break -,17,- other generic ID:SYSCALLID=const(0) nativeID:UINT16=nr +res:ERRNO=ret
fstatfs64 -,269,- other generic ID:SYSCALLID=const(270) nativeID:UINT16=nr +res:ERRNO=ret
ftime -,35,- other generic ID:SYSCALLID=const(0) nativeID:UINT16=nr +res:ERRNO=ret
gtty -,32,- other generic ID:SYSCALLID=const(0) nativeID:UINT16=nr +res:ERRNO=ret
idle -,112,- other generic ID:SYSCALLID=const(408) nativeID:UINT16=nr +res:ERRNO=ret
ipc -,117,- other generic ID:SYSCALLID=const(276) nativeID:UINT16=nr +res:ERRNO=ret
lock -,53,- other generic ID:SYSCALLID=const(0) nativeID:UINT16=nr +res:ERRNO=ret
mpx -,56,- other generic ID:SYSCALLID=const(0) nativeID:UINT16=nr +res:ERRNO=ret
nice -,34,- other generic ID:SYSCALLID=const(290) nativeID:UINT16=nr +res:ERRNO=ret
old_mmap -,90,- other generic ID:SYSCALLID=const(0) nativeID:UINT16=nr +res:ERRNO=ret
oldfstat -,28,- other generic ID:SYSCALLID=const(426) nativeID:UINT16=nr +res:ERRNO=ret
oldlstat -,84,- other generic ID:SYSCALLID=const(423) nativeID:UINT16=nr +res:ERRNO=ret
oldolduname -,59,- other generic ID:SYSCALLID=const(434) nativeID:UINT16=nr +res:ERRNO=ret
oldstat -,18,- other generic ID:SYSCALLID=const(420) nativeID:UINT16=nr +res:ERRNO=ret
olduname -,109,- other generic ID:SYSCALLID=const(287) nativeID:UINT16=nr +res:ERRNO=ret
prof -,44,- other generic ID:SYSCALLID=const(0) nativeID:UINT16=nr +res:ERRNO=ret
profil -,98,- other generic ID:SYSCALLID=const(0) nativeID:UINT16=nr +res:ERRNO=ret
readdir -,89,- other generic ID:SYSCALLID=const(405) nativeID:UINT16=nr +res:ERRNO=ret
sgetmask -,68,- other generic ID:SYSCALLID=const(284) nativeID:UINT16=nr +res:ERRNO=ret
sigaction -,67,- other generic ID:SYSCALLID=const(403) nativeID:UINT16=nr +res:ERRNO=ret
signal -,48,- other generic ID:SYSCALLID=const(289) nativeID:UINT16=nr +res:ERRNO=ret
sigpending -,73,- other generic ID:SYSCALLID=const(286) nativeID:UINT16=nr +res:ERRNO=ret
sigprocmask -,126,- other generic ID:SYSCALLID=const(275) nativeID:UINT16=nr +res:ERRNO=ret
sigreturn -,119,- other generic ID:SYSCALLID=const(410) nativeID:UINT16=nr
sigsuspend -,72,- other generic ID:SYSCALLID=const(407) nativeID:UINT16=nr +res:ERRNO=ret
socketcall -,102,- other generic,security ID:SYSCALLID=const(277) nativeID:UINT16=nr +res:ERRNO=ret
    +call:UINT32=a0
ssetmask -,69,- other generic ID:SYSCALLID=const(285) nativeID:UINT16=nr +res:ERRNO=ret
statfs64 -,268,- other generic ID:SYSCALLID=const(269) nativeID:UINT16=nr +res:ERRNO=ret
stime -,25,- other generic,security ID:SYSCALLID=const(291) nativeID:UINT16=nr +res:ERRNO=ret
stty -,31,- other generic ID:SYSCALLID=const(0) nativeID:UINT16=nr +res:ERRNO=ret
ulimit -,58,- other generic ID:SYSCALLID=const(0) nativeID:UINT16=nr +res:ERRNO=ret
vm86 -,166,- other generic ID:SYSCALLID=const(433) nativeID:UINT16=nr +res:ERRNO=ret
vm86old -,113,- other generic ID:SYSCALLID=const(0) nativeID:UINT16=nr +res:ERRNO=ret
waitpid -,7,- other generic ID:SYSCALLID=const(293) nativeID:UINT16=nr +res:ERRNO=ret
)";

}  // namespace sysreel
