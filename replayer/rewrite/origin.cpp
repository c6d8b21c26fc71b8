#include "replayer/rewrite/origin.h"

#include "base/json_document.h"
#include "base/json_writer.h"
#include "base/version.h"
#include "base/wall_time.h"

namespace sysreel {
namespace {

// As JSON when it is JSON, else as the text that it is: a capture is hostile.
void write_origin(JsonWriter& json, const std::string& origin) {
  JsonDocument document;
  if (origin.empty()) {
    json.null();
  } else if (document.parse(origin)) {
    std::string compact;
    document.root().append_json(compact);
    json.raw(compact);
  } else {
    json.string(origin);
  }
}

void write_source(JsonWriter& json, const OriginSource& source) {
  json.begin_object();
  json.field("capture", to_hex(source.header.capture_id));
  json.key("final_hash");
  if (source.final_hash.empty()) {
    json.null();
  } else {
    json.string(source.final_hash);
  }
  json.field("part", source.header.part);
  json.key("origin");
  write_origin(json, source.header.origin);
  json.end_object();
}

}  // namespace

std::string origin_of(std::string_view command, const std::vector<OriginSource>& sources,
                      const OriginRange& range) {
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  json.field("command", command);
  json.key("sources");
  json.begin_array();
  for (const OriginSource& source : sources) write_source(json, source);
  json.end_array();
  if (range.from) json.field("from", rfc3339_of(*range.from));
  if (range.to) json.field("to", rfc3339_of(*range.to));
  if (range.pid) json.field("pid", *range.pid);
  json.end_object();
  return out;
}

CaptureHeader derived_header(std::string_view command, const std::vector<OriginSource>& sources,
                             const OriginRange& range) {
  CaptureHeader header = sources.front().header;
  header.capture_id = header.recording_id = CaptureId{};
  header.part = 1;
  header.previous_part_hash.clear();
  header.origin = origin_of(command, sources, range);
  header.build = "sysreel " + std::string(kVersion);
  return header;
}

}  // namespace sysreel
