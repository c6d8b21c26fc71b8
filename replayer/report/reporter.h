// Reporter: writes findings in one format, in the order in which they come.
#pragma once

#include <memory>
#include <ostream>
#include <string_view>

#include "replayer/report/finding.h"

namespace sysreel {

class Reporter {
 public:
  virtual ~Reporter() = default;
  virtual void add(const Finding& finding) = 0;
  virtual void finish() = 0;
};

struct ReportOptions {
  bool with_sysreel = true;  // the `sysreel` object: absent with --falco-compatible
};

// `out` must outlive the reporter. Null: there is no such format.
std::unique_ptr<Reporter> make_reporter(std::string_view format, const ReportOptions& options,
                                        std::ostream& out);
// Names a format of INTERFACE.md that this version does not write.
bool is_later_format(std::string_view format);

}  // namespace sysreel
