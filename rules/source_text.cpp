#include "rules/source_text.h"

#include <algorithm>

namespace sysreel::rules {

void SourceText::append(std::string_view part, SourceRef at, uint32_t offset) {
  if (part.empty()) return;
  pieces_.push_back({static_cast<uint32_t>(text_.size()), offset, at});
  text_ += part;
}

void SourceText::append(const SourceText& other, size_t from, size_t to) {
  if (from >= to) return;
  auto piece = std::upper_bound(other.pieces_.begin(), other.pieces_.end(), from,
                                [](size_t offset, const Piece& p) { return offset < p.begin; });
  if (piece != other.pieces_.begin()) --piece;
  for (; piece != other.pieces_.end() && piece->begin < to; ++piece) {
    const auto begin = std::max(from, size_t{piece->begin});
    pieces_.push_back({static_cast<uint32_t>(text_.size() + begin - from),
                       static_cast<uint32_t>(piece->offset + begin - piece->begin), piece->at});
  }
  text_.append(other.text_, from, to - from);
}

void SourceText::truncate(size_t size) {
  text_.resize(size);
  while (!pieces_.empty() && pieces_.back().begin >= size) pieces_.pop_back();
}

SourceText::Origin SourceText::origin(size_t offset) const {
  if (pieces_.empty()) return {};
  auto piece = std::upper_bound(pieces_.begin(), pieces_.end(), offset,
                                [](size_t wanted, const Piece& p) { return wanted < p.begin; });
  if (piece != pieces_.begin()) --piece;
  const size_t within = offset > piece->begin ? offset - piece->begin : 0;
  return {piece->at, static_cast<uint32_t>(piece->offset + within)};
}

}  // namespace sysreel::rules
