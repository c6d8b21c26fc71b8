// A condition or output put together from several values of several files, that still knows for each byte
// which value it came from. Appends, exceptions and lists make such texts.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "rules/items.h"

namespace sysreel::rules {

class SourceText {
 public:
  const std::string& text() const { return text_; }
  bool empty() const { return text_.empty(); }

  // `offset`: where in the value `part` begins.
  void append(std::string_view part, SourceRef at, uint32_t offset = 0);
  void append(const SourcedText& value) { append(value.text, value.at); }
  // Bytes that nobody wrote; they count to the byte before them.
  void append_made(std::string_view part) { text_ += part; }
  // Bytes [from, to) of another text with their origins.
  void append(const SourceText& other, size_t from, size_t to);
  // Leaves the first `size` bytes.
  void truncate(size_t size);

  struct Origin {
    SourceRef at;
    uint32_t offset = 0;
  };
  Origin origin(size_t offset) const;

 private:
  struct Piece {
    uint32_t begin = 0;
    uint32_t offset = 0;  // of the piece in its value
    SourceRef at;
  };
  std::string text_;
  std::vector<Piece> pieces_;
};

}  // namespace sysreel::rules
