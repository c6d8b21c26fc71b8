#include "format/audit/audit_words.h"

#include <doctest/doctest.h>

#include <csignal>

namespace sysreel {

TEST_CASE("words of interpreted records, and what is none") {
  const struct {
    const char* text;
    std::optional<uint64_t> number;
  } rows[] = {
      {"AT_FDCWD", static_cast<uint64_t>(-100)},
      {"0x3", 3},
      {"0xffffff9c", 0xffffff9c},
      {"O_RDONLY", 0},
      {"O_RDONLY|O_CLOEXEC", 02000000},
      {"O_WRONLY|O_CREAT|O_TRUNC", 01101},
      {"0644", 0644},
      {"suid,sgid,0755", 06755},
      {"00", 0},
      {"12", 12},
      {"SIGKILL", SIGKILL},
      {"SIGSYS", SIGSYS},
      {"CLONE_VM|CLONE_VFORK|SIGCHLD", 0x4100 | SIGCHLD},
      {"PTRACE_ATTACH", 16},
      {"unknown-signal(0x22)", 0x22},
      {"inet6", 10},
      {"root", 0},
      {"O_RDONLY|O_NEWER", std::nullopt},
      {"alice", std::nullopt},
      {"UNKNOWN", std::nullopt},
      {"unknown-type(f)", std::nullopt},
      {"", std::nullopt},
      {"|", std::nullopt},
      {"09", std::nullopt},
  };
  for (const auto& row : rows) {
    CAPTURE(row.text);
    CHECK(audit_argument_of_words(row.text) == row.number);
  }
}

TEST_CASE("modes of files") {
  CHECK(audit_mode_of_words("file,644") == 0100644);
  CHECK(audit_mode_of_words("dir,sticky,777") == 0041777);
  CHECK(audit_mode_of_words("file,suid,755") == 0104755);
  CHECK(audit_mode_of_words("character,666") == 0020666);
  CHECK(audit_mode_of_words("door,666") == std::nullopt);
  CHECK(audit_mode_of_words("0100644") == 0100644);
}

}  // namespace sysreel
