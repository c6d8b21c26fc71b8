#include "replayer/commands/verify.h"

#include "base/escape.h"
#include "base/json_writer.h"
#include "format/capture_verify.h"
#include "replayer/commands/capture_paths.h"
#include "replayer/commands/capture_state.h"

namespace sysreel {
namespace {

std::string json_of(const Verification& result) {
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  json.field("capture", to_hex(result.capture));
  json.field("verdict", name_of(result.verdict));
  json.key("damage");
  json.begin_array();
  for (const Damage& damage : result.damage) {
    json.begin_object();
    json.field("from", damage.from);
    json.field("to", damage.to);
    json.field("reason", damage.reason);
    json.end_object();
  }
  json.end_array();
  json.field("signature", "none");
  json.key("key");
  json.null();
  json.field("sha256", result.sha256);
  json.field("lost", result.lost);
  json.end_object();
  out += '\n';
  return out;
}

std::string text_of(const Verification& result, const std::string& path) {
  std::string out = terminal_safe(path) + ": " + std::string(name_of(result.verdict)) + '\n';
  for (const Damage& damage : result.damage)
    out += "  bytes " + std::to_string(damage.from) + " to " + std::to_string(damage.to) + ": " +
           terminal_safe(damage.reason) + '\n';
  out += "capture     " + to_hex(result.capture) + '\n';
  out += "sha256      " + result.sha256 + '\n';
  if (!result.final_hash.empty()) out += "final hash  " + result.final_hash + '\n';
  out += "lost        " +
         (result.lost == 0 ? "nothing"
                           : std::to_string(result.lost) + (result.lost == 1 ? " event" : " events")) +
         '\n';
  out += "signature   none: a consistent rewrite of an unsigned capture cannot be detected\n";
  return out;
}

}  // namespace

int run_verify(const VerifyOptions& options, Console& console) {
  const auto files = capture_files(options.captures);
  if (!files) {
    console.err << "sysreel: " << files.error().message << '\n';
    return kExitUnusable;
  }
  bool intact = true;
  for (const std::string& path : *files) {
    const auto result = verify_capture(path);
    if (!result) {
      print_error(console, path, result.error());
      return kExitUnusable;
    }
    console.out << (options.json ? json_of(*result) : text_of(*result, path));
    intact &= result->verdict == Verdict::kIntact;
  }
  return intact ? kExitDone : kExitGate;
}

}  // namespace sysreel
