// The numbers behind the words that interpreted records (ausearch -i) have in place of arguments of system
// calls and of file modes.
//
//   a0=AT_FDCWD   a2=O_WRONLY|O_CREAT   a1=suid,0755   a1=SIGKILL   a0=0x3   mode=file,644
//
// The same words stand for the same numbers wherever they occur; flags are those of x86 and of all kernels
// that number them like it, as the interpreter has them whatever machine the log is of.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace sysreel {

// Nothing when one of the words is none of them: a part of the flags is not the flags.
std::optional<uint64_t> audit_argument_of_words(std::string_view text);
// The mode of a PATH record, with the type of the file.
std::optional<uint32_t> audit_mode_of_words(std::string_view text);

}  // namespace sysreel
