// The built-in rows, by subject. Each text is one rows_*.cpp.
#pragma once

#include <string_view>

namespace sysreel {

extern const std::string_view kRowsFile;        // opens, names, metadata, mounts
extern const std::string_view kRowsDescriptor;  // descriptors and I/O on them
extern const std::string_view kRowsNet;
extern const std::string_view kRowsProcess;  // exec, clone, exit, signals, credentials
extern const std::string_view kRowsMemory;   // memory, System V IPC, io_uring
extern const std::string_view kRowsSystem;   // modules, bpf, keys, quotas, waits
extern const std::string_view kRowsMeta;     // kinds that are no system call
extern const std::string_view kRowsSnapshot;
extern const std::string_view kRowsCheckpoint;
extern const std::string_view kRowsGeneric;      // system calls without a schema in Falco, a … m
extern const std::string_view kRowsGenericNtoZ;  // n … z
extern const std::string_view kRowsGenericI386;  // i386 only

}  // namespace sysreel
