// record_bench [EVENTS] : what an event costs the recorder's ring thread, nanoseconds of CPU time per event,
// without a kernel: records as the programs write them (getppid and newfstatat in turn, as tools/make_load's
// `pace` makes them) through a lane, the order merge, the decoder and the block builder. Under callgrind it
// tells where the instructions go.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <vector>

#include "format/block_builder.h"
#include "recorder/kernel_tables.h"
#include "recorder/lane_reader.h"
#include "recorder/order_merge.h"
#include "recorder/record_consumer.h"
#include "recorder/testing/wire_record.h"
#include "recorder/wire_decoder.h"

namespace sysreel {
namespace {

constexpr uint64_t kRing = 1U << 20;
constexpr size_t kBatch = 2000;  // what 100,000 events a second leave in a lane in 20 ms
constexpr size_t kBlockBytes = 1U << 20;
constexpr uint64_t kStep = 9700;  // ns between events

double cpu_time() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e9 + static_cast<double>(time.tv_nsec);
}

class Bench : public RecordConsumer {
 public:
  Bench() : words_(lane_bytes(kRing) / sizeof(uint64_t)), lane_(memory(), kRing) {}

  void run(size_t events) {
    for (size_t made = 0; made < events; made += kBatch) {
      for (size_t i = 0; i < kBatch; ++i) publish();
      const double begin = cpu_time();
      lane_.drain(*this);
      merge_.release(time_ - kStep * 500, [this](std::span<const uint8_t> record) {
        decoder_.decode(record, builder_);
        if (builder_.raw_bytes() >= kBlockBytes) builder_.take(block_);
      });
      spent_ += cpu_time() - begin;
      ++batches_;
    }
    std::printf("%.1f ns an event\n", spent_ / static_cast<double>(batches_ * kBatch));
  }

 private:
  uint8_t* memory() { return reinterpret_cast<uint8_t*>(words_.data()); }

  std::vector<uint8_t> next_record() {
    using testing::WireRecord;
    static const Catalogue& catalogue = Catalogue::builtin();
    static const KindId kinds[] = {catalogue.find("getppid"), catalogue.find("newfstatat")};
    static const KernelTables tables =
        *make_kernel_tables(catalogue, std::vector<bool>(catalogue.size(), true), 0);
    const KindId kind = kinds[sequence_ % 2];
    const reel_descriptor& descriptor = tables.descriptors[kind];
    WireRecord record(kind, time_ += kStep);
    const std::vector<uint64_t> args(descriptor.args, 0xffffff9c);
    record.call(sequence_ % 2 == 0 ? 4711 : 0, args).cpu(0, sequence_);
    ++sequence_;
    if (descriptor.lead == REEL_LEAD_STRING) record.text(descriptor.lead_param, "/etc/alternatives/awk.1.gz");
    return record.bytes();
  }

  void publish() {
    const std::vector<uint8_t> record = next_record();
    uint64_t& head = words_[offsetof(reel_lane, head) / sizeof(uint64_t)];
    std::memcpy(memory() + REEL_LANE_HEAD + (head & (kRing - 1)), record.data(), record.size());
    const uint64_t aligned = (record.size() + REEL_LANE_ALIGN - 1) / REEL_LANE_ALIGN * REEL_LANE_ALIGN;
    head += std::min(aligned, kRing - (head & (kRing - 1)));
  }

  void consume(const reel_record& header, std::span<const uint8_t> record) override {
    merge_.add(header.cpu, header.time, record);
  }

  std::vector<uint64_t> words_;
  LaneReader lane_;
  OrderMerge merge_;
  WireDecoder decoder_{Catalogue::builtin(), 0};
  BlockBuilder builder_{Catalogue::builtin(), EventSource::kSyscall, NumberSpace::kKernel, Arch::kX86_64};
  EventBlock block_;
  uint64_t time_ = 1'000'000'000;
  uint32_t sequence_ = 0;
  double spent_ = 0;
  size_t batches_ = 0;
};

}  // namespace
}  // namespace sysreel

int main(int argc, char** argv) {
  sysreel::Bench().run(argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 2'000'000);
  return 0;
}
