// What leaves the recorder: redacted, signed, sealed.
#include <doctest/doctest.h>
#include <sys/wait.h>

#include <fstream>

#include "format/capture_verify.h"
#include "format/keys.h"
#include "recorder/testing/live_recording.h"

namespace sysreel::testing {
namespace {

std::vector<std::string> shell(const std::string& script) {
  return {"/bin/sh", "-c", script};
}

TEST_CASE("a policy holds for events, snapshot and header before anything is written") {
  const Folder folder;
  std::ofstream(folder / "policy.yaml")
      << "version: 1\nrules:\n- {field: proc.env, name: 'HIDDEN_*', action: token}\n"
         "- {field: proc.args, regex: 'pass(word)?=(\\S+)', group: 2, action: drop}\n"
         "- {field: proc.env, name: password, action: drop}\n"
         "- {field: evt.buffer, action: drop}\n";
  setenv("HIDDEN_ONE", "tresor-4711", 1);
  const Outcome outcome =
      run(folder,
          recording(folder, {"--profile", "full", "--redact", folder / "policy.yaml"},
                    shell("env password=wort-0815 true; echo tresor-4711 > " + (folder / "out").string())));
  unsetenv("HIDDEN_ONE");
  INFO(outcome.err);
  REQUIRE(outcome.code == 0);
  const ReadCapture capture = read_capture(folder / "t.reel");
  check_balance(capture);
  CHECK(capture.header.redaction.find("HIDDEN_*") != std::string::npos);
  for (const auto* list : {&capture.events, &capture.snapshot})
    for (const ReadEvent& event : *list)
      for (const auto& [name, value] : event.values) {
        CAPTURE(event.kind + "." + name);
        CHECK(value.find("wort-0815") == std::string::npos);
        if (name == "env" || name == "data") CHECK(value.find("tresor-4711") == std::string::npos);
      }
  std::string environment;
  for (const ReadEvent* event : events_of(capture, "execve")) environment += event->value("env");
  CHECK(environment.find("HIDDEN_ONE=tok_") != std::string::npos);
  for (const std::string& word : capture.header.command) CHECK(word.find("wort-0815") == std::string::npos);
  CHECK(slurp(folder / "t.reel").find("wort-0815") == std::string::npos);
}

TEST_CASE("signed and sealed, in parts too; only the owner of the key reads them") {
  const Folder folder;
  REQUIRE(generate_key_files(folder / "k").ok());
  const Outcome parts = run(
      folder, recording(folder,
                        {"-C", "64KiB", "--profile", "full", "--sign", folder / "k.sign.key", "--encrypt-to",
                         folder / "k.seal.pub"},
                        shell("for i in 1 2 3 4 5 6; do ls -lR /usr/include > /dev/null; sleep 0.2; done")));
  INFO(parts.err);
  REQUIRE(parts.code == 0);
  const Result<SealSecretKey> key = read_seal_secret_key(folder / "k.seal.key");
  const Result<VerifyKey> signer = read_verify_key(folder / "k.sign.pub");
  REQUIRE(key.ok());
  size_t files = 0;
  for (const auto& entry : fs::directory_iterator(folder.path())) {
    if (entry.path().extension() != ".reel") continue;
    ++files;
    CHECK_FALSE(verify_capture(entry.path()).ok());
    const auto verified = verify_capture(entry.path(), &*key);
    REQUIRE(verified.ok());
    CHECK(verified->verdict == Verdict::kIntact);
    CHECK(verified->signature == SignatureState::kValid);
    CHECK(verified->key == *signer);
  }
  CHECK(files >= 2);
  // The line at the end names the hash of the sealed file.
  const Outcome one = run(folder, recording(folder, {"--encrypt-to", folder / "k.seal.pub"}, {"/bin/true"}));
  CHECK(one.err.find(verify_capture(folder / "t.reel", &*key)->sha256) != std::string::npos);
}

TEST_CASE("a key or a policy that cannot be used ends it before anything is written") {
  const Folder folder;
  REQUIRE(generate_key_files(folder / "k").ok());
  std::ofstream(folder / "bad.yaml") << "version: 1\nrules: [{field: nothing, action: drop}]\n";
  for (const std::vector<std::string>& options :
       std::vector<std::vector<std::string>>{{"--sign", folder / "k.sign.pub"},
                                             {"--encrypt-to", folder / "k.seal.key"},
                                             {"--sign", "/no/such/key"},
                                             {"--redact", folder / "bad.yaml"},
                                             {"--redact", "/no/such/policy"}}) {
    const Outcome outcome = run(folder, recording(folder, options, {"/bin/true"}));
    CAPTURE(options[0] + " " + options[1]);
    CHECK(outcome.code == 3);
    CHECK_FALSE(fs::exists(folder / "t.reel.part"));
  }
}

}  // namespace
}  // namespace sysreel::testing
