#include "recorder/kernel_ring.h"

#include <bpf/libbpf.h>

#include <cerrno>
#include <cstring>
#include <string>

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

  Status open(int map_fd) {
    ring_ = ring_buffer__new(map_fd, &BpfRingBuffer::on_record, this, nullptr);
    if (ring_ == nullptr)
      return Error{ErrorCode::kSystem, std::string("cannot map the ring buffer: ") + std::strerror(errno)};
    return {};
  }

  Result<size_t> drain(RecordConsumer& consumer) override {
    consumer_ = &consumer;
    drained_ = 0;
    const int status = ring_buffer__consume(ring_);
    consumer_ = nullptr;
    if (status < 0)
      return Error{ErrorCode::kSystem, std::string("cannot read the ring buffer: ") + std::strerror(-status)};
    return drained_;
  }

 private:
  static int on_record(void* context, void* data, size_t size) {
    auto* self = static_cast<BpfRingBuffer*>(context);
    self->consumer_->consume({static_cast<const uint8_t*>(data), size});
    ++self->drained_;
    return 0;
  }

  ring_buffer* ring_ = nullptr;
  RecordConsumer* consumer_ = nullptr;
  size_t drained_ = 0;
};

}  // namespace

Result<std::unique_ptr<KernelRing>> KernelRing::open(int map_fd) {
  auto ring = std::make_unique<BpfRingBuffer>();
  SYSREEL_RETURN_IF_ERROR(ring->open(map_fd));
  return std::unique_ptr<KernelRing>(std::move(ring));
}

}  // namespace sysreel
