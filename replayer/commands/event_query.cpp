#include "replayer/commands/event_query.h"

#include <algorithm>

#include "base/escape.h"
#include "base/json_writer.h"
#include "base/utf8.h"
#include "format/param_json.h"
#include "replayer/commands/buffer_text.h"
#include "replayer/detector/detector.h"
#include "replayer/report/output_format.h"
#include "replayer/stream/replay_needs.h"
#include "rules/evaluation_scratch.h"
#include "rules/filter.h"

namespace sysreel {

using rules::Value;

struct EventQuery::Source {
  EventSource source;
  rules::CompiledQuery query;
  std::unique_ptr<EventFields> fields;
  std::unique_ptr<Detector> detector;
  rules::EvaluationScratch scratch;

  const rules::Program& program() const { return query.filter.program; }
  const std::vector<rules::OutputPart>& output() const { return program().rules[0].output; }
  Value value(const rules::OutputPart& part) {
    return output_value(program(), part.operand, *fields, scratch);
  }
};

namespace {

constexpr EventSource kSources[] = {EventSource::kSyscall, EventSource::kK8sAudit, EventSource::kLinuxAudit};

size_t index_of(EventSource source) {
  return static_cast<size_t>(source) - 1;
}

void add_findings(Diagnostics& diagnostics, const std::vector<rules::Finding>& findings,
                  const std::string& text, std::string_view where) {
  for (const rules::Finding& finding : findings) {
    const size_t at = std::min<size_t>(finding.offset, text.size());
    const size_t before = text.rfind('\n', at == 0 ? 0 : at - 1);
    const size_t begin = at == 0 || before == std::string::npos ? 0 : before + 1;
    Diagnostic diagnostic;
    diagnostic.severity = finding.severity;
    diagnostic.code = finding.code;
    diagnostic.message = finding.message;
    diagnostic.hint = finding.hint;
    diagnostic.place.file = where;
    diagnostic.place.line = 1 + static_cast<uint32_t>(std::count(
                                    text.begin(), text.begin() + static_cast<std::ptrdiff_t>(begin), '\n'));
    diagnostic.place.column = static_cast<uint32_t>(at - begin + 1);
    diagnostic.snippet = text.substr(begin, text.find('\n', at) - begin);
    diagnostics.add(std::move(diagnostic));
  }
}

void explain(const rules::Query& query, const rules::CompiledQuery& result, Diagnostics& diagnostics) {
  if (query.condition) add_findings(diagnostics, result.filter.findings, *query.condition, "filter");
  if (query.output) add_findings(diagnostics, result.output_findings, *query.output, "-p");
}

// Of several failures the one that names the fewest unknown things is the source that was meant.
size_t unknown_names(const rules::CompiledQuery& result) {
  const auto unknown = [](const rules::Finding& finding) { return finding.unknown_name; };
  const auto& a = result.filter.findings;
  const auto& b = result.output_findings;
  return static_cast<size_t>(std::count_if(a.begin(), a.end(), unknown) +
                             std::count_if(b.begin(), b.end(), unknown));
}

// Pads or cuts to `width` characters; 0: as it is. `text` is valid UTF-8.
void append_padded(std::string& out, std::string_view text, uint32_t width) {
  if (width == 0) {
    out += text;
    return;
  }
  size_t at = 0;
  uint32_t characters = 0;
  for (; at < text.size() && characters < width; ++characters) at += first_character(text.substr(at)).length;
  out += text.substr(0, at);
  out.append(width - characters, ' ');
}

}  // namespace

EventQuery::EventQuery() = default;
EventQuery::~EventQuery() = default;

std::unique_ptr<EventQuery> EventQuery::compile(const rules::Query& query, bool falco_compatible,
                                                Diagnostics& diagnostics) {
  std::unique_ptr<EventQuery> made(new EventQuery);
  made->missing_as_na_ = query.output && query.output->starts_with('*');
  std::optional<rules::CompiledQuery> nearest;
  const rules::CompiledQuery* first = nullptr;
  for (const EventSource source : kSources) {
    rules::FilterOptions options;
    options.source = name_of(source);
    options.falco_compatible = falco_compatible;
    rules::CompiledQuery result = rules::compile_query(query, options);
    if (result.compiled()) {
      auto& slot = made->sources_[index_of(source)];
      slot = std::make_unique<Source>();
      slot->source = source;
      slot->query = std::move(result);
      if (first == nullptr) first = &slot->query;
    } else if (!nearest || unknown_names(result) < unknown_names(*nearest)) {
      nearest = std::move(result);
    }
  }
  explain(query, first != nullptr ? *first : *nearest, diagnostics);  // of a good one: warnings
  return first != nullptr ? std::move(made) : nullptr;
}

void EventQuery::attach(const EventWalk& walk) {
  for (const auto& source : sources_) {
    if (source == nullptr) continue;
    source->fields = std::make_unique<EventFields>(source->program(), walk.state(), walk.facts());
    source->detector = std::make_unique<Detector>(source->program(), walk.state(), *source->fields,
                                                  name_of(source->source), Matching::kFirst);
  }
}

bool EventQuery::wants(KindId kind) const {
  return std::any_of(sources_.begin(), sources_.end(), [&](const std::unique_ptr<Source>& source) {
    return source != nullptr && source->detector->wants(kind);
  });
}

State::Reads EventQuery::reads() const {
  State::Reads reads{false, false};
  for (const std::unique_ptr<Source>& source : sources_) {
    if (source == nullptr) continue;
    const State::Reads its = state_reads(source->program());
    reads.memory |= its.memory;
    reads.file_ids |= its.file_ids;
  }
  return reads;
}

void EventQuery::begin_block(const EventBlock& block) {
  current_ = sources_[index_of(block.source)].get();
  if (current_ != nullptr) current_->detector->begin_block(block);
}

bool EventQuery::matches(const Step& step) {
  if (current_ == nullptr) return false;
  wall_time_ = step.wall_time;
  current_->fields->stand_on(step);
  return current_->detector->wants(step.event.kind()) && !current_->detector->match(step).empty();
}

bool EventQuery::append_text(std::string& out, bool echo_text) {
  const size_t start = out.size();
  std::string text;
  std::string shown;
  for (const rules::OutputPart& part : current_->output()) {
    out += part.literal;
    if (part.operand == rules::kNoOperand) continue;
    const Value value = current_->value(part);
    if (value.missing() && !missing_as_na_) {
      out.resize(start);
      current_->scratch.clear();
      return false;
    }
    text.clear();
    shown.clear();
    if (echo_text && value.kind == Value::Kind::kBytes) {
      append_buffer_text(shown, value.text);
    } else {
      append_value_text(text, value, part.name);
      append_terminal_safe(shown, text);
    }
    append_padded(out, shown, part.width);
  }
  current_->scratch.clear();
  out += '\n';
  return true;
}

void EventQuery::append_json(std::string& out, bool echo_text) {
  std::vector<std::string_view> written;
  JsonWriter json(out);
  json.begin_object();
  for (const rules::OutputPart& part : current_->output()) {
    if (part.operand == rules::kNoOperand) continue;
    if (std::find(written.begin(), written.end(), part.name) != written.end()) continue;
    written.push_back(part.name);
    const Value value = current_->value(part);
    json.key(part.name);
    std::string text;
    if (echo_text && value.kind == Value::Kind::kBytes) {
      append_buffer_text(text, value.text);
      json.string(text);
      continue;
    }
    append_value_json(text, value, part.name, wall_time_);
    json.raw(text);
  }
  json.end_object();
  current_->scratch.clear();
  out += '\n';
}

}  // namespace sysreel
