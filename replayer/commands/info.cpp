#include "replayer/commands/info.h"

#include <algorithm>
#include <cstdio>
#include <sstream>
#include <utility>

#include "base/escape.h"
#include "base/json_document.h"
#include "base/json_writer.h"
#include "base/wall_time.h"
#include "replayer/commands/capture_paths.h"
#include "replayer/commands/capture_state.h"
#include "replayer/commands/capture_summary.h"
#include "replayer/import/open_capture.h"

namespace sysreel {
namespace {

constexpr size_t kTypesNamed = 24;

constexpr std::string_view kArchNames[] = {"x86_64", "i386", "arm64"};

void write_time(JsonWriter& json, const CaptureSummary& summary, std::optional<uint64_t> time) {
  if (time) {
    json.string(rfc3339_of(summary.wall(*time)));
  } else {
    json.null();
  }
}

void write_text_or_null(JsonWriter& json, std::string_view name, std::string_view text) {
  json.key(name);
  if (text.empty()) {
    json.null();
  } else {
    json.string(text);
  }
}

// An object, as it was written; a text when somebody wrote something else there.
void write_origin(JsonWriter& json, const std::string& origin) {
  JsonDocument document;
  if (origin.empty() || !document.parse(origin)) {
    write_text_or_null(json, "origin", origin);
    return;
  }
  std::string compact;
  document.root().append_json(compact);
  json.key("origin");
  json.raw(compact);
}

void write_counts(JsonWriter& json, std::string_view name, const std::map<std::string, uint64_t>& counts) {
  json.key(name);
  json.begin_object();
  for (const auto& [key, count] : counts) json.field(key, count);
  json.end_object();
}

void write_not_watched(JsonWriter& json, const CaptureSummary& summary) {
  json.key("not_watched");
  json.begin_array();
  for (const TimeSpan& span : summary.not_watched) {
    json.begin_object();
    json.key("from");
    write_time(json, summary, span.from);
    json.key("to");
    write_time(json, summary, span.to);
    json.end_object();
  }
  json.end_array();
}

std::string json_of(const CaptureSummary& summary) {
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  json.field("capture", to_hex(summary.header.capture_id));
  json.field("state", name_of(summary.state));
  write_text_or_null(json, "host", summary.header.host);
  write_text_or_null(json, "kernel", summary.header.kernel);
  write_text_or_null(json, "recorder", summary.header.recorder);
  json.key("first");
  write_time(json, summary, summary.first);
  json.key("last");
  write_time(json, summary, summary.last);
  json.field("events", summary.events);
  write_counts(json, "events_by_source", summary.events_by_source);
  write_counts(json, "events_by_type", summary.events_by_type);
  json.key("lost");
  json.begin_object();
  json.field("total", summary.lost);
  write_counts(json, "by_reason", summary.lost_by_reason);
  write_counts(json, "by_type", summary.lost_by_class);
  json.end_object();
  write_not_watched(json, summary);
  json.key("recorded_types");
  json.begin_array();
  for (const std::string& type : summary.header.recorded_types) json.string(type);
  json.end_array();
  json.field("snapshots", summary.snapshots);
  json.field("blocks", summary.blocks);
  json.field("bytes", summary.bytes);
  json.field("bytes_raw", summary.bytes_raw);
  write_text_or_null(json, "redaction", summary.header.redaction);
  json.key("redaction_hits");
  json.begin_array();
  for (const uint64_t hits : summary.redaction_hits) json.number(hits);
  json.end_array();
  json.field("signature", summary.has_signature ? "unchecked" : "none");
  write_origin(json, summary.header.origin);
  json.end_object();
  out += '\n';
  return out;
}

// 1234567 → "1,234,567"
std::string grouped(uint64_t number) {
  std::string text = std::to_string(number);
  for (size_t at = text.size(); at > 3;) text.insert(at -= 3, 1, ',');
  return text;
}

std::string bytes_text(uint64_t bytes) {
  if (bytes < 100'000) return grouped(bytes) + " bytes";
  char text[32];
  std::snprintf(text, sizeof text, "%.1f MB", static_cast<double>(bytes) / 1e6);
  return text;
}

std::string joined(const std::vector<std::string>& words, std::string_view separator) {
  std::string out;
  for (const std::string& word : words) {
    if (!out.empty()) out += separator;
    append_terminal_safe(out, word);
  }
  return out;
}

void line(std::string& out, std::string_view name, const std::string& text) {
  if (text.empty()) return;
  out += name;
  out.append(name.size() < 14 ? 14 - name.size() : 1, ' ');
  out += text + '\n';
}

std::string host_text(const CaptureHeader& header) {
  std::vector<std::string> words;
  if (!header.host.empty()) words.push_back(header.host);
  if (!header.os.empty()) words.push_back(header.os);
  if (!header.kernel.empty()) words.push_back("kernel " + header.kernel);
  words.emplace_back(kArchNames[static_cast<size_t>(header.arch)]);
  if (header.cpus != 0) words.push_back(std::to_string(header.cpus) + (header.cpus == 1 ? " CPU" : " CPUs"));
  return joined(words, ", ");
}

std::string duration_text(uint64_t nanoseconds) {
  char text[64];
  const double seconds = static_cast<double>(nanoseconds) / 1e9;
  if (seconds < 120) {
    std::snprintf(text, sizeof text, "%.3f s", seconds);
  } else if (seconds < 7200) {
    std::snprintf(text, sizeof text, "%.1f min", seconds / 60);
  } else {
    std::snprintf(text, sizeof text, "%.1f h", seconds / 3600);
  }
  return text;
}

std::string events_text(const CaptureSummary& summary) {
  std::string text = grouped(summary.events) + " in " + grouped(summary.blocks) +
                     (summary.blocks == 1 ? " block, " : " blocks, ") + grouped(summary.snapshots) +
                     (summary.snapshots == 1 ? " snapshot" : " snapshots");
  if (summary.events == 0) return text;
  char rate[64];
  std::snprintf(rate, sizeof rate, ", %.2f bytes an event",
                static_cast<double>(summary.bytes) / static_cast<double>(summary.events));
  return text + rate;
}

std::string lost_text(const CaptureSummary& summary) {
  if (summary.lost_by_reason.empty()) return "nothing";
  std::string text = grouped(summary.lost);
  char separator = ':';
  for (const auto& [reason, count] : summary.lost_by_reason) {
    text += std::string(1, separator) + ' ' + reason + ' ' + grouped(count);
    separator = ',';
  }
  return text;
}

std::string not_watched_text(const CaptureSummary& summary) {
  if (summary.not_watched.empty()) return "nothing";
  std::string text;
  for (const TimeSpan& span : summary.not_watched) {
    if (!text.empty()) text += "\n              ";
    text += rfc3339_of(summary.wall(span.from)) + " to " +
            (span.to ? rfc3339_of(summary.wall(*span.to)) : std::string("the end"));
  }
  return text;
}

std::string sources_text(const CaptureSummary& summary) {
  std::string text;
  for (const auto& [source, count] : summary.events_by_source)
    text += (text.empty() ? "" : ", ") + source + ' ' + grouped(count);
  return text;
}

void append_types(std::string& out, const CaptureSummary& summary) {
  std::vector<std::pair<std::string, uint64_t>> types(summary.events_by_type.begin(),
                                                      summary.events_by_type.end());
  std::stable_sort(types.begin(), types.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  if (!types.empty()) out += "\nevents by type\n";
  for (const auto& [type, count] : types) {
    char numbers[64];
    std::snprintf(numbers, sizeof numbers, "%14s %6.2f %%  ", grouped(count).c_str(),
                  100.0 * static_cast<double>(count) / static_cast<double>(summary.events));
    out += numbers + terminal_safe(type) + '\n';
  }
}

std::string recorded_text(const std::vector<std::string>& types) {
  if (types.size() <= kTypesNamed) return joined(types, " ");
  return std::to_string(types.size()) + " types of event (info --json names them)";
}

// What the rules have changed, and the policy as it was written.
std::string redaction_text(const CaptureSummary& summary) {
  std::string hits;
  for (const uint64_t count : summary.redaction_hits) hits += (hits.empty() ? "" : ", ") + grouped(count);
  std::string out;
  line(out, "redaction", hits.empty() ? "by the policy" : "values changed, by rule: " + hits);
  std::istringstream policy(summary.header.redaction);
  for (std::string text; std::getline(policy, text);) out += "  " + terminal_safe(text) + '\n';
  return out;
}

std::string text_of(const CaptureSummary& summary) {
  const CaptureHeader& header = summary.header;
  std::string out;
  line(out, "capture", to_hex(header.capture_id));
  line(out, "state", std::string(name_of(summary.state)) + ", " + bytes_text(summary.bytes));
  line(out, "host", host_text(header));
  if (header.part > 1 || header.recording_id != header.capture_id)
    line(out, "part", std::to_string(header.part) + " of recording " + to_hex(header.recording_id));
  line(out, "recorder", joined({header.recorder}, ""));
  line(out, "command", joined(header.command, " "));
  line(out, "configuration", joined(header.configuration, " "));
  if (summary.first)
    line(out, "time",
         rfc3339_of(summary.wall(*summary.first)) + " to " + rfc3339_of(summary.wall(*summary.last)) + " (" +
             duration_text(*summary.last - *summary.first) + ")");
  line(out, "events", events_text(summary));
  if (summary.events_by_source.size() > 1) line(out, "sources", sources_text(summary));
  line(out, "lost", lost_text(summary));
  line(out, "not watched", not_watched_text(summary));
  if (!header.recorded_types.empty()) line(out, "recorded", recorded_text(header.recorded_types));
  if (!header.redaction.empty()) out += redaction_text(summary);
  if (summary.has_signature) line(out, "signature", "there is one; sysreel verify checks it");
  line(out, "origin", joined({header.origin}, ""));
  append_types(out, summary);
  return out;
}

}  // namespace

int run_info(const InfoOptions& options, Console& console) {
  const auto files = capture_files(options.captures);
  if (!files) {
    console.err << "sysreel: " << files.error().message << '\n';
    return kExitUnusable;
  }
  bool whole = true;
  bool first = true;
  for (const std::string& path : *files) {
    auto reader = open_any_capture(path, console.key_file);
    const auto summary = reader ? summarise(**reader) : Result<CaptureSummary>(reader.error());
    if (!summary) {
      print_error(console, path, summary.error());
      return kExitUnusable;
    }
    if (!options.json && !first) console.out << '\n';
    first = false;
    console.out << (options.json ? json_of(*summary) : text_of(*summary));
    whole &= warn_of_state(**reader, path, console);
  }
  return options.strict && !whole ? kExitGate : kExitDone;
}

}  // namespace sysreel
