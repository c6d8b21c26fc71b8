#include "replayer/testing/field_script.h"

#include <map>
#include <vector>

#include "format/capture_reader.h"
#include "format/testing/capture_text.h"
#include "format/testing/test_files.h"
#include "replayer/detector/field_reader.h"
#include "replayer/report/output_format.h"
#include "rules/field_use.h"

namespace sysreel {
namespace {

struct Question {
  size_t line = 0;
  rules::FieldUseId use = 0;
};

struct Script {
  std::vector<std::string> lines;
  std::string capture;
  std::map<uint64_t, std::vector<Question>> questions;  // by how many events came before
  rules::Program program;
  std::string error;
};

Script parse(std::string_view text) {
  Script script;
  uint64_t events = 0;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    const std::string line(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    script.lines.push_back(line);
    if (!line.starts_with("? ")) {
      script.capture += line + '\n';
      if (line.starts_with("event ")) ++events;
      continue;
    }
    const std::string field = line.substr(2, line.find(" =") - 2);
    auto found = rules::find_field_text(field, {});
    if (!found.use) {
      script.error = "no field " + field + ": " + found.message;
      return script;
    }
    const auto use = static_cast<rules::FieldUseId>(script.program.fields.size());
    script.program.fields.push_back(*found.use);
    script.lines.back() = "? " + field + " = <not answered>";
    script.questions[events].push_back({script.lines.size() - 1, use});
  }
  return script;
}

void answer(Script& script, EventFields& fields, const std::vector<Question>& questions) {
  for (const Question& question : questions) {
    const std::string& name = script.program.fields[question.use].text;
    std::string value;
    const rules::Value read = fields.read(question.use);
    if (read.missing()) {
      value = "<missing>";
    } else {
      append_value_text(value, read, name);
    }
    std::string& line = script.lines[question.line];
    line.resize(line.find(" ="));
    line.append(" = ").append(value);
  }
}

void replay(Script& script, CaptureReader& reader) {
  State state(reader.catalogue());
  CaptureFacts facts;
  facts.host = reader.header().host;
  state.set_wall_offset(reader.header().wall_time - reader.header().boot_time);
  EventFields fields(script.program, state, facts);
  CaptureItem item;
  uint64_t events = 0;
  for (;;) {
    const Result<bool> more = reader.next(item, {});
    if (!more.ok() || !*more) return;
    if (item.kind == CaptureItem::Kind::kSnapshot) state.load_snapshot(item.snapshot);
    if (item.kind != CaptureItem::Kind::kBlock) continue;
    state.begin_block(item.block);
    for (size_t i = 0; i < item.block.size(); ++i) {
      const EventRef event(item.block, i);
      Step step(event, reader.catalogue().kind(event.kind()), state.places());
      state.before(step);
      if (facts.first_wall_time == 0) facts.first_wall_time = step.wall_time;
      fields.stand_on(step);
      answer(script, fields, script.questions[++events]);
      state.after(step);
    }
  }
}

}  // namespace

std::string answered(std::string_view text) {
  Script script = parse(text);
  if (!script.error.empty()) return script.error;
  const auto bytes = capture_from_text(script.capture);
  if (!bytes.ok()) return bytes.error().message;
  const TempFile file(*bytes);
  auto reader = CaptureReader::open(file.path());
  if (!reader.ok()) return reader.error().message;
  replay(script, **reader);
  std::string out;
  for (const std::string& line : script.lines) out += line + '\n';
  return out;
}

}  // namespace sysreel
