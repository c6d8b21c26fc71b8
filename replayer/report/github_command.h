// Workflow commands of GitHub Actions, which make annotations.
#pragma once

#include <string>
#include <string_view>

#include "base/diagnostics.h"

namespace sysreel {

// "::error file=F,line=L,col=C,title=T::MESSAGE\n". Newlines of the message make lines; whatever else is in
// the texts stays inside of the command. `level`: error, warning or notice; a place without a file is left
// out.
void append_github_command(std::string& out, std::string_view level, const Place& place,
                           std::string_view title, std::string_view message);

}  // namespace sysreel
