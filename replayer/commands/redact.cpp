#include "replayer/commands/redact.h"

#include <unistd.h>

#include <memory>
#include <utility>

#include "base/escape.h"
#include "base/json_writer.h"
#include "format/capture_writer.h"
#include "format/file_sink.h"
#include "format/redaction/load_policy.h"
#include "format/redaction/redactor.h"
#include "replayer/commands/capture_state.h"
#include "replayer/import/open_capture.h"

namespace sysreel {
namespace {

std::string origin_of(const CaptureHeader& source) {
  std::string origin;
  JsonWriter json(origin);
  json.begin_object();
  json.field("command", "redact");
  json.field("capture", to_hex(source.capture_id));
  json.end_object();
  return origin;
}

// One pass: every block and snapshot of the source, rewritten; loss reports and event numbers as they were.
class Redaction {
 public:
  Redaction(const LoadedPolicy& policy, CaptureReader& reader)
      : policy_(policy), reader_(reader), redactor_(policy.policy, policy.key, reader.catalogue()) {}

  Status copy(ByteSink& sink) {
    CaptureHeader header = reader_.header();
    header.origin = origin_of(header);
    header.capture_id = CaptureId{};
    header.previous_part_hash.clear();
    redactor_.apply(header.command);
    // Of an earlier redaction the policy stays told.
    header.redaction += (header.redaction.empty() ? "" : "---\n") + policy_.policy.text;
    WriterOptions options;
    options.catalogue = &reader_.catalogue();
    Result<std::unique_ptr<CaptureWriter>> writer = CaptureWriter::create(sink, header, options);
    if (!writer.ok()) return std::move(writer).error();
    for (;;) {
      const Result<bool> more = reader_.next(item_, SectionSet{});
      if (!more.ok()) return more.error();
      if (!*more) break;
      SYSREEL_RETURN_IF_ERROR(copy_item(**writer));
    }
    (*writer)->note_redaction({redactor_.hits().begin(), redactor_.hits().end()});
    return (*writer)->close();
  }

  std::span<const uint64_t> hits() const { return redactor_.hits(); }

 private:
  Status copy_item(CaptureWriter& writer) {
    if (item_.kind == CaptureItem::Kind::kLoss) return writer.write_loss(item_.loss);
    if (item_.kind == CaptureItem::Kind::kSnapshot) {
      redactor_.apply(item_.snapshot.rows);
      return writer.write_snapshot(item_.snapshot);
    }
    if (item_.kind != CaptureItem::Kind::kBlock) return {};
    redactor_.apply(item_.block);
    return writer.write_block(item_.block);
  }

  const LoadedPolicy& policy_;
  CaptureReader& reader_;
  Redactor redactor_;
  CaptureItem item_;
};

int fail(Console& console, const std::string& message) {
  console.err << "sysreel: " << terminal_safe(message) << '\n';
  return kExitUnusable;
}

}  // namespace

int run_redact(const RedactOptions& options, Console& console) {
  const Result<LoadedPolicy> policy = load_redaction_policy(options.policy);
  if (!policy.ok()) return fail(console, policy.error().message);
  auto reader = open_any_capture(options.capture, console.key_file);
  if (!reader.ok()) {
    print_error(console, options.capture, reader.error());
    return kExitUnusable;
  }
  if (options.output == "-" && isatty(STDOUT_FILENO) != 0)
    return fail(console, "a capture is not written to a terminal: use -w FILE");
  std::unique_ptr<FileSink> file;
  if (options.output != "-") {
    auto created = FileSink::create(options.output, options.force);
    if (!created.ok()) return fail(console, created.error().message);
    file = std::move(created).value();
  }
  DescriptorSink standard(STDOUT_FILENO);
  Redaction redaction(*policy, **reader);
  Status status = redaction.copy(file ? static_cast<ByteSink&>(*file) : standard);
  if (status.ok() && file) status = file->commit();
  if (!status.ok()) return fail(console, status.error().message);
  const auto hits = redaction.hits();
  for (size_t rule = 0; rule < hits.size(); ++rule)
    console.err << "rule " << rule + 1 << ": " << hits[rule] << (hits[rule] == 1 ? " value\n" : " values\n");
  if (!(*reader)->damage().empty())
    console.err << "sysreel: " << terminal_safe(options.capture)
                << " is damaged; what could not be read is not in the copy\n";
  return kExitDone;
}

}  // namespace sysreel
