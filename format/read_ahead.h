// ReadAhead: a capture's parts read, checked, decompressed and decoded on a thread of their own, a few ahead
// of whoever takes them. The parts, their order and what is reported of damage are the reader's own.
//
// While a ReadAhead lives, the reader belongs to it: only header(), in_time_order() and sources() may be
// asked, and the sections stay those it was made with. What the reader says at its end (state, damage,
// footer) is complete once the ReadAhead is gone. Both must be used by one thread.
#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "format/capture_reader.h"

namespace sysreel {

class ReadAhead final : public CaptureReader {
 public:
  // As many parts are held at most, besides those that the taker works on.
  static constexpr size_t kDepth = 4;
  // The thread that has made them rests until so few are left: to wake it costs both some microseconds.
  static constexpr size_t kRefill = 1;

  ReadAhead(CaptureReader& reader, SectionSet sections);
  ~ReadAhead() override;

  Result<bool> next(CaptureItem& item, SectionSet sections) override;
  const CaptureHeader& header() const override { return reader_.header(); }
  bool in_time_order() const override { return reader_.in_time_order(); }
  uint32_t sources() const override { return sources_of_reader_; }

  // Not before the ReadAhead is gone: see above.
  const Catalogue& catalogue() const override { return reader_.catalogue(); }
  ReadStart select(const ReadRange& range) override { return reader_.select(range); }
  CaptureState state() const override { return reader_.state(); }
  const std::vector<Damage>& damage() const override { return reader_.damage(); }
  const std::optional<Damage>& torn_tail() const override { return reader_.torn_tail(); }
  const std::optional<CaptureFooter>& footer() const override { return reader_.footer(); }
  uint64_t bytes() const override { return reader_.bytes(); }

 private:
  void run();

  CaptureReader& reader_;
  const SectionSet sections_;
  const uint32_t sources_of_reader_;  // as they were at first
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::unique_ptr<CaptureItem>> ready_;
  std::vector<std::unique_ptr<CaptureItem>> spare_;
  std::optional<Result<bool>> end_;  // what the reader's last next() said
  bool stop_ = false;
  std::thread thread_;  // last: it uses the others
};

}  // namespace sysreel
