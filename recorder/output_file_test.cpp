#include "recorder/output_file.h"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace sysreel {
namespace {

namespace fs = std::filesystem;

class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "sysreel-output-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  ~Folder() { fs::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::string operator/(const std::string& name) const { return (path_ / name).string(); }

 private:
  fs::path path_;
};

void touch(const std::string& path) {
  std::ofstream(path) << "precious";
}

std::string content(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

const uint8_t kBytes[] = {'r', 'e', 'e', 'l'};

TEST_CASE("a capture gets its name when it is complete") {
  const Folder folder;
  auto output = OutputFile::create(folder / "x.reel", false);
  REQUIRE(output.ok());
  CHECK_FALSE(fs::exists(folder / "x.reel"));
  struct stat status {};
  REQUIRE(stat((folder / "x.reel.part").c_str(), &status) == 0);
  CHECK((status.st_mode & 07777) == 0600);
  REQUIRE((*output)->write(kBytes).ok());
  CHECK((*output)->current_name() == folder / "x.reel.part");
  CHECK_FALSE((*output)->complete());
  REQUIRE((*output)->finish().ok());
  CHECK((*output)->current_name() == folder / "x.reel");
  CHECK((*output)->complete());
  CHECK(content(folder / "x.reel") == "reel");
  CHECK_FALSE(fs::exists(folder / "x.reel.part"));
}

TEST_CASE("nothing that exists is overwritten unless forced") {
  const Folder folder;
  touch(folder / "x.reel");
  const auto refused = OutputFile::create(folder / "x.reel", false);
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().code == ErrorCode::kExists);
  touch(folder / "y.reel.part");
  const auto also = OutputFile::create(folder / "y.reel", false);
  REQUIRE_FALSE(also.ok());
  CHECK(also.error().code == ErrorCode::kExists);
  {
    auto meanwhile = OutputFile::create(folder / "z.reel", false);
    REQUIRE(meanwhile.ok());
    touch(folder / "z.reel");
    const Status finished = (*meanwhile)->finish();
    REQUIRE_FALSE(finished.ok());
    CHECK(finished.error().code == ErrorCode::kExists);
    CHECK(content(folder / "z.reel") == "precious");
  }
  auto forced = OutputFile::create(folder / "x.reel", true);
  REQUIRE(forced.ok());
  CHECK(content(folder / "x.reel") == "precious");
  REQUIRE((*forced)->write(kBytes).ok());
  REQUIRE((*forced)->finish().ok());
  CHECK(content(folder / "x.reel") == "reel");
}

TEST_CASE("a link at the place of the .part is not followed") {
  const Folder folder;
  touch(folder / "precious");
  fs::create_symlink(folder / "precious", folder / "x.reel.part");
  CHECK_FALSE(OutputFile::create(folder / "x.reel", false).ok());
  CHECK(content(folder / "precious") == "precious");
}

TEST_CASE("what is no regular file is written as it is; failures say so") {
  const Folder folder;
  auto null = OutputFile::create("/dev/null", false);
  REQUIRE(null.ok());
  CHECK((*null)->write(kBytes).ok());
  CHECK((*null)->finish().ok());
  auto full = OutputFile::create("/dev/full", false);
  REQUIRE(full.ok());
  CHECK_FALSE((*full)->write(kBytes).ok());
  CHECK_FALSE(OutputFile::create(folder / "no/such/folder.reel", false).ok());
  CHECK_FALSE(OutputFile::create(folder / "", false).ok());
}

TEST_CASE("a discarded capture leaves nothing") {
  const Folder folder;
  auto output = OutputFile::create(folder / "x.reel", false);
  REQUIRE(output.ok());
  (*output)->discard();
  CHECK_FALSE(fs::exists(folder / "x.reel.part"));
}

}  // namespace
}  // namespace sysreel
