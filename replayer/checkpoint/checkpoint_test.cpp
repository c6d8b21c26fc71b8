// Replay cut anywhere and continued from a checkpoint finds what the replay of the whole finds: over every
// capture of testdata, and over the shared ones (../shared or $SYSREEL_SHARED) where they are.
#include "replayer/checkpoint/checkpoint.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iostream>

#include "format/capture_writer.h"
#include "format/testing/test_files.h"
#include "replayer/checkpoint/checkpoint_rows.h"
#include "replayer/checkpoint/state_lists.h"
#include "replayer/import/open_capture.h"
#include "replayer/stream/event_observer.h"
#include "replayer/stream/replay.h"
#include "rules/rule_files.h"
#include "rules/rule_set.h"

namespace sysreel {
namespace {

namespace fs = std::filesystem;

fs::path shared() {
  const char* folder = std::getenv("SYSREEL_SHARED");
  return folder != nullptr ? fs::path(folder) : fs::path(SOURCE_ROOT).parent_path() / "shared";
}

std::vector<fs::path> captures_below(const fs::path& folder) {
  std::vector<fs::path> found;
  if (!fs::exists(folder)) return found;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    const fs::path extension = entry.path().extension();
    if (extension == ".reel" || extension == ".scap") found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

// Every event, with fields of everything that is state; where they are, also the rules that the reference
// engine's comparison uses and the official ones.
rules::RuleSet probe_rules() {
  std::vector<std::string> paths;
  const fs::path probe = shared() / "oracle/probe_rules.yaml";
  const fs::path official = shared() / "data/falco-rules/falcosecurity+rules";
  if (fs::exists(probe)) paths.push_back(probe);
  if (fs::exists(official / "rules/falco_rules.yaml")) paths.push_back(official / "rules/falco_rules.yaml");
  Diagnostics diagnostics;
  std::vector<rules::SourceFile> files = rules::read_rule_files(paths, diagnostics);
  files.push_back(
      {"state.yaml",
       "- rule: every event\n  desc: d\n  priority: INFO\n  condition: evt.num > 0\n"
       "  output: \"%evt.time %evt.reltime %evt.deltatime %proc.name %proc.exepath %proc.cmdline "
       "%proc.cwd %proc.env %proc.pid %proc.ppid %proc.pcmdline %proc.aname %proc.sid %proc.tty "
       "%proc.pid.ts %proc.duration %proc.fdopencount %proc.fdlimit %proc.vmsize %thread.tid "
       "%thread.cap_effective %thread.ismain %proc.nthreads %proc.nchilds %proc.loginshellid "
       "%proc.is_exe_writable %proc.exe_ino %proc.exe_ino.ctime_duration_proc_start %user.uid "
       "%user.name %user.homedir %user.loginuid %group.gid %group.name %fd.num %fd.name %fd.type "
       "%fd.sip %fd.cport %fd.l4proto %fd.is_server %fd.ino %fd.dev %container.id %evt.args\"\n"});
  rules::RuleSet set = rules::load(files, {});
  for (const Diagnostic& diagnostic : diagnostics.all()) MESSAGE(to_text(diagnostic, false));
  REQUIRE(set.loaded());
  return set;
}

std::string text_of(const Finding& finding) {
  std::string text = finding.rule->name + ' ' + std::to_string(finding.event) + ' ' +
                     std::to_string(finding.loss) + (finding.snapshot ? " scan " : " ") + finding.message;
  for (const OutputField& field : finding.fields) text += ' ' + field.json;
  return text;
}

class StringSink final : public ByteSink {
 public:
  Status write(std::span<const uint8_t> bytes) override {
    all.insert(all.end(), bytes.begin(), bytes.end());
    return {};
  }
  std::vector<uint8_t> all;
};

std::vector<uint8_t> written(const std::vector<Snapshot>& parts, const CaptureHeader& header) {
  StringSink sink;
  auto writer = CaptureWriter::create(sink, header, {});
  REQUIRE(writer.ok());
  for (const Snapshot& part : parts) REQUIRE((*writer)->write_snapshot(part).ok());
  REQUIRE((*writer)->close().ok());
  return std::move(sink.all);
}

// The same parts after a way through a file.
std::vector<std::unique_ptr<CaptureItem>> stored(const std::vector<Snapshot>& parts,
                                                 const CaptureHeader& header) {
  auto reader = CaptureReader::of_bytes(written(parts, header));
  REQUIRE(reader.ok());
  std::vector<std::unique_ptr<CaptureItem>> items;
  for (;;) {
    auto item = std::make_unique<CaptureItem>();
    const auto more = (*reader)->next(*item, {});
    REQUIRE(more.ok());
    if (!*more) return items;
    items.push_back(std::move(item));
  }
}

struct Branch {
  std::unique_ptr<Replay> replay;
  size_t found_before = 0;  // by the whole replay, before the cut
  std::vector<std::string> found;
};

// One capture, replayed whole and, from each cut on, out of a checkpoint.
class Cuts {
 public:
  // `known` has read the capture to its end: it knows all kinds that blocks bring along.
  Cuts(const rules::Program& program, CaptureReader& reader, CaptureReader& known,
       std::vector<uint64_t> places)
      : program_(program), reader_(reader), known_(known), places_(std::move(places)) {
    options_.matching = Matching::kAll;
  }

  void run();
  size_t cuts() const { return branches_.size(); }

 private:
  void cut(uint64_t time);
  void take(const EventMerge::Run& run);

  const rules::Program& program_;
  CaptureReader& reader_;
  CaptureReader& known_;
  std::vector<uint64_t> places_;  // numbers of events before each cut
  ReplayOptions options_;
  std::unique_ptr<Replay> whole_;
  std::vector<std::string> found_;
  std::vector<std::unique_ptr<Branch>> branches_;
};

void Cuts::cut(uint64_t time) {
  const std::vector<Snapshot> parts = whole_->checkpoint({.time = time});
  auto branch = std::make_unique<Branch>();
  Branch& here = *branch;
  here.found_before = found_.size();
  here.replay = std::make_unique<Replay>(program_, options_,
                                         [&here](const Finding& f) { here.found.push_back(text_of(f)); });
  here.replay->begin(known_);
  for (const auto& item : stored(parts, reader_.header())) here.replay->take({item.get(), 0, 1});
  // A checkpoint of the continued state is the same.
  const std::vector<Snapshot> again = here.replay->checkpoint({.time = time});
  REQUIRE(again.size() == parts.size());
  for (size_t i = 0; i < parts.size(); ++i) CHECK(again[i].rows.size() == parts[i].rows.size());
  branches_.push_back(std::move(branch));
}

void Cuts::take(const EventMerge::Run& run) {
  whole_->take(run);
  for (const auto& branch : branches_) branch->replay->take(run);
}

void Cuts::run() {
  whole_ = std::make_unique<Replay>(program_, options_,
                                    [this](const Finding& f) { found_.push_back(text_of(f)); });
  whole_->begin(known_);
  EventMerge merged(reader_, {});
  EventMerge::Run run;
  uint64_t events = 0;
  auto place = places_.begin();
  for (auto more = merged.next(run); more.ok() && *more; more = merged.next(run)) {
    if (run.item->kind != CaptureItem::Kind::kBlock) {
      take(run);
      continue;
    }
    for (size_t begin = run.begin; begin < run.end;) {
      size_t end = run.end;
      if (place != places_.end() && *place - events < run.end - begin)
        end = begin + static_cast<size_t>(*place - events);
      if (end > begin) take({run.item, begin, end});
      events += end - begin;
      begin = end;
      if (place != places_.end() && events == *place) {
        ++place;
        if (begin < run.end) cut(run.item->block.time[begin]);
      }
    }
  }
  for (const auto& branch : branches_) {
    REQUIRE(found_.size() == branch->found_before + branch->found.size());
    for (size_t i = 0; i < branch->found.size(); ++i)
      REQUIRE(branch->found[i] == found_[branch->found_before + i]);
  }
}

uint64_t read_to_end(CaptureReader& reader) {
  uint64_t events = 0;
  CaptureItem item;
  while (*reader.next(item, {.time = false, .rest = false}))
    if (item.kind == CaptureItem::Kind::kBlock) events += item.block.size();
  return events;
}

// Looks at nothing; but with an observer every event that may change the state goes through the state.
class Bystander final : public EventObserver {
 public:
  void observe(const SeenEvent& /*event*/) override {}
};

// The state at the end of the capture, as a checkpoint.
std::vector<uint8_t> state_after(const fs::path& path, const rules::Program& program,
                                 EventObserver* observer) {
  auto reader = open_any_capture(path);
  if (!reader.ok()) return {};
  ReplayOptions options;
  options.observer = observer;
  Replay replay(program, options, [](const Finding&) {});
  if (!replay.run(**reader).ok()) return {};
  return written(replay.checkpoint({}), (*reader)->header());
}

template <typename T>
T kNew{};

struct Names {
  std::vector<std::string> names;
  template <typename T>
  void operator()(std::string_view name, const T&) {
    names.emplace_back(name);
  }
};

}  // namespace

TEST_CASE("lists and rows of checkpoints name the same members in the same order") {
  const auto check = [](std::string_view row, std::vector<std::string> first, auto list,
                        std::vector<std::string> last = {}) {
    Names names{std::move(first)};
    list(names);
    names.names.insert(names.names.end(), last.begin(), last.end());
    const KindId kind = Catalogue::builtin().find(row);
    REQUIRE(kind != kNoKind);
    std::vector<std::string> params;
    for (const Param& param : Catalogue::builtin().kind(kind).params) params.emplace_back(param.name);
    CHECK(names.names == params);
  };
  check(kFactsRow, {}, [](Names& n) { list_facts(kNew<const CaptureFacts>, n); }, {"threads_evicted"});
  check(kImageRow, {"number"}, [](Names& n) { list_image(kNew<const Image>, n); });
  check(kDirectoryRow, {"number"}, [](Names& n) { list_directory(kNew<const WorkingDirectory>, n); });
  check(kCgroupsRow, {"number"}, [](Names& n) { list_cgroups(kNew<const CgroupText>, n); });
  check(kDescriptorRow, {"number"}, [](Names& n) { list_descriptor(kNew<const Descriptor>, n); });
  check(kThreadRow, {}, [](Names& n) { list_thread(kNew<const Thread>, n); },
        {"leader", "parent", "group_place", "sibling_place"});
  check(kUserRow, {"container", "uid"}, [](Names& n) { list_user(kNew<const User>, n); });
  check(kInterfaceRow, {}, [](Names& n) { list_interface(kNew<const Interfaces::Interface>, n); });
}

TEST_CASE("a replay continued from a checkpoint finds what the whole finds") {
  const rules::RuleSet set = probe_rules();
  std::vector<fs::path> captures = captures_below(fs::path(SOURCE_ROOT) / "testdata");
  const std::vector<fs::path> more = captures_below(shared() / "data/scap");
  if (more.empty()) MESSAGE("without the shared captures: " << shared().string() << " has none");
  captures.insert(captures.end(), more.begin(), more.end());
  size_t cuts = 0;
  for (const fs::path& path : captures) {
    CAPTURE(path.string());
    auto reader = open_any_capture(path);
    auto known = open_any_capture(path);
    if (!reader.ok()) continue;  // a damaged one, kept for other tests
    REQUIRE(known.ok());
    const uint64_t events = read_to_end(**known);
    if (events < 2) continue;
    std::vector<uint64_t> places = {1, events / 7, events / 2, events * 9 / 10};
    std::sort(places.begin(), places.end());
    places.erase(std::unique(places.begin(), places.end()), places.end());
    Cuts replay(set.program, **reader, **known, places);
    replay.run();
    cuts += replay.cuts();
  }
  CHECK(cuts >= 3 * 15);
}

TEST_CASE("events that are passed over, and columns that are not decoded, leave the state as it would be") {
  const rules::RuleSet set =
      rules::load({{"r.yaml",
                    "- rule: r\n  desc: d\n  priority: INFO\n  output: o\n"
                    "  condition: evt.type = reboot and proc.vmsize > 0 and thread.vmrss > 0\n"}},
                  {});
  REQUIRE(set.loaded());
  std::vector<fs::path> captures = captures_below(fs::path(SOURCE_ROOT) / "testdata");
  const std::vector<fs::path> more = captures_below(shared() / "data/scap");
  captures.insert(captures.end(), more.begin(), more.end());
  size_t compared = 0;
  Bystander bystander;
  for (const fs::path& path : captures) {
    CAPTURE(path.string());
    const std::vector<uint8_t> whole = state_after(path, set.program, &bystander);
    CHECK(state_after(path, set.program, nullptr) == whole);
    compared += whole.empty() ? 0 : 1;
  }
  CHECK(compared >= 20);
}

TEST_CASE("what a hostile checkpoint claims of families and numbers is left out") {
  const std::string bytes = build_capture(
      "snapshot checkpoint 90 90 1/1\n"
      "row 0/0 snapshot.state_slot table=9 fd=3 descriptor=77\n"
      "row 0/0 snapshot.state_slot table=9 fd=-5 descriptor=1\n"
      "row 5/5 snapshot.state_thread tid=5 pid=5 leader=6 parent=6 table=9 image=1000 group_size=0\n"
      "row 6/6 snapshot.state_thread tid=6 pid=6 leader=5 parent=7 group_place=9 sibling_place=9\n"
      "row 7/7 snapshot.state_thread tid=7 pid=6 leader=6 parent=5\n"
      "row 7/7 snapshot.state_thread tid=7 pid=7 leader=7 parent=7\n"
      "row 8/8 snapshot.state_thread tid=8 pid=9 leader=9 parent=404\n"
      "row 0/0 snapshot.state_exit tid=-1 time=5\n"
      "row 0/0 snapshot.state_interface address=\"short\"\n"
      "event 100 0 7/6 execve res=0 exe=\"a\" comm=\"a\"\n"
      "event 101 0 5/5 procexit status=0\n"
      "event 102 0 6/6 procexit status=0\n"
      "event 103 0 8/9 procexit status=0\n"
      "close\n");
  auto reader = CaptureReader::of_bytes({bytes.begin(), bytes.end()});
  REQUIRE(reader.ok());
  const rules::RuleSet set =
      rules::load({{"r.yaml",
                    "- rule: r\n  desc: d\n  priority: INFO\n  condition: evt.num > 0\n"
                    "  output: \"%proc.aname %proc.pname %fd.name %proc.nthreads\"\n"}},
                  {});
  size_t findings = 0;
  Replay replay(set.program, {}, [&](const Finding&) { ++findings; });
  REQUIRE(replay.run(**reader).ok());
  CHECK(findings == 4);
}

}  // namespace sysreel
