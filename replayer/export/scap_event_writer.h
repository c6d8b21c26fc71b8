// Writes events as Falco's event blocks: the exit with all parameters, in front of it the enter.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "replayer/export/scap_code_choice.h"
#include "replayer/export/scap_output.h"
#include "replayer/state/state.h"

namespace sysreel {

class ScapEventWriter {
 public:
  // The output must outlive the writer.
  explicit ScapEventWriter(ScapOutput& output) : output_(output) {}

  void set_kinds(const Catalogue& catalogue) { choices_ = choose_scap_codes(catalogue); }

  // `state_only`: for readers that follow state, not for rules and lists. False: Falco has no event for this.
  bool write(const Step& step, bool state_only, const State& state);
  // What the snapshot says of a container, as Falco's first events do: parameters as .scap has them.
  void write_initial(uint16_t code, uint64_t wall_time, const std::vector<std::string>& params);

 private:
  struct Head {
    uint16_t code = 0;
    uint16_t cpu = 0;
    uint64_t time = 0;
    int64_t tid = 0;
    bool state_only = false;
  };

  void begin_params();
  void add_param(std::string_view value);
  void add_value(const Step& step, int16_t param, const State& state);
  void end_with_nul();
  void add_number(uint64_t value, size_t width);
  void add_values(const Step& step, const std::vector<int16_t>& params, const State& state);
  void write_block(const Head& head);

  ScapOutput& output_;
  std::vector<ScapCodeChoice> choices_;  // by KindId
  std::string data_;                     // of the parameters collected
  std::vector<uint32_t> lengths_;
};

}  // namespace sysreel
