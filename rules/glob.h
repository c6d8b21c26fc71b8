// Shell patterns as fnmatch(3) without flags understands them: * ? [a-z] [!a] [[:digit:]] and \ before a
// character; * crosses slashes. Bytes, not characters.
#pragma once

#include <string_view>

namespace sysreel::rules {

// Takes at most pattern.size() * text.size() steps, unlike the C library's.
bool glob_matches(std::string_view pattern, std::string_view text, bool ignore_case = false);

}  // namespace sysreel::rules
