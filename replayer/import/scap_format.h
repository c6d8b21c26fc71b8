// The block types of a .scap file and its limits. Layout: a block is type u32, total length u32, body, total
// length u32 again; everything little-endian, padded to 4 bytes.
#pragma once

#include <cstddef>
#include <cstdint>

namespace sysreel::scap {

// Types below 0x80000000 are official. The others were in use before the format was published.
enum BlockType : uint32_t {
  kSectionHeader = 0x0a0d0d0a,
  kMachine = 0x201,
  kMachineOld = 0x8002abcd,
  kProcesses1 = 0x202,
  kProcesses1Old = 0x8000abcd,
  kProcesses2 = 0x207,
  kProcesses2Old = 0x8013abcd,
  kProcesses3 = 0x209,
  kProcesses3Old = 0x8014abcd,
  kProcesses4 = 0x210,
  kProcesses5 = 0x211,
  kProcesses6 = 0x212,
  kProcesses7 = 0x213,
  kProcesses8 = 0x214,
  kProcesses9 = 0x215,
  kDescriptors1 = 0x203,
  kDescriptors1Old = 0x8001abcd,
  kDescriptors2 = 0x218,
  kInterfaces1 = 0x205,
  kInterfaces1Old = 0x8011abcd,
  kInterfaces2 = 0x219,
  kUsers1 = 0x206,
  kUsers1Old = 0x8012abcd,
  kUsers2 = 0x220,
  kEvent1 = 0x204,
  kEvent1Old = 0x8010abcd,
  kEvent1Flags = 0x208,
  kEvent2 = 0x216,
  kEvent2Flags = 0x217,
  kEvent2Large = 0x221,
  kEvent2LargeFlags = 0x222,
};

inline constexpr uint32_t kByteOrderMagic = 0x1a2b3c4d;
inline constexpr uint32_t kByteOrderMagicSwapped = 0x4d3c2b1a;
inline constexpr uint16_t kMajorVersion = 1;

inline constexpr size_t kBlockHeaderBytes = 8;
inline constexpr size_t kBlockBytesMin = 12;               // header and trailer
inline constexpr size_t kBlockBytesMax = 64U << 20U;       // of any block
inline constexpr size_t kSmallEventBytesMax = 64U << 10U;  // of an event block that is not large, with slack

constexpr bool is_event(uint32_t type) {
  switch (type) {
    case kEvent1:
    case kEvent1Old:
    case kEvent1Flags:
    case kEvent2:
    case kEvent2Flags:
    case kEvent2Large:
    case kEvent2LargeFlags:
      return true;
    default:
      return false;
  }
}

constexpr bool is_known(uint32_t type) {
  switch (type) {
    case kSectionHeader:
    case kMachine:
    case kMachineOld:
    case kProcesses1Old:
    case kProcesses2Old:
    case kProcesses3Old:
    case kDescriptors1Old:
    case kInterfaces1Old:
    case kUsers1Old:
    case kEvent1Old:
      return true;
    default:
      return (type >= kProcesses1 && type <= kProcesses3) || (type >= kProcesses4 && type <= kInterfaces2) ||
             (type >= kUsers2 && type <= kEvent2LargeFlags);
  }
}

}  // namespace sysreel::scap
