// fs.path.*: the paths that file system calls act on, of successful calls; absolute ones resolved by their
// letters.
#include "replayer/fields/fd_name.h"
#include "replayer/state/path.h"

namespace sysreel {
namespace {

using rules::Value;

enum class Role : uint8_t { kName, kSource, kTarget };

// Which parameter plays the role, and which names the directory that a relative path starts at (empty: the
// working directory). Links have the new name as source, as Falco has it.
struct PathRow {
  std::string_view kind;
  Role role;
  std::string_view path;
  std::string_view dirfd;
};
constexpr PathRow kPaths[] = {
    {"mkdir", Role::kName, "path", ""},
    {"mkdirat", Role::kName, "path", "dirfd"},
    {"rmdir", Role::kName, "path", ""},
    {"unlink", Role::kName, "path", ""},
    {"unlinkat", Role::kName, "name", "dirfd"},
    {"open", Role::kName, "name", ""},
    {"openat", Role::kName, "name", "dirfd"},
    {"openat2", Role::kName, "name", "dirfd"},
    {"fchmodat", Role::kName, "filename", "dirfd"},
    {"chmod", Role::kName, "filename", ""},
    {"fchmod", Role::kName, "", ""},
    {"chown", Role::kName, "path", ""},
    {"lchown", Role::kName, "path", ""},
    {"fchown", Role::kName, "", ""},
    {"fchownat", Role::kName, "pathname", "dirfd"},
    {"quotactl", Role::kName, "special", ""},
    {"umount", Role::kName, "name", ""},
    {"umount2", Role::kName, "name", ""},
    {"rename", Role::kSource, "oldpath", ""},
    {"rename", Role::kTarget, "newpath", ""},
    {"renameat", Role::kSource, "oldpath", "olddirfd"},
    {"renameat", Role::kTarget, "newpath", "newdirfd"},
    {"renameat2", Role::kSource, "oldpath", "olddirfd"},
    {"renameat2", Role::kTarget, "newpath", "newdirfd"},
    {"link", Role::kSource, "newpath", ""},
    {"link", Role::kTarget, "oldpath", ""},
    {"linkat", Role::kSource, "newpath", "newdir"},
    {"linkat", Role::kTarget, "oldpath", "olddir"},
    {"symlink", Role::kSource, "linkpath", ""},
    {"symlink", Role::kTarget, "target", ""},
    {"symlinkat", Role::kSource, "linkpath", "linkdirfd"},
    {"symlinkat", Role::kTarget, "target", ""},
    {"mount", Role::kSource, "dev", ""},
    {"mount", Role::kTarget, "dir", ""},
};

const PathRow* row_of(std::string_view kind, Role role) {
  for (const PathRow& row : kPaths) {
    if (row.kind == kind && row.role == role) return &row;
  }
  return nullptr;
}

bool passed_path(const FieldContext& context, const PathRow& row, std::string_view& path) {
  const Step& step = *context.step;
  if (row.path.empty()) {
    if (step.descriptor == nullptr) return false;
    path = step.descriptor->name;
    return true;
  }
  const int param = step.kind->param_index(row.path);
  if (param < 0 || !step.event.has(static_cast<size_t>(param))) return false;
  path = step.event.text(static_cast<size_t>(param));
  return true;
}

template <Role role, bool raw>
Value path_of(const FieldContext& context, const BoundField&) {
  const Step& step = *context.step;
  const PathRow* row = row_of(step.kind->name, role);
  if (row == nullptr || !step.has_result() || step.thread == nullptr) return {};
  const bool opens = step.kind->has(kCreatesFd);
  if (opens ? step.result() == -1 : step.result() != 0) return {};
  std::string_view path;
  if (!passed_path(context, *row, path)) return {};
  if (raw) return Value::of_text(path);
  std::string& text = context.arena->text();
  if (path.starts_with('/')) {
    join_path(text, "", path);
  } else if (opens && row->dirfd == "dirfd") {
    text = step.descriptor != nullptr ? std::string_view(step.descriptor->name) : "<UNKNOWN>";
  } else {
    join_path(text, base_for(context, row->dirfd.empty() ? -1 : step.kind->param_index(row->dirfd)), path);
  }
  return Value::of_text(text);
}

constexpr ExtractorRow kRows[] = {
    {"fs.path.name", Scope::kEvent, path_of<Role::kName, false>},
    {"fs.path.nameraw", Scope::kEvent, path_of<Role::kName, true>},
    {"fs.path.source", Scope::kEvent, path_of<Role::kSource, false>},
    {"fs.path.sourceraw", Scope::kEvent, path_of<Role::kSource, true>},
    {"fs.path.target", Scope::kEvent, path_of<Role::kTarget, false>},
    {"fs.path.targetraw", Scope::kEvent, path_of<Role::kTarget, true>},
};

}  // namespace

std::span<const ExtractorRow> fs_path_extractors() {
  return kRows;
}

}  // namespace sysreel
