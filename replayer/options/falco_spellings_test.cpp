#include "replayer/options/falco_spellings.h"

#include <doctest/doctest.h>

#include <vector>

namespace sysreel {
namespace {

std::string instead(std::vector<std::string> words) {
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  return command_instead(arguments).value_or("(nothing)");
}

TEST_CASE("what Falco's users type, and the command that does it here") {
  struct Row {
    std::vector<std::string> words;
    std::string wanted;
  };
  const Row rows[] = {
      {{"-V", "a.yaml"}, "sysreel rules check a.yaml"},
      {{"-Va.yaml", "--validate=b c.yaml"}, "sysreel rules check a.yaml 'b c.yaml'"},
      {{"-L"}, "sysreel rules list RULES…"},
      {{"-r", "a.yaml", "-L"}, "sysreel rules list a.yaml"},
      {{"-l", "Some rule", "-r", "a.yaml"}, "sysreel rules describe a.yaml"},
      {{"--list"}, "sysreel rules fields"},
      {{"--list=k8s_audit"}, "sysreel rules fields --source k8s_audit"},
      {{"--list-events"}, "sysreel rules events"},
      {{"-e", "t.scap", "-r", "a.yaml", "-rb.yaml"}, "sysreel replay t.scap -r a.yaml -r b.yaml"},
      {{"-o", "engine.kind=replay", "-o", "engine.replay.capture_file=t.scap"}, "sysreel replay t.scap"},
      {{"-c", "falco.yaml"}, "sysreel replay CAPTURE…"},
      {{"-o", "json"}, "(nothing)"},
      {{"--help"}, "(nothing)"},
      {{"it's", "-V", "it's.yaml"}, "sysreel rules check 'it'\\''s.yaml'"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.wanted);
    CHECK(instead(row.words) == row.wanted);
  }
}

}  // namespace
}  // namespace sysreel
