// Event by event against the reference engine: number, kind, time and thread of every event of every .scap in
// the shared data. Skipped without the shared folder.
#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <map>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "format/catalogue/param_text.h"
#include "replayer/import/scap_reader.h"

namespace sysreel {
namespace {

namespace fs = std::filesystem;

struct Seen {
  uint64_t number = 0;
  uint64_t time = 0;
  int64_t tid = 0;
  std::string kind;
  bool operator==(const Seen&) const = default;
};

std::ostream& operator<<(std::ostream& out, const Seen& seen) {
  return out << '#' << seen.number << ' ' << seen.time << ' ' << seen.tid << ' ' << seen.kind;
}

fs::path shared() {
  const char* folder = std::getenv("SYSREEL_SHARED");
  return folder != nullptr ? fs::path(folder) : fs::path(SOURCE_ROOT).parent_path() / "shared";
}

std::string_view field(std::string_view line, std::string_view name) {
  const std::string key = '"' + std::string(name) + "\":";
  const size_t at = line.find(key);
  REQUIRE(at != std::string_view::npos);
  line.remove_prefix(at + key.size());
  if (line.front() == '"') return line.substr(1, line.find('"', 1) - 1);
  return line.substr(0, line.find_first_of(",}"));
}

template <typename T>
T number(std::string_view text) {
  return text == "null" ? static_cast<T>(-1)
                        : static_cast<T>(std::strtoll(std::string(text).c_str(), nullptr, 10));
}

// What the reference engine says of each event it shows.
void for_each_line(const fs::path& capture, const std::string& fields,
                   const std::function<void(std::string_view)>& visit) {
  const std::string command = "TZ=UTC '" + (shared() / "oracle/reference/refengine").string() + "' fields '" +
                              capture.string() + "' " + fields;
  FILE* pipe = popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  char* line = nullptr;
  size_t size = 0;
  for (ssize_t length = 0; (length = getline(&line, &size, pipe)) > 0;)
    visit(std::string_view(line, static_cast<size_t>(length)));
  std::free(line);
  CHECK(pclose(pipe) == 0);
}

std::vector<Seen> reference_events(const fs::path& capture) {
  std::vector<Seen> events;
  for_each_line(capture, "evt.num,evt.type,evt.rawtime,thread.tid", [&](std::string_view line) {
    events.push_back({number<uint64_t>(field(line, "evt.num")), number<uint64_t>(field(line, "evt.rawtime")),
                      number<int64_t>(field(line, "thread.tid")), std::string(field(line, "evt.type"))});
  });
  return events;
}

std::vector<Seen> our_events(const fs::path& capture) {
  auto reader = ScapReader::open(capture.string());
  REQUIRE_MESSAGE(reader.ok(), capture.string());
  std::vector<Seen> events;
  CaptureItem item;
  const CaptureHeader& header = (*reader)->header();
  for (;;) {
    auto more = (*reader)->next(item, {});
    REQUIRE(more.ok());
    if (!*more) break;
    if (item.kind != CaptureItem::Kind::kBlock) continue;
    for (size_t i = 0; i < item.block.size(); ++i) {
      const EventRef event(item.block, i);
      events.push_back({event.number(), event.time() + header.wall_time - header.boot_time,
                        event.thread().tid,
                        std::string((*reader)->catalogue().kind(event.kind()).type_name())});
    }
  }
  CHECK((*reader)->state() == CaptureState::kClosed);
  CHECK((*reader)->counts().unknown_codes == 0);
  return events;
}

TEST_CASE("every event of the shared captures is the reference engine's") {
  size_t compared = 0;
  for (const auto& entry : fs::recursive_directory_iterator(shared() / "data/scap")) {
    if (entry.path().extension() != ".scap") continue;
    CAPTURE(entry.path().string());
    const std::vector<Seen> expected = reference_events(entry.path());
    const std::vector<Seen> found = our_events(entry.path());
    CHECK(found.size() == expected.size());
    for (size_t i = 0; i < std::min(found.size(), expected.size()); ++i, ++compared) {
      CAPTURE(i);
      REQUIRE(found[i] == expected[i]);
    }
  }
  MESSAGE(compared << " events compared");
  CHECK(compared > 60000);
}

// The JSON string behind "name":, its escapes undone.
std::string text_field(std::string_view line, std::string_view name) {
  const std::string key = '"' + std::string(name) + "\":\"";
  size_t at = line.find(key);
  if (at == std::string_view::npos) return {};
  std::string text;
  for (at += key.size(); at < line.size() && line[at] != '"'; ++at) {
    if (line[at] != '\\') {
      text += line[at];
      continue;
    }
    const char escape = line[++at];
    constexpr std::string_view kFrom = "nrtbf", kTo = "\n\r\t\b\f";
    if (escape == 'u') {
      text += static_cast<char>(std::stoi(std::string(line.substr(at + 1, 4)), nullptr, 16));
      at += 4;
    } else {
      const size_t known = kFrom.find(escape);
      text += known == std::string_view::npos ? escape : kTo[known];
    }
  }
  return text;
}

class EventValues final : public ParamValues {
 public:
  explicit EventValues(const EventRef& event) : event_(event) {}
  bool has(size_t param) const override { return event_.has(param); }
  int64_t integer(size_t param) const override { return event_.integer(param); }
  std::string_view text(size_t param) const override { return event_.text(param); }
  bool kernel_numbers() const override { return false; }
  Arch arch() const override { return Arch::kX86_64; }

 private:
  const EventRef& event_;
};

// Walks along the reference's "name=raw(resolved) …" and says which parameter, if any, is another. What only
// state knows (names of descriptors, processes, users, directories) is passed over.
std::string first_difference(std::string_view args, const EventKind& kind, const EventRef& event) {
  const EventValues values(event);
  const ParamNames no_names;
  ParamText text;
  for (size_t i = 0; i < kind.falco_params(); ++i) {
    if (args.empty() && i > 0 && !event.has(i))
      continue;  // old events end early; ours has the rest as missing
    const ParamType type = kind.params[i].type;
    render_param(kind, i, values, no_names, text);
    if (type == ParamType::kFdList) text.raw.clear();  // has letters of descriptors in it
    const std::string begin = std::string(kind.params[i].name) + '=' + text.raw;
    const std::string next =
        i + 1 < kind.falco_params() ? ' ' + std::string(kind.params[i + 1].name) + '=' : std::string();
    if (!args.starts_with(begin)) return std::string(kind.params[i].name);
    args.remove_prefix(begin.size());
    const std::string resolved = text.resolved.empty() ? std::string() : '(' + text.resolved + ')';
    const size_t found = next.empty() ? args.size() : args.find(next);
    const size_t end = std::min(found, args.size());
    const std::string_view shown = args.substr(0, end);
    const bool named = resolved.empty() || type == ParamType::kUid || type == ParamType::kGid;
    const bool by_state = named && shown.starts_with('(') && shown.ends_with(')');
    if (shown != resolved && !by_state && type != ParamType::kFdList) return std::string(kind.params[i].name);
    args.remove_prefix(std::min(args.size(), end + 1));
  }
  return {};
}

TEST_CASE("every parameter's text is the reference engine's") {
  size_t compared = 0;
  size_t different = 0;
  std::map<std::string, std::pair<size_t, std::string>> differences;
  for (const auto& entry : fs::recursive_directory_iterator(shared() / "data/scap")) {
    if (entry.path().extension() != ".scap") continue;
    std::vector<std::string> expected;
    for_each_line(entry.path(), "evt.args",
                  [&](std::string_view line) { expected.push_back(text_field(line, "evt.args")); });
    auto reader = ScapReader::open(entry.path().string());
    REQUIRE(reader.ok());
    size_t at = 0;
    for (CaptureItem item; *(*reader)->next(item, {});) {
      if (item.kind != CaptureItem::Kind::kBlock) continue;
      for (size_t i = 0; i < item.block.size() && at < expected.size(); ++i, ++at) {
        const EventRef event(item.block, i);
        const EventKind& kind = (*reader)->catalogue().kind(event.kind());
        if (kind.has(kGeneric) || !event.has(0)) continue;
        ++compared;
        const std::string difference = first_difference(expected[at], kind, event);
        if (difference.empty()) continue;
        ++different;
        auto& [count, example] = differences[std::string(kind.name) + '.' + difference];
        if (count++ == 0) {
          append_args(example, kind, EventValues(event), ParamNames());
          example = "ours " + example + "\n  reference " + expected[at];
        }
      }
    }
  }
  for (const auto& [name, difference] : differences)
    MESSAGE(name << ": " << difference.first << ", first: " << difference.second);
  CHECK(compared > 50000);
  CHECK(different == 0);
}

}  // namespace
}  // namespace sysreel

int main(int argc, char** argv) {
  if (!std::filesystem::exists(sysreel::shared() / "oracle/reference/refengine")) {
    std::puts("skipped: no ../shared/oracle/reference/refengine");
    return 77;
  }
  return doctest::Context(argc, argv).run();
}
