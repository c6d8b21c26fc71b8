#include "base/yaml_tree_builder.h"

#include <algorithm>
#include <utility>

namespace sysreel {

// No byte of a text makes more than four values. yaml-cpp makes documents of nothing without end of one that
// begins with a comma.
YamlTreeBuilder::YamlTreeBuilder(YamlDocument& document, const YamlLimits& limits)
    : document_(document),
      limits_(limits),
      most_nodes_(std::min(limits.nodes, 4 * document.text().size() + 16)) {
  // A key and a value a line; where there are more of them, memory is taken in larger and larger steps.
  document_.nodes_.reserve(std::min(most_nodes_, 2 * document.line_count()));
}

void YamlTreeBuilder::stop(std::string message, YamlPosition at) {
  throw Stop{{std::move(message), at}};
}

void YamlTreeBuilder::null(YamlPosition at, Anchor anchor) {
  add(make(YamlKind::kNull, at, anchor), 1);
}

void YamlTreeBuilder::scalar(YamlPosition at, std::string_view value, Anchor anchor) {
  const YamlId id = make(YamlKind::kScalar, at, anchor);
  document_.nodes_[id].text = document_.values_.emplace_back(value);
  add(id, 1);
}

void YamlTreeBuilder::scalar_of_text(YamlPosition at, std::string_view value) {
  const YamlId id = make(YamlKind::kScalar, at, 0);
  document_.nodes_[id].text = value;
  add(id, 1);
}

void YamlTreeBuilder::alias(YamlPosition at, Anchor anchor) {
  const auto target = anchors_.find(anchor);
  const bool open = target != anchors_.end() && std::any_of(open_.begin(), open_.end(), [&](const Open& o) {
                      return o.id == target->second;
                    });
  if (target == anchors_.end() || open) stop("an alias stands inside of what it refers to", at);
  const auto weight = weights_.find(target->second);
  add(target->second, weight == weights_.end() ? 1 : weight->second, &at);
}

void YamlTreeBuilder::open(YamlKind kind, YamlPosition at, Anchor anchor) {
  if (open_.size() >= limits_.depth) stop("the document is nested too deeply", at);
  const YamlId id = make(kind, at, anchor);
  if (anchor != 0) weights_[id] = 0;
  open_.push_back({id, 1, pending_.size()});
}

void YamlTreeBuilder::close() {
  const Open done = open_.back();
  open_.pop_back();
  YamlNode& node = document_.nodes_[done.id];
  const auto begin = pending_.begin() + static_cast<ptrdiff_t>(done.children);
  node.first = static_cast<uint32_t>(document_.children_.size());
  node.count = static_cast<uint32_t>(pending_.end() - begin);
  document_.children_.insert(document_.children_.end(), begin, pending_.end());
  pending_.resize(done.children);
  if (const auto weight = weights_.find(done.id); weight != weights_.end()) weight->second = done.weight;
  add(done.id, done.weight);
}

YamlId YamlTreeBuilder::make(YamlKind kind, YamlPosition at, Anchor anchor) {
  const auto id = static_cast<YamlId>(document_.nodes_.size());
  if (id >= most_nodes_) stop("the document has too many values", at);
  document_.nodes_.push_back({kind, at, 0, 0, {}});
  if (anchor != 0) anchors_[anchor] = id;
  return id;
}

void YamlTreeBuilder::add(YamlId id, size_t weight, const YamlPosition* alias) {
  if (open_.empty()) {
    document_.roots_.push_back(id);
    return;
  }
  open_.back().weight += weight;
  pending_.push_back(id);
  if (alias != nullptr && open_.back().weight > limits_.nodes)
    stop("the aliases expand to too many values", *alias);
}

}  // namespace sysreel
