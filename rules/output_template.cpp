// A field in an output ends where the longest name that exists ends: in "%proc.name.x" that is proc.name, and
// ".x" is text. So the parser takes what could be a field or transformer, and while that has no meaning the
// end moves back: first the argument in brackets goes, then the name loses characters.
#include "rules/output_template.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include "rules/parser.h"

namespace sysreel::rules {
namespace {

constexpr uint32_t kMaxWidth = 10'000;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

class Compiler {
 public:
  Compiler(std::string_view text, Checker& checker, const FieldScope& scope, std::vector<Finding>& findings,
           OutputFields& known)
      : text_(text), checker_(checker), scope_(scope), findings_(findings), known_(known) {}

  OutputTemplate run() {
    if (text_.empty()) fail(0, "the output is empty", false);
    result_.parts.reserve(2 * static_cast<size_t>(std::count(text_.begin(), text_.end(), '%')) + 1);
    size_t at = text_.starts_with('*') ? 1 : 0;
    size_t literal = at;
    while (at < text_.size()) {
      if (text_[at] != '%') {
        ++at;
        continue;
      }
      add_literal(text_.substr(literal, at - literal));
      at = token(at);
      literal = at;
    }
    add_literal(text_.substr(literal));
    result_.good = good_;
    return std::move(result_);
  }

 private:
  void fail(size_t at, std::string message, bool unknown, std::string hint = {}) {
    good_ = false;
    findings_.push_back({Severity::kError,
                         {},
                         std::move(message),
                         std::move(hint),
                         nullptr,
                         static_cast<uint32_t>(at),
                         unknown});
  }

  void add_literal(std::string_view text) {
    if (text.empty()) return;
    OutputPart part;
    part.literal = text;
    result_.parts.push_back(std::move(part));
  }

  // The token whose % stands at `at`; gives the first byte behind it.
  size_t token(size_t at) {
    size_t start = at + 1;
    uint32_t width = 0;
    for (; start < text_.size() && is_digit(text_[start]); ++start)
      width = std::min(width * 10 + static_cast<uint32_t>(text_[start] - '0'), kMaxWidth);
    if (start == text_.size()) {
      fail(at, start == at + 1 ? "the output ends with a %" : "the output ends with a number", false);
      return start;
    }
    const std::string key = key_of(text_.substr(start));
    if (const auto known = known_.find(key); !key.empty() && known != known_.end()) {
      add_field(known->second, width);
      return start + known->second.used;
    }
    Arena arena;
    size_t used = 0;
    if (const auto operand = longest(text_.substr(start), arena, used)) {
      const OutputField field{*operand, name_, used};
      add_field(field, width);
      if (!key.empty()) known_.emplace(key, field);
      return start + used;
    }
    const size_t end = std::min(text_.size(), start + std::max<size_t>(used, 1));
    fail(at, problem_.message.empty() ? "no field begins here" : problem_.message, true,
         problem_.hint.empty() && text_.substr(start).starts_with('%')
             ? "%% is no escape: the language has none for %"
             : problem_.hint);
    return end;
  }

  void add_field(const OutputField& field, uint32_t width) {
    OutputPart part;
    part.operand = field.operand;
    part.name = field.name;
    part.width = width;
    result_.parts.push_back(std::move(part));
  }

  // The source and the word that `rest` begins with, if nothing behind that word can belong to the field.
  std::string key_of(std::string_view rest) const {
    size_t word = 0;
    while (word < rest.size() && (std::isalnum(static_cast<unsigned char>(rest[word])) != 0 ||
                                  rest[word] == '_' || rest[word] == '.'))
      ++word;
    const bool ends =
        word == rest.size() || std::string_view(" ),=%").find(rest[word]) != std::string_view::npos;
    return ends ? std::string(scope_.source).append("\n").append(rest.substr(0, word)) : std::string();
  }

  std::optional<OperandId> compile(const Node& node) {
    std::vector<Finding> findings;
    const auto operand = checker_.operand(node, scope_, findings);
    if (operand) {
      name_ = to_text(node);
      if (name_ == "proc.apid" || name_ == "proc.aenv") return own_value();
    } else if (problem_.message.empty() && !findings.empty()) {
      problem_ = findings[0];
    }
    return operand;
  }

  // A condition asks these of all ancestors; printed, they are the process's own, as in Falco.
  std::optional<OperandId> own_value() {
    Arena arena;
    uint32_t ids = 0;
    size_t used = 0;
    std::vector<Finding> findings;
    const std::string text = name_ + "[0]";
    const Parsed parsed = parse_operand(text, arena, ids, ParseOptions{}, used);
    return parsed.root == nullptr ? std::nullopt : checker_.operand(*parsed.root, scope_, findings);
  }

  std::optional<OperandId> longest(std::string_view rest, Arena& arena, size_t& used) {
    problem_ = {};
    uint32_t ids = 0;
    ParseOptions options;
    options.falco_compatible = scope_.falco_compatible;
    const auto attempt = [&](std::string_view text) -> std::optional<OperandId> {
      const Parsed parsed = parse_operand(text, arena, ids, options, used);
      if (parsed.root != nullptr) return compile(*parsed.root);
      if (problem_.message.empty()) problem_.message = parsed.error.message;
      return std::nullopt;
    };
    if (const auto whole = attempt(rest)) return whole;
    const size_t reach = used;
    // Without the argument in brackets, which may be text.
    const size_t bracket = rest.find('[');
    if (bracket != std::string_view::npos) {
      const size_t close = rest.find(")[");
      if (const auto plain = attempt(rest.substr(0, close == std::string_view::npos ? bracket : close + 1)))
        return plain;
    }
    // A shorter name. Transformers have none: without its ) one is nothing.
    size_t name = 0;
    while (name < rest.size() && (std::isalnum(static_cast<unsigned char>(rest[name])) != 0 ||
                                  rest[name] == '_' || rest[name] == '.'))
      ++name;
    for (size_t end = std::min<size_t>(name, 200); end > 2; --end)
      if (const auto shorter = attempt(rest.substr(0, end))) return shorter;
    used = std::max(reach, name);
    return std::nullopt;
  }

  std::string_view text_;
  Checker& checker_;
  const FieldScope& scope_;
  std::vector<Finding>& findings_;
  OutputFields& known_;
  OutputTemplate result_;
  std::string name_;
  Finding problem_;
  bool good_ = true;
};

}  // namespace

OutputTemplate compile_output(std::string_view text, Checker& checker, const FieldScope& scope,
                              std::vector<Finding>& findings, OutputFields& known) {
  return Compiler(text, checker, scope, findings, known).run();
}

OutputTemplate compile_output(std::string_view text, Checker& checker, const FieldScope& scope,
                              std::vector<Finding>& findings) {
  OutputFields known;
  return compile_output(text, checker, scope, findings, known);
}

}  // namespace sysreel::rules
