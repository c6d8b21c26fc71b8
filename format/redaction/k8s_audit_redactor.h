// Redaction inside a Kubernetes audit event: values that the policy names, found by what the objects of the
// API call them, wherever they stand in the event.
//
//   proc.env   value of the entries of `env`, by their `name`
//   proc.args  the texts of `command` behind the first, of `args`; the command of an exec in `requestURI`
//   fs.path    `mountPath`, `subPath`, `workingDir`, `path` of a `hostPath`
//   user.name  `username`, `user`, `groups`; subjects of bindings that are users or groups; the names that
//   the
//              reason of an authorization quotes
//   evt.buffer what ConfigMaps and Secrets hold (`data`, `binaryData`, `stringData`), `token`
//
// The copy of an object that kubectl keeps in an annotation is looked into as well.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/json_document.h"
#include "format/redaction/value_redactor.h"

namespace sysreel {

class K8sAuditRedactor {
 public:
  // `values` must outlive this.
  explicit K8sAuditRedactor(const ValueRedactor& values) : values_(values) {}

  // `event` as it came when nothing of it is changed, else compact JSON. Nothing: it is no JSON, so that
  // nobody can say what is in it.
  std::optional<std::string> rewrite(std::string_view event, ValueRedactor::Hits& hits);

 private:
  void object(JsonValue object, std::string_view name);
  void member(JsonValue object, std::string_view within, std::string_view key, JsonValue value);
  void value(JsonValue value, std::string_view name);
  void array(JsonValue array, std::string_view name);
  void environment(JsonValue entries);
  void text(RedactedField field, std::string_view text);
  void texts(RedactedField field, JsonValue list, size_t kept);
  void contents(JsonValue map);
  void applied_copy(std::string_view text);
  void reason(std::string_view text);
  void request(std::string_view uri);

  const ValueRedactor& values_;
  JsonDocument document_;
  std::string out_;  // so far, of the event at hand
  ValueRedactor::Hits* hits_ = nullptr;
};

}  // namespace sysreel
