#include "recorder/prepared_recording.h"

#include <utility>

#include "recorder/audit_sources.h"
#include "recorder/event_stream.h"
#include "recorder/host_facts.h"
#include "recorder/plan_file.h"
#include "recorder/record_options.h"

namespace sysreel {
namespace {

std::vector<std::string> configuration_of(const RecordOptions& options, const RecordingPlan& plan,
                                          const RecordingScope& scope) {
  std::vector<std::string> lines = {
      "profile=" + std::string(name_of(options.profile)),
      "snaplen=" + std::to_string(options.snaplen),
      "buffer=" + std::to_string(options.buffer_bytes),
      "zstd-level=" + (options.zstd_level ? std::to_string(*options.zstd_level) : "auto"),
  };
  for (const std::string& change : options.events) lines.push_back("events=" + change);
  for (const std::string& file : plan.generated_from) lines.push_back("plan-from=" + file);
  for (std::string& line : scope.description()) lines.push_back(std::move(line));
  return lines;
}

}  // namespace

Result<PreparedRecording> prepare_recording(const RecordOptions& options) {
  const Catalogue& catalogue = Catalogue::builtin();
  RecordingPlan plan;
  if (!options.plan.empty()) {
    Result<RecordingPlan> read = read_plan(options.plan);
    if (!read.ok()) return std::move(read).error();
    plan = std::move(read).value();
  }
  const Result<std::vector<bool>> selected =
      select_events(catalogue, options.profile, plan.events, options.events);
  if (!selected.ok()) return selected.error();
  Result<KernelTables> tables = make_kernel_tables(catalogue, *selected, options.snaplen);
  if (!tables.ok()) return std::move(tables).error();
  Result<RecordingScope> scope = RecordingScope::resolve(options);
  if (!scope.ok()) return std::move(scope).error();
  CaptureHeader header = describe_host();
  header.command = options.command;
  header.recorded_types = names_of(catalogue, *selected);
  header.recorded_types.emplace_back("container");
  header.configuration = configuration_of(options, plan, *scope);
  describe_audit_sources(options, header);
  return PreparedRecording{std::move(tables).value(), std::move(scope).value(), std::move(header)};
}

Result<FileOptions> file_options_of(const RecordOptions& options, const CaptureHeader& header) {
  FileOptions files;
  files.name = options.output.empty() ? default_capture_name(header) : options.output;
  files.force = options.force;
  files.rotating = options.rotates();
  files.limits = {options.keep, options.quota};
  files.min_free = options.min_free;
  files.zstd_level = options.zstd_level.value_or(kIdleLevel);
  if (!options.redaction.empty()) {
    Result<LoadedPolicy> policy = load_redaction_policy(options.redaction);
    if (!policy.ok()) return std::move(policy).error();
    files.redaction = std::move(policy).value();
  }
  if (!options.signing_key.empty()) {
    const Result<SigningKey> key = read_signing_key(options.signing_key);
    if (!key.ok()) return key.error();
    files.signing_key = *key;
  }
  if (!options.seal_key.empty()) {
    const Result<SealPublicKey> key = read_seal_public_key(options.seal_key);
    if (!key.ok()) return key.error();
    files.seal_key = *key;
  }
  return files;
}

}  // namespace sysreel
