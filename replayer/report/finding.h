// Finding: a rule matched an event, with everything that the finding rests on (DESIGN §6, end).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/program.h"

namespace sysreel {

// A value of the output, in both shapes. `json` is a complete JSON value.
struct OutputField {
  std::string name;
  std::string json;
};

struct FindingDetail;

struct Finding {
  const rules::CompiledRule* rule = nullptr;
  std::string_view capture;  // id in hex
  std::string_view host;     // empty: not known
  uint64_t wall_time = 0;
  uint64_t event = 0;
  std::optional<uint64_t> block;  // none in foreign formats
  uint64_t offset = 0;            // byte range of the block in the capture; both 0: not known
  uint64_t end_offset = 0;
  uint64_t loss = 0;                // events lost between the block before and the end of this one
  bool snapshot = false;            // rests on state taken from a scan
  std::string message;              // the rule's output with values in place, bytes as recorded
  std::vector<OutputField> fields;  // sorted by name, each once
  std::shared_ptr<const FindingDetail> detail;  // shared: reports may keep it; null: not asked for
};

}  // namespace sysreel
