#include "replayer/commands/buffer_text.h"

#include "base/escape.h"
#include "base/utf8.h"

namespace sysreel {

void append_buffer_text(std::string& out, std::string_view bytes) {
  std::string shown;
  while (!bytes.empty()) {
    const Utf8Character c = first_character(bytes);
    const std::string_view character = bytes.substr(0, c.length);
    bytes.remove_prefix(c.length);
    if (character == "\n" || character == "\t") {
      out += character;
      continue;
    }
    if (character == "\r" && bytes.starts_with('\n')) continue;
    shown.clear();
    append_terminal_safe(shown, character);
    out += shown == character ? character : std::string_view(".");
  }
}

}  // namespace sysreel
