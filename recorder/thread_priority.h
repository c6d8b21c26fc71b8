// The thread that empties the kernel's ring goes before the programs that fill it: it has little to do, and
// what it does too late is lost. The others of the recorder give way.
#pragma once

namespace sysreel {

// Of the calling thread and of those it makes later. Without the privilege nothing changes.
void hurry();
// In a thread made after hurry(): as important as whoever started the recorder wanted.
void give_way();

}  // namespace sysreel
