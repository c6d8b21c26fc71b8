// Paths as text. Nothing here asks a file system: ".." is resolved by the letters, as Falco resolves it.
#pragma once

#include <string>
#include <string_view>

namespace sysreel {

// Writes `path` into `out`, absolute paths as they are, others behind `base`, which ends with a slash when it
// is a directory. "." and ".." parts and repeated slashes of `path` are resolved; `base` is taken as it is
// and ".." goes up into it, never above its root. A trailing slash goes. An empty path gives an empty result.
void join_path(std::string& out, std::string_view base, std::string_view path);
std::string join_path(std::string_view base, std::string_view path);
// The same of a path that is not absolute, behind the base that `out` holds.
void append_path(std::string& out, std::string_view path);

// Nothing of the path, which is not empty, has to be left out but a trailing slash: no component is empty or
// begins with a dot.
bool is_plain_path(std::string_view path);
// "a//b" -> "a/b"
bool has_repeated_slashes(std::string_view text);
void drop_repeated_slashes(std::string& text);

// "/etc/passwd" -> "/etc"; "/passwd" -> "/"; "passwd" -> "/" (as Falco's fd.directory).
std::string_view directory_of(std::string_view path);
// "/etc/passwd" -> "passwd"; without a slash "/" (as Falco's fd.filename).
std::string_view file_name_of(std::string_view path);

}  // namespace sysreel
