#include "format/catalogue/event_kind.h"

namespace sysreel {

int capture_width(const Param& param) {
  const int width = width_of(param.type);
  return width != 0 && param.domain != FlagDomain::kNone ? 4 : width;
}

int EventKind::param_index(std::string_view param_name) const {
  for (size_t i = 0; i < params.size(); ++i)
    if (params[i].name == param_name) return static_cast<int>(i);
  return -1;
}

size_t EventKind::falco_params() const {
  size_t count = 0;
  while (count < params.size() && !params[count].ours) ++count;
  return count;
}

}  // namespace sysreel
