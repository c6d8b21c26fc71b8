// Where a capture that was made from others comes from: the header's `origin`.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "format/capture_header.h"

namespace sysreel {

// A capture that a copy was made of.
struct OriginSource {
  CaptureHeader header;
  std::string final_hash;  // empty: it was not closed, or is of a foreign format
};

struct OriginRange {
  std::optional<uint64_t> from;  // wall ns
  std::optional<uint64_t> to;
  std::optional<int64_t> pid;
};

// {"command":…,"sources":[{"capture":ID,"final_hash":HASH,"part":N,"origin":…}],"from":…,"to":…,"pid":…}, an
// object of one line. The sources' own origins are kept within.
std::string origin_of(std::string_view command, const std::vector<OriginSource>& sources,
                      const OriginRange& range);

// The header of a copy: that of the first source, but a capture and a recording of its own.
CaptureHeader derived_header(std::string_view command, const std::vector<OriginSource>& sources,
                             const OriginRange& range);

}  // namespace sysreel
