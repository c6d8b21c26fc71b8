// The object, with s: a number of `strings`, t: ns since `start` (which is a decimal string), -1: none:
//
//   tool, start, rule_files[], matching, attack_version
//   rules[]    [name, priority 0…7, description, source, tags[], findings, field names[], condition | -1,
//   enabled] tactics[]; techniques{id: [name, tactic…]} of all tags conditions[]  parts [[kind 0 and 1 or 2
//   not 3 check 4 macro, s text, end, s exception | -1]] lines[]    [pid, s name, s executable, s command
//   line, s user, from a scan 0|1] details[]  [lineage: lines[], marks[] (1 true, 2 reached, 4 decides, 8
//   blocks) by part,
//               values [[part, [s operand, s value | -1]…, s item | -1]], before[], after[]: [event, t, s
//               text]]
//   findings[] [rule, capture, t, event, block | -1, loss, from a scan 0|1, message, field values[],
//               detail | -1, first byte, end byte]
//   captures[] [{…}, processes [[line, parent | -1, t exit | -1]], left out]
#include "replayer/page/page_data.h"

#include "base/escape.h"
#include "base/json_writer.h"
#include "base/version.h"
#include "replayer/page/process_history.h"
#include "replayer/report/attack_techniques.h"
#include "replayer/report/finding.h"
#include "replayer/report/reported_capture.h"
#include "replayer/report/reporter.h"
#include "rules/condition_outline.h"

namespace sysreel {
namespace {

constexpr int64_t kNone = -1;

void separate(std::string& list) {
  if (!list.empty()) list += ",\n";
}

void write_list(JsonWriter& json, std::string_view key, const std::string& joined) {
  json.key(key);
  json.raw('[' + joined + ']');
}

}  // namespace

void PageData::begin(const ReportRun& run) {
  program_ = &run.program;
  rule_files_ = run.rule_files;
  match_all_ = run.match_all;
}

int64_t PageData::since_start(uint64_t wall_time) {
  if (!start_) start_ = wall_time;
  return static_cast<int64_t>(wall_time - *start_);
}

void PageData::add(const Finding& finding) {
  const auto rule = static_cast<rules::RuleId>(finding.rule - program_->rules.data());
  RuleEntry& entry = rules_[rule];
  if (++entry.findings == 1)
    for (const OutputField& field : finding.fields) entry.field_names.push_back(field.name);
  const int64_t detail = finding.detail == nullptr ? kNone : static_cast<int64_t>(add_detail(finding));
  separate(findings_);
  JsonWriter json(findings_);
  json.begin_array();
  json.number(uint64_t{rule});
  json.number(captures_done_);
  json.number(since_start(finding.wall_time));
  json.number(finding.event);
  json.number(finding.block ? static_cast<int64_t>(*finding.block) : kNone);
  json.number(finding.loss);
  json.number(uint64_t{finding.snapshot});
  json.string(terminal_safe(finding.message));
  json.begin_array();
  for (const OutputField& field : finding.fields) json.raw(field.json);
  json.end_array();
  json.number(detail);
  json.number(finding.offset);
  json.number(finding.end_offset);
  json.end_array();
}

uint64_t PageData::line_number(const ProcessLine& line) {
  std::string text;
  JsonWriter json(text);
  json.begin_array();
  json.number(line.pid);
  json.number(strings_.number_of(line.name));
  json.number(strings_.number_of(line.executable));
  json.number(strings_.number_of(line.command_line));
  json.number(strings_.number_of(line.user));
  json.number(uint64_t{line.from_snapshot});
  json.end_array();
  const auto [at, added] = lines_.try_emplace(text, lines_done_);
  if (added) {
    separate(line_texts_);
    line_texts_ += text;
    ++lines_done_;
  }
  return at->second;
}

uint64_t PageData::add_detail(const Finding& finding) {
  const FindingDetail& detail = *finding.detail;
  RuleEntry& entry = rules_[static_cast<rules::RuleId>(finding.rule - program_->rules.data())];
  if (!entry.outline) {
    write_outline(detail);
    entry.outline = outlines_done_++;
  }
  separate(details_);
  JsonWriter json(details_);
  json.begin_array();
  json.begin_array();
  for (const ProcessLine& line : detail.lineage) json.number(line_number(line));
  json.end_array();
  write_trace(json, detail);
  write_nearby(json, detail);
  json.end_array();
  return details_done_++;
}

void PageData::write_outline(const FindingDetail& detail) {
  separate(outlines_);
  JsonWriter json(outlines_);
  json.begin_array();
  for (const rules::ConditionPart& part : detail.outline->parts) {
    json.begin_array();
    json.number(static_cast<uint64_t>(part.kind));
    json.number(strings_.number_of(part.text));
    json.number(uint64_t{part.end});
    json.number(part.exception.empty() ? kNone : static_cast<int64_t>(strings_.number_of(part.exception)));
    json.end_array();
  }
  json.end_array();
}

void PageData::write_trace(JsonWriter& json, const FindingDetail& detail) {
  json.begin_array();
  for (const TracedPart& part : detail.trace.parts)
    json.number(uint64_t{part.answer} | uint64_t{part.reached} << 1 | uint64_t{part.decides} << 2 |
                uint64_t{part.blocks} << 3);
  json.end_array();
  json.begin_array();
  for (size_t i = 0; i < detail.trace.parts.size(); ++i) {
    const TracedPart& part = detail.trace.parts[i];
    if (part.values.empty()) continue;
    json.begin_array();
    json.number(uint64_t{i});
    for (const TracedValue& value : part.values) {
      json.begin_array();
      json.number(strings_.number_of(value.operand));
      json.number(value.text ? static_cast<int64_t>(strings_.number_of(*value.text)) : kNone);
      json.end_array();
    }
    json.number(part.item.empty() ? kNone : static_cast<int64_t>(strings_.number_of(part.item)));
    json.end_array();
  }
  json.end_array();
}

void PageData::write_nearby(JsonWriter& json, const FindingDetail& detail) {
  for (const auto* events : {&detail.before, &detail.after}) {
    json.begin_array();
    for (const NearbyEvent& event : *events) {
      json.begin_array();
      json.number(event.number);
      json.number(since_start(event.wall_time));
      json.number(strings_.number_of(event.text));
      json.end_array();
    }
    json.end_array();
  }
}

void PageData::write_processes(JsonWriter& json, const ProcessHistory& history) {
  json.begin_array();
  for (const SeenProcess& process : history.processes()) {
    json.begin_array();
    json.number(line_number(process.line));
    json.number(process.parent ? static_cast<int64_t>(*process.parent) : kNone);
    json.number(process.exit ? since_start(*process.exit) : kNone);
    json.end_array();
  }
  json.end_array();
}

void PageData::write_spans(JsonWriter& json, std::string_view key, const std::vector<ReportedSpan>& spans) {
  json.key(key);
  json.begin_array();
  for (const ReportedSpan& span : spans) {
    json.begin_array();
    json.number(since_start(span.from));
    span.to ? json.number(since_start(*span.to)) : json.null();
    json.number(span.lost);
    json.end_array();
  }
  json.end_array();
}

void PageData::end_capture(const ReportedCapture& capture, const ProcessHistory& history) {
  separate(captures_);
  JsonWriter json(captures_);
  const auto text = [&json](std::string_view key, const std::string& bytes) {
    json.field(key, terminal_safe(bytes));
  };
  json.begin_array();
  json.begin_object();
  text("path", capture.path);
  text("id", capture.id);
  text("host", capture.host);
  text("system", capture.system);
  text("kernel", capture.kernel);
  text("recorder", capture.recorder);
  text("command", capture.command);
  text("redaction", capture.redaction);
  text("state", capture.state);
  json.key("first");
  capture.first ? json.number(since_start(*capture.first)) : json.null();
  json.key("last");
  capture.last ? json.number(since_start(*capture.last)) : json.null();
  json.field("events", capture.events);
  json.field("bytes", capture.bytes);
  json.field("lost", capture.lost);
  json.key("lost_by_reason");
  json.begin_object();
  for (const auto& [reason, count] : capture.lost_by_reason) json.field(reason, count);
  json.end_object();
  write_spans(json, "lost_spans", capture.lost_spans);
  write_spans(json, "not_watched", capture.not_watched);
  json.key("damage");
  json.begin_array();
  for (const std::string& damage : capture.damage) json.string(terminal_safe(damage));
  json.end_array();
  json.key("blind");
  json.begin_array();
  for (const BlindRule& blind : capture.blind) {
    json.begin_array();
    json.string(terminal_safe(blind.rule));
    json.string(blind.reason);
    json.end_array();
  }
  json.end_array();
  json.end_object();
  write_processes(json, history);
  json.number(history.left_out());
  json.end_array();
  ++captures_done_;
}

void PageData::write_rules(JsonWriter& json) const {
  json.key("rules");
  json.begin_array();
  for (size_t id = 0; id < program_->rules.size(); ++id) {
    const rules::CompiledRule& rule = program_->rules[id];
    const auto entry = rules_.find(static_cast<rules::RuleId>(id));
    const bool fired = entry != rules_.end();
    json.begin_array();
    json.string(terminal_safe(rule.name));
    json.number(static_cast<uint64_t>(rule.priority));
    json.string(terminal_safe(rule.description));
    json.string(rule.source);
    json.begin_array();
    for (const std::string& tag : rule.tags) json.string(terminal_safe(tag));
    json.end_array();
    json.number(fired ? entry->second.findings : uint64_t{0});
    json.begin_array();
    if (fired)
      for (const std::string& name : entry->second.field_names) json.string(name);
    json.end_array();
    json.number(fired && entry->second.outline ? static_cast<int64_t>(*entry->second.outline) : kNone);
    json.boolean(rule.enabled);
    json.end_array();
  }
  json.end_array();
  std::map<std::string_view, AttackTechnique> techniques;
  for (const rules::CompiledRule& rule : program_->rules)
    for (const std::string& tag : rule.tags)
      if (const auto technique = attack_technique(tag)) techniques.emplace(technique->id, *technique);
  json.key("techniques");
  json.begin_object();
  for (const auto& [id, technique] : techniques) {
    json.key(id);
    json.begin_array();
    json.string(technique.name);
    for (const std::string_view tactic : technique.tactics) json.string(tactic);
    json.end_array();
  }
  json.end_object();
}

std::string PageData::json() const {
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  json.field("tool", std::string("sysreel ") + kVersion);
  json.field("start", std::to_string(start_.value_or(0)));
  json.field("matching", match_all_ ? "all" : "first");
  json.field("attack_version", kAttackVersion);
  json.key("rule_files");
  json.begin_array();
  for (const std::string& file : rule_files_) json.string(terminal_safe(file));
  json.end_array();
  json.key("tactics");
  json.begin_array();
  for (const std::string_view tactic : attack_tactics()) json.string(tactic);
  json.end_array();
  write_rules(json);
  write_list(json, "conditions", outlines_);
  write_list(json, "lines", line_texts_);
  write_list(json, "details", details_);
  write_list(json, "findings", findings_);
  write_list(json, "captures", captures_);
  json.key("strings");
  strings_.write(json);
  json.end_object();
  return out;
}

}  // namespace sysreel
