#include "recorder/cgroup_paths.h"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "bpf/event_abi.h"

namespace sysreel {
namespace {

namespace fs = std::filesystem;

constexpr const char* kMountInfo =
    "30 25 0:27 / /sys/fs/cgroup rw - tmpfs tmpfs rw\n"
    "31 30 0:28 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu,cpuacct\n"
    "32 30 0:29 / /sys/fs/cgroup/systemd rw - cgroup cgroup rw,name=systemd\n"
    "33 30 0:30 /docker/x /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw\n";

// Two hierarchies made of plain directories.
class Tree {
 public:
  Tree() {
    std::string name = (fs::temp_directory_path() / "sysreel-cgroup-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    root_ = name;
    for (const char* path : {"unified/user.slice/shell",
                             "unified/system.slice/docker-" /* id */ "abcdef0123.scope/init",
                             "unified/machine.slice/libpod-conmon-77aa.scope",
                             "unified/machine.slice/libpod-77aa.scope/container",
                             "memory/docker/fffe01/deeper", "memory/docker/fffe02", "systemd/docker/fffe01"})
      fs::create_directories(root_ / path);
    mounts_ = {{root_ / "unified", "/", REEL_CG_UNIFIED},
               {root_ / "systemd", "/", 0},
               {root_ / "memory", "/sandbox/one", REEL_CG_MEMORY}};
  }
  ~Tree() {
    std::error_code ignored;
    fs::remove_all(root_, ignored);
  }
  Tree(const Tree&) = delete;
  Tree& operator=(const Tree&) = delete;
  std::string path(const std::string& below) const { return root_ / below; }
  const std::vector<CgroupMount>& mounts() const { return mounts_; }

 private:
  fs::path root_;
  std::vector<CgroupMount> mounts_;
};

TEST_CASE("hierarchies of mountinfo, the unified one first") {
  const auto mounts = parse_cgroup_mounts(kMountInfo);
  REQUIRE(mounts.size() == 3);
  CHECK(mounts[0].directory == "/sys/fs/cgroup/unified");
  CHECK(mounts[0].root == "/docker/x");
  CHECK(mounts[0].hierarchy == REEL_CG_UNIFIED);
  CHECK(mounts[1].hierarchy == REEL_CG_CPU);
  CHECK(mounts[2].hierarchy == 0);
}

TEST_CASE("a cgroup by its directory or by its path") {
  const Tree tree;
  struct stat status {};
  REQUIRE(stat(tree.path("unified/user.slice/shell").c_str(), &status) == 0);
  for (const std::string& path :
       {tree.path("unified/user.slice/shell"), tree.path("unified/user.slice/shell/"),
        std::string("/user.slice/shell"), std::string("user.slice/shell")}) {
    CAPTURE(path);
    const auto scope = find_cgroup(tree.mounts(), path);
    REQUIRE(scope.ok());
    CHECK(scope->id == status.st_ino);
    CHECK(scope->level == 2);
    CHECK(scope->hierarchy == REEL_CG_UNIFIED);
  }
  // What is mounted lies two levels below its hierarchy's root.
  const auto memory = find_cgroup(tree.mounts(), "/docker/fffe01");
  REQUIRE(memory.ok());
  CHECK(memory->level == 4);
  CHECK(memory->hierarchy == REEL_CG_MEMORY);
  CHECK(find_cgroup(tree.mounts(), "/no/such").error().message == "there is no cgroup /no/such");
  CHECK(find_cgroup(tree.mounts(), tree.path("systemd/docker")).error().code == ErrorCode::kInvalid);
  CHECK(find_cgroup(tree.mounts(), tree.path("unified/none")).error().code == ErrorCode::kNotFound);
}

TEST_CASE("a container by its id, as engines name its cgroup") {
  const Tree tree;
  struct Row {
    const char* id;
    const char* directory;
  };
  const Row rows[] = {{"abcdef0123", "unified/system.slice/docker-abcdef0123.scope"},
                      {"abcd", "unified/system.slice/docker-abcdef0123.scope"},
                      {"77aa", "unified/machine.slice/libpod-77aa.scope"},
                      {"fffe01", "memory/docker/fffe01"}};
  for (const Row& row : rows) {
    CAPTURE(row.id);
    const auto scope = find_container_cgroup(tree.mounts(), row.id);
    REQUIRE(scope.ok());
    CHECK(scope->directory == tree.path(row.directory));
  }
  CHECK(find_container_cgroup(tree.mounts(), "fffe").error().message ==
        "several containers have an id that begins with fffe: fffe01, fffe02");
  CHECK(find_container_cgroup(tree.mounts(), "0000").error().code == ErrorCode::kNotFound);
}

}  // namespace
}  // namespace sysreel
