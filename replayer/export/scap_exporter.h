// ScapExporter: a recording as a .scap file that Falco's libraries, sysdig and Stratoshark read.
//
// In front of the first event stands the state of that moment as lists; what they cannot hold (start times of
// processes, mounts, listeners of others) is lost. Later scans are not part of a .scap. Own parameters of
// events, and kinds that Falco has no event for, are left out.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "replayer/export/exporter.h"
#include "replayer/export/scap_event_writer.h"
#include "replayer/export/scap_list_writer.h"
#include "replayer/export/scap_output.h"

namespace sysreel {

class ScapExporter final : public Exporter {
 public:
  explicit ScapExporter(ByteSink& sink);  // outlives the exporter

  // A .scap is one recording: kInvalid for a second one.
  Status begin(const EventWalk& walk, const CaptureHeader& header) override;
  void kinds_changed() override;
  void snapshot(const Snapshot& snapshot) override;
  Status begin_events(const Step& step) override { return write_lists(step.wall_time); }
  Status add(const Step& step) override { return write(step, false); }
  // What changes state is kept, marked as not to be shown.
  Status pass_over(const Step& step) override;
  Status finish() override;

 private:
  Status write_lists(uint64_t wall_time);
  Status write(const Step& step, bool state_only);
  void take_row(const Step& row);
  void write_container_events(uint64_t wall_time);

  ScapOutput output_;
  ScapEventWriter events_;
  const EventWalk* walk_ = nullptr;
  CaptureHeader header_;
  std::vector<ScapInterfaceRow> interfaces_;
  std::vector<ScapAccountRow> accounts_;
  std::vector<std::string> containers_;  // JSON
  bool lists_written_ = false;
};

}  // namespace sysreel
