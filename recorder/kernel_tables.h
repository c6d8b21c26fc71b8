// What the BPF programs are told to record: the catalogue's rows turned into descriptors and tables by
// number.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "base/result.h"
#include "bpf/event_abi.h"
#include "format/catalogue/catalogue.h"
#include "recorder/native_arch.h"

namespace sysreel {

struct KernelTables {
  std::vector<reel_descriptor> descriptors;  // by KindId
  std::vector<reel_op> ops;
  std::array<uint16_t, REEL_SYSCALLS> kind_of_call;
  std::array<uint16_t, REEL_SYSCALLS> kind_of_i386_call;  // REEL_SOCKETCALL_KIND at that call's number
  std::array<uint16_t, REEL_SOCKETCALLS> kind_of_socketcall;
  uint16_t kind_of_exec = REEL_NO_KIND;
  uint16_t kind_of_execveat = REEL_NO_KIND;
  uint16_t kind_of_exit = REEL_NO_KIND;
  uint16_t kind_of_signal = REEL_NO_KIND;
  uint16_t kind_of_uring = REEL_NO_KIND;
  uint64_t uring_opcodes = 0;  // bit N: requests of opcode N
};

// `recorded` holds one flag per kind; `snaplen`: bytes kept of a buffer; `arch`: whose numbers. 32-bit
// callers are those of x86 alone. Fails where the catalogue asks for more than the programs can do. A
// descriptor's room is what its records can grow to.
Result<KernelTables> make_kernel_tables(const Catalogue& catalogue, const std::vector<bool>& recorded,
                                        uint32_t snaplen, Arch arch = kNativeArch);

}  // namespace sysreel
