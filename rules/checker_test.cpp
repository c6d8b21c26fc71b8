#include "rules/checker.h"

#include <doctest/doctest.h>

#include "rules/filter.h"
#include "rules/glob.h"
#include "rules/path_set.h"

namespace sysreel::rules {
namespace {

struct Row {
  const char* condition;
  const char* message;
};

constexpr Row kTypeErrors[] = {
    {"proc.nmae = x", "0: there is no field 'proc.nmae'"},
    {"proc.name bcontains ab", "0: operator 'bcontains' does not go with a value that is text"},
    {"evt.num contains 1", "0: operator 'contains' does not go with a value that is a number"},
    {"evt.failed < 1", "0: operator '<' does not go with a value that is a Boolean"},
    {"fd.cip > 1", "0: operator '>' does not go with a value that is an IP address"},
    {"fd.types = file", "0: operator '=' does not go with a list; use in, intersects or exists"},
    {"evt.rawarg.addr = 1",
     "0: operator '=' does not go with a value that is of a kind that cannot be compared"},
    {"evt.num = 1.5", "10: '1.5' is no number; only decimal integers can be compared"},
    {"evt.num in (1, x)", "15: 'x' is no number; only decimal integers can be compared"},
    {"thread.cpu = x", "13: 'x' is no number; only decimal integers can be compared"},
    {"evt.failed = yes", "13: 'yes' is neither true nor false"},
    {"fd.sport = frob", "11: 'frob' is neither a port nor the name of a service"},
    {"fd.sport = 99999999999", "11: '99999999999' is no port"},
    {"fd.cip = 1.2.3", "9: '1.2.3' is no IP address"},
    {"fd.cip = \"::ffff:1.2.3.4\"", "9: '::ffff:1.2.3.4' is no IP address"},
    {"fd.cnet = 10.0.0.0", "10: '10.0.0.0' is no network: write ADDRESS/BITS"},
    {"fd.cnet = 10.0.0/8", "10: '10.0.0/8' is no network: the part before / is no IP address"},
    {"fd.cnet = 10.0.0.0/x", "10: '10.0.0.0/x' is no network: the part after / is no number"},
    {"fd.cnet = 10.0.0.0/33", "10: '10.0.0.0/33' is no network: at most 32 bits"},
    {"fd.cnet = ::1/129", "10: '::1/129' is no network: at most 128 bits"},
    {"evt.buffer bcontains abc", "21: 'abc' is no even number of hexadecimal digits"},
    {"proc.name = \"\\x00\"", "12: a value cannot hold a NUL byte"},
    {"proc.name regex \"(?P<x>a)\"",
     "16: '(?P<x>a)' is no regular expression: no argument for repetition operator: ?"},
    {"evt.type = frobnicate", "11: there is no event or system call 'frobnicate'"},
    {"evt.type contains opena", "18: there is no event or system call 'opena'"},
    {"evt.around[1] <= 1", "17: evt.around goes with = only"},
    {"tolower(evt.num) = 1", "0: tolower() does not go with a value that is a number"},
    {"len(evt.num) = 1", "0: len() does not go with a value that is a number"},
    {"b64(fd.cip) = 1", "0: b64() does not go with a value that is an IP address"},
    {"tolower(proc.aname) = x", "0: proc.aname cannot be transformed"},
    {"tolower(proc.name)[x] = x", "0: tolower() takes no argument in brackets"},
    {"join(\",\") = x", "0: join() needs more than one argument"},
    {"join(\",\", \"a\") = x", "0: the second argument of join() must be a list"},
    {"join(fd.types, fd.types) = x", "0: the first argument of join() must be a single value"},
    {"join(\",\", (\"a\"), \"b\") = x", "0: join() takes two arguments: what stands between, and a list"},
    {"join(\",\", (\"a\"))[x] = x", "0: join() takes no argument in brackets"},
    {"concat(evt.num, \"a\") = x", "0: the arguments of concat() must be texts"},
    {"getopt(proc.args, \"a\") exists", "0: the first argument of getopt() must be a list"},
    {"getopt((\"a\"), (\"a\")) exists", "0: the second argument of getopt() must be a single text"},
    {"getopt((\"a\"), evt.num) exists", "0: the arguments of getopt() must be texts"},
    {"getopt((\"a\"), \"a\", \"b\") exists",
     "0: getopt() takes two arguments: a list of arguments, and the options"},
    {"getopt((\"a\"), \"a\")[ab] exists",
     "0: the argument in brackets of getopt() must be one option character"},
    {"tolower(proc.name, proc.name) = x", "0: this transformer takes one argument"},
    {"proc.name pmatch val(proc.pname)", "17: operator 'pmatch' compares with constants only"},
    {"fd.net = val(fd.cip)", "9: the left side compares with constants only"},
    {"proc.aname = val(proc.name)", "13: the left side compares with constants only"},
    {"proc.name = val(proc.aname)", "12: proc.aname cannot stand on the right side"},
    {"proc.name = val(evt.num)", "12: the two sides have different types: text and a number"},
    {"proc.name = val(proc.pname)[x]", "12: val() takes no argument in brackets"},
    {"some_macro", "0: 'some_macro' is no check, and there are no macros here"},
};

TEST_CASE("every type error says what is wrong and where") {
  for (const Row& row : kTypeErrors) {
    CAPTURE(std::string(row.condition));
    const Filter filter = compile_filter(row.condition, {});
    CHECK_FALSE(filter.compiled);
    REQUIRE(filter.findings.size() >= 1);
    CHECK(std::to_string(filter.findings[0].offset) + ": " + filter.findings[0].message == row.message);
  }
}

TEST_CASE("all errors of a condition are found at once") {
  const Filter filter = compile_filter("proc.nmae = x and evt.num in (x, y, 1) or fd.cip = z", {});
  CHECK(filter.findings.size() == 4);
}

TEST_CASE("constants that look like something else are warned about") {
  static constexpr Row kRows[] = {
      {"proc.name = proc.pname", "'proc.pname' is compared as text, but it is also the name of a field"},
      {"proc.name = \"tolower(x)\"", "'tolower(x)' is compared as text, but it looks like a transformer"},
      {"proc.name regex .*bash", "the regular expression '.*bash' could be a simpler operator"},
      {"proc.name regex \"ba[s]h\"", ""},
      {"proc.name = x.y", ""},
  };
  for (const Row& row : kRows) {
    CAPTURE(std::string(row.condition));
    const Filter filter = compile_filter(row.condition, {});
    CHECK(filter.compiled);
    CHECK((filter.findings.empty() ? "" : filter.findings[0].message) == row.message);
  }
}

TEST_CASE("shell patterns") {
  struct Pattern {
    const char* pattern;
    const char* text;
    bool wanted;
  };
  static constexpr Pattern kPatterns[] = {
      {"", "", true},
      {"*", "", true},
      {"a*b*c", "aXbYc", true},
      {"a*b*c", "aXbY", false},
      {"?", "", false},
      {"[a-c]x", "bx", true},
      {"[!a-c]x", "bx", false},
      {"[^a-c]x", "dx", true},
      {"[]]", "]", true},
      {"[a", "[a", true},
      {"\\*", "*", true},
      {"\\*", "a", false},
      {"[[:digit:]]", "5", true},
      {"[[:digit:]]", "x", false},
      {"a\\", "a\\", false},
      {"*/b", "/a/b", true},
      {"[\\]]", "]", true},
      {"[a-]", "-", true},
      {"*a*a*a*a*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false},
  };
  for (const Pattern& row : kPatterns) {
    CAPTURE(std::string(row.pattern));
    CAPTURE(std::string(row.text));
    CHECK(glob_matches(row.pattern, row.text) == row.wanted);
  }
  CHECK(glob_matches("A[B-D]*", "acX", true));
}

TEST_CASE("path prefixes") {
  PathSet paths;
  CHECK(paths.empty());
  CHECK_FALSE(paths.covers("/"));
  paths.add("/var/run/");
  paths.add("/usr/*/lib");
  paths.add("/usr/l?cal/x");
  paths.add("/etc");
  paths.add("/etc/ssh");
  for (const char* yes :
       {"/var/run", "/var/run/x", "var//run", "/usr/a/lib/b", "/usr/local/x", "/etc/passwd"})
    CHECK(paths.covers(yes));
  for (const char* no : {"/var", "/var/runner", "/usr/lib", "/usr/a/b/lib", "/", "", "/etcetera"})
    CHECK_FALSE(paths.covers(no));
  PathSet all;
  all.add("/");
  CHECK(all.covers("/x"));
}

}  // namespace
}  // namespace sysreel::rules
