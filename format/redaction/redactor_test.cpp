#include "format/redaction/redactor.h"

#include <doctest/doctest.h>

#include <memory>

#include "format/capture_reader.h"
#include "format/testing/capture_text.h"

namespace sysreel {
namespace {

constexpr TokenKey kKey{7};

// The first block of a capture given as text, redacted; and the text of one parameter of its events.
class Redacted {
 public:
  Redacted(const std::string& rules, const std::string& text) {
    const auto bytes = capture_from_text(text);
    REQUIRE_MESSAGE(bytes.ok(), (bytes.ok() ? "" : bytes.error().message));
    auto reader = CaptureReader::of_bytes({bytes->begin(), bytes->end()});
    REQUIRE(reader.ok());
    reader_ = std::move(reader).value();
    REQUIRE(*reader_->next(item_, {}));
    auto policy = parse_redaction_policy("version: 1\nrules: [" + rules + "]", "p");
    REQUIRE_MESSAGE(policy.ok(), (policy.ok() ? "" : policy.error().message));
    redactor_ = std::make_unique<Redactor>(*policy, kKey, reader_->catalogue());
    redactor_->apply(block());
  }
  EventBlock& block() {
    return item_.kind == CaptureItem::Kind::kSnapshot ? item_.snapshot.rows : item_.block;
  }
  std::string text(size_t event, const std::string& param) {
    const EventRef ref(block(), event);
    const int index = reader_->catalogue().kind(ref.kind()).param_index(param);
    REQUIRE(index >= 0);
    if (!ref.has(static_cast<size_t>(index))) return "<missing>";
    return std::string(ref.text(static_cast<size_t>(index)));
  }
  std::vector<uint64_t> hits() const { return {redactor_->hits().begin(), redactor_->hits().end()}; }
  // Nothing of the block's strings holds the word.
  bool is_gone(std::string_view word) {
    for (uint32_t string = 1; string <= block().strings.size(); ++string)
      if (block().strings.at(string).find(word) != std::string_view::npos) return false;
    return true;
  }

 private:
  std::unique_ptr<CaptureReader> reader_;
  CaptureItem item_;
  std::unique_ptr<Redactor> redactor_;
};

TEST_CASE("of events: environment, arguments, paths, buffers; nothing stays in the strings") {
  Redacted redacted(
      "{field: proc.env, name: SECRET, action: token}, {field: proc.args, regex: 'pw=(.*)', group: 1, "
      "action: drop}, "
      "{field: fs.path, name: '/home/*', action: token}, {field: evt.buffer, action: drop}",
      "event 1 0 1/1@1 execve args=[\"pw=hunter2\"] env=[\"SECRET=hunter2\" \"A=b\"] comm=\"hunter2-comm\"\n"
      "event 2 0 1/1@1 openat name=\"/home/hunter2\" path=\"/home/hunter2\"\n"
      "event 3 0 1/1@1 openat name=\"/etc/x\" path=\"/home/hunter2\"\n"
      "event 4 0 1/1@1 write data=\"hunter2\"\n"
      "event 5 0 1/1@1 connect addr=addr(unix:/home/hunter2)\nblock\nclose\n");
  const std::string token = token_of("/home/hunter2", kKey);
  CHECK(redacted.text(0, "args") == std::string("pw=<dropped>\0", 13));
  CHECK(redacted.text(0, "env") == "SECRET=" + token_of("hunter2", kKey) + std::string("\0A=b\0", 5));
  CHECK(redacted.text(0, "comm") == "hunter2-comm");  // no field of the policy
  CHECK(redacted.text(1, "name") == token);
  CHECK(redacted.text(1, "path") == token);
  CHECK(redacted.text(2, "name") == "/etc/x");
  CHECK(redacted.text(3, "data") == "<missing>");
  CHECK(redacted.text(4, "addr") == "\x01" + token);
  CHECK(redacted.hits() == std::vector<uint64_t>{1, 1, 4, 1});
  CHECK(redacted.is_gone("hunter2\n"));
  CHECK(redacted.is_gone("/home/hunter2"));
  CHECK(redacted.is_gone("=hunter2"));
}

TEST_CASE("of snapshots: users, their homes, paths of descriptors, but not the kernel's own link texts") {
  Redacted redacted("{field: user.name, action: token}, {field: fs.path, regex: '.*', action: drop}",
                    "snapshot scan 1 2 1/1\n"
                    "row 0/0@0 snapshot.user uid=1000 name=\"alice\" home=\"/home/alice\"\n"
                    "row 0/0@0 snapshot.group gid=1000 name=\"alice\"\n"
                    "row 5/5@1 snapshot.fd fd=0 path=\"socket:[77]\"\n"
                    "row 5/5@1 snapshot.fd fd=1 path=\"/tmp/x\"\nclose\n");
  const std::string alice = token_of("alice", kKey);
  CHECK(redacted.text(0, "name") == alice);
  CHECK(redacted.text(0, "home") == "<dropped>");
  CHECK(redacted.text(1, "name") == alice);
  CHECK(redacted.text(2, "path") == "socket:[77]");
  CHECK(redacted.text(3, "path") == "<dropped>");
  CHECK(redacted.is_gone("alice"));
  Redacted home(
      "{field: user.name, action: token}",
      "snapshot scan 1 2 1/1\nrow 0/0@0 snapshot.user uid=1 name=\"bob\" home=\"/home/bob\"\nclose\n");
  CHECK(home.text(0, "home") == "/home/" + token_of("bob", kKey));
}

TEST_CASE("audit records by regex; the command line in the header") {
  Redacted redacted(
      "{field: audit.text, regex: '\"token\":\"([^\"]*)\"', group: 1, action: token}",
      "source k8s_audit\nevent 1 0 0/0@0 k8s_audit json=\"{\\\"token\\\":\\\"abc\\\"}\"\nblock\nclose\n");
  CHECK(redacted.text(0, "json") == "{\"token\":\"" + token_of("abc", kKey) + "\"}");

  // Inside of the text first, then the text as a whole.
  Redacted records(
      "{field: fs.path, name: '/home/*', action: drop}, {field: audit.text, regex: 'cwd=(.*)', group: 1, "
      "action: drop}",
      "source linux_audit\nevent 1 0 0/0@0 linux_audit records=\"type=CWD msg=audit(1.0:7): "
      "cwd=\\\"/home/x\\\"\"\n"
      "block\nclose\n");
  CHECK(records.text(0, "records") == "type=CWD msg=audit(1.0:7): cwd=<dropped>");
  CHECK(records.hits() == std::vector<uint64_t>{1, 1});
  Redacted torn("{field: proc.env, name: X, action: drop}",
                "source k8s_audit\nevent 1 0 0/0@0 k8s_audit json=\"{\\\"token\"\nblock\nclose\n");
  CHECK(torn.text(0, "json") == "<missing>");

  auto policy =
      parse_redaction_policy("version: 1\nrules: [{field: proc.args, name: 's*', action: drop}]", "p");
  Redactor redactor(*policy, kKey, Catalogue::builtin());
  std::vector<std::string> command = {"sh", "secret", "plain"};
  redactor.apply(command);
  CHECK(command == std::vector<std::string>{"sh", "<dropped>", "plain"});
  CHECK(redactor.hits()[0] == 1);
}

}  // namespace
}  // namespace sysreel
