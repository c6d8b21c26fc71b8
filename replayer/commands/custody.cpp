#include "replayer/commands/custody.h"

#include <chrono>
#include <utility>

#include "base/escape.h"
#include "base/wall_time.h"
#include "format/capture_verify.h"
#include "replayer/commands/capture_state.h"
#include "replayer/commands/custody_log.h"

namespace sysreel {
namespace {

int fail(Console& console, const std::string& message) {
  console.err << "sysreel: " << terminal_safe(message) << '\n';
  return kExitUnusable;
}

std::string now() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return rfc3339_of(
      static_cast<uint64_t>(std::chrono::duration_cast<std::chrono::nanoseconds>(since).count()));
}

Result<Verification> verify(const std::string& path, const std::string& key_file) {
  if (key_file.empty()) return verify_capture(path);
  const Result<SealSecretKey> key = read_seal_secret_key(key_file);
  if (!key.ok()) return key.error();
  return verify_capture(path, &*key);
}

}  // namespace

// An entry is only made for a capture that is what it was: whoever takes it over has looked.
int run_custody_add(const CustodyOptions& options, Console& console) {
  const Result<SigningKey> key = read_signing_key(options.signing_key);
  if (!key.ok()) return fail(console, key.error().message);
  const Result<Verification> verified = verify(options.capture, console.key_file);
  if (!verified.ok()) {
    print_error(console, options.capture, verified.error());
    return kExitUnusable;
  }
  if (verified->verdict != Verdict::kIntact) {
    console.err << "sysreel: " << terminal_safe(options.capture) << " is " << name_of(verified->verdict)
                << "; no entry was made\n";
    return kExitGate;
  }
  const std::string path = custody_path(options.capture);
  const Result<CustodyLog> log = read_custody(path);
  if (!log.ok()) return fail(console, log.error().message);
  CustodyEntry entry;
  entry.time = now();
  entry.who = options.who;
  entry.note = options.note;
  entry.capture = to_hex(verified->capture);
  entry.final_hash = verified->final_hash;
  entry.sha256 = verified->sha256;
  if (const Status status = append_custody(path, custody_line(std::move(entry), log->last_hash, *key));
      !status.ok())
    return fail(console, status.error().message);
  return kExitDone;
}

int run_custody_list(const CustodyOptions& options, Console& console) {
  const Result<CustodyLog> log = read_custody(custody_path(options.capture));
  if (!log.ok()) return fail(console, log.error().message);
  for (const CustodyLog::Line& line : log->lines) {
    const CustodyEntry& entry = line.entry;
    console.out << terminal_safe(entry.time) << "  " << terminal_safe(entry.who) << "  "
                << terminal_safe(entry.note) << "  (sha256 " << terminal_safe(entry.sha256) << ", key "
                << terminal_safe(entry.key) << ")";
    if (!line.problem.empty()) console.out << "  NOT GENUINE: " << line.problem;
    console.out << '\n';
  }
  if (log->lines.empty())
    console.err << "sysreel: there is no custody log of " << terminal_safe(options.capture) << '\n';
  return log->holds() ? kExitDone : kExitGate;
}

}  // namespace sysreel
