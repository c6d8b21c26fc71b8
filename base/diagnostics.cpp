#include "base/diagnostics.h"

#include <algorithm>
#include <utility>

#include "base/escape.h"
#include "base/json_writer.h"

namespace sysreel {
namespace {

struct Style {
  std::string_view word;
  std::string_view colour;
};

Style style_of(Severity severity) {
  switch (severity) {
    case Severity::kError:
      return {"error", "\x1b[1;31m"};
    case Severity::kWarning:
      return {"warning", "\x1b[1;35m"};
    case Severity::kHint:
      return {"hint", "\x1b[1;36m"};
  }
  return {"error", ""};
}

constexpr std::string_view kReset = "\x1b[0m";
constexpr std::string_view kBold = "\x1b[1m";
constexpr size_t kWindow = 100;  // columns of a long source line that are shown around the place

void append_place(std::string& out, const Place& place) {
  append_terminal_safe(out, place.file.empty() ? "<rules>" : place.file);
  if (place.line == 0) return;
  out += ':' + std::to_string(place.line);
  if (place.column != 0) out += ':' + std::to_string(place.column);
}

// The line and a caret below the column. A long line is cut to a window around the caret.
void append_snippet(std::string& out, const Diagnostic& diagnostic) {
  if (diagnostic.snippet.empty()) return;
  size_t column = diagnostic.place.column == 0 ? 0 : diagnostic.place.column - 1;
  column -= std::min<size_t>(column, diagnostic.snippet_from);
  std::string_view line = diagnostic.snippet;
  const size_t caret = std::min(column, line.size());
  const size_t from = caret > kWindow / 2 && line.size() > kWindow ? caret - kWindow / 2 : 0;
  const std::string before =
      (from + diagnostic.snippet_from > 0 ? "…" : "") + terminal_safe(line.substr(from, caret - from));
  const std::string after = terminal_safe(line.substr(caret, from + kWindow - caret));
  out += "  " + before + after + (from + kWindow < line.size() ? "…" : "") + '\n';
  if (diagnostic.place.column == 0) return;
  const auto columns = std::count_if(before.begin(), before.end(), [](char c) { return (c & 0xc0) != 0x80; });
  out += "  " + std::string(static_cast<size_t>(columns), ' ') + "^\n";
}

}  // namespace

void Diagnostics::add(Diagnostic diagnostic) {
  if (diagnostic.severity == Severity::kError) ++errors_;
  if (diagnostic.severity == Severity::kWarning) ++warnings_;
  all_.push_back(std::move(diagnostic));
}

std::string to_text(const Diagnostic& diagnostic, bool colour) {
  const Style style = style_of(diagnostic.severity);
  std::string out;
  if (colour) out += kBold;
  append_place(out, diagnostic.place);
  out += ": ";
  if (colour) out += style.colour;
  out += style.word;
  if (colour) out += kReset;
  out += ": ";
  append_terminal_safe(out, diagnostic.message);
  if (!diagnostic.code.empty()) out += " [" + diagnostic.code + "]";
  out += '\n';
  append_snippet(out, diagnostic);
  for (const std::string& line : diagnostic.context) out += "  " + terminal_safe(line) + '\n';
  if (!diagnostic.hint.empty()) out += "  hint: " + terminal_safe(diagnostic.hint) + '\n';
  return out;
}

std::string to_json_line(const Diagnostic& diagnostic) {
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  json.field("severity", style_of(diagnostic.severity).word);
  json.field("code", diagnostic.code);
  json.field("message", diagnostic.message);
  json.field("hint", diagnostic.hint);
  json.field("file", diagnostic.place.file);
  json.field("line", diagnostic.place.line);
  json.field("column", diagnostic.place.column);
  json.field("item_type", diagnostic.item_type);
  json.field("item_name", diagnostic.item_name);
  json.field("snippet", diagnostic.snippet);
  json.key("context");
  json.begin_array();
  for (const std::string& line : diagnostic.context) json.string(line);
  json.end_array();
  json.end_object();
  out += '\n';
  return out;
}

}  // namespace sysreel
