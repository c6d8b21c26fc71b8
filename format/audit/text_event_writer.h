// TextEventWriter: appends events that are text as it was received, and a time of their own, to blocks.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "format/block_builder.h"

namespace sysreel {

class TextEventWriter {
 public:
  // `kind`: k8s_audit or linux_audit, the builder's source. The builder must outlive the writer.
  TextEventWriter(BlockBuilder& builder, std::string_view kind);
  // `order_time`: where the event stands in the capture, CLOCK_BOOTTIME ns; `own`: wall ns.
  void append(std::string_view text, uint64_t order_time, std::optional<uint64_t> own);

 private:
  BlockBuilder& builder_;
  KindId kind_;
  size_t time_;
};

}  // namespace sysreel
