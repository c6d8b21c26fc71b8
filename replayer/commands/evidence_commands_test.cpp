// keygen, redact, custody, verify --pubkey and --key, as a user meets them.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "format/capture_reader.h"
#include "format/capture_writer.h"
#include "format/file_sink.h"
#include "format/sealed_stream.h"
#include "format/testing/capture_text.h"
#include "format/testing/test_files.h"
#include "replayer/commands/coverage.h"
#include "replayer/commands/custody.h"
#include "replayer/commands/custody_log.h"
#include "replayer/commands/diff.h"
#include "replayer/commands/dump.h"
#include "replayer/commands/explain.h"
#include "replayer/commands/info.h"
#include "replayer/commands/keygen.h"
#include "replayer/commands/profile.h"
#include "replayer/commands/redact.h"
#include "replayer/commands/replay.h"
#include "replayer/commands/rewrite.h"
#include "replayer/commands/test.h"
#include "replayer/commands/verify.h"

namespace sysreel {
namespace {

namespace fs = std::filesystem;

// A folder with keys "k" and "other" and a capture "c.reel".
class Desk {
 public:
  Desk() {
    std::string name = (fs::temp_directory_path() / "sysreel-desk-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path_ = name;
    std::ostringstream out;
    Console console{out, out};
    REQUIRE(run_keygen(at("k"), console) == kExitDone);
    REQUIRE(run_keygen(at("other"), console) == kExitDone);
    CHECK(run_keygen(at("k"), console) == kExitUnusable);
  }
  ~Desk() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Desk(const Desk&) = delete;
  Desk& operator=(const Desk&) = delete;

  std::string at(const std::string& name) const { return (path_ / name).string(); }
  void put(const std::string& name, std::string_view text) const {
    std::ofstream(path_ / name, std::ios::binary) << text;
  }
  std::string text(const std::string& name) const {
    std::ifstream file(path_ / name, std::ios::binary);
    std::stringstream content;
    content << file.rdbuf();
    return content.str();
  }
  // An empty capture, signed with k.
  void write_signed(const std::string& name) const {
    auto sink = FileSink::create(at(name), false);
    REQUIRE(sink.ok());
    WriterOptions options;
    options.signing_key = *read_signing_key(at("k.sign.key"));
    auto writer = CaptureWriter::create(**sink, CaptureHeader{}, options);
    REQUIRE(writer.ok());
    REQUIRE((*writer)->close().ok());
    REQUIRE((*sink)->commit().ok());
  }

 private:
  fs::path path_;
};

struct Run {
  int code = -1;
  std::string out;
  std::string err;
};

template <typename Command, typename Options>
Run run(Command command, const Options& options, const std::string& key_file = {}) {
  std::ostringstream out;
  std::ostringstream err;
  Console console{out, err};
  console.key_file = key_file;
  Run result;
  result.code = command(options, console);
  result.out = out.str();
  result.err = err.str();
  return result;
}

std::string capture(std::string_view text) {
  const auto bytes = capture_from_text(text);
  REQUIRE(bytes.ok());
  return *bytes;
}

constexpr std::string_view kSecrets =
    "header host=\"h\" command=\"sh\" command=\"--password=hunter2\"\n"
    "snapshot scan 1 2 1/1\n"
    "row 5/5@1 snapshot.thread tid=5 pid=5 env=[\"TOKEN=hunter2\"]\n"
    "number 17\n"
    "event 10 0 5/5@1 execve env=[\"TOKEN=hunter2\" \"HOME=/root\"] args=[\"x\"]\n"
    "block\n"
    "loss syscall 0 20 seen=2 recorded=1 ring_full=1\n"
    "close\n";

TEST_CASE("redact: a copy without the secrets, with the numbers, the loss and the origin of the original") {
  const Desk desk;
  desk.put("c.reel", capture(kSecrets));
  desk.put("p.yaml",
           "version: 1\nrules: [{field: proc.env, name: TOKEN, action: token}, {field: proc.args, regex: "
           "'password=(.*)', "
           "group: 1, action: drop}]\n");
  const Run done = run(run_redact, RedactOptions{desk.at("c.reel"), desk.at("p.yaml"), desk.at("r.reel")});
  CHECK(done.code == kExitDone);
  CHECK(done.err == "rule 1: 2 values\nrule 2: 1 value\n");
  auto reader = CaptureReader::open(desk.at("r.reel"));
  REQUIRE(reader.ok());
  const CaptureHeader& header = (*reader)->header();
  CHECK(header.command == std::vector<std::string>{"sh", "--password=<dropped>"});
  CHECK(header.redaction.starts_with("version: 1"));
  CHECK(header.origin.find("\"capture\":\"000102030405060708090a0b0c0d0e0f\"") != std::string::npos);
  CHECK(to_hex(header.capture_id) != "000102030405060708090a0b0c0d0e0f");
  CaptureItem item;
  uint64_t number = 0;
  uint64_t lost = 0;
  while (*(*reader)->next(item, {})) {
    const EventBlock& rows = item.kind == CaptureItem::Kind::kSnapshot ? item.snapshot.rows : item.block;
    if (item.kind == CaptureItem::Kind::kLoss) lost += lost_events(item.loss);
    if (item.kind == CaptureItem::Kind::kBlock) number = rows.number_of(0);
    if (item.kind == CaptureItem::Kind::kLoss) continue;
    for (uint32_t string = 1; string <= rows.strings.size(); ++string)
      CHECK(rows.strings.at(string).find("hunter2") == std::string_view::npos);
  }
  CHECK(number == 17);
  CHECK(lost == 1);
  REQUIRE((*reader)->footer());
  CHECK((*reader)->footer()->redaction_hits == std::vector<uint64_t>{2, 1});
  CHECK(run(run_verify, VerifyOptions{{desk.at("r.reel")}}).code == kExitDone);
  CHECK(run(run_info, InfoOptions{{desk.at("r.reel")}, true})
            .out.find("\"redaction_hits\":[2,1],\"signature\":\"none\"") != std::string::npos);
  CHECK(run(run_info, InfoOptions{{desk.at("r.reel")}})
            .out.find("values changed, by rule: 2, 1\n  version: 1\n  rules: [") != std::string::npos);

  CHECK(run(run_redact, RedactOptions{desk.at("c.reel"), desk.at("p.yaml"), desk.at("r.reel")}).code ==
        kExitUnusable);
  CHECK(run(run_redact, RedactOptions{desk.at("none"), desk.at("p.yaml"), desk.at("x.reel")}).code ==
        kExitUnusable);
  desk.put("bad.yaml", "version: 1\nrules: [{field: proc.env, action: hide}]\n");
  const Run bad = run(run_redact, RedactOptions{desk.at("c.reel"), desk.at("bad.yaml"), desk.at("x.reel")});
  CHECK(bad.code == kExitUnusable);
  CHECK(bad.err.find("bad.yaml:2:35: 'hide' is neither drop nor token") != std::string::npos);
  CHECK_FALSE(fs::exists(desk.at("x.reel")));
}

TEST_CASE("tokens are the same in two copies under one key file, and differ without") {
  const Desk desk;
  desk.put("c.reel", capture(kSecrets));
  desk.put("site.key", "0123456789abcdef");
  desk.put("keyed.yaml",
           "version: 1\nkey_file: site.key\nrules: [{field: proc.env, name: TOKEN, action: token}]\n");
  desk.put("short.yaml", "version: 1\nkey_file: c\nrules: [{field: proc.env, name: TOKEN, action: token}]\n");
  desk.put("c", "short");
  desk.put("free.yaml", "version: 1\nrules: [{field: proc.env, name: TOKEN, action: token}]\n");
  const auto dump = [&](const std::string& policy, const std::string& out) {
    CHECK(run(run_redact, RedactOptions{desk.at("c.reel"), desk.at(policy), desk.at(out)}).code == kExitDone);
    auto reader = CaptureReader::open(desk.at(out));
    REQUIRE(reader.ok());
    CaptureItem item;
    std::string all;
    while (*(*reader)->next(item, {}))
      if (item.kind == CaptureItem::Kind::kBlock)
        for (uint32_t string = 1; string <= item.block.strings.size(); ++string)
          all += item.block.strings.at(string);
    return all;
  };
  CHECK(dump("keyed.yaml", "1.reel") == dump("keyed.yaml", "2.reel"));
  CHECK(dump("free.yaml", "3.reel") != dump("free.yaml", "4.reel"));
  CHECK(run(run_redact, RedactOptions{desk.at("c.reel"), desk.at("short.yaml"), desk.at("5.reel")}).code ==
        kExitUnusable);
}

TEST_CASE("verify: none, unknown-key, valid, and another key than was asked for") {
  const Desk desk;
  desk.write_signed("s.reel");
  CHECK(run(run_info, InfoOptions{{desk.at("s.reel")}, true}).out.find("\"signature\":\"unchecked\"") !=
        std::string::npos);
  desk.put("plain.reel", capture("close\n"));
  struct Row {
    const char* file;
    const char* key;
    const char* signature;
    int code;
  };
  const Row rows[] = {
      {"plain.reel", "", "none", kExitDone},
      {"plain.reel", "k.sign.pub", "none", kExitGate},
      {"s.reel", "", "unknown-key", kExitDone},
      {"s.reel", "k.sign.pub", "valid", kExitDone},
      {"s.reel", "other.sign.pub", "unknown-key", kExitGate},
  };
  for (const Row& row : rows) {
    CAPTURE(row.file);
    CAPTURE(row.key);
    VerifyOptions options{{desk.at(row.file)}};
    if (*row.key != 0) options.public_key = desk.at(row.key);
    options.json = true;
    const Run result = run(run_verify, options);
    CHECK(result.code == row.code);
    CHECK(result.out.find("\"signature\":\"" + std::string(row.signature) + "\"") != std::string::npos);
  }
  CHECK(run(run_verify, VerifyOptions{{desk.at("s.reel")}, false, desk.at("k.seal.pub")}).code ==
        kExitUnusable);
}

// The capture "e.reel" of `desk`, sealed for its key k.
void write_sealed(const Desk& desk) {
  auto sink = FileSink::create(desk.at("e.reel"), false);
  REQUIRE(sink.ok());
  auto seal = SealedSink::create(**sink, *read_seal_public_key(desk.at("k.seal.pub")));
  REQUIRE(seal.ok());
  const std::string plain = capture(kSecrets);
  REQUIRE((*seal)->write({reinterpret_cast<const uint8_t*>(plain.data()), plain.size()}).ok());
  REQUIRE((*seal)->finish().ok());
  REQUIRE((*sink)->commit().ok());
}

TEST_CASE("a sealed capture needs its key, in every command") {
  const Desk desk;
  write_sealed(desk);
  DumpOptions options;
  options.captures = {desk.at("e.reel")};
  const Run without = run(run_dump, options);
  CHECK(without.code == kExitUnusable);
  CHECK(without.err.find("is encrypted; --key FILE opens it") != std::string::npos);
  CHECK(run(run_dump, options, desk.at("other.seal.key")).code == kExitUnusable);
  CHECK(run(run_dump, options, desk.at("k.sign.key")).code == kExitUnusable);
  const Run with = run(run_dump, options, desk.at("k.seal.key"));
  CHECK(with.code == kExitDone);
  CHECK(with.out.find("execve") != std::string::npos);
  CHECK(run(run_verify, VerifyOptions{{desk.at("e.reel")}}).code == kExitUnusable);
  CHECK(run(run_verify, VerifyOptions{{desk.at("e.reel")}}, desk.at("k.seal.key")).code == kExitDone);
}

TEST_CASE("every command that evaluates or rewrites takes the key") {
  const Desk desk;
  write_sealed(desk);
  const std::string sealed = desk.at("e.reel");
  const std::string rules = desk.at("r.yaml");
  desk.put("r.yaml", "- rule: r\n  desc: d\n  condition: evt.type = execve\n  output: o\n  priority: INFO\n");
  desk.put("t.test.yaml", "capture: e.reel\nrules: r.yaml\nexpect: [{rule: r, count: 1}]\n");
  const auto check = [&](const char* name, auto command, const auto& options) {
    INFO(name);
    CHECK(run(command, options).code == kExitUnusable);
    const Run with = run(command, options, desk.at("k.seal.key"));
    INFO(with.err);
    CHECK(with.code == kExitDone);
  };
  ReplayCommand replay;
  replay.captures = {sealed};
  replay.rules = {rules};
  check("replay", run_replay, replay);
  CoverageCommand coverage;
  coverage.captures = {sealed};
  coverage.rules = {rules};
  check("coverage", run_coverage, coverage);
  check("profile", run_profile, ProfileCommand{{sealed}, {rules}});
  check("diff", run_diff, DiffCommand{{sealed}, {rules}, {rules}, {}});
  check("explain", run_explain, ExplainCommand{{sealed}, {rules}, "r", {}});
  TestCommand test;
  test.paths = {desk.at("t.test.yaml")};
  check("test", run_test, test);
  for (const RewriteCommand command : {RewriteCommand::kSlice, RewriteCommand::kMerge, RewriteCommand::kIndex,
                                       RewriteCommand::kRepack, RewriteCommand::kRepair}) {
    RewriteOptions options;
    options.command = command;
    options.captures = {sealed};
    options.output = desk.at("out.reel");
    options.force = true;
    check("rewrite", run_rewrite, options);
  }
}

TEST_CASE("custody: signed lines in a chain; a changed, removed or foreign line is told") {
  const Desk desk;
  desk.put("c.reel", capture("close\n"));
  CustodyOptions options{desk.at("c.reel"), desk.at("k.sign.key"), "A. Analyst", "received"};
  CHECK(run(run_custody_list, options).code == kExitDone);
  CHECK(run(run_custody_add, options).code == kExitDone);
  options.note = "copied to \"vault\"\n";
  options.signing_key = desk.at("other.sign.key");
  CHECK(run(run_custody_add, options).code == kExitDone);
  options.note = "returned";
  CHECK(run(run_custody_add, options).code == kExitDone);
  const Run list = run(run_custody_list, options);
  CHECK(list.code == kExitDone);
  CHECK(list.out.find("A. Analyst  received") != std::string::npos);
  CHECK(list.out.find("NOT GENUINE") == std::string::npos);
  CHECK(run(run_verify, VerifyOptions{{desk.at("c.reel")}}).out.find("custody     3 entries, genuine") !=
        std::string::npos);

  const std::string log = desk.text("c.reel.custody");
  std::string changed = log;
  changed.replace(changed.find("received"), 8, "recieved");
  desk.put("c.reel.custody", changed);
  CHECK(run(run_custody_list, options).out.find("NOT GENUINE: the signature does not belong to this line") !=
        std::string::npos);
  CHECK(run(run_verify, VerifyOptions{{desk.at("c.reel")}}).code == kExitGate);
  const size_t first = log.find('\n') + 1;
  const size_t second = log.find('\n', first) + 1;
  desk.put("c.reel.custody", log.substr(0, first) + log.substr(second));
  CHECK(run(run_custody_list, options).out.find("NOT GENUINE: does not continue") != std::string::npos);
  desk.put("c.reel.custody", log + "not json\n");
  CHECK(run(run_custody_list, options).code == kExitGate);

  desk.put("broken.reel", capture("close\n").substr(0, 300));
  options.capture = desk.at("broken.reel");
  const Run refused = run(run_custody_add, options);
  CHECK(refused.code != kExitDone);
  CHECK_FALSE(fs::exists(desk.at("broken.reel.custody")));
}

}  // namespace
}  // namespace sysreel
