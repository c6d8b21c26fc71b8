// The audit logs of ../shared/data/auditd, where they are: every record in, none lost, and what other
// programs say of them.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <sstream>

#include "base/json_document.h"
#include "base/wall_time.h"
#include "format/audit/audit_record.h"
#include "replayer/import/auditd_reader.h"

namespace sysreel {
namespace {

namespace fs = std::filesystem;

fs::path data_folder() {
  const char* const folder = std::getenv("SYSREEL_SHARED");
  return (folder != nullptr ? fs::path(folder) : fs::path(SOURCE_ROOT).parent_path() / "shared") /
         "data/auditd";
}

bool data_there() {
  const bool there = fs::exists(data_folder());
  if (!there) MESSAGE("skipped: no ../shared/data/auditd");
  return there;
}

std::string content(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) {
    const size_t first = line.find_first_not_of(" \t\r");
    if (first != std::string::npos)
      lines.push_back(line.substr(first, line.find_last_not_of(" \t\r") - first + 1));
  }
  return lines;
}

struct Imported {
  std::vector<std::string> records;
  size_t damaged = 0;
};

Imported import(const std::string& text) {
  auto reader =
      AuditdReader::read(memory_source({reinterpret_cast<const uint8_t*>(text.data()), text.size()}));
  REQUIRE(reader.ok());
  Imported imported;
  CaptureItem item;
  while (*(*reader)->next(item, {})) {
    for (size_t i = 0; i < item.block.size(); ++i) {
      const std::vector<std::string> lines = lines_of(std::string(EventRef(item.block, i).text(0)));
      imported.records.insert(imported.records.end(), lines.begin(), lines.end());
    }
  }
  imported.damaged = (*reader)->foreign_counts().damaged;
  return imported;
}

// Every file below `folder` whose text is an audit trail.
std::vector<fs::path> audit_files(const fs::path& folder, std::string_view extension) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file() || !entry.path().string().ends_with(extension)) continue;
    if (begins_audit_trail(content(entry.path()).substr(0, 4096))) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

// Leading zeros and the blanks inside braces differ between programs.
std::string plain(std::string value) {
  const size_t first = value.find_first_not_of(' ');
  value = first == std::string::npos ? "" : value.substr(first, value.find_last_not_of(' ') - first + 1);
  const bool digits = value.find_first_not_of("0123456789abcdef") == std::string::npos;
  while (digits && value.size() > 1 && value[0] == '0') value.erase(0, 1);
  return value;
}

using Fields = std::multimap<std::string, std::string>;

Fields fields_of(const AuditRecord& record) {
  Fields found;
  AuditFields fields(record);
  AuditField field;
  while (fields.next(field)) {
    std::string text;
    append_decoded(text, record, field);
    found.emplace(field.name, text);
  }
  return found;
}

// SERIAL TYPE NAME=VALUE of all fields.
std::multiset<std::string> statements(const std::vector<std::string>& records) {
  std::multiset<std::string> all;
  std::map<std::string, std::string> parts;  // a1[0], a1[1] … are one a1
  for (const std::string& line : records) {
    std::string_view problem;
    const auto record = parse_audit_record(line, problem);
    REQUIRE(record);
    const std::string start = std::to_string(record->serial) + " " + std::string(record->type) + " ";
    for (const auto& [name, value] : fields_of(*record)) {
      if (const size_t bracket = name.find('['); bracket != std::string::npos) {
        parts[start + name.substr(0, bracket)] += value;
      } else {
        all.insert(start + name + "=" + plain(value));
      }
    }
  }
  for (const auto& [name, value] : parts) all.insert(name + "=" + plain(value));
  return all;
}

// What go-libaudit translates: words for numbers, names of its own.
bool says_the_same(const std::string& name, const std::string& theirs, const std::string& ours) {
  if (theirs == "unset") return ours == "4294967295" || ours == "unset";
  if (name == "proctitle")
    return std::equal(theirs.begin(), theirs.end(), ours.begin(), ours.end(),
                      [](char a, char b) { return a == b || (a == ' ' && b == '\0'); });
  return theirs == ours;
}

const std::set<std::string> kTranslated = {"arch", "syscall", "exit", "mode", "sig", "a0", "a1", "a2", "a3"};

}  // namespace

TEST_CASE("every record of every file is imported") {
  if (!data_there()) return;
  size_t files = 0;
  for (const fs::path& path : audit_files(data_folder(), "")) {
    CAPTURE(path.string());
    const std::string text = content(path);
    std::vector<std::string> wanted;
    size_t others = 0;
    bool json = false;
    for (const std::string& line : lines_of(text)) {
      std::string_view problem;
      if (line[0] == '{') json = true;
      if (parse_audit_record(line, problem)) {
        wanted.push_back(line);
      } else if (line[0] != '#') {
        CHECK(line.find("msg=audit(") == std::string::npos);
        ++others;
      }
    }
    Imported imported = import(text);
    ++files;
    if (json) {
      CHECK(imported.damaged == 0);
      continue;
    }
    std::sort(wanted.begin(), wanted.end());
    std::sort(imported.records.begin(), imported.records.end());
    CHECK(imported.records == wanted);
    CHECK(imported.damaged == others);
  }
  CHECK(files > 50);
}

TEST_CASE("Laurel's JSON says what the records say that it was made from") {
  if (!data_there()) return;
  size_t compared = 0;
  for (const fs::path& path : audit_files(data_folder(), ".json")) {
    CAPTURE(path.string());
    const auto ours = statements(import(content(fs::path(path).replace_extension(".txt"))).records);
    for (const std::string& statement : statements(import(content(path)).records)) {
      CAPTURE(statement);
      CHECK(ours.count(statement) > 0);
      ++compared;
    }
  }
  CHECK(compared > 300);
}

TEST_CASE("go-libaudit reads the same values from the fields that both name") {
  if (!data_there()) return;
  size_t compared = 0;
  JsonDocument document;
  for (const fs::path& path : audit_files(data_folder() / "elastic+go-libaudit/auparse", ".log")) {
    CAPTURE(path.string());
    REQUIRE(document.parse(content(path.string() + ".golden")));
    JsonValue event;
    for (JsonItems events(document.root()); events.next(event);) {
      std::string type(event.get("record_type").string());
      std::transform(type.begin(), type.end(), type.begin(), [](char c) { return c >= 'a' ? c - 32 : c; });
      if (type.empty()) continue;  // of a line that is no record
      const std::string line = "type=" + type + " msg=" + std::string(event.get("raw_msg").string());
      CAPTURE(line);
      std::string_view problem;
      const auto record = parse_audit_record(line, problem);
      REQUIRE(record);
      CHECK(static_cast<int64_t>(record->serial) == event.get("sequence").integer());
      CHECK(record->time == parse_time_point(event.get("@timestamp").string())->nanoseconds);
      const Fields ours = fields_of(*record);
      std::string_view name;
      JsonValue value;
      for (JsonMembers members(event.get("data")); members.next(name, value);) {
        const std::string key(name);
        if (kTranslated.count(key) > 0) continue;
        const auto [first, last] = ours.equal_range(key);
        if (first == last) continue;
        CAPTURE(key);
        CAPTURE(std::string(value.string()));
        CAPTURE(first->second);
        CHECK(std::any_of(first, last, [&](const auto& field) {
          return says_the_same(key, std::string(value.string()), field.second);
        }));
        ++compared;
      }
    }
  }
  CHECK(compared > 300);
}

}  // namespace sysreel
