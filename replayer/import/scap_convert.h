// ScapConverter: turns the events of a .scap file into rows of today's kinds.
//
// What an event code becomes is looked up once per code and catalogue (a route: which parameter goes where).
// Enter events are remembered per thread until the exit comes, as scap_codes.h says. Events are numbered as
// Falco numbers them: every event that its own conversion lets through, also the few enters that it hides
// later.
//
// Bounded: remembered enters and known threads are limited in number (kThreadsMax) and each enter in bytes.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "format/block_builder.h"
#include "replayer/import/scap_codes.h"
#include "replayer/import/scap_event.h"

namespace sysreel {

struct ScapCounts {
  uint64_t delivered = 0;
  uint64_t unknown_codes = 0;  // of a newer Falco, or with no row in the catalogue
  uint64_t damaged = 0;
};

class ScapConverter {
 public:
  static constexpr size_t kThreadsMax = 262144;
  static constexpr size_t kEnterBytesMax = 64U << 10U;

  // Both must outlive the converter.
  ScapConverter(const Catalogue& catalogue, BlockBuilder& builder);

  void add(const ScapEvent& event);
  // The event was used elsewhere; it only takes its number.
  void count_only() { ++number_; }
  void note_process(int64_t tid, int64_t pid);
  void forget_threads();  // another recording begins

  uint64_t numbered() const { return number_; }
  const ScapCounts& counts() const { return counts_; }
  ScapCounts& counts() { return counts_; }

 private:
  enum class Shape : uint8_t { kNone, kNumber, kString, kBytes, kPacked };
  struct Target {
    int param = -1;
    Shape shape = Shape::kNone;
    uint8_t width = 8;
    bool is_signed = false;
    int64_t zero = 0;
  };
  struct Fill {  // a parameter that an event may lack
    Target target;
    size_t place = 0;  // among the event's own, or beyond all of them
    int enter = -1;    // place in the enter
    bool zero = false;
  };
  struct Route {
    ScapCode::Use use = ScapCode::Use::kNone;
    KindId kind = kNoKind;
    bool completed = false;
    std::vector<Target> own;
    std::vector<Fill> fills;
  };
  struct Enter {
    uint16_t code = 0;
    bool waiting = false;
    std::string bytes;
    std::vector<uint32_t> ends;  // of each parameter in bytes
  };
  struct Generic {
    KindId kind = kNoKind;
    int id = -1;
    int native = -1;
  };

  Target target_of(KindId kind, std::string_view name) const;
  Route route_of(uint16_t code) const;
  void add_empty_fills(const ScapCode& row, Route& route) const;
  Generic generic_of(std::string_view name) const;
  void put(const Target& target, std::string_view value);
  void put_zero(const Target& target);
  void remember(const ScapEvent& event);
  Enter* enter_of(const ScapEvent& event);
  void emit(const ScapEvent& event, const Route& route);
  void emit_generic(const ScapEvent& event);
  void emit_container(const ScapEvent& event, const Route& route);
  void note_threads(const ScapEvent& event, std::string_view kind);
  void begin(const ScapEvent& event, KindId kind);

  const Catalogue& catalogue_;
  BlockBuilder& builder_;
  std::vector<Route> routes_;
  std::vector<Generic> generics_;  // by Falco's system-call number
  std::unordered_map<int64_t, Enter> enters_;
  std::unordered_map<int64_t, int64_t> pids_;
  uint64_t number_ = 0;
  ScapCounts counts_;
};

}  // namespace sysreel
