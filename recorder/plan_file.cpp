#include "recorder/plan_file.h"

#include <cerrno>
#include <cstring>

#include "base/yaml_document.h"
#include "recorder/small_file.h"

namespace sysreel {
namespace {

constexpr size_t kPlanMax = 4U << 20;

class PlanReader {
 public:
  PlanReader(const YamlDocument& document, const std::string& name) : document_(document), name_(name) {}

  Result<RecordingPlan> read() const {
    if (const auto& error = document_.error()) return located(error->at, error->message);
    if (document_.roots().size() != 1 || document_.node(document_.roots()[0]).kind != YamlKind::kMap)
      return Error{ErrorCode::kInvalid, name_ + ": a plan is one YAML map with version and events"};
    const YamlId root = document_.roots()[0];
    const auto version = document_.find(root, "version");
    if (!version || document_.node(*version).text != "1")
      return located(document_.node(version.value_or(root)).start, "only plans of version 1 are known");
    RecordingPlan plan;
    const auto events = document_.find(root, "events");
    if (!events) return located(document_.node(root).start, "the plan has no events");
    SYSREEL_RETURN_IF_ERROR(read_texts(*events, plan.events));
    if (const auto files = document_.find(root, "generated_from"))
      SYSREEL_RETURN_IF_ERROR(read_texts(*files, plan.generated_from));
    return plan;
  }

 private:
  Error located(YamlPosition at, const std::string& message) const {
    return Error{ErrorCode::kInvalid,
                 name_ + ":" + std::to_string(at.line) + ":" + std::to_string(at.column) + ": " + message};
  }
  Status read_texts(YamlId list, std::vector<std::string>& out) const {
    const YamlNode& node = document_.node(list);
    if (node.kind != YamlKind::kSequence) return located(node.start, "a list of names belongs here");
    for (const YamlId item : document_.children(list)) {
      const YamlNode& value = document_.node(item);
      if (value.kind != YamlKind::kScalar) return located(value.start, "a name belongs here");
      out.emplace_back(value.text);
    }
    return {};
  }

  const YamlDocument& document_;
  const std::string& name_;
};

}  // namespace

Result<RecordingPlan> parse_plan(std::string text, const std::string& name) {
  YamlLimits limits;
  limits.bytes = kPlanMax;
  const YamlDocument document = YamlDocument::parse(std::move(text), limits);
  return PlanReader(document, name).read();
}

Result<RecordingPlan> read_plan(const std::string& path) {
  auto text = read_optional_file(path, kPlanMax + 1);
  if (!text) return Error{ErrorCode::kNotFound, "cannot read " + path + ": " + std::strerror(errno)};
  return parse_plan(std::move(*text), path);
}

}  // namespace sysreel
