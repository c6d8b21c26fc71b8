// Does the running kernel's type information know a name? Looked for in its table of strings, which costs a
// hundredth of parsing it all.
#pragma once

#include <string>
#include <string_view>

namespace sysreel {

class KernelTypeNames {
 public:
  KernelTypeNames();
  // The tracepoint NAME is there if "btf_trace_NAME" is.
  bool has(std::string_view name) const;

 private:
  std::string bytes_;
};

}  // namespace sysreel
