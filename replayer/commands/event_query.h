// EventQuery: which events a user asked for, and what of them: FILTER and -p of dump.
//
// The filter is evaluated by the detector, as a rule would be. It is compiled for every source that has the
// fields which it names; events of the other sources do not match.
#pragma once

#include <array>
#include <memory>
#include <string>

#include "base/diagnostics.h"
#include "format/event_block.h"
#include "replayer/stream/event_walk.h"

namespace sysreel::rules {
struct Query;
}

namespace sysreel {

class EventQuery {
 public:
  // Null when no source can evaluate it; `diagnostics` then say why, in places of the condition ("filter")
  // and the output ("-p").
  static std::unique_ptr<EventQuery> compile(const rules::Query& query, bool falco_compatible,
                                             Diagnostics& diagnostics);
  ~EventQuery();

  // The events that follow are of this walk, which outlives its events.
  void attach(const EventWalk& walk);
  // Some event of the kind may match.
  bool wants(KindId kind) const;
  // What of the state its conditions and its output read.
  State::Reads reads() const;
  void begin_block(const EventBlock& block);
  // The last step for which this was true is the one that is printed.
  bool matches(const Step& step);

  // The line of -p. False: a value is missing and the text asks for no line then (no leading '*').
  // `echo_text`: buffers keep their line ends and tabs.
  bool append_text(std::string& out, bool echo_text);
  // {"field":value,…} in the order of the output, each field once; missing values are null.
  void append_json(std::string& out, bool echo_text);

 private:
  struct Source;  // what depends on the event source

  EventQuery();

  std::array<std::unique_ptr<Source>, 3> sources_;  // by EventSource, from 1
  Source* current_ = nullptr;
  uint64_t wall_time_ = 0;
  bool missing_as_na_ = false;
};

}  // namespace sysreel
