#include "replayer/testing/field_script.h"

#include <deque>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "format/capture_reader.h"
#include "format/testing/capture_text.h"
#include "format/testing/test_files.h"
#include "replayer/detector/field_reader.h"
#include "replayer/report/output_format.h"
#include "rules/evaluation.h"
#include "rules/evaluation_scratch.h"
#include "rules/field_use.h"
#include "rules/filter.h"
#include "rules/output_template.h"

namespace sysreel {
namespace {

struct Question {
  size_t line = 0;
  rules::FieldUseId use = 0;
};

// `! condition` or `% output`, both in hexadecimal: they may hold any bytes. Each is a program of its own.
struct Asked {
  size_t line = 0;
  uint64_t event = 0;
  rules::Filter filter;
  rules::OutputTemplate output;
  bool is_condition = true;
};

struct Script {
  std::vector<std::string> lines;
  std::string capture;
  std::map<uint64_t, std::vector<Question>> questions;  // by how many events came before
  std::deque<Asked> asked;
  rules::Program program;
  std::string error;
};

std::string from_hex(std::string_view digits) {
  std::string out;
  for (size_t i = 0; i + 1 < digits.size(); i += 2)
    out += static_cast<char>(std::stoi(std::string(digits.substr(i, 2)), nullptr, 16));
  return out;
}

void add_asked(Script& script, const std::string& line, uint64_t event) {
  Asked& asked = script.asked.emplace_back();
  asked.line = script.lines.size() - 1;
  asked.event = event;
  asked.is_condition = line[0] == '!';
  const std::string text = from_hex(std::string_view(line).substr(2));
  if (asked.is_condition) {
    asked.filter = rules::compile_filter(text, {"syscall", true});
  } else {
    rules::Checker checker(asked.filter.program);
    asked.output = rules::compile_output(text, checker, {"syscall", true}, asked.filter.findings);
    asked.filter.compiled = asked.output.good;
    asked.filter.tree = text.starts_with('*') ? "*" : "";
  }
  script.lines.back() += " does not compile";
}

Script parse(std::string_view text) {
  Script script;
  uint64_t events = 0;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    const std::string line(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    script.lines.push_back(line);
    if (line.starts_with("! ") || line.starts_with("% ")) {
      add_asked(script, line, events);
      continue;
    }
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

// The output as Falco's formatter prints it: without a leading * it ends at the first missing value.
std::string printed(const Asked& asked, EventFields& fields) {
  std::string out;
  rules::EvaluationScratch scratch;
  for (const rules::OutputPart& part : asked.output.parts) {
    if (part.operand == rules::kNoOperand) {
      out += part.literal;
      continue;
    }
    const rules::Value value = output_value(asked.filter.program, part.operand, fields, scratch);
    if (value.missing() && asked.filter.tree.empty()) break;
    std::string text;
    append_value_text(text, value, part.name);
    if (part.width != 0) text.resize(part.width, ' ');
    out += text;
  }
  return out;
}

void answer(Script& script, Asked& asked, EventFields& fields) {
  std::string& line = script.lines[asked.line];
  line.resize(line.size() - std::string_view("does not compile").size());
  if (asked.is_condition) {
    rules::EvaluationScratch scratch;
    const rules::Program& program = asked.filter.program;
    line += rules::matches(program, program.rules[0], fields, scratch) ? "true" : "false";
  } else {
    line += printed(asked, fields);
  }
}

void replay(Script& script, CaptureReader& reader) {
  State state(reader.catalogue());
  CaptureFacts facts;
  facts.host = reader.header().host;
  state.set_wall_offset(reader.header().wall_time - reader.header().boot_time);
  EventFields fields(script.program, state, facts);
  std::vector<std::pair<Asked*, std::unique_ptr<EventFields>>> asked;
  for (Asked& one : script.asked)
    if (one.filter.compiled)
      asked.emplace_back(&one, std::make_unique<EventFields>(one.filter.program, state, facts));
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
      if (facts.first_wall_time == 0 && !step.kind->has(kMeta)) facts.first_wall_time = step.wall_time;
      fields.stand_on(step);
      answer(script, fields, script.questions[++events]);
      for (auto& [one, own_fields] : asked) {
        own_fields->stand_on(step);
        if (one->event == events) answer(script, *one, *own_fields);
      }
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
