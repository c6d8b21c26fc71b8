// EventMerge: the events of a capture in the order of their times, across sources.
//
// A capture with one source comes block by block; where blocks of several sources overlap, it is cut into
// runs so that their events interleave. The order within a source is never changed. It reads as far ahead as
// it must to know that no other source has an earlier event: one part of each source that the capture has
// where the parts come in the order of their times; else, on a pipe, until the watermarks of the other
// sources have passed the event.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "base/result.h"
#include "format/capture_reader.h"

namespace sysreel {

class EventMerge {
 public:
  EventMerge(CaptureReader& reader, SectionSet sections) : reader_(reader), sections_(sections) {
    sections_.time = true;  // it is what we merge by
  }

  // Events [begin, end) of a block; or a snapshot or a loss report, which are whole. The item lives until the
  // next call.
  struct Run {
    const CaptureItem* item = nullptr;
    size_t begin = 0;
    size_t end = 0;
  };

  // False at the end.
  Result<bool> next(Run& run);

 private:
  struct Pending {
    std::unique_ptr<CaptureItem> item;
    size_t cursor = 0;
  };
  Status read_ahead();
  Pending* first_of_sources();
  uint64_t limit_for(const Pending& chosen) const;
  uint64_t unread_limit(uint32_t pending_sources) const;
  bool must_read(const Pending* chosen) const;
  void drop_finished();

  CaptureReader& reader_;
  SectionSet sections_;
  std::vector<Pending> pending_;  // in the order of reading
  std::vector<std::unique_ptr<CaptureItem>> spare_;
  uint64_t last_begin_ = 0;                            // of the part read last
  std::array<std::optional<uint64_t>, 4> watermarks_;  // by source
  bool has_watermarks_ = false;
  bool at_end_ = false;
};

}  // namespace sysreel
