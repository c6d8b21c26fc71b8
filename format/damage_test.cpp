// Captures that are cut, flipped, spliced, empty or foreign: the readable part with a report, or a clear
// error, and never anything that was not recorded.
#include <doctest/doctest.h>

#include <set>
#include <sstream>

#include "format/capture_reader.h"
#include "format/capture_verify.h"
#include "format/testing/capture_dump.h"
#include "format/testing/frame_cut.h"
#include "format/testing/test_files.h"

namespace sysreel {
namespace {

constexpr std::string_view kSmall =
    "header host=\"h\" recorded=\"openat\" recorded=\"close\" boot=100 wall=200\n"
    "snapshot scan 90 95 1/1\n"
    "row 1/1 snapshot.thread comm=\"init\"\n"
    "event 100 0 1/1 openat fd=3 name=\"/etc/passwd\"\n"
    "event 101 0 1/1 close fd=3 res=0\n"
    "block\n"
    "event 102 1 2/2 openat fd=4 name=\"/etc/shadow\"\n"
    "block\n"
    "loss syscall 90 200 seen=3 recorded=3\n"
    "event 103 1 2/2 close fd=4 res=0\n"
    "close\n";

std::string small() {
  return build_capture(kSmall);
}

std::string with_id(char digit) {
  std::string text(kSmall);
  return build_capture("header id=\"" + std::string(32, digit) + "\"\n" + text);
}

Verdict verdict_of(std::string_view bytes) {
  const auto result = verify_bytes({bytes.begin(), bytes.end()});
  REQUIRE(result.ok());
  return result->verdict;
}

std::multiset<std::string> lines_of(const std::string& text) {
  std::multiset<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);)
    if (line.rfind("number", 0) != 0) lines.insert(line);
  return lines;
}

// Every line of `part` is one of `whole`, as often at most.
bool within(const std::string& part, const std::string& whole) {
  const auto all = lines_of(whole);
  for (const std::string& line : lines_of(part))
    if (lines_of(part).count(line) > all.count(line)) return false;
  return true;
}

}  // namespace

TEST_CASE("every truncation gives the frames before the cut and says that the capture is incomplete") {
  const std::string whole = small();
  const std::string text = dump_bytes(whole).text;
  const size_t header_end = cut_frames(whole)[0].size();
  for (size_t length = 0; length < whole.size(); ++length) {
    CAPTURE(length);
    const CaptureDump dump = dump_bytes(std::string_view(whole).substr(0, length));
    if (length < header_end) {
      CHECK(dump.error == (length == 0 ? "the file is empty" : "the capture ends within its header"));
      continue;
    }
    CHECK(dump.error.empty());
    CHECK(text.starts_with(dump.text));
    CHECK(dump.damage.empty());
    CHECK((dump.state == CaptureState::kIncomplete || dump.state == CaptureState::kIndexed));
    CHECK(verdict_of(std::string_view(whole).substr(0, length)) == Verdict::kIncomplete);
  }
  CHECK(dump_bytes(whole).state == CaptureState::kClosed);
}

TEST_CASE("a capture cut at a frame's end is not torn, one cut within is") {
  const std::vector<std::string> frames = cut_frames(small());
  std::string bytes = frames[0] + frames[1];
  CHECK_FALSE(dump_bytes(bytes).torn);
  CHECK(dump_bytes(bytes + frames[2].substr(0, 20)).torn);
  CHECK(dump_bytes(bytes + frames[2].substr(0, 3)).torn);
  CHECK(dump_bytes(bytes + std::string(5000, '\0')).torn);  // blocks that a file system never filled
  CHECK(dump_bytes(bytes + "garbage").damage.size() == 1);
}

TEST_CASE("no flipped bit goes unnoticed, none adds or changes an event") {
  const std::string whole = small();
  const std::string text = dump_bytes(whole).text;
  for (size_t byte = 0; byte < whole.size(); ++byte) {
    CAPTURE(byte);
    std::string bytes = whole;
    bytes[byte] = static_cast<char>(bytes[byte] ^ (1 << (byte % 8)));
    const auto verified = verify_bytes({bytes.begin(), bytes.end()});
    CHECK((!verified.ok() || verified->verdict >= Verdict::kIncomplete));
    const CaptureDump dump = dump_bytes(bytes);
    CHECK(within(dump.text, text));
    if (dump.error.empty()) CHECK(dump.state != CaptureState::kClosed);
  }
}

TEST_CASE("a damaged frame costs itself only, and its bytes are named") {
  const std::string whole = small();
  std::vector<std::string> frames = cut_frames(whole);
  size_t offset = 0;
  for (size_t frame = 1; frame + 1 < frames.size(); ++frame) {
    offset += frames[frame - 1].size();
    for (const size_t place : {size_t{50}, frames[frame].size() - 5}) {  // in its header, in its payload
      CAPTURE(frame);
      CAPTURE(place);
      std::vector<std::string> damaged = frames;
      damaged[frame][place] = static_cast<char>(damaged[frame][place] ^ 0x10);
      const CaptureDump dump = dump_bytes(join(damaged));
      CHECK(dump.state == CaptureState::kDamaged);
      REQUIRE(dump.damage.size() == 1);
      CHECK(dump.damage[0].from == offset);
      CHECK(dump.damage[0].to >= offset + frames[frame].size());
      CHECK(verdict_of(join(damaged)) == Verdict::kDamaged);
    }
  }
}

TEST_CASE("frames that are gone, repeated, reordered or of another capture") {
  const std::vector<std::string> ours = cut_frames(small());
  const std::vector<std::string> other = cut_frames(with_id('7'));
  const std::string text = dump_bytes(join(ours)).text;
  struct Row {
    const char* what;
    std::vector<std::string> parts;
    Verdict verdict;
    uint64_t events;
  };
  const auto with = [&](auto change) {
    std::vector<std::string> parts = ours;
    change(parts);
    return parts;
  };
  const Row rows[] = {
      {"untouched", ours, Verdict::kIntact, 4},
      {"a block is gone", with([](auto& p) { p.erase(p.begin() + 2); }), Verdict::kAltered, 2},
      {"a block twice", with([](auto& p) { p.insert(p.begin() + 3, p[2]); }), Verdict::kAltered, 4},
      {"two blocks exchanged", with([](auto& p) { std::swap(p[2], p[3]); }), Verdict::kAltered, 2},
      {"an old block at the end", with([](auto& p) { p.push_back(p[2]); }), Verdict::kDamaged, 4},
      {"the footer is gone", with([](auto& p) { p.resize(p.size() - 2); }), Verdict::kIncomplete, 4},
      {"only the trailer is gone", with([](auto& p) { p.pop_back(); }), Verdict::kIncomplete, 4},
      {"a foreign block between", with([&](auto& p) { p.insert(p.begin() + 3, other[2]); }),
       Verdict::kDamaged, 4},
      {"a foreign block instead", with([&](auto& p) { p[2] = other[2]; }), Verdict::kDamaged, 2},
      {"a whole capture between", with([&](auto& p) { p.insert(p.begin() + 3, join(other)); }),
       Verdict::kDamaged, 4},
      {"a whole capture behind", with([&](auto& p) { p.push_back(join(other)); }), Verdict::kDamaged, 4},
      {"our frames behind a foreign header", with([&](auto& p) { p[0] = other[0]; }), Verdict::kDamaged, 0},
      {"a foreign tail before", with([&](auto& p) { p[0] = other[3] + other[4] + p[0]; }), Verdict::kDamaged,
       4},
      {"junk before", with([](auto& p) { p[0] = "junk" + p[0]; }), Verdict::kDamaged, 4},
  };
  for (const Row& row : rows) {
    CAPTURE(std::string(row.what));
    const std::string bytes = join(row.parts);
    const CaptureDump dump = dump_bytes(bytes);
    CHECK(dump.error.empty());
    CHECK(dump.events == row.events);
    CHECK(within(dump.text, text));
    CHECK(verdict_of(bytes) == row.verdict);
    const PipeFile pipe(bytes);
    const CaptureDump from_pipe = dump_capture(pipe.path());
    CHECK(from_pipe.text == dump.text);
    CHECK(from_pipe.damage.size() == dump.damage.size());
    const PipeFile again(bytes);
    const auto verified = verify_capture(again.path());
    REQUIRE(verified.ok());
    CHECK(verified->verdict == row.verdict);
  }
}

TEST_CASE("bytes missing within a payload: the next frame is found before the place where it should be") {
  std::vector<std::string> frames = cut_frames(small());
  frames[2].erase(frames[2].size() - 30, 20);
  const CaptureDump dump = dump_bytes(join(frames));
  CHECK(dump.state == CaptureState::kDamaged);
  CHECK(dump.events == 2);
}

TEST_CASE("captures within a payload are never taken for frames") {
  // A recorder that records a reader of captures holds their bytes as data; stored raw, since random bytes do
  // not compress.
  const std::string inner = with_id('5');
  std::string quoted;
  static constexpr char kDigits[] = "0123456789abcdef";
  for (const char c : inner) {
    quoted += "\\x";
    quoted += kDigits[static_cast<uint8_t>(c) >> 4];
    quoted += kDigits[static_cast<uint8_t>(c) & 15];
  }
  std::string text(kSmall);
  text.insert(text.find("block\n"), "event 101 0 1/1 read res=5000 fd=3 data=\"" + quoted + "\"\n");
  std::vector<std::string> frames = cut_frames(build_capture(text));
  CHECK(dump_bytes(join(frames)).events == 5);
  frames[2][60] = static_cast<char>(frames[2][60] ^ 1);  // the block's own header is lost
  const CaptureDump dump = dump_bytes(join(frames));
  CHECK(dump.events == 2);
  CHECK(dump.damage.size() == 1);
  CHECK(within(dump.text, dump_bytes(build_capture(text)).text));
}

TEST_CASE("files that are no captures") {
  struct Row {
    const char* what;
    std::string bytes;
    const char* error;
  };
  const Row rows[] = {
      {"empty", "", "the file is empty"},
      {"text", "hello\n", "not a sysreel capture"},
      {"zeros", std::string(100'000, '\0'), "not a sysreel capture"},
      {"another skippable frame", std::string("\x5c\x2a\x4d\x18\x04\0\0\0abcd", 12), "not a sysreel capture"},
      {"the first byte", small().substr(0, 1), "the capture ends within its header"},
      {"blocks without a header", join({cut_frames(small())[2], cut_frames(small())[3]}),
       "not a sysreel capture"},
  };
  for (const Row& row : rows) {
    CAPTURE(std::string(row.what));
    CHECK(dump_bytes(row.bytes).error == row.error);
    const PipeFile pipe(row.bytes);
    CHECK(dump_capture(pipe.path()).error == row.error);
    CHECK_FALSE(verify_bytes({row.bytes.begin(), row.bytes.end()}).ok());
  }
  CHECK(dump_capture("/nonexistent").error.find("No such file") != std::string::npos);
  CHECK(dump_capture("/tmp").error == "/tmp is a directory");
}

}  // namespace sysreel
