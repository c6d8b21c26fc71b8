#include "replayer/export/scap_exporter.h"

#include "base/byte_writer.h"
#include "replayer/import/scap_codes.h"

namespace sysreel {
namespace {

constexpr size_t kRowsMax = 1U << 20;  // accounts, interfaces, containers of a snapshot

// Today's codes of what Falco writes in front of the first event.
constexpr uint16_t kContainerCode = 324;
constexpr uint16_t kUserAddedCode = 354;
constexpr uint16_t kGroupAddedCode = 358;

std::string number_bytes(uint32_t value) {
  return {reinterpret_cast<const char*>(&value), sizeof value};
}

std::string with_nul(const std::string& text) {
  return text + '\0';
}

std::string text_of(const Step& row, std::string_view param) {
  const int place = row.kind->param_index(param);
  return place < 0 || !row.event.has(static_cast<size_t>(place))
             ? std::string()
             : std::string(row.event.text(static_cast<size_t>(place)));
}

uint64_t number_of(const Step& row, std::string_view param) {
  const int place = row.kind->param_index(param);
  return place < 0 ? 0 : static_cast<uint64_t>(row.event.integer(static_cast<size_t>(place)));
}

}  // namespace

ScapExporter::ScapExporter(ByteSink& sink) : output_(sink), events_(output_) {}

Status ScapExporter::begin(const EventWalk& walk, const CaptureHeader& header) {
  if (walk_ != nullptr && walk_ != &walk)
    return Error{ErrorCode::kInvalid, "a .scap holds one recording: export each to a file of its own"};
  walk_ = &walk;
  header_ = header;
  return {};
}

void ScapExporter::kinds_changed() {
  events_.set_kinds(walk_->state().catalogue());
}

void ScapExporter::snapshot(const Snapshot& snapshot) {
  if (lists_written_) return;
  const State& state = walk_->state();
  for (size_t i = 0; i < snapshot.rows.size(); ++i) {
    const EventRef event(snapshot.rows, i);
    take_row(Step(event, state.catalogue().kind(event.kind()), state.places()));
  }
}

void ScapExporter::take_row(const Step& row) {
  const std::string_view kind = row.kind->name;
  if (kind == "snapshot.interface" && interfaces_.size() < kRowsMax) {
    interfaces_.push_back({text_of(row, "name"), text_of(row, "address"), text_of(row, "netmask"),
                           text_of(row, "broadcast"), number_of(row, "speed")});
  } else if ((kind == "snapshot.user" || kind == "snapshot.group") && accounts_.size() < kRowsMax) {
    accounts_.push_back({kind == "snapshot.group", static_cast<uint32_t>(number_of(row, "uid")),
                         static_cast<uint32_t>(number_of(row, "gid")), text_of(row, "name"),
                         text_of(row, "home"), text_of(row, "shell"), text_of(row, "container_id")});
  } else if (kind == "snapshot.container" && containers_.size() < kRowsMax) {
    containers_.push_back(text_of(row, "json"));
  }
}

Status ScapExporter::write_lists(uint64_t wall_time) {
  if (lists_written_) return {};
  lists_written_ = true;
  write_section_header(output_);
  write_machine(output_, header_);
  write_interfaces(output_, interfaces_);
  write_accounts(output_, accounts_);
  SYSREEL_RETURN_IF_ERROR(write_processes(output_, walk_->state()));
  write_container_events(wall_time);
  return {};
}

void ScapExporter::write_container_events(uint64_t wall_time) {
  for (const ScapAccountRow& row : accounts_) {
    if (row.container.empty()) continue;
    if (row.group) {
      events_.write_initial(kGroupAddedCode, wall_time,
                            {number_bytes(row.gid), with_nul(row.name), with_nul(row.container)});
    } else {
      events_.write_initial(kUserAddedCode, wall_time,
                            {number_bytes(row.uid), number_bytes(row.gid), with_nul(row.name),
                             with_nul(row.home), with_nul(row.shell), with_nul(row.container)});
    }
  }
  for (const std::string& json : containers_)
    events_.write_initial(kContainerCode, wall_time, {with_nul(json)});
}

Status ScapExporter::write(const Step& step, bool state_only) {
  if (!events_.write(step, state_only, walk_->state())) {
    count_left_out(step.kind->name);
    return {};
  }
  if (!state_only) count_written();
  return output_.flush_if_full();
}

Status ScapExporter::pass_over(const Step& step) {
  return step.kind->has(kModifiesState) ? write(step, true) : Status();
}

Status ScapExporter::finish() {
  SYSREEL_RETURN_IF_ERROR(write_lists(header_.wall_time));  // of a capture without events
  return output_.flush();
}

}  // namespace sysreel
