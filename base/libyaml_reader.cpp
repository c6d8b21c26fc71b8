#include "base/libyaml_reader.h"

#include <yaml.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/yaml_agreement.h"
#include "base/yaml_tree_builder.h"

namespace sysreel {
namespace {

// An event of libyaml, which owns its texts until it is deleted.
class Event {
 public:
  Event() = default;
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;
  ~Event() { clear(); }

  bool next(yaml_parser_t& parser) {
    clear();
    filled_ = yaml_parser_parse(&parser, &event_) == 1;
    return filled_;
  }
  const yaml_event_t& operator*() const { return event_; }
  const yaml_event_t* operator->() const { return &event_; }

 private:
  void clear() {
    if (filled_) yaml_event_delete(&event_);
    filled_ = false;
  }

  yaml_event_t event_;
  bool filled_ = false;
};

class LibyamlReader {
 public:
  LibyamlReader(std::string_view text, bool one_byte_each, YamlTreeBuilder& builder)
      : text_(text), one_byte_each_(one_byte_each), builder_(builder) {
    ready_ = yaml_parser_initialize(&parser_) == 1;
    if (!ready_) return;  // no memory
    yaml_parser_set_encoding(&parser_, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(text.data()), text.size());
  }
  LibyamlReader(const LibyamlReader&) = delete;
  LibyamlReader& operator=(const LibyamlReader&) = delete;
  ~LibyamlReader() {
    if (ready_) yaml_parser_delete(&parser_);
  }

  bool read() {
    Event event;
    while (ready_ && event.next(parser_)) {
      if (event->type == YAML_STREAM_END_EVENT) return agrees_between(text_, done_, text_.size());
      if (!take(*event)) return false;
    }
    return false;
  }

 private:
  struct Open {
    bool map = false;
    bool flow = false;
    bool key = true;  // of a map: a key comes next
  };

  bool take(const yaml_event_t& event) {
    switch (event.type) {
      case YAML_STREAM_START_EVENT:
      case YAML_DOCUMENT_START_EVENT:
      case YAML_DOCUMENT_END_EVENT:
        return true;
      case YAML_SCALAR_EVENT:
        return scalar(event);
      case YAML_SEQUENCE_START_EVENT: {
        const auto& found = event.data.sequence_start;
        return found.anchor == nullptr && found.tag == nullptr &&
               open(YamlKind::kSequence, event, found.style == YAML_FLOW_SEQUENCE_STYLE, '[');
      }
      case YAML_MAPPING_START_EVENT: {
        const auto& found = event.data.mapping_start;
        return found.anchor == nullptr && found.tag == nullptr &&
               open(YamlKind::kMap, event, found.style == YAML_FLOW_MAPPING_STYLE, '{');
      }
      case YAML_SEQUENCE_END_EVENT:
      case YAML_MAPPING_END_EVENT:
        return close(event);
      default:
        return false;  // aliases
    }
  }

  // Where an event begins: libyaml counts characters, we bytes, and so does yaml-cpp. Marks are asked about
  // in order.
  size_t offset_of(const yaml_mark_t& mark) {
    if (one_byte_each_) return mark.index;
    for (; characters_ < mark.index && bytes_ < text_.size(); ++characters_)
      for (++bytes_; bytes_ < text_.size() && (text_[bytes_] & '\xc0') == '\x80';) ++bytes_;
    return bytes_;
  }

  bool gap(size_t begin) {
    if (begin < done_ || !agrees_between(text_, done_, begin)) return false;
    done_ = begin;
    return true;
  }

  YamlPosition position(const yaml_mark_t& mark, size_t offset) {
    if (mark.line != line_) {
      line_ = mark.line;
      const size_t end = offset == 0 ? std::string_view::npos : text_.rfind('\n', offset - 1);
      line_start_ = end == std::string_view::npos ? 0 : end + 1;
    }
    return {static_cast<uint32_t>(mark.line + 1), static_cast<uint32_t>(offset - line_start_ + 1)};
  }

  bool scalar(const yaml_event_t& event) {
    const auto& found = event.data.scalar;
    if (found.anchor != nullptr || found.tag != nullptr) return false;
    const size_t begin = offset_of(event.start_mark);
    if (!gap(begin)) return false;
    const size_t end = offset_of(event.end_mark);
    if (end < begin || end > text_.size()) return false;
    if (begin == end && found.style == YAML_PLAIN_SCALAR_STYLE) return nothing(event.start_mark, end);
    const bool in_flow = !open_.empty() && open_.back().flow;
    const bool key = next_is_key();
    const std::string_view value(reinterpret_cast<const char*>(found.value), found.length);
    if (!agrees_on_scalar(text_, begin, end, {in_flow, key}, value)) return false;
    done_ = end;
    const YamlPosition at = position(event.start_mark, begin);
    if (found.style == YAML_PLAIN_SCALAR_STYLE && is_yaml_null(value)) {
      builder_.null(at);
    } else if (found.style == YAML_PLAIN_SCALAR_STYLE && value == text_.substr(begin, end - begin)) {
      builder_.scalar_of_text(at, text_.substr(begin, end - begin));  // nothing was folded
    } else {
      builder_.scalar(at, value);
    }
    return true;
  }

  // No value where one could be, which libyaml finds at once and yaml-cpp when it has come to what follows.
  bool nothing(const yaml_mark_t& mark, size_t begin) {
    if (open_.empty() || open_.back().flow || next_is_key()) return false;
    const size_t next = next_token(text_, begin);
    if (next == text_.size()) return false;
    yaml_mark_t there = mark;
    there.line += static_cast<size_t>(std::count(text_.begin() + static_cast<ptrdiff_t>(begin),
                                                 text_.begin() + static_cast<ptrdiff_t>(next), '\n'));
    builder_.null(position(there, next));
    return true;
  }

  bool open(YamlKind kind, const yaml_event_t& event, bool flow, char bracket) {
    const size_t begin = offset_of(event.start_mark);
    if (!gap(begin) || next_is_key()) return false;
    // A pair in a flow sequence is a map without brackets.
    if (flow && (begin >= text_.size() || text_[begin] != bracket)) return false;
    if (!flow && !open_.empty() && open_.back().flow) return false;
    builder_.open(kind, position(event.start_mark, begin));
    open_.push_back({kind == YamlKind::kMap, flow, true});
    return true;
  }

  bool close(const yaml_event_t& event) {
    // A block ends where the next thing begins, which may be behind what an event of its own will stand for.
    if (open_.back().flow && !gap(offset_of(event.end_mark))) return false;
    open_.pop_back();
    builder_.close();
    return true;
  }

  // Whether what comes next is the key of a map; then it is its value's turn.
  bool next_is_key() {
    if (open_.empty() || !open_.back().map) return false;
    const bool key = open_.back().key;
    open_.back().key = !key;
    return key;
  }

  std::string_view text_;
  bool one_byte_each_;
  YamlTreeBuilder& builder_;
  yaml_parser_t parser_;
  bool ready_ = false;
  std::vector<Open> open_;
  size_t done_ = 0;  // all before it has been looked at
  size_t characters_ = 0;
  size_t bytes_ = 0;  // where the character of that number begins
  size_t line_ = SIZE_MAX;
  size_t line_start_ = 0;
};

}  // namespace

bool read_with_libyaml(std::string_view text, YamlTreeBuilder& builder) {
  const YamlBytes bytes = bytes_of(text);
  if (bytes == YamlBytes::kOther) return false;
  try {
    return LibyamlReader(text, bytes == YamlBytes::kAscii, builder).read();
  } catch (const YamlTreeBuilder::Stop&) {
    return false;  // where the other reader stops, and what it says, counts
  }
}

}  // namespace sysreel
