#include "replayer/expect/expectation_file.h"

#include <algorithm>
#include <charconv>
#include <filesystem>

#include "base/yaml_document.h"
#include "rules/check_values.h"

namespace sysreel {
namespace {

constexpr std::string_view kInvalid = "TEST_ERR_VALIDATE";

class Reader {
 public:
  Reader(const std::string& path, const YamlDocument& document, Diagnostics& diagnostics)
      : document_(document), diagnostics_(diagnostics) {
    file_.path = path;
  }

  ExpectationFile read() {
    if (const auto& error = document_.error()) {
      report(error->at, "TEST_ERR_YAML_PARSE", error->message);
      return file_;
    }
    if (document_.roots().size() != 1 || node(document_.roots()[0]).kind != YamlKind::kMap) {
      report({1, 1}, kInvalid, "a test is one map with the keys capture, rules and expect");
      return file_;
    }
    read_test(document_.roots()[0]);
    return file_;
  }

 private:
  using Keys = std::vector<std::string_view>;

  const YamlNode& node(YamlId id) const { return document_.node(id); }

  void report(YamlPosition at, std::string_view code, std::string message, std::string hint = {}) {
    Diagnostic diagnostic;
    diagnostic.code = code;
    diagnostic.message = std::move(message);
    diagnostic.hint = std::move(hint);
    diagnostic.place = {file_.path, at.line, at.column};
    diagnostic.snippet = document_.line(at.line);
    diagnostic.item_type = "test";
    diagnostics_.add(std::move(diagnostic));
  }
  void fail(YamlId at, std::string message, std::string hint = {}) {
    report(node(at).start, kInvalid, std::move(message), std::move(hint));
  }
  Place place_of(YamlId id) const { return {file_.path, node(id).start.line, node(id).start.column}; }

  // An unknown key is an error: a misspelt `at_least` must not become a weaker test.
  void check_keys(YamlId map, const Keys& known) {
    const auto pairs = document_.children(map);
    for (size_t i = 0; i + 1 < pairs.size(); i += 2) {
      const std::string key(node(pairs[i]).text);
      if (node(pairs[i]).kind != YamlKind::kScalar ||
          std::find(known.begin(), known.end(), key) == known.end())
        fail(pairs[i], "the key '" + key + "' is unknown", rules::nearest_name(key, known));
      for (size_t k = 0; k < i; k += 2)
        if (node(pairs[k]).text == key) fail(pairs[i], "the key '" + key + "' is there twice");
    }
  }

  std::optional<std::string> text(YamlId id, const std::string& what) {
    if (node(id).kind == YamlKind::kScalar && !node(id).text.empty()) return std::string(node(id).text);
    fail(id, what + " must be a text");
    return std::nullopt;
  }

  std::optional<uint64_t> number(YamlId id, const std::string& what) {
    const std::string_view digits = node(id).text;
    uint64_t value = 0;
    const char* end = digits.data() + digits.size();
    const auto [at, error] = std::from_chars(digits.data(), end, value);
    if (node(id).kind == YamlKind::kScalar && error == std::errc() && at == end) return value;
    fail(id, what + " must be a whole number");
    return std::nullopt;
  }

  template <typename T>
  T choice(YamlId id, const std::string& what, std::initializer_list<std::pair<std::string_view, T>> words) {
    std::string known;
    for (const auto& [word, value] : words) {
      if (node(id).kind == YamlKind::kScalar && node(id).text == word) return value;
      known += (known.empty() ? "" : ", ") + std::string(word);
    }
    fail(id, what + " must be one of " + known);
    return T{};
  }

  // One path or a list of them. A relative one is seen from the file's folder.
  std::vector<std::string> paths(YamlId id, const std::string& what) {
    std::vector<std::string> out;
    const auto add = [&](YamlId item) {
      const auto path = text(item, what);
      if (!path) return;
      const auto folder = std::filesystem::path(file_.path).parent_path();
      out.push_back((folder / *path).lexically_normal().string());
    };
    if (node(id).kind != YamlKind::kSequence) {
      add(id);
    } else {
      for (const YamlId item : document_.children(id)) add(item);
    }
    if (out.empty()) fail(id, what + " is empty");
    return out;
  }

  void read_test(YamlId map) {
    check_keys(map, {"capture", "rules", "matching", "expect", "unexpected", "max_loss"});
    if (const auto capture = document_.find(map, "capture")) {
      file_.captures = paths(*capture, "capture");
    } else {
      fail(map, "the key 'capture' is missing");
    }
    if (const auto rules = document_.find(map, "rules")) file_.rules = paths(*rules, "rules");
    if (const auto matching = document_.find(map, "matching"))
      file_.matching =
          choice<Matching>(*matching, "matching", {{"first", Matching::kFirst}, {"all", Matching::kAll}});
    if (const auto unexpected = document_.find(map, "unexpected"))
      file_.unexpected = choice<Unexpected>(
          *unexpected, "unexpected",
          {{"ignore", Unexpected::kIgnore}, {"warn", Unexpected::kWarn}, {"fail", Unexpected::kFail}});
    if (const auto loss = document_.find(map, "max_loss")) {
      file_.max_loss = number(*loss, "max_loss");
      file_.loss_place = place_of(*loss);
    }
    if (const auto expect = document_.find(map, "expect")) read_expectations(*expect);
  }

  void read_expectations(YamlId id) {
    if (node(id).kind == YamlKind::kNull) return;
    if (node(id).kind != YamlKind::kSequence) return fail(id, "expect must be a list");
    for (const YamlId item : document_.children(id)) {
      if (node(item).kind == YamlKind::kMap) {
        read_expectation(item);
      } else {
        fail(item, "an expectation is a map with the key rule");
      }
    }
  }

  void read_expectation(YamlId map) {
    check_keys(map, {"rule", "count", "at_least", "at_most", "where"});
    Expectation expectation;
    expectation.place = place_of(map);
    if (const auto rule = document_.find(map, "rule")) {
      expectation.rule = text(*rule, "rule").value_or("");
    } else {
      fail(map, "the key 'rule' is missing");
    }
    read_count(map, expectation.count);
    if (const auto where = document_.find(map, "where")) read_where(*where, expectation);
    file_.expect.push_back(std::move(expectation));
  }

  void read_count(YamlId map, ExpectedCount& count) {
    const auto exactly = document_.find(map, "count");
    const auto at_least = document_.find(map, "at_least");
    const auto at_most = document_.find(map, "at_most");
    if (exactly && (at_least || at_most)) return fail(*exactly, "count excludes at_least and at_most");
    if (exactly) {
      count.at_least = number(*exactly, "count").value_or(0);
      count.at_most = count.at_least;
    }
    if (at_most) {
      count.at_most = number(*at_most, "at_most");
      count.at_least = 0;
    }
    if (at_least) count.at_least = number(*at_least, "at_least").value_or(0);
    if (count.at_most && *count.at_most < count.at_least) fail(map, "at_most is less than at_least");
  }

  void read_where(YamlId id, Expectation& expectation) {
    if (node(id).kind != YamlKind::kMap) return fail(id, "where must be a map of fields and values");
    const auto pairs = document_.children(id);
    for (size_t i = 0; i + 1 < pairs.size(); i += 2) {
      const YamlNode& value = node(pairs[i + 1]);
      if (node(pairs[i]).kind != YamlKind::kScalar) {
        fail(pairs[i], "a field must be a text");
      } else if (value.kind == YamlKind::kSequence || value.kind == YamlKind::kMap) {
        fail(pairs[i + 1], "a value of where is compared as '=' and must be a single one");
      } else {
        WhereField field{std::string(node(pairs[i]).text), std::nullopt, place_of(pairs[i])};
        if (value.kind == YamlKind::kScalar) field.value = value.text;
        expectation.where.push_back(std::move(field));
      }
    }
  }

  const YamlDocument& document_;
  Diagnostics& diagnostics_;
  ExpectationFile file_;
};

std::string count_text(const ExpectedCount& count) {
  if (!count.at_most) return "at least " + std::to_string(count.at_least);
  if (*count.at_most == count.at_least) return std::to_string(count.at_least);
  if (count.at_least == 0) return "at most " + std::to_string(*count.at_most);
  return std::to_string(count.at_least) + " to " + std::to_string(*count.at_most);
}

}  // namespace

ExpectationFile parse_expectations(const std::string& path, std::string_view text, Diagnostics& diagnostics) {
  const YamlDocument document = YamlDocument::parse(std::string(text));
  return Reader(path, document, diagnostics).read();
}

std::string to_text(const Expectation& expectation) {
  std::string out = count_text(expectation.count);
  const char* separator = " with ";
  for (const WhereField& field : expectation.where) {
    out += separator + field.field + (field.value ? " = " + *field.value : " without a value");
    separator = ", ";
  }
  return out;
}

}  // namespace sysreel
