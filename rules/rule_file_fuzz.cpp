// Any bytes as a rule file: loading ends, and says why it failed when it did.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "rules/rule_set.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  for (const bool falco : {false, true}) {
    sysreel::rules::LoadOptions options;
    options.falco_compatible = falco;
    const sysreel::rules::RuleSet set = sysreel::rules::load({{"fuzz.yaml", text}}, options);
    for (const sysreel::Diagnostic& diagnostic : set.diagnostics.all())
      if (diagnostic.message.empty() || sysreel::to_text(diagnostic, false).empty()) std::abort();
  }
  return 0;
}
