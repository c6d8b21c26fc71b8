#include "replayer/import/scap_codes.h"

#include <cassert>
#include <charconv>

namespace sysreel {
namespace {

// The next word; empty at the end. A line break that indents continues the row.
class Words {
 public:
  explicit Words(std::string_view text) : text_(text) {}

  std::string_view next() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n')) ++at_;
    const size_t begin = at_;
    while (at_ < text_.size() && text_[at_] != ' ' && text_[at_] != '\n') ++at_;
    return text_.substr(begin, at_ - begin);
  }
  bool row_ends() const {
    size_t at = at_;
    while (at < text_.size() && text_[at] == ' ') ++at;
    return at >= text_.size() || (text_[at] == '\n' && (at + 1 >= text_.size() || text_[at + 1] != ' '));
  }
  bool at_end() const { return text_.find_first_not_of(" \n", at_) == std::string_view::npos; }

 private:
  std::string_view text_;
  size_t at_ = 0;
};

ScapCode::Use use_named(std::string_view word) {
  if (word == "event" || word == "fill") return ScapCode::Use::kEvent;
  if (word == "keep") return ScapCode::Use::kKeep;
  if (word == "seen") return ScapCode::Use::kSeen;
  if (word == "both") return ScapCode::Use::kBoth;
  if (word == "drop") return ScapCode::Use::kDrop;
  assert(word == "none");
  return ScapCode::Use::kNone;
}

ScapParam param_named(std::string_view word) {
  const bool zero = word.back() == '=';
  if (zero) word.remove_suffix(1);
  return {word, zero};
}

void read_row(Words& words, std::vector<ScapCode>& codes) {
  const std::string_view number = words.next();
  size_t code = 0;
  [[maybe_unused]] const auto end = std::from_chars(number.data(), number.data() + number.size(), code);
  assert(end.ec == std::errc() && code + 1 < codes.size() && code % 2 == 0);
  ScapCode& enter = codes[code];
  ScapCode& exit = codes[code + 1];
  enter.kind = exit.kind = words.next();
  const std::string_view use = words.next();
  enter.use = use_named(use);
  enter.completed = use == "fill";
  ScapCode* into = &enter;
  bool carried = true;
  while (!words.row_ends()) {
    const std::string_view word = words.next();
    if (word == "|" || word == ":") {
      into = &exit;
      exit.use = ScapCode::Use::kEvent;
      exit.completed = word == "|";
    } else if (word == "+") {
      carried = false;
    } else {
      into->params.push_back(param_named(word));
      into->carried += carried ? 1 : 0;
    }
  }
}

std::vector<ScapCode> read_rows() {
  std::vector<ScapCode> codes(kScapCodes);
  Words words(kScapCodeRows);
  while (!words.at_end()) read_row(words, codes);
  return codes;
}

}  // namespace

const std::vector<ScapCode>& scap_codes() {
  static const std::vector<ScapCode> kCodes = read_rows();
  return kCodes;
}

}  // namespace sysreel
