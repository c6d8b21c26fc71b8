#include "format/redaction/value_redactor.h"

#include <doctest/doctest.h>

namespace sysreel {
namespace {

using namespace std::string_literals;

constexpr TokenKey kKey{1, 2, 3};

ValueRedactor redactor(const std::string& rules) {
  auto policy = parse_redaction_policy("version: 1\nrules: [" + rules + "]", "p");
  REQUIRE(policy.ok());
  return {*policy, kKey};
}

TEST_CASE("tokens are equal for equal texts under one key, and only then") {
  CHECK(token_of("secret", kKey) == token_of("secret", kKey));
  CHECK(token_of("secret", kKey) != token_of("secreT", kKey));
  CHECK(token_of("secret", kKey) != token_of("secret", TokenKey{9}));
  CHECK(token_of("secret", kKey).size() == 20);
  CHECK(token_of("", kKey).starts_with("tok_"));
  CHECK(random_token_key() != random_token_key());
}

TEST_CASE("values of an environment, by the variable's name") {
  const ValueRedactor values = redactor(
      "{field: proc.env, name: 'AWS_*', action: token}, {field: proc.env, name: PASS, action: drop}");
  ValueRedactor::Hits hits;
  const auto list = values.rewrite_list(RedactedField::kEnvironment,
                                        "HOME=/root\0AWS_KEY=abc\0PASS=x=y\0odd\0AWS_B=\0"s, hits);
  CHECK(list == "HOME=/root\0AWS_KEY="s + token_of("abc", kKey) + "\0PASS=<dropped>\0odd\0AWS_B=\0"s);
  CHECK(hits == ValueRedactor::Hits{0, 1});
  // The last string may lack its NUL where the list was cut.
  CHECK(values.rewrite_list(RedactedField::kEnvironment, "PASS=se", hits) == "PASS=<dropped>");
  CHECK(values.rewrite_list(RedactedField::kArguments, "PASS=se\0"s, hits) == "PASS=se\0"s);
}

TEST_CASE("parts of arguments, by a group of a regex; every match") {
  struct Row {
    const char* rules;
    std::string in;
    std::string out;
  };
  const std::string token = token_of("s3cret", kKey);
  const Row rows[] = {
      {"{field: proc.args, regex: 'Bearer (\\S+)', group: 1, action: drop}",
       "-H\0Authorization: Bearer abc\0"s, "-H\0Authorization: Bearer <dropped>\0"s},
      {"{field: proc.args, regex: 'p=([a-z0-9]+)', group: 1, action: token}", "p=s3cret p=s3cret q=s3cret\0"s,
       "p=" + token + " p=" + token + " q=s3cret\0"s},
      {"{field: proc.args, regex: '[0-9]+', action: drop}", "a1b22\0"s, "a<dropped>b<dropped>\0"s},
      {"{field: proc.args, regex: 'x*', action: drop}", "axxb\0"s, "a<dropped>b\0"s},
      {"{field: proc.args, regex: '(a)|b', group: 1, action: drop}", "bab\0"s, "b<dropped>b\0"s},
      {"{field: proc.args, name: '--password=*', action: drop}", "--password=x\0--user=y\0"s,
       "<dropped>\0--user=y\0"s},
      {"{field: proc.args, regex: '\\xff(.)', group: 1, action: drop}", "\xff\xfe\0"s, "\xff<dropped>\0"s},
  };
  for (const Row& row : rows) {
    CAPTURE(row.rules);
    ValueRedactor::Hits hits;
    CHECK(redactor(row.rules).rewrite_list(RedactedField::kArguments, row.in, hits) == row.out);
    CHECK(hits.size() == 1);
  }
}

TEST_CASE("rules apply one after the other; one that drops everything leaves nothing") {
  const ValueRedactor two = redactor(
      "{field: fs.path, regex: '^/home/([^/]+)', group: 1, action: token}, {field: fs.path, regex: 'key$', "
      "action: drop}");
  ValueRedactor::Hits hits;
  CHECK(two.rewrite(RedactedField::kPath, "/home/alice/key", hits) ==
        "/home/" + token_of("alice", kKey) + "/<dropped>");
  CHECK(hits == ValueRedactor::Hits{0, 1});
  CHECK(two.rewrite(RedactedField::kPath, "/etc/hosts", hits) == "/etc/hosts");
  CHECK(two.concerns(RedactedField::kPath));
  CHECK_FALSE(two.concerns(RedactedField::kUser));
  hits.clear();
  CHECK(
      redactor("{field: proc.env, action: drop}").rewrite_list(RedactedField::kEnvironment, "A=b\0"s, hits) ==
      std::nullopt);
  CHECK(hits == ValueRedactor::Hits{0});
}

}  // namespace
}  // namespace sysreel
