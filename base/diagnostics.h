// Diagnostics: what is wrong with a user's text, collected, located, several at once (STYLE §5a, §5.20).
//
// Nothing here prints. A renderer turns a Diagnostic into text ("file:line:col: error: …", the line, a caret,
// a hint) or into a JSON line; both live in diagnostics.cpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sysreel {

enum class Severity : uint8_t { kError, kWarning, kHint };

// A place in a text file. Lines and columns count from 1, columns in bytes; 0 means unknown.
struct Place {
  std::string file;
  uint32_t line = 0;
  uint32_t column = 0;
};

struct Diagnostic {
  Severity severity = Severity::kError;
  std::string code;     // Falco's where it has one (LOAD_ERR_VALIDATE …), else our own in the same form
  std::string message;  // what is wrong
  std::string hint;     // what to do; may be empty
  Place place;
  std::string item_type;  // rule, macro, list …; empty when the file as a whole is meant
  std::string item_name;
  // The source line that `place` points into, without its newline; of a very long one a part, which begins
  // `snippet_from` bytes into it.
  std::string snippet;
  uint32_t snippet_from = 0;
  std::vector<std::string> context;  // outermost first: "in macro m, used by rule r"
};

class Diagnostics {
 public:
  void add(Diagnostic diagnostic);

  const std::vector<Diagnostic>& all() const { return all_; }
  bool has_errors() const { return errors_ != 0; }
  size_t errors() const { return errors_; }
  size_t warnings() const { return warnings_; }

 private:
  std::vector<Diagnostic> all_;
  size_t errors_ = 0;
  size_t warnings_ = 0;
};

// `colour` uses ANSI sequences; untrusted text in the diagnostic is escaped either way.
std::string to_text(const Diagnostic& diagnostic, bool colour);
std::string to_json_line(const Diagnostic& diagnostic);

}  // namespace sysreel
