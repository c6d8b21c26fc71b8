// The catalogue against the incumbent's table of event types, ../shared/reference/event_types.tsv (or that of
// $SYSREEL_SHARED); without it nothing is compared and a line says so.
#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "format/catalogue/catalogue.h"

namespace sysreel {
namespace {

// A line of the table: one direction of one version of an event.
struct EventType {
  std::string name;
  bool enter = false;
  std::set<std::string> categories;
  std::set<std::string> flags;
  std::vector<std::string> params;  // name:TYPE
};

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::stringstream stream(text);
  for (std::string part; std::getline(stream, part, separator);) parts.push_back(part);
  return parts;
}

std::set<std::string> words_of(const std::string& text, char separator) {
  const std::vector<std::string> parts = split(text, separator);
  return {parts.begin(), parts.end()};
}

std::vector<EventType> read_table() {
  const char* shared = std::getenv("SYSREEL_SHARED");
  std::ifstream file((shared != nullptr ? std::string(shared) : SOURCE_ROOT "/../shared") +
                     "/reference/event_types.tsv");
  std::vector<EventType> types;
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    std::vector<std::string> cells = split(line, '\t');
    cells.resize(8);
    EventType type{cells[2], cells[3] == ">", words_of(cells[4], '+'), words_of(cells[5], '|'), {}};
    for (std::string& param : split(cells[7], ',')) {
      param.erase(0, param.find_first_not_of(' '));
      const size_t colon = param.find(':');
      type.params.push_back(param.substr(0, param.find(':', colon + 1)));
    }
    types.push_back(type);
  }
  if (types.empty())
    std::cout << "not compared: " SOURCE_ROOT "/../shared/reference/event_types.tsv is not there\n";
  return types;
}

// Names of no kind: codes without a use, what no version of the incumbent records any more, and the rows of
// its own iterators, which our snapshots have in kinds of their own.
bool is_no_kind(const EventType& type) {
  return type.name == "NA" || type.name == "k8s" || type.name == "mesos" || type.name == "tracer" ||
         type.categories.contains("ITER");
}

// By name, as it is recorded today: of a call its exit.
std::map<std::string, EventType> of_today(const std::vector<EventType>& types) {
  std::map<std::string, EventType> today;
  for (const EventType& type : types) {
    if (type.flags.contains("OLD") || type.flags.contains("UNUSED") || is_no_kind(type)) continue;
    const bool has_exit = today.contains(type.name) && !today[type.name].enter;
    if (!has_exit) today[type.name] = type;
  }
  return today;
}

std::vector<std::string> falco_params(const EventKind& kind) {
  std::vector<std::string> params;
  for (size_t i = 0; i < kind.falco_params(); ++i)
    params.push_back(std::string(kind.params[i].name) + ":" + std::string(name_of(kind.params[i].type)));
  return params;
}

struct FlagName {
  const char* name;
  KindFlag flag;
};
constexpr FlagName kFlagNames[] = {
    {"CREATES_FD", kCreatesFd}, {"DESTROYS_FD", kDestroysFd}, {"USES_FD", kUsesFd},
    {"READS", kReadsFromFd},    {"WRITES", kWritesToFd},      {"MODIFIES_STATE", kModifiesState},
    {"WAITS", kWaits},
};

constexpr struct {
  const char* name;
  Category category;
} kCategoryNames[] = {
    {"OTHER", Category::kOther},       {"FILE", Category::kFile},
    {"NET", Category::kNet},           {"IPC", Category::kIpc},
    {"WAIT", Category::kWait},         {"SIGNAL", Category::kSignal},
    {"SLEEP", Category::kSleep},       {"TIME", Category::kTime},
    {"PROCESS", Category::kProcess},   {"SCHEDULER", Category::kScheduler},
    {"MEMORY", Category::kMemory},     {"USER", Category::kUser},
    {"SYSTEM", Category::kSystem},     {"IO_READ", Category::kIoRead},
    {"IO_WRITE", Category::kIoWrite},  {"IO_OTHER", Category::kIoOther},
    {"INTERNAL", Category::kInternal}, {"UNKNOWN", Category::kUnknown},
};

TEST_CASE("every event of the reference table is a kind, with its parameters") {
  const std::vector<EventType> types = read_table();
  if (types.empty()) return;
  CHECK(types.size() == 454);
  const std::map<std::string, EventType> today = of_today(types);
  size_t calls = 0;
  for (const auto& [name, type] : today) {
    CAPTURE(name);
    const KindId id = Catalogue::builtin().find(name);
    REQUIRE(id != kNoKind);
    const EventKind& kind = Catalogue::builtin().kind(id);
    // `drop` begins and ends under one name; a kind has one direction.
    if (name != "drop") CHECK(kind.has(kEnterCoded) == type.enter);
    CHECK(falco_params(kind) == type.params);
    CHECK(kind.has(kSyscall) == type.categories.contains("SYSCALL"));
    CHECK(kind.has(kMeta) == type.categories.contains("META"));
    if (kind.has(kSyscall)) ++calls;
    for (const FlagName& flag : kFlagNames) {
      CAPTURE(flag.name);
      CHECK(kind.has(flag.flag) == type.flags.contains(flag.name));
    }
    bool has_category = false;
    for (const auto& [word, category] : kCategoryNames)
      has_category |= kind.category == category && type.categories.contains(word);
    CHECK(has_category);
  }
  CHECK(calls == 163);
  // No version of an event has a name that rules could not use.
  for (const EventType& type : types) CHECK((is_no_kind(type) || today.contains(type.name)));
}

TEST_CASE("a call that the reference table does not have is a generic one") {
  const std::map<std::string, EventType> today = of_today(read_table());
  if (today.empty()) return;
  size_t generic = 0;
  for (const EventKind& kind : Catalogue::builtin().kinds()) {
    if (!kind.has(kSyscall) || today.contains(std::string(kind.name))) continue;
    CAPTURE(std::string(kind.name));
    CHECK(kind.has(kGeneric));
    ++generic;
  }
  CHECK(generic > 200);
}

}  // namespace
}  // namespace sysreel
