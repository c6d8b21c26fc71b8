// A YAML text as a tree that knows where each value was written.
//
// Values keep the position of every byte: position(scalar, offset) maps a byte of a (possibly folded, quoted
// or escaped) scalar's value back to line and column of the text. Input is hostile: size, depth, nodes and
// what aliases expand to are limited, and an alias never makes a ring.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sysreel {

using YamlId = uint32_t;

enum class YamlKind : uint8_t { kNull, kScalar, kSequence, kMap };

// Lines and columns count from 1, columns in bytes.
struct YamlPosition {
  uint32_t line = 0;
  uint32_t column = 0;
};

struct YamlNode {
  YamlKind kind = YamlKind::kNull;
  YamlPosition start;  // of the value; in front of its tag or anchor if it has one
  uint32_t first = 0;  // kSequence, kMap: children()
  uint32_t count = 0;
  std::string_view text;  // kScalar; lives as long as the document, which may move
};

struct YamlError {
  std::string message;
  YamlPosition at;
};

struct YamlLimits {
  size_t bytes = size_t{64} << 20;
  size_t depth = 64;
  size_t nodes = 4'000'000;  // also counting what aliases stand for
};

class YamlDocument {
 public:
  YamlDocument() = default;
  // As yaml-cpp reads it, by libyaml where both read the same. On an error the roots are those of the
  // documents before it.
  static YamlDocument parse(std::string text, const YamlLimits& limits = {});
  // The same by yaml-cpp alone, which takes six times as long.
  static YamlDocument parse_with_yaml_cpp(std::string text, const YamlLimits& limits = {});

  const std::optional<YamlError>& error() const { return error_; }
  bool read_by_yaml_cpp() const { return by_yaml_cpp_; }
  size_t node_count() const { return nodes_.size(); }
  size_t line_count() const { return line_starts_.size(); }
  std::span<const YamlId> roots() const { return roots_; }  // one a document of the stream
  const YamlNode& node(YamlId id) const { return nodes_[id]; }
  // Items of a sequence; keys and values of a map in turn.
  std::span<const YamlId> children(YamlId id) const {
    return std::span(children_).subspan(nodes_[id].first, nodes_[id].count);
  }
  // The value of a scalar key; the first one when the key is there twice.
  std::optional<YamlId> find(YamlId map, std::string_view key) const;

  const std::string& text() const { return *text_; }
  YamlPosition position(YamlId scalar, size_t offset) const;
  std::string_view line(uint32_t number) const;  // without its line break

 private:
  friend class YamlTreeBuilder;
  explicit YamlDocument(std::string text);
  size_t offset_of(YamlPosition position) const;
  YamlPosition position_of(size_t offset) const;

  // Behind pointers, because values are views of it.
  std::unique_ptr<std::string> text_ = std::make_unique<std::string>();
  std::deque<std::string> values_;  // that are not in the text as they are
  std::vector<size_t> line_starts_;
  std::vector<YamlNode> nodes_;
  std::vector<YamlId> children_;
  std::vector<YamlId> roots_;
  std::optional<YamlError> error_;
  bool by_yaml_cpp_ = false;
};

// What YAML takes for true and false: true, yes, on, y and their opposites, in three spellings each.
std::optional<bool> yaml_bool(std::string_view text);

}  // namespace sysreel
