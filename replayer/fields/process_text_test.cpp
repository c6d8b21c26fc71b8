#include "replayer/fields/process_text.h"

#include <doctest/doctest.h>

using namespace sysreel;
using namespace std::literals;

TEST_CASE("texts that end with NUL are joined by blanks") {
  const struct {
    std::string_view raw;
    std::string_view joined;
  } rows[] = {
      {""sv, ""},      {"a\0"sv, "a"},    {"a\0b\0"sv, "a b"}, {"a\0b"sv, "a b"},       {"\0"sv, ""},
      {"\0\0"sv, " "}, {"a\0\0"sv, "a "}, {"\0a\0"sv, " a"},   {"a b\0c\0"sv, "a b c"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.joined);
    std::string text = "x:";
    append_joined(text, row.raw);
    CHECK(text == "x:" + std::string(row.joined));
    // As they come one by one.
    std::string one_by_one = "x:";
    bool first = true;
    for_each_text(row.raw, [&](std::string_view one) {
      (one_by_one += first ? "" : " ") += one;
      first = false;
      return true;
    });
    CHECK(text == one_by_one);
  }
}

TEST_CASE("a command line is the name and what follows it") {
  Thread thread;
  thread.comm = "sh";
  const auto line = [&] {
    std::string text;
    append_command_line(text, thread);
    return text;
  };
  CHECK(line() == "sh");
  thread.image = Ref<Image>::make();
  CHECK(line() == "sh");
  thread.image->arguments = "-c\0true\0"s;
  CHECK(line() == "sh -c true");
  thread.image->arguments = "\0"s;  // one empty argument
  CHECK(line() == "sh ");
}
