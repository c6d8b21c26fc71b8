// format_bench [CAPTURE] [--columns]: what blocks cost: bytes per event by section, nanoseconds per event to
// encode, compress, decompress and decode. Without a capture, on a synthetic stream of opens, closes, execs
// and connects with steady seeds. --columns also prints what the heaviest columns weigh, each compressed by
// itself.
#include <zstd.h>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "format/block_builder.h"
#include "format/block_decoder.h"
#include "format/block_encoder.h"
#include "format/capture_reader.h"
#include "format/column_codec.h"

namespace sysreel {
namespace {

// CPU time of this thread: machines are shared.
struct Clock {
  using time_point = double;
  static time_point now() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
  }
};
constexpr int kRounds = 7;
constexpr size_t kRawBlock = 1U << 20;

double seconds_since(Clock::time_point begin) {
  return Clock::now() - begin;
}

struct Stream {
  Catalogue catalogue = Catalogue::builtin();
  std::vector<EventBlock> blocks;
  uint64_t events = 0;
};

void read_stream(const char* path, Stream& stream) {
  auto reader = CaptureReader::open(path);
  if (!reader) {
    std::fprintf(stderr, "%s: %s\n", path, reader.error().message.c_str());
    return;
  }
  CaptureItem item;
  for (;;) {
    const auto more = (*reader)->next(item, {});
    if (!more || !*more) break;
    if (item.kind != CaptureItem::Kind::kBlock) continue;
    stream.events += item.block.size();
    stream.blocks.push_back(std::move(item.block));
    item.block = EventBlock{};
  }
  stream.catalogue = (*reader)->catalogue();
}

// Opens of few and many paths, closes, now and then an exec or a connection; threads run in bursts.
class Synthetic {
 public:
  explicit Synthetic(Stream& stream)
      : stream_(stream),
        builder_(stream.catalogue, EventSource::kSyscall, NumberSpace::kKernel, Arch::kX86_64) {}

  void make(uint64_t events) {
    for (uint64_t i = 0; i < events; ++i) {
      if (i % 40 == 0) thread_ = {1000 + static_cast<int64_t>(random_() % 50), 1000, 12345};
      time_ += 2000 + random_() % 3000;
      one(random_() % 100);
      if (builder_.raw_bytes() >= kRawBlock || i + 1 == events) {
        stream_.blocks.emplace_back();
        builder_.take(stream_.blocks.back());
      }
    }
    stream_.events += events;
  }

 private:
  size_t param(KindId kind, const char* name) const {
    return static_cast<size_t>(stream_.catalogue.kind(kind).param_index(name));
  }
  KindId begin(const char* name) {
    const KindId kind = stream_.catalogue.find(name);
    builder_.begin(kind, thread_, time_, static_cast<uint16_t>(thread_.tid % 2));
    return kind;
  }
  void one(uint64_t dice) {
    const auto fd = static_cast<int64_t>(3 + random_() % 12);
    if (dice < 55) {
      const KindId kind = begin("openat");
      const uint64_t file = random_() % (dice < 40 ? 200 : 5000);
      builder_.integer(param(kind, "fd"), dice < 50 ? fd : -2);
      builder_.integer(param(kind, "dirfd"), -100);
      builder_.text(param(kind, "name"), "/usr/include/x86_64-linux-gnu/part" + std::to_string(file) + ".h");
      builder_.integer(param(kind, "flags"), 0x80000);
      if (dice < 50) builder_.integer(param(kind, "ino"), static_cast<int64_t>(400000 + file * 7));
      if (dice < 50) builder_.integer(param(kind, "dev"), 0x800001);
    } else if (dice < 98) {
      const KindId kind = begin("close");
      builder_.integer(param(kind, "res"), 0);
      builder_.integer(param(kind, "fd"), fd);
    } else {
      const KindId kind = begin("execve");
      builder_.integer(param(kind, "res"), 0);
      builder_.text(param(kind, "exe"), "/usr/bin/cc1plus");
      builder_.text(param(kind, "args"), "-quiet\0unit" + std::to_string(random_() % 1000) + ".cpp");
      builder_.text(param(kind, "env"), std::string("PATH=/usr/bin\0HOME=/root\0", 25));
      builder_.integer(param(kind, "tid"), thread_.tid);
    }
    builder_.end();
  }

  Stream& stream_;
  BlockBuilder builder_;
  std::mt19937_64 random_{42};
  ThreadEntry thread_;
  uint64_t time_ = 1'000'000'000;
};

struct Sections {
  std::vector<uint8_t> raw[3];
  std::vector<uint8_t> stored[3];
};

void compress_piece(std::span<const uint8_t> raw, std::vector<uint8_t>& out) {
  const size_t begin = out.size();
  out.resize(begin + ZSTD_compressBound(raw.size()));
  out.resize(begin + ZSTD_compress(out.data() + begin, out.size() - begin, raw.data(), raw.size(), 1));
}

std::vector<uint8_t> compressed(std::span<const uint8_t> raw, size_t seam = 0) {
  std::vector<uint8_t> out;
  if (seam != 0) compress_piece(raw.first(seam), out);
  compress_piece(raw.subspan(seam), out);
  return out;
}

// What a recorder and a reader keep from block to block.
struct Warm {
  explicit Warm(const Stream& stream) : encoder(stream.catalogue, all_kinds(stream)) {
    std::vector<KindRow> rows;
    for (const EventKind& kind : stream.catalogue.kinds()) rows.push_back(row_of(kind));
    (void)kinds.set_listed(rows);
  }
  static std::vector<KindId> all_kinds(const Stream& stream) {
    std::vector<KindId> listed;
    for (const EventKind& kind : stream.catalogue.kinds()) listed.push_back(kind.id);
    return listed;
  }

  BlockEncoder encoder;
  CaptureKinds kinds;
  DecodeScratch scratch;
  EventBlock block;
};

std::vector<Sections> encode(const Stream& stream, Warm& warm, double& encode_seconds,
                             double& compress_seconds) {
  std::vector<Sections> all;
  for (const EventBlock& block : stream.blocks) {
    const auto begin = Clock::now();
    const auto encoded = warm.encoder.encode(block);
    encode_seconds += seconds_since(begin);
    Sections sections;
    if (!encoded) continue;
    const std::span<const uint8_t> raw[] = {encoded->core, encoded->time, encoded->rest};
    for (size_t i = 0; i < 3; ++i) {
      sections.raw[i].assign(raw[i].begin(), raw[i].end());
      const auto compress_begin = Clock::now();
      if (!raw[i].empty()) sections.stored[i] = compressed(raw[i], i == 1 ? encoded->time_seam : 0);
      compress_seconds += seconds_since(compress_begin);
    }
    all.push_back(std::move(sections));
  }
  return all;
}

double decode(Warm& warm, const std::vector<Sections>& all, size_t section) {
  auto& [encoder, kinds, scratch, block] = warm;
  double seconds = 0;
  for (const Sections& sections : all) {
    Status status;
    if (section > 0) status = decode_core(sections.raw[0], kinds, scratch, block);
    const auto begin = Clock::now();
    if (section == 0) status = decode_core(sections.raw[0], kinds, scratch, block);
    if (section == 1) status = decode_time(sections.raw[1], block);
    if (section == 2 && !sections.raw[2].empty()) status = decode_rest(sections.raw[2], scratch, block);
    seconds += seconds_since(begin);
    if (!status) std::fprintf(stderr, "decode: %s\n", status.error().message.c_str());
  }
  return seconds;
}

double decompress(const std::vector<Sections>& all, size_t section) {
  std::vector<uint8_t> out(64U << 20);
  const auto begin = Clock::now();
  for (const Sections& sections : all)
    (void)ZSTD_decompress(out.data(), out.size(), sections.stored[section].data(),
                          sections.stored[section].size());
  return seconds_since(begin);
}

void print_columns(const Stream& stream) {
  std::map<std::string, std::pair<size_t, uint64_t>> weight;  // bytes, values
  std::map<std::string, std::string> used;
  for (const EventBlock& block : stream.blocks) {
    for (const KindColumns& kind : block.kinds) {
      const EventKind& row = stream.catalogue.kind(kind.kind);
      for (size_t i = 0; i < kind.columns.size(); ++i) {
        if (kind.columns[i].values.empty()) continue;
        std::vector<uint8_t> bytes;
        append_column(bytes, kind.columns[i].values);
        const std::string name = std::string(row.name) + "." + std::string(row.params[i].name);
        auto& entry = weight[name];
        entry.first += compressed(bytes).size();
        entry.second += kind.rows;
        used[name] += static_cast<char>('0' + (bytes[0] & 15));
      }
    }
  }
  std::vector<std::pair<size_t, std::string>> order;
  for (const auto& [name, entry] : weight) order.emplace_back(entry.first, name);
  std::sort(order.rbegin(), order.rend());
  for (size_t i = 0; i < std::min<size_t>(order.size(), 40); ++i)
    std::printf("  %-28s %8zu bytes %7.3f B/event  %6.2f B/value  encodings %.20s\n", order[i].second.c_str(),
                order[i].first, static_cast<double>(order[i].first) / static_cast<double>(stream.events),
                static_cast<double>(order[i].first) / static_cast<double>(weight[order[i].second].second),
                used[order[i].second].c_str());
}

void run(const Stream& stream, bool columns) {
  const auto events = static_cast<double>(stream.events);
  double best_encode = 1e9;
  double best_compress = 1e9;
  Warm warm(stream);
  std::vector<Sections> all;
  for (int round = 0; round < kRounds; ++round) {
    double encode_seconds = 0;
    double compress_seconds = 0;
    all = encode(stream, warm, encode_seconds, compress_seconds);
    best_encode = std::min(best_encode, encode_seconds);
    best_compress = std::min(best_compress, compress_seconds);
  }
  std::printf("%.0f events in %zu blocks; encode %.1f ns/event, compress %.1f ns/event\n", events, all.size(),
              best_encode * 1e9 / events, best_compress * 1e9 / events);
  static constexpr const char* kNames[] = {"core", "time", "rest"};
  double sum = 0;
  for (size_t i = 0; i < 3; ++i) {
    size_t raw = 0;
    size_t stored = 0;
    for (const Sections& sections : all) raw += sections.raw[i].size(), stored += sections.stored[i].size();
    double best_decode = 1e9;
    double best_decompress = 1e9;
    for (int round = 0; round < kRounds; ++round) {
      best_decode = std::min(best_decode, decode(warm, all, i));
      best_decompress = std::min(best_decompress, decompress(all, i));
    }
    sum += static_cast<double>(stored) / events;
    std::printf("  %s: %6.2f B/event raw, %5.2f stored; decompress %5.1f, decode %5.1f ns/event\n", kNames[i],
                static_cast<double>(raw) / events, static_cast<double>(stored) / events,
                best_decompress * 1e9 / events, best_decode * 1e9 / events);
  }
  std::printf("  sum %.2f B/event\n", sum);
  if (columns) print_columns(stream);
}

}  // namespace
}  // namespace sysreel

int main(int argc, char** argv) {
  sysreel::Stream stream;
  bool columns = false;
  for (int i = 1; i < argc; ++i) {
    if (std::string(argv[i]) == "--columns") {
      columns = true;
    } else {
      sysreel::read_stream(argv[i], stream);
    }
  }
  if (stream.events == 0) sysreel::Synthetic(stream).make(500'000);
  sysreel::run(stream, columns);
  return 0;
}
