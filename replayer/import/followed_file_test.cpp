#include "replayer/import/followed_file.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include "format/capture_reader.h"
#include "format/testing/capture_text.h"
#include "format/testing/test_files.h"

namespace sysreel {
namespace {

TEST_CASE("a capture is read while it is written, and ends when it gets its name") {
  const auto bytes = capture_from_text(
      "event 1 0 1/1 close fd=3\nblock\nwatermark syscall 1\nevent 2000 0 1/1 close fd=4\nblock\nclose\n");
  REQUIRE(bytes.ok());
  const TempFile base;
  const std::string part = base.path() + ".part";
  std::ofstream writer(part, std::ios::binary);
  writer << bytes->substr(0, bytes->size() / 3) << std::flush;
  auto followed = FollowedFile::open(part);
  REQUIRE(followed.ok());
  std::thread rest([&] {
    for (size_t at = bytes->size() / 3; at < bytes->size(); at += 50) {
      writer << bytes->substr(at, 50) << std::flush;
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    writer.close();
    std::filesystem::rename(part, base.path());
  });
  auto reader = CaptureReader::open((*followed)->path());
  REQUIRE(reader.ok());
  CaptureItem item;
  size_t events = 0;
  while (*(*reader)->next(item, {}))
    if (item.kind == CaptureItem::Kind::kBlock) events += item.block.size();
  rest.join();
  CHECK(events == 2);
  CHECK((*reader)->state() == CaptureState::kClosed);
}

TEST_CASE("what does not grow is read to its end; who follows may stop") {
  const auto bytes = capture_from_text("close\n");
  const TempFile whole(*bytes);
  auto followed = FollowedFile::open(whole.path());
  REQUIRE(followed.ok());
  CHECK(CaptureReader::open((*followed)->path()).ok());
  const TempFile base;
  const std::string part = base.path() + ".part";
  std::ofstream(part) << "begun";
  { auto stopped = FollowedFile::open(part); }
  std::filesystem::remove(part);
  CHECK_FALSE(FollowedFile::open(part).ok());
}

}  // namespace
}  // namespace sysreel
