#include "recorder/kernel_ring.h"

#include <bpf/libbpf.h>
#include <linux/bpf.h>
#include <sys/mman.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string>
#include <vector>

#include "recorder/lane_reader.h"
#include "recorder/probes.h"
#include "recorder/record_consumer.h"

namespace sysreel {
namespace {

class BpfRingBuffer : public KernelRing {
 public:
  BpfRingBuffer() = default;
  BpfRingBuffer(const BpfRingBuffer&) = delete;
  BpfRingBuffer& operator=(const BpfRingBuffer&) = delete;
  ~BpfRingBuffer() override {
    if (ring_ != nullptr) ring_buffer__free(ring_);
  }

  Status open(const Probes& probes) {
    bytes_ = probes.shared_bytes();
    ring_ = ring_buffer__new(probes.ring_fd(), &BpfRingBuffer::on_record, this, nullptr);
    if (ring_ == nullptr)
      return Error{ErrorCode::kSystem, std::string("cannot map the ring buffer: ") + std::strerror(errno)};
    return {};
  }

  // Readable while anything is in the ring.
  int poll_fd() const { return ring_buffer__epoll_fd(ring_); }

  Result<size_t> drain(RecordConsumer& consumer) override {
    consumer_ = &consumer;
    drained_ = 0;
    drained_bytes_ = 0;
    const int status = ring_buffer__consume(ring_);
    consumer_ = nullptr;
    if (status < 0 && status != kEnough)
      return Error{ErrorCode::kSystem, std::string("cannot read the ring buffer: ") + std::strerror(-status)};
    return drained_;
  }

 private:
  static constexpr int kEnough = -EXFULL;  // nothing of libbpf's own

  // libbpf goes on as long as it finds something, which may be for ever. As many bytes as the ring holds are
  // all that was there at the beginning.
  static int on_record(void* context, void* data, size_t size) {
    auto* self = static_cast<BpfRingBuffer*>(context);
    if (size != REEL_BELL_BYTES) {
      reel_record header{};
      std::memcpy(&header, data, std::min(size, sizeof(header)));
      self->consumer_->consume(header, {static_cast<const uint8_t*>(data), size});
      ++self->drained_;
    }
    self->drained_bytes_ += size + BPF_RINGBUF_HDR_SZ;
    return self->drained_bytes_ < self->bytes_ ? 0 : kEnough;
  }

  ring_buffer* ring_ = nullptr;
  RecordConsumer* consumer_ = nullptr;
  uint64_t bytes_ = 0;  // that the ring holds
  size_t drained_ = 0;
  uint64_t drained_bytes_ = 0;
};

// The lanes of all CPUs, and the ring buffer for what comes when a lane cannot be used.
class MappedLanes : public KernelRing {
 public:
  MappedLanes() = default;
  MappedLanes(const MappedLanes&) = delete;
  MappedLanes& operator=(const MappedLanes&) = delete;
  ~MappedLanes() override {
    if (memory_ != MAP_FAILED) munmap(memory_, size_);
  }

  Status open(const Probes& probes) {
    SYSREEL_RETURN_IF_ERROR(beside_.open(probes));
    const uint64_t each = lane_bytes(probes.ring_bytes());
    size_ = each * probes.lanes();
    memory_ = mmap(nullptr, size_, PROT_READ | PROT_WRITE, MAP_SHARED, probes.lanes_fd(), 0);
    if (memory_ == MAP_FAILED)
      return Error{ErrorCode::kSystem, std::string("cannot map the lanes: ") + std::strerror(errno)};
    for (uint32_t lane = 0; lane < probes.lanes(); ++lane)
      lanes_.emplace_back(static_cast<uint8_t*>(memory_) + lane * each, probes.ring_bytes());
    return {};
  }

  Result<size_t> drain(RecordConsumer& consumer) override {
    size_t drained = 0;
    for (LaneReader& lane : lanes_) drained += lane.drain(consumer);
    Result<size_t> more = beside_.drain(consumer);
    if (!more.ok()) return more;
    return drained + *more;
  }

  int wake_fd() const override { return beside_.poll_fd(); }

  uint64_t damaged() const override {
    uint64_t sum = 0;
    for (const LaneReader& lane : lanes_) sum += lane.damaged();
    return sum;
  }

 private:
  BpfRingBuffer beside_;
  void* memory_ = MAP_FAILED;
  size_t size_ = 0;
  std::vector<LaneReader> lanes_;
};

}  // namespace

Result<std::unique_ptr<KernelRing>> KernelRing::open(const Probes& probes) {
  if (probes.transport() == Transport::kMmap) {
    auto lanes = std::make_unique<MappedLanes>();
    SYSREEL_RETURN_IF_ERROR(lanes->open(probes));
    return std::unique_ptr<KernelRing>(std::move(lanes));
  }
  auto ring = std::make_unique<BpfRingBuffer>();
  SYSREEL_RETURN_IF_ERROR(ring->open(probes));
  return std::unique_ptr<KernelRing>(std::move(ring));
}

}  // namespace sysreel
