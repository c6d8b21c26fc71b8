// EventStream: from the kernel's ring to sealed blocks.
//
// pump() drains the ring, puts the records in order, decodes what is old enough into the block under
// construction and seals it when it is large or old; sealed blocks and loss reports go to the write thread.
// Until open_gate() nothing is decoded: events are held back while the start snapshot is taken. One thread;
// everything passed to the constructor must outlive the stream.
#pragma once

#include <cstdint>
#include <optional>

#include "recorder/container_watch.h"
#include "recorder/event_flow.h"
#include "recorder/kernel_ring.h"
#include "recorder/loss_ledger.h"
#include "recorder/order_merge.h"
#include "recorder/probes.h"
#include "recorder/record_consumer.h"
#include "recorder/wire_decoder.h"
#include "recorder/write_thread.h"

namespace sysreel {

struct StreamOptions {
  std::optional<uint64_t> count_limit;
  std::optional<int> zstd_level;  // unset: the busier the host, the lower
  uint32_t snaplen = 80;
  bool beside_others = false;  // the recording has further sources: readers of a pipe need watermarks
};

// Of what is written when nothing is in a hurry.
inline constexpr int kIdleLevel = 9;

class EventStream : public EventFlow, private RecordConsumer {
 public:
  EventStream(const Catalogue& catalogue, const Probes& probes, KernelRing& ring, WriteThread& writer,
              const StreamOptions& options);

  void open_gate() { gate_open_ = true; }
  // Takes nothing out of the kernel while the write thread has enough to do.
  Status pump();
  void cut() override;
  void pause(bool paused) override;
  // After the programs were detached: takes in everything that is left and writes the last block and loss
  // report.
  Status finish();

  uint64_t events() const { return delivered_; }
  uint64_t dropped() const override { return counts_.paused; }
  bool count_reached() const { return options_.count_limit && delivered_ >= *options_.count_limit; }
  uint64_t late() const { return merge_.late(); }
  uint64_t malformed() const { return decoder_.malformed(); }
  // How long the caller may wait before the next pump, given what the last one found.
  int pause_ms() const { return pause_ms_; }

 private:
  void consume(const reel_record& header, std::span<const uint8_t> record) override;
  void release(uint64_t watermark);
  void deliver(std::span<const uint8_t> record);
  void tell_container(const std::string& json, const reel_record& at);
  void seal_if_due(uint64_t now);
  void tell_watermark(uint64_t now);
  void seal();
  int level_of_block() const;
  void report_loss(uint64_t now, bool final);

  const Probes& probes_;
  KernelRing& ring_;
  WriteThread& writer_;
  OrderMerge merge_;
  WireDecoder decoder_;
  BlockBuilder builder_;
  ContainerWatch containers_;
  KindId container_;
  LossLedger ledger_;
  StreamOptions options_;
  uint64_t delivered_ = 0;
  uint64_t consumed_ = 0;
  uint64_t unread_ = 0;  // of what was recorded, at the end
  StreamCounts counts_;
  uint64_t drained_bytes_ = 0;
  uint64_t block_begun_ = 0;
  uint64_t watermark_told_ = 0;
  bool gate_open_ = false;
  bool paused_ = false;
  int pause_ms_ = 1;
};

}  // namespace sysreel
