#include "format/kind_row.h"

#include <algorithm>
#include <utility>

#include "format/block_limits.h"

namespace sysreel {
namespace {

bool take_prefix(std::string_view& text, char prefix) {
  if (text.empty() || text.front() != prefix) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<ParamRow> parse_param_row(std::string_view text) {
  ParamRow row;
  if (take_prefix(text, '~')) row.section = Section::kRest;
  row.ours = take_prefix(text, '+');
  if (take_prefix(text, '$')) row.storage = Storage::kText;
  const size_t colon = text.find(':');
  if (colon == 0 || colon == std::string_view::npos || text.size() > kMaxNameBytes) return std::nullopt;
  row.name = text.substr(0, colon);
  text.remove_prefix(colon + 1);
  const size_t domain = std::min(text.find(':'), text.size());
  row.domain = text.substr(std::min(domain + 1, text.size()));
  text = text.substr(0, domain);
  if (text.ends_with(".x")) row.format = NumberFormat::kHex;
  if (text.ends_with(".o")) row.format = NumberFormat::kOctal;
  row.type = text.substr(0, text.find('.'));
  if (row.type.empty()) return std::nullopt;
  return row;
}

}  // namespace

KindRow row_of(const EventKind& kind) {
  KindRow row;
  row.name = kind.name;
  row.category = static_cast<uint8_t>(kind.category);
  row.flags = kind.flags;
  row.numbers.assign(std::begin(kind.numbers), std::end(kind.numbers));
  for (const Param& param : kind.params) {
    if (!row.params.empty()) row.params += ' ';
    if (param.section == Section::kRest) row.params += '~';
    if (param.ours) row.params += '+';
    if (storage_of(param.type) == Storage::kText) row.params += '$';
    row.params += param.name;
    row.params += ':';
    row.params += name_of(param.type);
    if (param.format == NumberFormat::kHex) row.params += ".x";
    if (param.format == NumberFormat::kOctal) row.params += ".o";
    if (param.domain != FlagDomain::kNone) row.params += ':' + std::string(name_of(param.domain));
  }
  return row;
}

std::optional<std::vector<ParamRow>> parse_param_rows(std::string_view text) {
  std::vector<ParamRow> rows;
  while (!text.empty()) {
    const size_t space = std::min(text.find(' '), text.size());
    std::optional<ParamRow> row = parse_param_row(text.substr(0, space));
    if (!row || rows.size() == kMaxParams) return std::nullopt;
    rows.push_back(std::move(*row));
    text.remove_prefix(std::min(space + 1, text.size()));
  }
  return rows;
}

}  // namespace sysreel
