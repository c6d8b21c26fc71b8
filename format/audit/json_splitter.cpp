#include "format/audit/json_splitter.h"

#include <algorithm>
#include <iterator>

namespace sysreel {
namespace {

constexpr std::string_view kListMembers[] = {"items", "records", "logEvents", "events", "entries"};
constexpr std::string_view kEventBegin = R"({"kind":"Event")";
constexpr size_t kMaxTimeStamp = 48;
constexpr std::string_view kTimeStampCharacters = "0123456789-:.TZtz+ \t";

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}
bool is_scalar(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '+' ||
         c == '.';
}
bool names_list(std::string_view key) {
  return std::find(std::begin(kListMembers), std::end(kListMembers), key) != std::end(kListMembers);
}

}  // namespace

void JsonSplitter::feed(std::string_view bytes) {
  if (begin_ > 0) {
    text_.erase(0, begin_);
    base_ += begin_;
    at_ -= begin_;
    string_begin_ -= std::min(string_begin_, begin_);
    begin_ = 0;
  }
  text_ += bytes;
}

void JsonSplitter::consume(size_t end) {
  line_ += static_cast<uint64_t>(std::count(text_.begin() + static_cast<std::ptrdiff_t>(begin_),
                                            text_.begin() + static_cast<std::ptrdiff_t>(end), '\n'));
  begin_ = end;
}

bool JsonSplitter::next(Piece& piece) {
  for (;;) {
    if (skipping_ && !skip()) return false;
    if (at_ >= text_.size()) {
      if (!out_of_text()) {
        if (skipping_) continue;
        return false;
      }
      piece = piece_;
      return true;
    }
    switch (step()) {
      case Step::kGoOn:
        break;
      case Step::kMore:
        return false;
      case Step::kGiven:
      case Step::kBroken:
        piece = piece_;
        return true;
    }
  }
}

// True when that itself is worth a report.
bool JsonSplitter::out_of_text() {
  if (in_document_ && text_.size() - begin_ > max_document_) {
    return broken("larger than an event may be") == Step::kBroken;
  }
  if (!at_end_) {
    if (!in_document_) consume(at_);
    return false;
  }
  const bool inside = in_document_ || !open_.empty();
  if (!inside) {
    consume(at_);
    return false;
  }
  return broken(in_document_ ? "the text ends inside a document" : "the text ends inside a list") ==
         Step::kBroken;
}

// The piece is what was read of the document, whose end nobody knows; nothing in it is trusted.
JsonSplitter::Step JsonSplitter::broken(std::string_view problem) {
  if (!in_document_) consume(at_);
  piece_ = {true, std::string_view(text_).substr(begin_, at_ - begin_), problem, base_ + begin_, line_};
  const bool again =
      reported_line_ == line_;  // what looked like the next document on this line is broken, too
  reported_line_ = line_;
  skipping_ = loose_ = reported_ = true;
  open_.clear();
  lists_ = 0;
  in_document_ = in_string_ = in_scalar_ = names_list_ = false;
  expect_ = Expect::kValue;
  return again ? Step::kGoOn : Step::kBroken;
}

// To the start of the next line or of the next event, whichever comes first.
bool JsonSplitter::skip() {
  const size_t from = std::min(begin_ + 1, text_.size());
  const size_t newline = text_.find('\n', from - (from > begin_ && text_[begin_] == '\n' ? 1 : 0));
  size_t found = newline == std::string::npos ? std::string::npos : newline + 1;
  // On this line only: a search of all that is held, line by line, would take the square of its size.
  const size_t event = std::string_view(text_).substr(0, newline).find(kEventBegin, from);
  found = std::min(found, event);
  if (found == std::string::npos) {
    // An event may begin in the last bytes.
    const size_t keep = at_end_ ? 0 : std::min(text_.size() - begin_, kEventBegin.size());
    if (text_.size() - keep > begin_) consume(text_.size() - keep);
    at_ = text_.size();
    return false;
  }
  consume(found);
  at_ = found;
  skipping_ = false;
  return true;
}

JsonSplitter::Step JsonSplitter::step() {
  if (in_string_) return string();
  if (in_scalar_) return scalar();
  const char c = text_[at_];
  if (is_space(c)) {
    ++at_;
    return Step::kGoOn;
  }
  if (in_list() && (open_.empty() || open_.back() == '[')) return between(c);
  switch (c) {
    case '{':
    case '[':
      return open(c);
    case '}':
    case ']':
      return close(c);
    case ',':
      if (expect_ != Expect::kCommaOrEnd) return broken("a comma where none may be");
      expect_ = open_.back() == '{' ? Expect::kKey : Expect::kValue;
      break;
    case ':':
      if (expect_ != Expect::kColon) return broken("a colon where none may be");
      expect_ = Expect::kValue;
      break;
    case '"':
      if (expect_ == Expect::kColon || expect_ == Expect::kCommaOrEnd)
        return broken("a string where none may be");
      in_string_ = true;
      string_begin_ = at_ + 1;
      break;
    default:
      if (!is_scalar(c)) return broken("a character that JSON does not know");
      if (expect_ != Expect::kValue && expect_ != Expect::kValueOrEnd)
        return broken("a value where none may be");
      in_scalar_ = true;
      return Step::kGoOn;
  }
  ++at_;
  return Step::kGoOn;
}

// Between documents: at the top or inside a list's array.
JsonSplitter::Step JsonSplitter::between(char c) {
  if (open_.empty() && (c == '\xef' || c == '\xbb' || c == '\xbf') && base_ + at_ < 3) {  // byte order mark
    ++at_;
    return Step::kGoOn;
  }
  if (!open_.empty()) {
    if (c == ']') return close(c);
    if (c == ',' && expect_ == Expect::kCommaOrEnd) {
      expect_ = Expect::kValue;
      ++at_;
      return Step::kGoOn;
    }
    if (c != ',' && expect_ == Expect::kCommaOrEnd) return broken("no comma between the elements of a list");
  } else if (loose_ && (c == ',' || c == ']' || c == '}')) {
    ++at_;
    return Step::kGoOn;
  }
  if (c == '{' || c == '[') {
    reported_ = reported_ && c == '[';
    return open(c);
  }
  if (open_.empty() && c >= '0' && c <= '9') return time_stamp();
  if (!reported_) return broken("no JSON object begins here");
  // The rest of what was broken, which has been reported.
  consume(at_);
  skipping_ = true;
  return Step::kGoOn;
}

JsonSplitter::Step JsonSplitter::time_stamp() {
  const size_t end = text_.find_first_not_of(kTimeStampCharacters, at_);
  if (end == std::string::npos && !at_end_ && text_.size() - at_ < kMaxTimeStamp) return Step::kMore;
  if (end == std::string::npos || end - at_ > kMaxTimeStamp || text_[end] != '{') {
    if (!reported_) return broken("no JSON object begins here");
    consume(at_);
    skipping_ = true;
    return Step::kGoOn;
  }
  at_ = end;
  return Step::kGoOn;
}

JsonSplitter::Step JsonSplitter::open(char bracket) {
  const bool starts = in_list() && (open_.empty() || open_.back() == '[');
  if (!starts && expect_ != Expect::kValue && expect_ != Expect::kValueOrEnd)
    return broken("a bracket where none may be");
  if (open_.size() - lists_ >= kMaxDepth || lists_ >= kMaxDepth) return broken("nested too deeply");
  // A list: an array where a document may be, or the right member of an object that is a document so far.
  const bool of_object = names_list_ && (open_.size() == lists_ || open_.size() == lists_ + 1);
  const bool list = bracket == '[' && (starts || of_object);
  if (starts && !list) {
    consume(at_);
    in_document_ = true;
  }
  names_list_ = false;
  open_ += bracket;
  ++at_;
  expect_ = bracket == '{' ? Expect::kKeyOrEnd : Expect::kValueOrEnd;
  if (list) {
    lists_ = open_.size();
    in_document_ = false;
    consume(at_);
  }
  return Step::kGoOn;
}

JsonSplitter::Step JsonSplitter::close(char bracket) {
  const char opening = bracket == '}' ? '{' : '[';
  const bool may_end =
      expect_ == Expect::kCommaOrEnd || expect_ == (bracket == '}' ? Expect::kKeyOrEnd : Expect::kValueOrEnd);
  if (open_.empty() || open_.back() != opening || !may_end)
    return broken("a closing bracket without its opening one");
  open_.pop_back();
  ++at_;
  if (open_.size() < lists_) {  // a list's own
    lists_ = open_.size();
    consume(at_);
    expect_ = Expect::kCommaOrEnd;
    if (open_.empty()) expect_ = Expect::kValue;
    return Step::kGoOn;
  }
  return value_done();
}

JsonSplitter::Step JsonSplitter::value_done() {
  names_list_ = false;
  expect_ = open_.empty() ? Expect::kValue : Expect::kCommaOrEnd;
  if (!in_document_ || open_.size() > lists_) return Step::kGoOn;
  piece_ = {false, std::string_view(text_).substr(begin_, at_ - begin_), {}, base_ + begin_, line_};
  in_document_ = false;
  reported_ = false;
  if (piece_.text.size() > max_document_) {
    piece_.malformed = true;
    piece_.problem = "larger than an event may be";
  }
  consume(at_);
  return Step::kGiven;
}

JsonSplitter::Step JsonSplitter::string() {
  while (at_ < text_.size()) {
    const auto c = static_cast<unsigned char>(text_[at_]);
    if (c == '\\') {
      if (at_ + 1 >= text_.size()) return at_end_ ? broken("the text ends inside a string") : Step::kMore;
      at_ += 2;
      continue;
    }
    if (c < 0x20) return broken("a line ends inside a string");
    ++at_;
    if (c != '"') continue;
    in_string_ = false;
    if (expect_ != Expect::kKey && expect_ != Expect::kKeyOrEnd) return value_done();
    const std::string_view key = std::string_view(text_).substr(string_begin_, at_ - 1 - string_begin_);
    names_list_ = (open_.size() == lists_ || open_.size() == lists_ + 1) && names_list(key);
    expect_ = Expect::kColon;
    return Step::kGoOn;
  }
  return Step::kGoOn;
}

JsonSplitter::Step JsonSplitter::scalar() {
  while (at_ < text_.size() && is_scalar(text_[at_])) ++at_;
  if (at_ == text_.size()) return Step::kGoOn;
  in_scalar_ = false;
  return value_done();
}

}  // namespace sysreel
