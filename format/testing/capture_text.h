// Captures for tests, written as text and built at test time, so that a diff shows what changed.
//
//   header host="web1" kernel="6.1.0" boot=1000 wall=1700000000000000000 command="sh"   # optional, first
//   header recorded="openat" recorded="close"          # a list's elements, one field each
//   kind frobnicate "fd:FD $why:CHARBUF"               # a kind, or parameters, that this build does not know
//   source syscall                                     # of the events that follow; also k8s_audit,
//   linux_audit number 17                                          # of the next event event 1000 0 10/10@5
//   openat fd=3 name="/etc/passwd" mode=!missing
//                                                      # time cpu tid/pid@start kind param=value …
//   block                                              # seals what came since the last one
//   snapshot scan 900 950 1/1                          # kind, begin, end, part/parts; rows follow
//   row 10/10@5 snapshot.thread comm="sh"
//   watermark k8s_audit 1500                           # nothing of the source before that time is to come
//   loss syscall 900 2000 seen=5 filtered=1 recorded=3 ring_full=1
//   close                                              # index and footer; without it the capture is
//   incomplete
//
// Values: 5 -1 0x1f · "text \x00 \n \" \\" · ["a" "b"] (NUL-terminated strings) · addr(1.2.3.4:80)
// addr([::1]:80) addr(unix:/run/s) · tuple(1.2.3.4:80>5.6.7.8:90) tuple(unix:/run/s) · !missing · !fault ·
// any value with ! behind it is marked truncated. # begins a comment.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace sysreel {

// The capture's bytes. The same text gives the same bytes; capture id 00 01 … 0f unless the header says
// id=HEX.
Result<std::string> capture_from_text(std::string_view text);

}  // namespace sysreel
