// A file's path as SARIF wants it: a relative reference, or a file: URI of an absolute path; every byte that
// is not plain in a path as %HH.
#pragma once

#include <string>
#include <string_view>

namespace sysreel {

std::string artifact_uri(std::string_view path);

}  // namespace sysreel
