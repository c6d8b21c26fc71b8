// A layer (format 4.5) for the ATT&CK Navigator: every technique that an enabled rule names, with the number
// of findings as its score; those that rules watch for and that did not occur have the score 0.
#include <map>
#include <set>

#include "base/json_writer.h"
#include "replayer/report/attack_techniques.h"
#include "replayer/report/formats.h"
#include "replayer/report/reporter.h"

namespace sysreel {
namespace {

class NavigatorReport : public Reporter {
 public:
  explicit NavigatorReport(std::ostream& out) : out_(out) {}

  void begin(const ReportRun& run) override {
    for (const rules::CompiledRule& rule : run.program.rules) {
      if (!rule.enabled) continue;
      for (const std::string& tag : rule.tags) {
        const auto technique = attack_technique(tag);
        if (technique) {
          techniques_[technique->id].rules.insert(rule.name);
        } else if (looks_like_technique(tag)) {
          unknown_.insert(tag);
        }
      }
    }
  }
  void add(const Finding& finding) override {
    for (const std::string& tag : finding.rule->tags) {
      if (const auto technique = attack_technique(tag)) ++techniques_[technique->id].findings;
    }
  }
  void finish() override {
    std::string text;
    JsonWriter json(text);
    json.begin_object();
    json.field("name", "sysreel findings");
    json.key("versions");
    json.begin_object();
    json.field("attack", kAttackVersion);
    json.field("navigator", "5.1.0");
    json.field("layer", "4.5");
    json.end_object();
    json.field("domain", "enterprise-attack");
    json.field("description", "Findings of sysreel replay by technique; score 0: watched for, not found");
    json.field("sorting", 3);
    json.field("hideDisabled", false);
    write_techniques(json);
    write_gradient(json);
    json.end_object();
    out_ << text << '\n';
    out_.flush();
  }
  std::vector<std::string> warnings() const override {
    std::vector<std::string> lines;
    for (const std::string& tag : unknown_)
      lines.push_back("tag " + tag + " is no technique of ATT&CK " + std::string(kAttackVersion) +
                      " for Enterprise: left out of the navigator layer");
    return lines;
  }

 private:
  struct Technique {
    uint64_t findings = 0;
    std::set<std::string> rules;
  };

  void write_techniques(JsonWriter& json) const {
    json.key("techniques");
    json.begin_array();
    for (const auto& [id, technique] : techniques_) {
      std::string comment = std::to_string(technique.findings) + " findings. Rules:";
      for (const std::string& rule : technique.rules) comment.append(" ").append(rule).append(";");
      comment.pop_back();
      json.begin_object();
      json.field("techniqueID", id);
      json.field("score", technique.findings);
      json.field("comment", comment);
      json.field("enabled", true);
      json.field("showSubtechniques", true);
      json.end_object();
    }
    json.end_array();
  }

  void write_gradient(JsonWriter& json) const {
    uint64_t most = 1;
    for (const auto& [id, technique] : techniques_) most = std::max(most, technique.findings);
    json.key("gradient");
    json.begin_object();
    json.key("colors");
    json.begin_array();
    for (const char* colour : {"#e8eef7ff", "#ffe766ff", "#ff6666ff"}) json.string(colour);
    json.end_array();
    json.field("minValue", 0);
    json.field("maxValue", most);
    json.end_object();
  }

  std::ostream& out_;
  std::map<std::string_view, Technique> techniques_;
  std::set<std::string> unknown_;
};

}  // namespace

std::unique_ptr<Reporter> make_navigator_report(std::ostream& out, const ReportOptions&) {
  return std::make_unique<NavigatorReport>(out);
}

}  // namespace sysreel
