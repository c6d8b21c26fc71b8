#include "format/file_sink.h"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "format/testing/test_files.h"

namespace sysreel {
namespace {

namespace fs = std::filesystem;

struct Folder {
  Folder() : path(fs::temp_directory_path() / ("sysreel_sink_" + std::to_string(getpid()))) {
    fs::create_directory(path);
  }
  ~Folder() { fs::remove_all(path); }
  std::string file(const char* name) const { return (path / name).string(); }
  fs::path path;
};

Status write_text(ByteSink& sink, std::string_view text) {
  return sink.write({reinterpret_cast<const uint8_t*>(text.data()), text.size()});
}

}  // namespace

TEST_CASE_FIXTURE(Folder, "a file has its name when it is complete, and is its owner's alone") {
  const std::string path = file("a.reel");
  {
    auto sink = FileSink::create(path, false);
    REQUIRE(sink.ok());
    CHECK((*sink)->current_path() == path + ".part");
    CHECK(write_text(**sink, "first ").ok());
    CHECK(write_text(**sink, "second").ok());
    CHECK_FALSE(fs::exists(path));
    struct stat status {};
    REQUIRE(stat((path + ".part").c_str(), &status) == 0);
    CHECK((status.st_mode & 0777U) == 0600);
    CHECK((*sink)->commit().ok());
    CHECK((*sink)->current_path() == path);
    CHECK((*sink)->commit().ok());  // once is enough, twice does no harm
  }
  CHECK(read_whole_file(path) == "first second");
  CHECK_FALSE(fs::exists(path + ".part"));
}

TEST_CASE_FIXTURE(Folder, "what was not committed stays as .part") {
  {
    auto sink = FileSink::create(file("b.reel"), false);
    REQUIRE(sink.ok());
    CHECK(write_text(**sink, "cut").ok());
  }
  CHECK(read_whole_file(file("b.reel.part")) == "cut");
  CHECK(FileSink::create(file("b.reel"), false).error().code == ErrorCode::kExists);
  CHECK(FileSink::create(file("b.reel"), true).ok());
}

TEST_CASE_FIXTURE(Folder, "no file is replaced without force, not even one that appears meanwhile") {
  const std::string path = file("c.reel");
  write_whole_file(path, "evidence");
  const auto refused = FileSink::create(path, false);
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().code == ErrorCode::kExists);
  CHECK(refused.error().message.find("--force") != std::string::npos);
  CHECK_FALSE(fs::exists(path + ".part"));

  const std::string later = file("d.reel");
  auto sink = FileSink::create(later, false);
  REQUIRE(sink.ok());
  write_whole_file(later, "evidence");
  CHECK((*sink)->commit().error().code == ErrorCode::kExists);
  CHECK(read_whole_file(later) == "evidence");
  CHECK(fs::exists(later + ".part"));

  auto forced = FileSink::create(path, true);
  REQUIRE(forced.ok());
  CHECK(write_text(**forced, "new").ok());
  CHECK(read_whole_file(path) == "evidence");  // until it is complete
  CHECK((*forced)->commit().ok());
  CHECK(read_whole_file(path) == "new");
}

TEST_CASE_FIXTURE(Folder, "a symbolic link in the way of the .part is not followed") {
  fs::create_symlink(file("target"), file("e.reel.part"));
  CHECK_FALSE(FileSink::create(file("e.reel"), false).ok());
  CHECK_FALSE(fs::exists(file("target")));
}

TEST_CASE_FIXTURE(Folder, "devices are written in place; errors say why") {
  auto null = FileSink::create("/dev/null", false);
  REQUIRE(null.ok());
  CHECK(write_text(**null, "gone").ok());
  CHECK((*null)->commit().ok());
  auto full = FileSink::create("/dev/full", false);
  REQUIRE(full.ok());
  CHECK(write_text(**full, "x").error().message.find("No space") != std::string::npos);
  CHECK(FileSink::create(file("missing/f.reel"), false).error().code == ErrorCode::kNotFound);
  DescriptorSink closed(-1);
  CHECK_FALSE(write_text(closed, "x").ok());
}

}  // namespace sysreel
