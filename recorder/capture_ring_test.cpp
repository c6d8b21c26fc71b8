#include "recorder/capture_ring.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <set>

namespace sysreel {
namespace {

namespace fs = std::filesystem;
using Names = std::set<std::string>;

class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "sysreel-ring-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::string operator/(const std::string& name) const { return (path_ / name).string(); }
  void put(const std::string& name, size_t bytes) const {
    std::ofstream(path_ / name) << std::string(bytes, 'x');
  }
  Names names() const {
    Names found;
    for (const auto& entry : fs::directory_iterator(path_)) found.insert(entry.path().filename());
    return found;
  }

 private:
  fs::path path_;
};

CaptureRing open_ring(const Folder& folder, const RingLimits& limits, const std::string& name = "ring.reel") {
  Result<CaptureRing> ring = CaptureRing::open(folder / name, limits, 0);
  REQUIRE(ring.ok());
  return std::move(ring).value();
}

// A part that covers [from, to] and has ten bytes.
void add(const Folder& folder, CaptureRing& ring, uint64_t from, uint64_t to) {
  const std::string path = ring.next_name();
  folder.put(fs::path(path).filename(), 10);
  ring.add(path, 10, {from, to});
}

TEST_CASE("parts are named in order and the newest are kept") {
  const Folder folder;
  CaptureRing ring = open_ring(folder, {3, {}});
  for (uint64_t i = 0; i < 5; ++i) {
    add(folder, ring, i * 10, i * 10 + 9);
    ring.trim(0);
  }
  // Two and the one that is being written.
  CHECK(folder.names() == Names{"ring.000004.reel", "ring.000005.reel"});
  CHECK(ring.next_name() == folder / "ring.000006.reel");
}

TEST_CASE("a quota counts all files and the one being written") {
  const Folder folder;
  CaptureRing ring = open_ring(folder, {{}, 35});
  for (uint64_t i = 0; i < 3; ++i) add(folder, ring, i * 10, i * 10 + 9);
  ring.trim(4);
  CHECK(ring.files() == 3);
  ring.trim(6);
  CHECK(folder.names() == Names{"ring.000002.reel", "ring.000003.reel"});
  ring.trim(36);
  CHECK(ring.files() == 0);
  CHECK(ring.full(36));
  CHECK_FALSE(ring.full(35));
}

TEST_CASE("a restarted recorder goes on behind what is there and keeps within its bounds") {
  const Folder folder;
  folder.put("ring.000007.reel", 10);
  folder.put("ring.000009.reel.part", 10);
  folder.put("ring.000008.pinned.reel", 10);
  folder.put("ring.reel", 10);
  folder.put("ring.12.reel", 10);
  folder.put("other.000099.reel", 10);
  CaptureRing ring = open_ring(folder, {2, {}});
  CHECK(ring.files() == 2);
  CHECK(ring.pinned() == 1);
  CHECK(ring.next_name() == folder / "ring.000010.reel");
  ring.trim(0);
  CHECK(folder.names() == Names{"ring.000008.pinned.reel", "ring.000009.reel.part", "ring.reel",
                                "ring.12.reel", "other.000099.reel"});
}

TEST_CASE("pinned parts are renamed and stay, before and after the moment") {
  const Folder folder;
  CaptureRing ring = open_ring(folder, {1, {}});
  for (uint64_t i = 0; i < 4; ++i) add(folder, ring, i * 10, i * 10 + 9);
  ring.pin({25, 45});
  add(folder, ring, 40, 49);
  add(folder, ring, 50, 59);
  ring.trim(0);
  CHECK(folder.names() ==
        Names{"ring.000003.pinned.reel", "ring.000004.pinned.reel", "ring.000005.pinned.reel"});
  CHECK(ring.pinned() == 3);
  CHECK(open_ring(folder, {1, {}}).next_name() == folder / "ring.000006.reel");
}

TEST_CASE("names without an extension and in the current directory") {
  const Folder folder;
  CHECK(open_ring(folder, {}, "ring").next_name() == folder / "ring.000001.reel");
  CHECK(open_ring(folder, {}, "a.b.cap").next_name() == folder / "a.b.000001.cap");
  CHECK_FALSE(CaptureRing::open(folder / "no/such/ring.reel", {}, 0).ok());
  const Result<CaptureRing> here = CaptureRing::open("sysreel-no-such-ring.reel", {}, 0);
  REQUIRE(here.ok());
  CaptureRing ring = *here;
  CHECK(ring.next_name() == "sysreel-no-such-ring.000001.reel");
}

TEST_CASE("there may be nothing to drop") {
  const Folder folder;
  CaptureRing ring = open_ring(folder, {});
  CHECK_FALSE(ring.drop_oldest());
  add(folder, ring, 0, 1);
  CHECK(ring.drop_oldest());
  CHECK(folder.names().empty());
}

}  // namespace
}  // namespace sysreel
