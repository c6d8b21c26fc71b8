// Field scripts: a capture as text (format/testing/capture_text.h) with questions between its events.
//
//   event 2000 0 10/10@5 openat fd=3 dirfd=-100 name="passwd" flags=0
//   ? fd.name = /etc/passwd
//   ? proc.aname[2] = <NA>
//
// `! CONDITION` and `% OUTPUT`, written in hexadecimal, are answered with true or false and with the text,
// both as Falco understands them (--falco-compatible).
//
// A question asks for a field's value at the event above it, as rules see it; `field = ` without a value is
// the empty text, <missing> none. What has not happened is said by one comparison of the whole script.
#pragma once

#include <string>
#include <string_view>

namespace sysreel {

// The script with the values that the replay gave. A script that cannot be read gives a text that says why.
std::string answered(std::string_view script);

}  // namespace sysreel
