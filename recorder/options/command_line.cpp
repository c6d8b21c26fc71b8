#include "recorder/options/command_line.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/version.h"
#include "recorder/options/size_text.h"

namespace sysreel {
namespace {

constexpr size_t kCommMax = 15;
constexpr uint64_t kRotateMin = 64U << 10;
constexpr uint64_t kBufferMin = 4096;
constexpr uint64_t kBufferMax = 512U << 20;

constexpr const char* kExamples =
    "\nExamples:\n"
    "  sysreel-record -w run.reel -- make test   record this command and its descendants; exits with its "
    "code\n"
    "  sysreel-record -w host.reel               record the whole host until Ctrl-C or SIGTERM\n"
    "  sysreel-record -w web.reel --container 3f2a9c   a container that runs, until it ends\n"
    "  sysreel-record -w ring.reel -C 100MB -W 20   flight recorder: the newest 20 files of 100 MB\n"
    "  sysreel-record -w audit.reel --audit      system calls and the kernel's audit records\n"
    "  sysreel-record -w k8s.reel --k8s-audit-listen 127.0.0.1:9443   the API server's audit webhook\n"
    "  sysreel-record pin DIR                    keep the files of the last and next seconds out of the "
    "ring\n"
    "  sysreel-record doctor                     what this host can record, what is missing and why\n"
    "\nExit codes: 0 done; the command's own (128+N for signal N, 126/127 when it cannot be executed); 3 bad "
    "use or\n"
    "the output exists; 4 recording is not possible here; 125 the recording failed after it had started.\n";

struct Texts {
  std::string rotate_size;
  std::string quota;
  std::string min_free;
  std::string trigger;
  std::string profile;
  std::string buffer = "4MiB";
  std::string transport;
  std::string log_format = "text";
  bool quiet = false;
  bool verbose = false;
};

void declare_rotation(CLI::App& app, RecordOptions& options, Texts& texts) {
  app.add_option("-C,--rotate-size", texts.rotate_size, "begin a new file at this size: FILE.000001.reel ...")
      ->type_name("SIZE");
  app.add_option("-G,--rotate-time", options.rotate_seconds, "begin a new file after so many seconds")
      ->type_name("SEC")
      ->check(CLI::PositiveNumber);
  app.add_option("-W,--keep", options.keep, "keep the newest N files")
      ->type_name("N")
      ->check(CLI::PositiveNumber);
  app.add_option("--quota", texts.quota, "bytes of all files together")->type_name("SIZE");
  app.add_option("--min-free", texts.min_free, "pause before the file system has less than this")
      ->type_name("SIZE");
  app.add_option("--trigger", texts.trigger, "pin on SIGUSR1, or when a file is written")
      ->type_name("SIGUSR1|PATH");
  app.add_option("--pin-before", options.pin_before, "pin the files of the last seconds (default 60)")
      ->type_name("SEC")
      ->check(CLI::NonNegativeNumber);
  app.add_option("--pin-after", options.pin_after, "and of the next seconds (default 60)")
      ->type_name("SEC")
      ->check(CLI::NonNegativeNumber);
}

void declare_audit(CLI::App& app, RecordOptions& options) {
  app.add_flag(
      "--audit", options.audit,
      "also record the kernel's audit records, beside whatever daemon there is; audit itself stays as "
      "it is");
  app.add_option(
         "--audit-rules", options.audit_rules,
         "add these audit rules while recording (lines as auditctl takes them), and remove them again")
      ->type_name("FILE");
}

void declare_k8s(CLI::App& app, K8sOptions& options) {
  app.add_option("--k8s-audit-listen", options.listen,
                 "also record Kubernetes audit events, as the API server's webhook backend")
      ->type_name("ADDR:PORT");
  app.add_option("--k8s-audit-tls-cert", options.tls_cert, "its certificate; without: plain HTTP")
      ->type_name("PEM");
  app.add_option("--k8s-audit-tls-key", options.tls_key, "and key")->type_name("PEM");
  app.add_option("--k8s-audit-log", options.log,
                 "also record Kubernetes audit events from the log as it grows")
      ->type_name("FILE");
}

void declare(CLI::App& app, RecordOptions& options, Texts& texts) {
  app.add_option("-w,--write", options.output, "capture to write, created 0600; - for standard output")
      ->type_name("FILE");
  app.add_flag("--force", options.force, "replace an existing file");
  app.add_option("--profile", texts.profile, "which events: security (default), full or plan")
      ->type_name("NAME");
  app.add_option("--plan", options.plan, "events that the rules of `sysreel rules plan` can match")
      ->type_name("FILE");
  app.add_option("--events", options.events, "add or drop events by name: +NAME,-NAME")->type_name("LIST");
  app.add_option("-p,--pid", options.pid, "record only this process and its descendants")->type_name("PID");
  app.add_option("--cgroup", options.cgroup, "record only this cgroup and what it starts")->type_name("PATH");
  app.add_option("--container", options.container, "record only this container and what it starts")
      ->type_name("ID");
  app.add_option("--comm", options.comm, "record only processes of this name and what they start")
      ->type_name("NAME");
  app.add_option("-s,--snaplen", options.snaplen, "bytes kept of each I/O buffer (default 80; 0: none)")
      ->type_name("N")
      ->check(CLI::Range(0, 16384));
  app.add_option("--redact", options.redaction,
                 "policy: what is dropped or replaced by tokens before it is written")
      ->type_name("FILE");
  app.add_option("--sign", options.signing_key, "sign the capture with this key (`sysreel keygen`)")
      ->type_name("KEY");
  app.add_option("--encrypt-to", options.seal_key,
                 "encrypt the capture: only the owner of this public key reads it")
      ->type_name("PUBKEY");
  app.add_option("-M,--duration", options.duration, "stop after so many seconds")
      ->type_name("SEC")
      ->check(CLI::PositiveNumber);
  app.add_option("-n,--count", options.count, "stop after so many events")
      ->type_name("N")
      ->check(CLI::PositiveNumber);
  app.add_option("--linger", options.linger,
                 "so long are descendants recorded that outlive the command (default 10; 0: end with it)")
      ->type_name("SEC")
      ->check(CLI::NonNegativeNumber);
  declare_rotation(app, options, texts);
  declare_audit(app, options);
  declare_k8s(app, options.k8s);
  app.add_option("--buffer", texts.buffer, "kernel buffer per CPU (default 4MiB)")->type_name("SIZE");
  app.add_option("--transport", texts.transport,
                 "its kind: mmap (default where the kernel has it), memory of each CPU's own; or ringbuf")
      ->type_name("NAME");
  app.add_option("--zstd-level", options.zstd_level, "compression level 1 to 19 (default: 1 to 9, by load)")
      ->type_name("N")
      ->check(CLI::Range(1, 19));
  app.add_option("--stats", options.stats, "a line on stderr every SEC seconds")
      ->type_name("SEC")
      ->check(CLI::PositiveNumber);
  app.add_flag("-q", texts.quiet, "errors only");
  app.add_flag("-v", texts.verbose, "say more");
  app.add_option("--log-format", texts.log_format, "messages as text (default) or json")->type_name("FORMAT");
}

std::string check_profile(RecordOptions& options, const Texts& texts) {
  const bool planned = !options.plan.empty();
  if (texts.profile.empty()) {
    options.profile = planned ? Profile::kPlan : Profile::kSecurity;
    return {};
  }
  for (const Profile profile : {Profile::kSecurity, Profile::kFull, Profile::kPlan}) {
    if (texts.profile != name_of(profile)) continue;
    options.profile = profile;
    if (planned == (profile == Profile::kPlan)) return {};
    return planned ? "--plan belongs to --profile plan" : "--profile plan needs --plan FILE";
  }
  return "--profile: '" + texts.profile + "' is neither security nor full nor plan";
}

std::string check_transport(RecordOptions& options, const std::string& name) {
  if (name.empty()) return {};
  for (const Transport transport : {Transport::kMmap, Transport::kRingbuf})
    if (name == name_of(transport)) options.transport = transport;
  return options.transport ? "" : "--transport: '" + name + "' is neither mmap nor ringbuf";
}

std::string check_scope(const CLI::App& app, const RecordOptions& options) {
  if (options.pid && *options.pid <= 0) return "--pid: not a process";
  if (options.comm.size() > kCommMax)
    return "--comm: the kernel keeps at most 15 bytes of a name, '" + options.comm.substr(0, kCommMax) +
           "' of this one";
  const int scopes = static_cast<int>(options.pid.has_value()) + static_cast<int>(!options.cgroup.empty()) +
                     static_cast<int>(!options.container.empty()) + static_cast<int>(!options.comm.empty()) +
                     static_cast<int>(!options.command.empty());
  if (options.command.empty() && app.count("--linger") != 0) return "--linger belongs to a command";
  return scopes > 1 ? "--pid, --cgroup, --container, --comm and a command exclude each other" : "";
}

std::string check_k8s(const K8sOptions& options) {
  if (options.tls_cert.empty() != options.tls_key.empty())
    return "--k8s-audit-tls-cert and --k8s-audit-tls-key belong together";
  if (!options.tls_cert.empty() && options.listen.empty())
    return "--k8s-audit-tls-cert belongs to --k8s-audit-listen";
  return {};
}

std::string check_audit(const RecordOptions& options) {
  return !options.audit_rules.empty() && !options.audit ? "--audit-rules belongs to --audit" : "";
}

std::string check_size(const std::string& flag, const std::string& text, uint64_t min,
                       std::optional<uint64_t>& size) {
  if (text.empty()) return {};
  size = parse_size(text);
  if (size && *size >= min) return {};
  return flag + ": '" + text + "' is no size of at least " + std::to_string(min) + " bytes";
}

std::string check_rotation(const CLI::App& app, RecordOptions& options, const Texts& texts) {
  for (const std::string& problem :
       {check_size("--rotate-size", texts.rotate_size, kRotateMin, options.rotate_bytes),
        check_size("--quota", texts.quota, kRotateMin, options.quota),
        check_size("--min-free", texts.min_free, 0, options.min_free)})
    if (!problem.empty()) return problem;
  options.trigger_signal = texts.trigger == "SIGUSR1";
  if (!options.trigger_signal) options.trigger_path = texts.trigger;
  if (options.rotates())
    return options.output == "-" ? "-C and -G need a file: standard output does not rotate" : "";
  for (const char* flag : {"--keep", "--trigger", "--pin-before", "--pin-after"})
    if (app.count(flag) != 0) return std::string(flag) + " belongs to a rotated recording (-C or -G)";
  return {};
}

// What is wrong with the values; empty: nothing.
std::string check(const CLI::App& app, RecordOptions& options, const Texts& texts) {
  if (const std::string problem = check_profile(options, texts); !problem.empty()) return problem;
  if (texts.log_format != "text" && texts.log_format != "json")
    return "--log-format: '" + texts.log_format + "' is neither text nor json";
  options.log_format = texts.log_format == "json" ? LogFormat::kJson : LogFormat::kText;
  if (texts.quiet && texts.verbose) return "-q and -v exclude each other";
  if (texts.quiet) options.level = Journal::Level::kQuiet;
  if (texts.verbose) options.level = Journal::Level::kVerbose;
  const auto buffer = parse_size(texts.buffer);
  if (!buffer || *buffer < kBufferMin || *buffer > kBufferMax)
    return "--buffer: '" + texts.buffer + "' is no size between 4KiB and 512MiB";
  options.buffer_bytes = *buffer;
  if (const std::string problem = check_transport(options, texts.transport); !problem.empty()) return problem;
  if (const std::string problem = check_scope(app, options); !problem.empty()) return problem;
  if (const std::string problem = check_k8s(options.k8s); !problem.empty()) return problem;
  if (const std::string problem = check_audit(options); !problem.empty()) return problem;
  if (const std::string problem = check_rotation(app, options, texts); !problem.empty()) return problem;
  if (options.output == "-" && isatty(STDOUT_FILENO) != 0)
    return "-w -: a capture is not written to a terminal";
  return {};
}

ExitNow mistake(std::ostream& err, std::string_view text) {
  err << "sysreel-record: " << text << "\nsysreel-record --help shows what there is\n";
  return {kExitBadUse};
}

constexpr std::string_view kDoctorHelp =
    "Usage: sysreel-record doctor\n\nWhat this host can record, what is missing and why. Changes nothing.\n"
    "Exit code 4 when nothing can be recorded.\n\nExample: sysreel-record doctor\n";
constexpr std::string_view kPinHelp =
    "Usage: sysreel-record pin DIR\n\nKeeps the files of the last and next seconds (--pin-before, "
    "--pin-after of "
    "the recorder\nthat writes into DIR) out of its ring.\n\nExample: sysreel-record pin /var/log/sysreel\n";

// The commands that are words: doctor and pin. Nothing when `arguments` are none of them.
std::optional<CommandRequest> word_command(const std::vector<std::string>& arguments, bool has_command,
                                           std::ostream& out, std::ostream& err) {
  if (arguments.empty() || (arguments[0] != "doctor" && arguments[0] != "pin")) return std::nullopt;
  const bool doctor = arguments[0] == "doctor";
  if (arguments.size() == 2 && (arguments[1] == "--help" || arguments[1] == "-h")) {
    out << (doctor ? kDoctorHelp : kPinHelp);
    return ExitNow{0};
  }
  if (arguments.size() != (doctor ? 1U : 2U) || has_command)
    return mistake(err, doctor ? "doctor takes no arguments" : "pin takes one directory");
  if (doctor) return DoctorRequest{};
  return PinRequest{arguments[1]};
}

}  // namespace

CommandRequest parse_command_line(int argc, const char* const* argv, std::ostream& out, std::ostream& err) {
  // What follows "--" is the command's, whatever it looks like.
  std::vector<std::string> arguments(argv + 1, argv + argc);
  RecordOptions options;
  for (size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i] != "--") continue;
    options.command.assign(arguments.begin() + static_cast<std::ptrdiff_t>(i) + 1, arguments.end());
    arguments.resize(i);
    if (options.command.empty()) return mistake(err, "no command behind --");
  }
  if (const auto word = word_command(arguments, !options.command.empty(), out, err)) return *word;

  CLI::App app("sysreel-record: record what processes do into a capture file", "sysreel-record");
  app.set_version_flag("--version", std::string("sysreel-record ") + kVersion);
  app.footer(kExamples);
  Texts texts;
  declare(app, options, texts);
  try {
    std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
    app.parse(reversed);
  } catch (const CLI::Success& request) {
    return ExitNow{app.exit(request, out, err)};
  } catch (const CLI::ParseError& error) {
    return mistake(err, error.what());
  }
  if (const std::string problem = check(app, options, texts); !problem.empty()) return mistake(err, problem);
  return options;
}

}  // namespace sysreel
