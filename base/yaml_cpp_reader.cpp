#include "base/yaml_cpp_reader.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <sstream>

#include "base/yaml_tree_builder.h"

namespace sysreel {
namespace {

YamlPosition position_at(const YAML::Mark& mark) {
  return {static_cast<uint32_t>(mark.line + 1), static_cast<uint32_t>(mark.column + 1)};
}

class Events : public YAML::EventHandler {
 public:
  explicit Events(YamlTreeBuilder& builder) : builder_(builder) {}

  // The library gives empty documents without end where it finds what begins none.
  void OnDocumentStart(const YAML::Mark& mark) override {
    if (mark.pos <= document_start_)
      throw YAML::ParserException(mark, "here is what can neither go on nor begin a document");
    document_start_ = mark.pos;
  }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    builder_.null(position_at(mark), anchor);
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    builder_.alias(position_at(mark), anchor);
  }
  void OnScalar(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                const std::string& value) override {
    builder_.scalar(position_at(mark), value, anchor);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    builder_.open(YamlKind::kSequence, position_at(mark), anchor);
  }
  void OnSequenceEnd() override { builder_.close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    builder_.open(YamlKind::kMap, position_at(mark), anchor);
  }
  void OnMapEnd() override { builder_.close(); }

 private:
  YamlTreeBuilder& builder_;
  int document_start_ = -1;  // of the latest one
};

}  // namespace

std::optional<YamlError> read_with_yaml_cpp(const std::string& text, YamlTreeBuilder& builder) {
  std::istringstream stream(text);
  Events events(builder);
  try {
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(events)) {
    }
  } catch (const YamlTreeBuilder::Stop& stopped) {
    return stopped.error;
  } catch (const YAML::ParserException& problem) {
    return YamlError{problem.msg, position_at(problem.mark)};
  } catch (const YAML::Exception& problem) {
    return YamlError{problem.what(), {1, 1}};
  }
  return std::nullopt;
}

}  // namespace sysreel
