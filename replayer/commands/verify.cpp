#include "replayer/commands/verify.h"

#include "base/escape.h"
#include "base/json_writer.h"
#include "format/capture_verify.h"
#include "format/hex.h"
#include "replayer/commands/capture_paths.h"
#include "replayer/commands/capture_state.h"
#include "replayer/commands/custody_log.h"
#include "replayer/import/open_capture.h"

namespace sysreel {
namespace {

constexpr const char* kForeign =
    "a capture of another tool has no checksums to verify; `sysreel info` tells whether it can be read "
    "whole, "
    "`sysreel import` makes a capture of it that can be verified";
constexpr std::string_view kNone = "none";
constexpr std::string_view kValid = "valid";
constexpr std::string_view kUnknownKey = "unknown-key";

std::string json_of(const Verification& result, std::string_view signature) {
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
  json.field("signature", signature);
  json.key("key");
  if (result.key)
    json.string(hex_of(*result.key));
  else
    json.null();
  json.field("sha256", result.sha256);
  json.field("lost", result.lost);
  json.end_object();
  out += '\n';
  return out;
}

std::string text_of(const Verification& result, const std::string& path, std::string_view signature) {
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
  out += "signature   " + std::string(signature);
  if (result.key) out += ", key " + hex_of(*result.key);
  if (signature == kNone) out += ": a consistent rewrite of an unsigned capture cannot be detected";
  if (signature == kUnknownKey)
    out += ": it holds, but anybody can make a key; --pubkey says whose it must be";
  out += '\n';
  return out;
}

Status load_keys(const VerifyOptions& options, const Console& console, std::optional<VerifyKey>& trusted,
                 std::optional<SealSecretKey>& seal) {
  if (!options.public_key.empty()) {
    const Result<VerifyKey> key = read_verify_key(options.public_key);
    if (!key.ok()) return key.error();
    trusted = *key;
  }
  if (!console.key_file.empty()) {
    const Result<SealSecretKey> key = read_seal_secret_key(console.key_file);
    if (!key.ok()) return key.error();
    seal = *key;
  }
  return {};
}

// With the trusted key at hand, if there is one.
std::string_view signature_of(const Verification& result, const std::optional<VerifyKey>& trusted) {
  if (result.signature == SignatureState::kNone) return kNone;
  if (result.signature == SignatureState::kInvalid) return "invalid";
  return trusted && result.key == *trusted ? kValid : kUnknownKey;
}

// The log beside the capture; nothing where there is none. False when it does not hold.
bool check_custody(const std::string& path, std::string& text) {
  const Result<CustodyLog> log = read_custody(custody_path(path));
  if (!log.ok() || log->lines.empty()) return log.ok();
  text = "custody     " + std::to_string(log->lines.size()) +
         (log->lines.size() == 1 ? " entry" : " entries") +
         (log->holds() ? ", genuine\n" : ", NOT genuine (`sysreel custody list`)\n");
  return log->holds();
}

}  // namespace

int run_verify(const VerifyOptions& options, Console& console) {
  const auto files = capture_files(options.captures);
  if (!files) {
    console.err << "sysreel: " << files.error().message << '\n';
    return kExitUnusable;
  }
  std::optional<VerifyKey> trusted;
  std::optional<SealSecretKey> seal;
  if (const Status status = load_keys(options, console, trusted, seal); !status.ok()) {
    console.err << "sysreel: " << terminal_safe(status.error().message) << '\n';
    return kExitUnusable;
  }
  bool good = true;
  for (const std::string& path : *files) {
    const auto result = verify_capture(path, seal ? &*seal : nullptr);
    if (!result) {
      const bool foreign = capture_format_of(path) == CaptureFormat::kForeign;
      print_error(console, path, foreign ? Error{ErrorCode::kUnsupported, kForeign} : result.error());
      return kExitUnusable;
    }
    const std::string_view signature = signature_of(*result, trusted);
    std::string custody;
    good &= check_custody(path, custody);
    console.out << (options.json ? json_of(*result, signature) : text_of(*result, path, signature) + custody);
    good &= result->verdict == Verdict::kIntact && (!trusted || signature == kValid);
  }
  return good ? kExitDone : kExitGate;
}

}  // namespace sysreel
