#include "base/escape.h"

#include <cstdint>
#include <cstdio>

#include "base/utf8.h"

namespace sysreel {
namespace {

// Characters that change how the text around them is shown or where a line ends: C1 controls, direction
// marks, line and paragraph separators, the byte-order mark, code points that are no characters.
bool deceptive(uint32_t code) {
  return (code >= 0x80 && code < 0xa0) || code == 0x061c || (code >= 0x200b && code <= 0x200f) ||
         (code >= 0x2028 && code <= 0x202e) || (code >= 0x2060 && code <= 0x2069) || code == 0xfeff ||
         (code & 0xfffe) == 0xfffe;
}

void append_format(std::string& out, const char* format, uint32_t value) {
  char text[16];
  std::snprintf(text, sizeof text, format, value);
  out += text;
}

// The short escapes of JSON; 0 where there is none.
char short_escape(uint32_t code) {
  switch (code) {
    case '"':
      return '"';
    case '\\':
      return '\\';
    case '\b':
      return 'b';
    case '\f':
      return 'f';
    case '\n':
      return 'n';
    case '\r':
      return 'r';
    case '\t':
      return 't';
    default:
      return 0;
  }
}

}  // namespace

void append_terminal_safe(std::string& out, std::string_view bytes) {
  while (!bytes.empty()) {
    const Utf8Character c = first_character(bytes);
    if (!c.valid || c.code_point < 0x20 || c.code_point == 0x7f) {
      append_format(out, "\\x%02x", static_cast<uint8_t>(bytes[0]));
    } else if (deceptive(c.code_point)) {
      append_format(out, "\\u{%04x}", c.code_point);
    } else {
      out += bytes.substr(0, c.length);
    }
    bytes.remove_prefix(c.length);
  }
}

std::string terminal_safe(std::string_view bytes) {
  std::string out;
  append_terminal_safe(out, bytes);
  return out;
}

void append_json_string(std::string& out, std::string_view bytes) {
  out += '"';
  while (!bytes.empty()) {
    const Utf8Character c = first_character(bytes);
    if (!c.valid) {
      out += "\\ufffd";
    } else if (const char letter = short_escape(c.code_point)) {
      out += '\\';
      out += letter;
    } else if (c.code_point < 0x20 || c.code_point == 0x7f ||
               (c.code_point < 0x10000 && deceptive(c.code_point))) {
      append_format(out, "\\u%04x", c.code_point);
    } else {
      out += bytes.substr(0, c.length);
    }
    bytes.remove_prefix(c.length);
  }
  out += '"';
}

void append_xml_safe(std::string& out, std::string_view bytes) {
  for (const char c : terminal_safe(bytes)) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
}

void append_markdown_safe(std::string& out, std::string_view bytes) {
  const std::string text = terminal_safe(bytes);
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '&' || c == '<' || c == '>' || c == '@' || (c == ':' && text.compare(i, 3, "://") == 0)) {
      out += c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '>' ? "&gt;" : c == '@' ? "&#64;" : "&#58;";
    } else {
      if (std::string_view("\\`*_{}[]()#+!|~").find(c) != std::string_view::npos) out += '\\';
      out += c;
    }
  }
}

}  // namespace sysreel
