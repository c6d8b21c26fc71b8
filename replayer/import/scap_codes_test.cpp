#include "replayer/import/scap_codes.h"

#include <doctest/doctest.h>

#include <string>

#include "format/catalogue/catalogue.h"

namespace sysreel {
namespace {

TEST_CASE("every code has a row, and every row fits the catalogue") {
  const Catalogue& catalogue = Catalogue::builtin();
  const auto& codes = scap_codes();
  REQUIRE(codes.size() == kScapCodes);
  size_t without_kind = 0;
  for (size_t code = 0; code < codes.size(); ++code) {
    CAPTURE(code);
    CHECK(!codes[code].kind.empty());
    if (codes[code].use != ScapCode::Use::kEvent) continue;
    const KindId kind = catalogue.find(codes[code].kind);
    if (kind == kNoKind) {
      ++without_kind;
      continue;
    }
    for (const ScapParam& param : codes[code].params) {
      CAPTURE(param.name);
      const bool old_container = code == kScapContainerOld;
      CHECK((old_container || catalogue.kind(kind).param_index(param.name) >= 0));
    }
  }
  CHECK(without_kind == 10);  // task and its files, from BPF iterators: never in a file
}

TEST_CASE("what enters and exits of some codes mean") {
  using Use = ScapCode::Use;
  struct Row {
    uint16_t code;
    std::string_view kind;
    Use use;
    size_t params, carried;
  };
  const Row rows[] = {
      {2, "open", Use::kSeen, 3, 3},        {3, "open", Use::kEvent, 6, 6},
      {4, "close", Use::kKeep, 1, 1},       {102, "openat", Use::kKeep, 4, 4},
      {103, "openat", Use::kEvent, 5, 1},   {186, "procexit", Use::kEvent, 5, 5},
      {187, "procexit", Use::kNone, 0, 0},  {292, "execve", Use::kBoth, 1, 1},
      {293, "execve", Use::kEvent, 31, 31}, {260, "k8s", Use::kDrop, 1, 1},
      {453, "keyctl", Use::kEvent, 6, 6},
  };
  for (const Row& row : rows) {
    CAPTURE(row.code);
    const ScapCode& code = scap_codes()[row.code];
    CHECK(code.kind == row.kind);
    CHECK(code.use == row.use);
    CHECK(code.params.size() == row.params);
    CHECK(code.carried == row.carried);
  }
}

TEST_CASE("Falco's numbers of system calls have names") {
  CHECK(scap_syscall_name(0) == "unknown");
  CHECK(scap_syscall_name(3) == "read");
  CHECK(scap_syscall_name(453) == "rseq_slice_yield");
  CHECK(scap_syscall_name(454).empty());
}

}  // namespace
}  // namespace sysreel
