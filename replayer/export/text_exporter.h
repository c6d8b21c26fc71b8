// Exports as lines: JSON objects, comma-separated values, and what Timesketch imports. Beside what is stored,
// each has the process, user, container and descriptor of the event by name, as the state knows them.
#pragma once

#include <string>

#include "replayer/export/exporter.h"

namespace sysreel {

enum class LineFormat : uint8_t { kJsonLines, kCsv, kTimesketch };

class TextExporter final : public Exporter {
 public:
  TextExporter(ByteSink& sink, LineFormat format);  // the sink outlives the exporter

  Status begin(const EventWalk& walk, const CaptureHeader& header) override;
  Status add(const Step& step) override;
  Status finish() override;

 private:
  Status flush();

  ByteSink& sink_;
  LineFormat format_;
  const EventWalk* walk_ = nullptr;
  std::string lines_;
};

}  // namespace sysreel
