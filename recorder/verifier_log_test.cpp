#include "recorder/verifier_log.h"

#include <doctest/doctest.h>

namespace sysreel {
namespace {

constexpr const char* kFailed = "libbpf: prog 'on_exit': BPF program load failed: Invalid argument\n";
constexpr const char* kBegin = "libbpf: prog 'on_exit': -- BEGIN PROG LOAD LOG --\n";
constexpr const char* kEnd =
    "math between ptr_ pointer and register with unbounded min value is not allowed\n"
    "processed 10758 insns (limit 1000000) max_states_per_insn 9\n-- END PROG LOAD LOG --\n";
constexpr const char* kLast = "libbpf: failed to load BPF skeleton 'recorder_bpf': -22\n";

TEST_CASE("the verifier's last words, however long it speaks") {
  for (const int lines : {0, 3, 1000, 300'000}) {
    CAPTURE(lines);
    std::string log = kBegin;
    for (int i = 0; i < lines; ++i) log += std::to_string(i) + ": (bf) r1 = r5 ; frame1: R1_w=map_value\n";
    VerifierLog words;
    words.add(kFailed);
    words.add(log + kEnd);
    words.add(kLast);
    CHECK(words.verdict() ==
          "math between ptr_ pointer and register with unbounded min value is not allowed");
  }
}

TEST_CASE("without a verifier's log libbpf's first words") {
  VerifierLog words;
  CHECK(words.verdict().empty());
  words.add("libbpf: failed to find valid kernel BTF\n");
  words.add(kLast);
  CHECK(words.verdict() == "libbpf: failed to find valid kernel BTF");
  words.clear();
  words.add(kLast);
  CHECK(words.verdict() == "libbpf: failed to load BPF skeleton 'recorder_bpf': -22");
}

TEST_CASE("a message without an end of line does no harm") {
  VerifierLog words;
  words.add(std::string(1U << 20, 'x'));
  CHECK(words.verdict().size() <= 8192);
}

}  // namespace
}  // namespace sysreel
