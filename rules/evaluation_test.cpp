#include "rules/evaluation.h"

#include <doctest/doctest.h>

#include "rules/filter.h"
#include "rules/predicate.h"
#include "rules/test_reader.h"

namespace sysreel::rules {
namespace {

// One event of every kind of value that fields can have.
TestReader sample() {
  TestReader reader;
  reader.text("proc.name", "Bash");
  reader.text("proc.pname", "bash");
  reader.text("proc.cmdline", "bash -c QmFzaA==");
  reader.text("proc.exepath", "/usr/bin/bash");
  reader.text("proc.cwd", "");
  reader.text("fd.name", "/etc/ssh/sshd_config");
  reader.text("evt.type", "openat");
  reader.texts("proc.aname", {"sh", "sshd", "systemd"});
  reader.texts("fd.types", {"file", "ipv4"});
  reader.number("evt.num", int64_t{7});
  reader.number("evt.rawres", int64_t{-2});
  reader.number("proc.pid", int64_t{7});
  reader.boolean("evt.failed", true);
  reader.real("thread.cpu", 2.5);
  reader.address("fd.cip", "10.1.2.3");
  reader.address("fd.cnet", "10.1.2.3");
  reader.addresses("fd.ip", {"10.1.2.3", "192.168.0.1"});
  reader.addresses("fd.net", {"10.1.2.3", "192.168.0.1"});
  reader.numbers("fd.port", {40000, 443});
  reader.number("fd.sport", int64_t{443});
  reader.bytes("evt.buffer", std::string_view("\x7f"
                                              "ELF\0x",
                                              6));
  reader.texts("ka.user.groups", {"system:masters", "dev"});
  reader.text("ka.verb", "get");
  return reader;
}

struct Row {
  const char* condition;
  bool wanted;
};

void check_rows(std::span<const Row> rows, const char* source) {
  TestReader reader = sample();
  EvaluationScratch scratch;
  for (const Row& row : rows) {
    CAPTURE(std::string(row.condition));
    const Filter filter = compile_filter(row.condition, {source, false, 100});
    for (const Finding& finding : filter.findings) CAPTURE(finding.message);
    REQUIRE(filter.compiled);
    reader.bind(filter.program);
    CHECK(matches(filter.program, filter.program.rules[0], reader, scratch) == row.wanted);
  }
}

constexpr Row kMeanings[] = {
    {"proc.name = Bash", true},
    {"proc.name == bash", false},
    {"proc.name != bash", true},
    {"proc.name > 0 and not proc.name <= 9", true},
    {"proc.name contains as", true},
    {"proc.name contains AS", false},
    {"proc.name icontains AS", true},
    {"proc.name contains \"\"", true},
    {"proc.name startswith \"\"", true},
    {"fd.name startswith /etc", true},
    {"fd.name endswith config", true},
    {"fd.name glob /etc/*config", true},
    {"fd.name glob /etc/?", false},
    {"proc.name glob bash", false},
    {"proc.name iglob b?SH", true},
    {"fd.name regex /etc/.*_config", true},
    {"fd.name regex /etc", false},
    {"fd.name pmatch (/usr, /etc/)", true},
    {"fd.name pmatch (/etc/ss)", false},
    {"fd.name pmatch (/etc/s*)", true},
    {"fd.name pmatch (/)", true},
    {"proc.name in (x, Bash)", true},
    {"proc.name in ()", false},
    {"proc.name intersects (x, Bash)", true},
    {"proc.cwd exists and proc.cwd = \"\"", true},
    // missing values
    {"proc.tty exists", false},
    {"proc.tty = 1", false},
    {"proc.tty != 1", false},
    {"not proc.tty = 1", true},
    {"proc.sname in (a)", false},
    {"not proc.sname in (a)", true},
    {"tolower(proc.sname) != x", false},
    // numbers and their kin
    {"evt.num = 7 and evt.num > 6 and evt.num <= 7", true},
    {"evt.num in (1, 7)", true},
    {"evt.rawres = -2 and evt.rawres < 0", true},
    {"evt.num > -1", false},
    {"evt.failed = true", true},
    {"evt.failed != true", false},
    {"evt.failed in (false)", false},
    {"thread.cpu > 2 and thread.cpu < 3", true},
    {"fd.sport = https", true},
    {"fd.sport in (22, 443)", true},
    // addresses
    {"fd.cip = 10.1.2.3", true},
    {"fd.cip in (10.1.2.3, ::1)", true},
    {"fd.cip != ::1", true},
    {"fd.cnet = 10.0.0.0/8", true},
    {"fd.cnet in (\"192.168.0.0/16\", \"10.1.2.0/24\")", true},
    {"fd.cnet != 10.0.0.0/8", false},
    // both ends
    {"fd.ip = 192.168.0.1", true},
    {"fd.ip = 10.1.2.3", true},
    {"fd.ip != 10.1.2.3", false},
    {"fd.ip != 1.1.1.1", true},
    {"fd.port = 443", true},
    {"fd.port != 443", false},
    {"fd.port < 1000", true},
    {"fd.net = 192.168.0.0/16", true},
    {"fd.net != 192.168.0.0/16", false},
    {"fd.net in (1.0.0.0/8, 10.0.0.0/8)", true},
    // ancestors
    {"proc.aname = sshd", true},
    {"proc.aname != sshd", true},
    {"not proc.aname = sshd", false},
    {"proc.aname in (systemd)", true},
    {"proc.aname startswith ss", true},
    {"proc.aname exists", true},
    {"proc.aname contains oneof (s, x)", true},
    // lists
    {"fd.types in (file, ipv4, unix)", true},
    {"fd.types in (file)", false},
    {"fd.types intersects (file)", true},
    {"fd.types exists", true},
    {"len(fd.types) = 2", true},
    // modifiers
    {"proc.name contains oneof (B, x)", true},
    {"proc.name contains oneof (B, a)", false},
    {"proc.name contains anyof (x, a)", true},
    {"proc.name contains allof (B, a)", true},
    {"proc.name contains allof (B, x)", false},
    {"proc.name contains allof ()", false},
    {"proc.name = anyof (x, Bash)", true},
    {"proc.name != allof (x, y)", true},
    {"evt.num = anyof (1, 7)", true},
    // transformers
    {"tolower(proc.name) = bash", true},
    {"toupper(proc.name) = BASH", true},
    {"basename(proc.exepath) = bash", true},
    {"len(proc.name) = 4", true},
    {"b64(\"QmFzaA==\") = Bash", true},
    {"b64(\"QmFzaA\") = Bash", true},
    {"b64(\"Qm%\") exists", false},
    {"b64(\"Q\") exists", false},
    {"b64(\"Qh\") exists", false},
    {"join(\"-\", (proc.name, evt.num)) = Bash-7", true},
    {"join(\"-\", fd.types) = file-ipv4", true},
    {"join(\"-\", (proc.name, proc.sname)) exists", false},
    {"concat(proc.name, \":\", proc.pname) = Bash:bash", true},
    {"concat(proc.name, proc.sname) exists", false},
    {"concat(\"<\", proc.aname) = \"<sh sshd systemd\"", true},
    {"getopt((\"-ab\", \"-c\", \"v\", \"rest\"), \"abc:\") in (a, b, c, v)", true},
    {"getopt((\"-ab\", \"-cv\"), \"abc:\")[c] = v", true},
    {"getopt((\"-c\", \"1\", \"-c\", \"2\"), \"c:\")[c] = 2", true},
    {"getopt((\"-a\"), \"ab\")[b] exists", false},
    {"getopt((\"-x\"), \"a\") in (?)", true},
    {"getopt((\"--\", \"-a\"), \"a\") in (x)", true},
    {"getopt((\"--long\", \"-a\"), \"a\") intersects (a)", true},
    {"getopt((\"word\", \"-a\"), \"a\") intersects (a)", false},
    {"getopt((\"-c\"), \"c:\")[c] = \"\"", true},
    {"len(getopt((\"-a\"), \"a\")) = 1", true},
    // right-hand fields
    {"tolower(proc.name) = val(proc.pname)", true},
    {"proc.name = val(proc.pname)", false},
    {"proc.name = val(proc.sname)", false},
    {"proc.name != val(proc.sname)", false},
    {"evt.rawres < val(proc.pid)", true},
    {"tolower(proc.name) in val(proc.pname)", true},
    {"getopt((\"-a\"), \"a\") in getopt((\"-ab\"), \"ab\")", true},
    // bytes
    {"evt.buffer contains ELF", true},
    {"evt.buffer bcontains 454c46", true},
    {"evt.buffer bstartswith 7f454c", true},
    {"evt.buffer bstartswith 00", false},
    {"evt.buffer endswith x", true},
    {"len(evt.buffer) = 6", true},
    // structure
    {"proc.name = x or proc.name = y or proc.name = Bash", true},
    {"not (proc.name = x or proc.name = Bash)", false},
    {"not (proc.name = Bash and not proc.pid = 7)", true},
    {"(proc.name = x and proc.pid = 7) or (proc.pid = 7 and not proc.name = x)", true},
};

TEST_CASE("what checks mean") {
  check_rows(kMeanings, "syscall");
}

TEST_CASE("operators for text on list-typed Kubernetes fields: any element") {
  static constexpr Row kRows[] = {
      {"ka.user.groups contains \"system:masters\"", true},
      {"ka.user.groups contains master", true},
      {"ka.user.groups = dev", true},
      {"ka.user.groups = ops", false},
      {"not ka.user.groups = dev", false},
      {"ka.user.groups startswith anyof (x, de)", true},
      {"ka.user.groups pmatch (/dev)", true},
      {"ka.user.groups in (dev)", false},
      {"ka.user.groups intersects (dev)", true},
      {"ka.target.labels.sensitive = true", false},
      {"ka.verb in (get, list)", true},
  };
  check_rows(kRows, "k8s_audit");
  CHECK_FALSE(compile_filter("ka.user.groups contains x", {"k8s_audit", true, 100}).compiled);
  CHECK_FALSE(compile_filter("fd.types contains x", {"syscall", false, 100}).compiled);
}

TEST_CASE("regular expressions see valid UTF-8") {
  TestReader reader;
  reader.text("proc.name", "a\xff\xc3\xa9z");
  EvaluationScratch scratch;
  const Filter filter = compile_filter("proc.name regex a..z", {"syscall", false, 100});
  REQUIRE(filter.compiled);
  reader.bind(filter.program);
  CHECK(matches(filter.program, filter.program.rules[0], reader, scratch));
}

TEST_CASE("equal checks share a predicate") {
  const Filter filter = compile_filter(
      "(proc.name = a and fd.name = a) or (proc.name == a and not proc.name = \"a\" and proc.name in (a))",
      {});
  REQUIRE(filter.compiled);
  CHECK(filter.program.predicates.size() == 3);
  CHECK(filter.program.operands.size() == 2);
  CHECK(filter.program.fields.size() == 2);
}

}  // namespace
}  // namespace sysreel::rules
