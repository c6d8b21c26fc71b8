#include "format/catalogue/row_parser.h"

#include <array>
#include <charconv>
#include <utility>

namespace sysreel {
namespace {

template <typename T>
struct Word {
  std::string_view word;
  T value;
};

constexpr Word<Category> kCategories[] = {
    {"unknown", Category::kUnknown},
    {"other", Category::kOther},
    {"file", Category::kFile},
    {"net", Category::kNet},
    {"ipc", Category::kIpc},
    {"wait", Category::kWait},
    {"signal", Category::kSignal},
    {"sleep", Category::kSleep},
    {"time", Category::kTime},
    {"process", Category::kProcess},
    {"scheduler", Category::kScheduler},
    {"memory", Category::kMemory},
    {"user", Category::kUser},
    {"system", Category::kSystem},
    {"io_read", Category::kIoRead},
    {"io_write", Category::kIoWrite},
    {"io_other", Category::kIoOther},
    {"internal", Category::kInternal},
    {"snapshot", Category::kSnapshot},
};

constexpr Word<uint32_t> kFlags[] = {
    {"creates_fd", kCreatesFd}, {"destroys_fd", kDestroysFd},
    {"uses_fd", kUsesFd},       {"reads", kReadsFromFd},
    {"writes", kWritesToFd},    {"state", kModifiesState},
    {"waits", kWaits},          {"generic", kGeneric},
    {"enter", kEnterCoded},     {"meta", kMeta},
    {"security", kSecurity},    {"row", kSnapshotRow},
    {"syscall", kSyscall},      {"plugin", kPlugin},
};

// What may stand between the parentheses and behind them, in order: a argument, s argument or ret, d
// descriptor (argument, ret or *argument), l argument or *argument, n number. `?` begins the optional part.
struct OpForm {
  std::string_view word;
  From op;
  std::string_view operands;
  bool member = false;
};

constexpr OpForm kOps[] = {
    {"ret", From::kReturn, ""},
    {"nr", From::kSyscallNumber, ""},
    {"int", From::kArgInt, "a"},
    {"bits", From::kArgBits, "an"},
    {"wide", From::kWideArg, "a"},
    {"const", From::kConst, "n"},
    {"openmode", From::kOpenMode, "aa"},
    {"u8", From::kUser8, "a?n"},
    {"u16", From::kUser16, "a?n"},
    {"i16", From::kUser16, "a?n"},
    {"u32", From::kUser32, "a?n"},
    {"i32", From::kUser32, "a?n"},
    {"u64", From::kUser64, "a?n"},
    {"long", From::kUserLong, "a?n"},
    {"timespec", From::kTimespec, "a"},
    {"str", From::kString, "a?n"},
    {"buf", From::kBytes, "as"},
    {"iov", From::kIoVector, "aa"},
    {"iovsize", From::kIoVectorSize, "aa"},
    {"msg", From::kMessage, "a?n"},
    {"msgsize", From::kMessageSize, "a"},
    {"msgcontrol", From::kControl, "a"},
    {"pollfds", From::kPollFds, "aa"},
    {"sockaddr", From::kSockAddr, "aa"},
    {"sockopt", From::kSocketOption, "al"},
    {"dyn", From::kDynamic, "a"},
    {"tuple", From::kTuple, "d?al", true},
    {"msgtuple", From::kMessageTuple, "da", true},
    {"file", From::kFile, "d", true},
    {"sock", From::kSocket, "d", true},
    {"exec", From::kExec, "a", true},
    {"task", From::kTask, "", true},
    {"exit", From::kExit, "", true},
    // Both are what the hook itself tells; their members have different names.
    {"signal", From::kSignal, "", true},
    {"uring", From::kSignal, "", true},
};

// Cuts `text` at the first `separator`; the rest is left in `text`, empty when there is none.
std::string_view cut(std::string_view& text, char separator) {
  const size_t end = text.find(separator);
  const std::string_view head = text.substr(0, end);
  text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
  return head;
}

bool is_blank(char c) {
  return c == ' ' || c == '\n';
}

std::string_view next_word(std::string_view& text) {
  size_t begin = 0;
  while (begin < text.size() && is_blank(text[begin])) ++begin;
  size_t end = begin;
  while (end < text.size() && !is_blank(text[end])) ++end;
  const std::string_view word = text.substr(begin, end - begin);
  text.remove_prefix(end);
  return word;
}

template <typename T>
bool parse_number(std::string_view word, T& value) {
  const auto result = std::from_chars(word.data(), word.data() + word.size(), value);
  return !word.empty() && result.ec == std::errc() && result.ptr == word.data() + word.size();
}

bool parse_argument(std::string_view word, uint8_t& arg) {
  if (word.size() != 2 || word[0] != 'a' || word[1] < '0' || word[1] > '5') return false;
  arg = static_cast<uint8_t>(word[1] - '0');
  return true;
}

bool parse_operand(char form, std::string_view word, CaptureFrom& from, int& index) {
  if (form == 'n') return parse_number(word, from.offset);
  uint8_t* const slots[] = {&from.arg, &from.length, &from.length2};
  uint8_t& slot = *slots[index++];
  if ((form == 's' || form == 'd') && word == "ret") {
    slot = kFromReturn;
    return true;
  }
  if ((form == 'd' || form == 'l') && word.starts_with('*')) {
    if (!parse_argument(word.substr(1), slot)) return false;
    slot |= kFromMemory;
    return true;
  }
  return parse_argument(word, slot);
}

bool parse_operands(std::string_view form, std::string_view words, CaptureFrom& from) {
  int index = 0;
  for (const char kind : form) {
    if (kind == '?') {
      if (words.empty()) return true;
      continue;
    }
    if (!parse_operand(kind, cut(words, ','), from, index)) return false;
  }
  return words.empty();
}

bool parse_condition(std::string_view text, CaptureFrom& from) {
  if (text == "ok") {
    from.when = When::kSucceeded;
    return true;
  }
  if (!parse_argument(cut(text, ':'), from.when_arg) || text.empty()) return false;
  from.when = When::kIn;
  if (text.starts_with('!')) {
    from.when = When::kNotIn;
    text.remove_prefix(1);
  }
  while (!text.empty()) {
    unsigned value = 64;
    if (!parse_number(cut(text, ','), value) || value >= 64) return false;
    from.when_set |= uint64_t{1} << value;
  }
  return from.when_set != 0;
}

bool parse_source(std::string_view text, CaptureFrom& from) {
  const bool conditional = text.find('?') != std::string_view::npos;
  const std::string_view source = cut(text, '?');
  if (conditional && !parse_condition(text, from)) return false;
  if (parse_argument(source, from.arg)) {
    from.op = From::kArg;
    return true;
  }
  const size_t word_end = std::min(source.find_first_of("(."), source.size());
  const std::string_view word = source.substr(0, word_end);
  std::string_view rest = source.substr(word_end);
  for (const OpForm& form : kOps) {
    if (form.word != word) continue;
    from.op = form.op;
    std::string_view operands;
    if (rest.starts_with('(')) {
      rest.remove_prefix(1);
      if (rest.find(')') == std::string_view::npos) return false;
      operands = cut(rest, ')');
    }
    if (!parse_operands(form.operands, operands, from)) return false;
    if (!form.member) return rest.empty();
    if (!rest.starts_with('.') || rest.size() < 2) return false;
    from.member = rest.substr(1);
    return true;
  }
  return false;
}

NumberFormat default_format(ParamType type) {
  switch (type) {
    case ParamType::kFlags8:
    case ParamType::kFlags16:
    case ParamType::kFlags32:
      return NumberFormat::kHex;
    case ParamType::kMode:
      return NumberFormat::kOctal;
    default:
      return NumberFormat::kDecimal;
  }
}

bool parse_type(std::string_view text, Param& param) {
  const std::string_view type = cut(text, '.');
  const auto found = param_type_named(type);
  if (!found || *found == ParamType::kNone) return false;
  param.type = *found;
  param.format = default_format(*found);
  if (text == "x") param.format = NumberFormat::kHex;
  if (text == "o") param.format = NumberFormat::kOctal;
  if (text == "d") param.format = NumberFormat::kDecimal;
  return text.empty() || text == "x" || text == "o" || text == "d";
}

bool parse_param(std::string_view text, Param& param) {
  if (text.starts_with('~')) {
    param.section = Section::kRest;
    text.remove_prefix(1);
  }
  if (text.starts_with('+')) {
    param.ours = true;
    text.remove_prefix(1);
  }
  const bool recorded = text.find('=') != std::string_view::npos;
  std::string_view head = cut(text, '=');
  if (recorded && !parse_source(text, param.from)) return false;
  param.name = cut(head, ':');
  if (param.name.empty() || !parse_type(cut(head, ':'), param)) return false;
  if (head.empty()) return true;
  const auto domain = flag_domain_named(head);
  if (!domain || *domain == FlagDomain::kNone) return false;
  param.domain = *domain;
  return true;
}

bool parse_numbers(std::string_view text, EventKind& kind) {
  for (int arch = 0; arch < kArchCount; ++arch) {
    std::string_view column = cut(text, ',');
    if (column == "-") continue;
    for (bool first = true; first || !column.empty(); first = false) {
      int32_t number = -1;
      if (!parse_number(cut(column, '+'), number) || number < 0) return false;
      if (first)
        kind.numbers[arch] = number;
      else
        kind.more_numbers.push_back({static_cast<Arch>(arch), number});
    }
    kind.flags |= kSyscall;
  }
  return text.empty();
}

bool parse_flags(std::string_view text, uint32_t& flags) {
  if (text == "-") return true;
  while (!text.empty()) {
    const std::string_view word = cut(text, ',');
    bool found = false;
    for (const auto& entry : kFlags) {
      if (entry.word != word) continue;
      flags |= entry.value;
      found = true;
    }
    if (!found) return false;
  }
  return true;
}

bool parse_category(std::string_view word, Category& category) {
  for (const auto& entry : kCategories) {
    if (entry.word != word) continue;
    category = entry.value;
    return true;
  }
  return false;
}

std::string complain(std::string_view kind, std::string_view what, std::string_view where) {
  return std::string(kind) + ": bad " + std::string(what) + " '" + std::string(where) + "'";
}

std::string parse_row(std::string_view text, EventKind& kind) {
  kind.name = next_word(text);
  const std::string_view numbers = next_word(text);
  const std::string_view category = next_word(text);
  const std::string_view flags = next_word(text);
  if (!parse_numbers(numbers, kind)) return complain(kind.name, "numbers", numbers);
  if (!parse_category(category, kind.category)) return complain(kind.name, "category", category);
  if (flags.empty() || !parse_flags(flags, kind.flags)) return complain(kind.name, "flags", flags);
  for (std::string_view word = next_word(text); !word.empty(); word = next_word(text)) {
    Param param;
    if (!parse_param(word, param)) return complain(kind.name, "parameter", word);
    if (kind.param_index(param.name) >= 0) return complain(kind.name, "repeated parameter", word);
    if (!param.ours && !kind.params.empty() && kind.params.back().ours)
      return complain(kind.name, "order of parameter", word);
    kind.params.push_back(param);
  }
  return {};
}

}  // namespace

std::string parse_rows(std::string_view text, std::vector<EventKind>& out) {
  while (!text.empty()) {
    // A row goes on up to the next line that begins in the first column.
    size_t end = text.find('\n');
    while (end != std::string_view::npos && end + 1 < text.size() &&
           (text[end + 1] == ' ' || text[end + 1] == '\n'))
      end = text.find('\n', end + 1);
    const std::string_view row = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    if (row.find_first_not_of(" \n") == std::string_view::npos) continue;
    EventKind kind;
    if (std::string error = parse_row(row, kind); !error.empty()) return error;
    out.push_back(std::move(kind));
  }
  return {};
}

}  // namespace sysreel
