// Builds records as the BPF programs write them, for tests that need no kernel.
#pragma once

#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "bpf/event_abi.h"
#include "format/event_block.h"

namespace sysreel::testing {

class WireRecord {
 public:
  explicit WireRecord(KindId kind, uint64_t time = 1000) {
    header_.kind = kind;
    header_.time = time;
    header_.tid = 12;
    header_.pid = 11;
    header_.start_time = 500;
  }
  // Of a call: its registers.
  WireRecord& call(int64_t result, const std::vector<uint64_t>& args, uint8_t flags = 0,
                   uint16_t number = 0) {
    header_.result = result;
    header_.number = number;
    header_.flags = static_cast<uint8_t>(flags | args.size() << REEL_RECORD_ARGS_SHIFT);
    args_ = args;
    return *this;
  }
  WireRecord& cpu(uint16_t number, uint32_t sequence) {
    header_.cpu = number;
    header_.sequence = sequence;
    return *this;
  }
  WireRecord& number(size_t param, uint64_t value) {
    return field(param, REEL_MARK_PRESENT, REEL_SHAPE_NUMBER,
                 {reinterpret_cast<const char*>(&value), sizeof(value)});
  }
  WireRecord& text(size_t param, std::string_view value, uint8_t shape = REEL_SHAPE_TEXT,
                   uint8_t mark = REEL_MARK_PRESENT) {
    return field(param, mark, shape, value);
  }
  WireRecord& mark(size_t param, uint8_t mark) { return field(param, mark, REEL_SHAPE_BYTES, {}); }

  std::vector<uint8_t> bytes() const {
    reel_record header = header_;
    const size_t args = args_.size() * sizeof(uint64_t);
    header.size = static_cast<uint32_t>(sizeof(header) + args + body_.size());
    std::vector<uint8_t> all(header.size);
    std::memcpy(all.data(), &header, sizeof(header));
    if (args != 0) std::memcpy(all.data() + sizeof(header), args_.data(), args);
    if (!body_.empty()) std::memcpy(all.data() + sizeof(header) + args, body_.data(), body_.size());
    return all;
  }

 private:
  WireRecord& field(size_t param, uint8_t mark, uint8_t shape, std::string_view value) {
    const reel_field head{static_cast<uint8_t>(param), static_cast<uint8_t>(mark | shape << 4),
                          static_cast<uint16_t>(value.size())};
    body_.append(reinterpret_cast<const char*>(&head), sizeof(head));
    body_.append(value);
    body_.resize((body_.size() + 3) & ~size_t{3});
    ++header_.fields;
    return *this;
  }
  reel_record header_{};
  std::vector<uint64_t> args_;
  std::string body_;
};

}  // namespace sysreel::testing
