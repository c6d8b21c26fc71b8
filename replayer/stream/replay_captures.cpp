#include "replayer/stream/replay_captures.h"

#include "replayer/import/open_capture.h"
#include "replayer/stream/recording_parts.h"

namespace sysreel {
namespace {

Error at_path(const std::string& path, Error error) {
  error.message = (path == "-" ? "standard input" : path) + ": " + error.message;
  return error;
}

ReplayOptions options_for(const CapturesOptions& wanted, const CaptureHeader& header) {
  ReplayOptions options;
  options.matching = wanted.matching;
  options.observer = wanted.observer;
  if (wanted.from) options.from = wanted.from->after(header.wall_time);
  if (wanted.to) options.to = wanted.to->after(header.wall_time);
  return options;
}

}  // namespace

Status replay_captures(const std::vector<std::string>& paths, const rules::Program& program,
                       const CapturesOptions& options, const Replay::Sink& sink,
                       const std::function<void(const ReplayedCapture&)>& done) {
  std::unique_ptr<Replay> replay;
  RecordingParts parts;
  for (const std::string& path : paths) {
    auto opened = open_any_capture(path, options.key_file);
    if (!opened.ok()) return at_path(path, opened.error());
    CaptureReader& reader = **opened;
    if (!parts.continues_with(reader.header()) || replay == nullptr)
      replay = std::make_unique<Replay>(program, options_for(options, reader.header()), sink);
    if (const Status status = replay->run(reader); !status.ok()) return at_path(path, status.error());
    if (done) done({path, reader, replay->totals()});
    replay->reset_totals();
  }
  return {};
}

}  // namespace sysreel
