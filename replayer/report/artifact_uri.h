// A file's path as the relative reference that SARIF wants: every byte that is not plain in a path as %HH.
#pragma once

#include <string>
#include <string_view>

namespace sysreel {

std::string artifact_uri(std::string_view path);

}  // namespace sysreel
