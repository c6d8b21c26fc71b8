#include "replayer/report/github_command.h"

#include <algorithm>

#include "base/escape.h"

namespace sysreel {
namespace {

// Line by line, so that the message's own newlines survive and everything else is shown as text.
void append_message(std::string& out, std::string_view text) {
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    for (const char c : terminal_safe(text.substr(0, end))) {
      if (c == '%') {
        out += "%25";
      } else {
        out += c;
      }
    }
    if (end == text.size()) return;
    out += "%0A";
    text.remove_prefix(end + 1);
  }
}

void append_property(std::string& out, std::string_view name, std::string_view value) {
  out += out.back() == ' ' ? "" : ",";
  out += name;
  out += '=';
  for (const char c : terminal_safe(value)) {
    switch (c) {
      case '%':
        out += "%25";
        break;
      case ':':
        out += "%3A";
        break;
      case ',':
        out += "%2C";
        break;
      default:
        out += c;
    }
  }
}

}  // namespace

void append_github_command(std::string& out, std::string_view level, const Place& place,
                           std::string_view title, std::string_view message) {
  out += "::";
  out += level;
  out += ' ';
  if (!place.file.empty()) append_property(out, "file", place.file);
  if (place.line != 0) append_property(out, "line", std::to_string(place.line));
  if (place.column != 0) append_property(out, "col", std::to_string(place.column));
  append_property(out, "title", title);
  out += "::";
  append_message(out, message);
  out += '\n';
}

}  // namespace sysreel
