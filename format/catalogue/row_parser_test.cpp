// The grammar of rows: what a well-formed one means, and that every malformed one is refused.
#include "format/catalogue/row_parser.h"

#include <doctest/doctest.h>

namespace sysreel {
namespace {

std::string describe(const Param& param) {
  const CaptureFrom& from = param.from;
  std::string text = std::string(param.name) + ":" + std::string(name_of(param.type));
  text += param.format == NumberFormat::kHex ? ".x" : param.format == NumberFormat::kOctal ? ".o" : "";
  text += ":" + std::string(name_of(param.domain));
  if (param.section == Section::kRest) text += " rest";
  if (param.ours) text += " ours";
  text += " op" + std::to_string(static_cast<int>(from.op) - static_cast<int>(From::kNowhere));
  for (const uint8_t operand : {from.arg, from.length, from.length2})
    if (operand != kNoOperand) text += " " + std::to_string(operand);
  if (from.offset != 0) text += " +" + std::to_string(from.offset);
  if (!from.member.empty()) text += " ." + std::string(from.member);
  if (from.when != When::kAlways)
    text += " when" + std::to_string(static_cast<int>(from.when)) + "/" + std::to_string(from.when_arg) +
            "/" + std::to_string(from.when_set);
  return text;
}

std::string op(From from) {
  return " op" + std::to_string(static_cast<int>(from));
}

TEST_CASE("parameters") {
  const struct {
    const char* text;
    std::string expected;
  } rows[] = {
      {"fd:FD", "fd:FD:" + op(From::kNowhere)},
      {"fd:FD=ret", "fd:FD:" + op(From::kReturn)},
      {"fd:FD=a5", "fd:FD:" + op(From::kArg) + " 5"},
      {"~+x:UINT64.x=u64(a2,8)", "x:UINT64.x: rest ours" + op(From::kUser64) + " 2 +8"},
      {"x:INT16=i16(a1)", "x:INT16:" + op(From::kUser16) + " 1"},
      {"flags:FLAGS32:open_flags=a1", "flags:FLAGS32.x:open_flags" + op(From::kArg) + " 1"},
      {"flags:FLAGS8.d:quota_type=a1", "flags:FLAGS8:quota_type" + op(From::kArg) + " 1"},
      {"mode:MODE=a1", "mode:MODE.o:" + op(From::kArg) + " 1"},
      {"ino:UINT64=file(*a0).ino?ok", "ino:UINT64:" + op(From::kFile) + " 16 .ino when1/0/0"},
      {"dev:UINT32=file(ret).dev", "dev:UINT32:" + op(From::kFile) + " 6 .dev"},
      {"data:BYTEBUF=buf(a1,ret)", "data:BYTEBUF:" + op(From::kBytes) + " 1 6"},
      {"tuple:SOCKTUPLE=tuple(a0,a4,*a5).in", "tuple:SOCKTUPLE:" + op(From::kTuple) + " 0 4 21 .in"},
      {"tuple:SOCKTUPLE=tuple(ret).in", "tuple:SOCKTUPLE:" + op(From::kTuple) + " 6 .in"},
      {"val:DYN=sockopt(a3,*a4)", "val:DYN:" + op(From::kSocketOption) + " 3 20"},
      {"s:CHARBUF=str(a1)?a0:15,16", "s:CHARBUF:" + op(From::kString) + " 1 when2/0/98304"},
      {"s:INT64=a1?a0:!1", "s:INT64:" + op(From::kArg) + " 1 when3/0/2"},
      {"t:PID=task.tid", "t:PID:" + op(From::kTask) + " .tid"},
      {"c:UINT16=const(7)", "c:UINT16:" + op(From::kConst) + " +7"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.text);
    std::vector<EventKind> kinds;
    const std::string text = std::string("name -,-,- other -\n    ") + row.text + "\n";
    REQUIRE(parse_rows(text, kinds) == "");
    REQUIRE(kinds.size() == 1);
    REQUIRE(kinds[0].params.size() == 1);
    CHECK(describe(kinds[0].params[0]) == row.expected);
  }
}

TEST_CASE("heads and continuation lines") {
  const std::string text =
      "setuid 105,213+23,146 user state,security\n    res:ERRNO=ret\n\n    uid:UID=a0\nnone -,-,- net -\n";
  std::vector<EventKind> kinds;
  REQUIRE(parse_rows(text, kinds) == "");
  REQUIRE(kinds.size() == 2);
  CHECK(kinds[0].name == "setuid");
  CHECK(kinds[0].numbers[0] == 105);
  CHECK(kinds[0].numbers[1] == 213);
  CHECK(kinds[0].numbers[2] == 146);
  REQUIRE(kinds[0].more_numbers.size() == 1);
  CHECK(kinds[0].more_numbers[0].arch == Arch::kI386);
  CHECK(kinds[0].more_numbers[0].number == 23);
  CHECK(kinds[0].flags == (kModifiesState | kSecurity | kSyscall));
  CHECK(kinds[0].category == Category::kUser);
  CHECK(kinds[0].params.size() == 2);
  CHECK(kinds[1].name == "none");
  CHECK(kinds[1].flags == 0);
  CHECK(kinds[1].params.empty());
}

TEST_CASE("malformed rows are refused") {
  const char* rows[] = {
      "name",
      "name 1,2 other -",
      "name 1,2,3,4 other -",
      "name 1,x,3 other -",
      "name 1,,3 other -",
      "name 1,-5,3 other -",
      "name 1,2,3 nothing -",
      "name 1,2,3 other",
      "name 1,2,3 other secure",
      "name 1,2,3 other - fd",
      "name 1,2,3 other - fd:",
      "name 1,2,3 other - :FD",
      "name 1,2,3 other - fd:FFD",
      "name 1,2,3 other - fd:NONE",
      "name 1,2,3 other - fd:FD.z",
      "name 1,2,3 other - fd:FD:what_flags",
      "name 1,2,3 other - fd:FD=",
      "name 1,2,3 other - fd:FD=a6",
      "name 1,2,3 other - fd:FD=a",
      "name 1,2,3 other - fd:FD=rets",
      "name 1,2,3 other - fd:FD=ret(a0)",
      "name 1,2,3 other - fd:FD=str",
      "name 1,2,3 other - fd:FD=str(",
      "name 1,2,3 other - fd:FD=str(a0",
      "name 1,2,3 other - fd:FD=str(a0,a1)",
      "name 1,2,3 other - fd:FD=str(a0).x",
      "name 1,2,3 other - fd:FD=buf(a0)",
      "name 1,2,3 other - fd:FD=buf(a0,a1,a2)",
      "name 1,2,3 other - fd:FD=file(a0)",
      "name 1,2,3 other - fd:FD=file(a0).",
      "name 1,2,3 other - fd:FD=file(*ret).ino",
      "name 1,2,3 other - fd:FD=tuple(a0,a1).out",
      "name 1,2,3 other - fd:FD=u32(a0,70000)",
      "name 1,2,3 other - fd:FD=a0?",
      "name 1,2,3 other - fd:FD=a0?yes",
      "name 1,2,3 other - fd:FD=a0?a1",
      "name 1,2,3 other - fd:FD=a0?a1:",
      "name 1,2,3 other - fd:FD=a0?a1:!",
      "name 1,2,3 other - fd:FD=a0?a1:64",
      "name 1,2,3 other - fd:FD=a0?ret:1",
      "name 1,2,3 other - fd:FD fd:FD",
      "name 1,2,3 other - +fd:FD res:ERRNO",
  };
  for (const char* row : rows) {
    CAPTURE(std::string(row));
    std::vector<EventKind> kinds;
    CHECK(parse_rows(row, kinds) != "");
  }
}

}  // namespace
}  // namespace sysreel
