#include "replayer/detector/number_classes.h"

#include "format/catalogue/param_text.h"

namespace sysreel {

std::optional<uint64_t> NumberClasses::key_of(const Step& step, size_t param) {
  const Param& row = step.kind->params[param];
  if (!shows_names(row.type) && row.type != ParamType::kMode) return std::nullopt;
  // Options are read by their level, clone flags by where the child lives (portable_value()).
  if (row.domain == FlagDomain::kSockoptOption || row.domain == FlagDomain::kCloneFlags) return std::nullopt;
  const auto value = static_cast<uint64_t>(step.event.integer(param));
  if (value > 0xffffffff) return std::nullopt;
  const EventBlock& block = step.event.block();
  const uint64_t space = static_cast<uint64_t>(block.numbers) << 7 | static_cast<uint64_t>(block.arch);
  const uint64_t file_state =
      row.domain == FlagDomain::kOpenFlags ? static_cast<uint8_t>(step.number(P::kFileState)) : 0;
  return value << 32 | file_state << 24 | space << 16 | step.event.kind();
}

}  // namespace sysreel
