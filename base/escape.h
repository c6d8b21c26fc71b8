// Makes bytes from a capture harmless for where they are shown. Input is hostile: it may hold terminal escape
// sequences, invalid UTF-8, newlines and NULs.
#pragma once

#include <string>
#include <string_view>

namespace sysreel {

// Appends `bytes` so that a terminal shows it as text: control characters, invalid UTF-8 and the Unicode
// direction and line separators become \xHH or \u{HHHH}.
void append_terminal_safe(std::string& out, std::string_view bytes);
std::string terminal_safe(std::string_view bytes);

// Appends a JSON string literal with its quotes. Bytes that are not valid UTF-8 become U+FFFD's escape
// \ufffd.
void append_json_string(std::string& out, std::string_view bytes);

// Appends `bytes` as text of an XML element or attribute: as for a terminal, with markup escaped. What XML
// cannot hold at all is written out as \u{HHHH}.
void append_xml_safe(std::string& out, std::string_view bytes);

// Appends `bytes` as plain text of GitHub's and GitLab's Markdown, also in a cell of a table: as for a
// terminal, with markup escaped. Nobody is mentioned and nothing becomes a link.
void append_markdown_safe(std::string& out, std::string_view bytes);

}  // namespace sysreel
