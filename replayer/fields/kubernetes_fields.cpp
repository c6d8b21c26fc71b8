// ka.*: what a Kubernetes audit event says, apart from the containers of pods (kubernetes_pod_fields.cpp).
//
// Most fields are a JSON pointer and nothing else: kPointers. Where Falco's plugin reads a path at which the
// API has nothing, ours reads the right one; docs/falco-differences.md lists them.
#include <algorithm>
#include <string>

#include "replayer/fields/event_json.h"
#include "replayer/fields/extractor.h"
#include "replayer/fields/json_values.h"

namespace sysreel {
namespace {

using rules::Value;

struct PointerRow {
  std::string_view field;
  std::string_view pointer;
};

constexpr PointerRow kPointers[] = {
    {"ka.auditid", "/auditID"},
    {"ka.stage", "/stage"},
    {"ka.auth.decision", "/annotations/authorization.k8s.io~1decision"},
    {"ka.auth.reason", "/annotations/authorization.k8s.io~1reason"},
    {"ka.auth.openshift.decision", "/annotations/authentication.openshift.io~1decision"},
    {"ka.auth.openshift.username", "/annotations/authentication.openshift.io~1username"},
    {"ka.validations.admission.policy.failure",
     "/annotations/validation.policy.admission.k8s.io~1validation_failure"},
    {"ka.security.pod.violations", "/annotations/pod-security.kubernetes.io~1audit-violations"},
    {"ka.user.name", "/user/username"},
    {"ka.user.groups", "/user/groups"},
    {"ka.impuser.name", "/impersonatedUser/username"},
    {"ka.verb", "/verb"},
    {"ka.uri", "/requestURI"},
    {"ka.uri.param", "/requestURI"},
    {"ka.target.name", "/objectRef/name"},
    {"ka.target.namespace", "/objectRef/namespace"},
    {"ka.target.resource", "/objectRef/resource"},
    {"ka.target.subresource", "/objectRef/subresource"},
    {"ka.target.pod.name", "/responseObject/metadata/name"},
    {"ka.req.binding.subjects", "/requestObject/subjects"},
    {"ka.req.binding.subjects.user_names", "/requestObject/subjects"},
    {"ka.req.binding.subjects.serviceaccount_names", "/requestObject/subjects"},
    {"ka.req.binding.subjects.serviceaccount_ns_names", "/requestObject/subjects"},
    {"ka.req.binding.subjects.group_names", "/requestObject/subjects"},
    {"ka.req.binding.role", "/requestObject/roleRef/name"},
    {"ka.req.configmap.name", "/objectRef/name"},
    {"ka.req.configmap.obj", "/requestObject/data"},
    {"ka.req.container.host_network", "/requestObject/spec/hostNetwork"},
    {"ka.req.pod.host_ipc", "/requestObject/spec/hostIPC"},
    {"ka.req.pod.host_network", "/requestObject/spec/hostNetwork"},
    {"ka.req.pod.host_pid", "/requestObject/spec/hostPID"},
    {"ka.req.pod.run_as_user", "/requestObject/spec/securityContext/runAsUser"},
    {"ka.req.pod.run_as_group", "/requestObject/spec/securityContext/runAsGroup"},
    {"ka.req.pod.fs_group", "/requestObject/spec/securityContext/fsGroup"},
    {"ka.req.pod.supplemental_groups", "/requestObject/spec/securityContext/supplementalGroups"},
    {"ka.req.role.rules", "/requestObject/rules"},
    {"ka.req.role.rules.apiGroups", "/requestObject/rules"},
    {"ka.req.role.rules.nonResourceURLs", "/requestObject/rules"},
    {"ka.req.role.rules.verbs", "/requestObject/rules"},
    {"ka.req.role.rules.resources", "/requestObject/rules"},
    {"ka.req.service.type", "/requestObject/spec/type"},
    {"ka.req.service.ports", "/requestObject/spec/ports"},
    {"ka.req.volume.hostpath", "/requestObject/spec/volumes"},
    {"ka.req.pod.volumes.hostpath", "/requestObject/spec/volumes"},
    {"ka.req.pod.volumes.flexvolume_driver", "/requestObject/spec/volumes"},
    {"ka.req.pod.volumes.volume_type", "/requestObject/spec/volumes"},
    {"ka.resp.name", "/responseObject/metadata/name"},
    {"ka.response.code", "/responseStatus/code"},
    {"ka.response.reason", "/responseStatus/reason"},
    {"ka.useragent", "/userAgent"},
    {"ka.sourceips", "/sourceIPs"},
    {"ka.cluster.name", "/annotations/cluster_name"},
};

JsonValue target_of(const FieldContext& context, const BoundField& field) {
  return follow(context.json->root(), field.path);
}

Value single(const FieldContext& context, const BoundField& field) {
  return json_text(target_of(context, field), *context.arena);
}

// All elements, or the one that the index picks.
Value elements(const FieldContext& context, const BoundField& field) {
  JsonValue target = target_of(context, field);
  if (field.has_index()) target = target.at(field.index());
  std::vector<Value>& list = context.arena->list();
  append_texts(list, target, *context.arena);
  return list_of(list);
}

// The pod of a response; a pod's subresources answer with other objects.
Value pod_name(const FieldContext& context, const BoundField& field) {
  const JsonValue object = context.json->root().get("objectRef");
  const bool pod = object.get("resource").string() == "pods" && object.get("subresource").string().empty();
  return pod ? single(context, field) : Value{};
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

void append_decoded(std::string& out, std::string_view text) {
  for (size_t at = 0; at < text.size(); ++at) {
    const bool escape = text[at] == '%' && at + 2 < text.size() && hex_digit(text[at + 1]) >= 0 &&
                        hex_digit(text[at + 2]) >= 0;
    if (escape) {
      out += static_cast<char>(hex_digit(text[at + 1]) * 16 + hex_digit(text[at + 2]));
      at += 2;
    } else {
      out += text[at] == '+' ? ' ' : text[at];
    }
  }
}

// The first parameter of that name in the request's query.
Value uri_parameter(const FieldContext& context, const BoundField& field) {
  std::string_view uri = target_of(context, field).string();
  uri = uri.substr(0, uri.find('#'));
  const size_t begin = uri.find('?');
  if (begin == std::string_view::npos) return {};
  std::string_view query = uri.substr(begin + 1);
  std::string& text = context.arena->text();
  while (!query.empty()) {
    const std::string_view pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(query.size(), pair.size() + 1));
    const size_t equals = std::min(pair.find('='), pair.size());
    text.clear();
    append_decoded(text, pair.substr(0, equals));
    if (pair.empty() || text != field.key()) continue;
    text.clear();
    append_decoded(text, pair.substr(std::min(equals + 1, pair.size())));
    return Value::of_text(text);
  }
  return {};
}

enum class Subject : uint8_t { kUser, kServiceAccount, kGroup };
constexpr std::string_view kSubjectKinds[] = {"User", "ServiceAccount", "Group"};

template <Subject subject, bool with_namespace>
Value subject_names(const FieldContext& context, const BoundField& field) {
  std::vector<Value>& list = context.arena->list();
  JsonValue item;
  for (JsonItems items(target_of(context, field)); items.next(item);) {
    if (item.get("kind").string() != kSubjectKinds[static_cast<size_t>(subject)]) continue;
    const Value name = json_text(item.get("name"), *context.arena);
    if (name.missing()) continue;
    if (!with_namespace) {
      list.push_back(name);
      continue;
    }
    const Value space = json_text(item.get("namespace"), *context.arena);
    if (space.missing()) continue;
    std::string& text = context.arena->text();
    text.append(space.text).append(":").append(name.text);
    list.push_back(Value::of_text(text));
  }
  return list_of(list);
}

Value always_true(const FieldContext&, const BoundField&) {
  return Value::of_text("true");
}

// Of the rules of a role; an index picks one rule.
Value of_rules(const FieldContext& context, const BoundField& field, std::string_view member) {
  std::vector<Value>& list = context.arena->list();
  const JsonValue rules = target_of(context, field);
  if (field.has_index()) {
    append_texts(list, rules.at(field.index()).get(member), *context.arena);
  } else {
    JsonValue rule;
    for (JsonItems items(rules); items.next(rule);) append_texts(list, rule.get(member), *context.arena);
  }
  return list_of(list);
}
Value rule_api_groups(const FieldContext& context, const BoundField& field) {
  return of_rules(context, field, "apiGroups");
}
Value rule_urls(const FieldContext& context, const BoundField& field) {
  return of_rules(context, field, "nonResourceURLs");
}
Value rule_verbs(const FieldContext& context, const BoundField& field) {
  return of_rules(context, field, "verbs");
}
Value rule_resources(const FieldContext& context, const BoundField& field) {
  return of_rules(context, field, "resources");
}

// Falco looks for the addresses in the rules of a role.
Value source_ips(const FieldContext& context, const BoundField& field) {
  if (!context.falco_compatible) return elements(context, field);
  std::vector<Value>& list = context.arena->list();
  JsonValue rule;
  const JsonValue rules = context.json->root().get("requestObject").get("rules");
  for (JsonItems items(rules); items.next(rule);) append_texts(list, rule.get("sourceIPs"), *context.arena);
  return list_of(list);
}

// Falco gives all of them as one text.
Value service_ports(const FieldContext& context, const BoundField& field) {
  return context.falco_compatible && !field.has_index() ? single(context, field) : elements(context, field);
}

// Calls visit with each volume, or with the one that the index picks.
template <typename Visit>
void visit_volumes(JsonValue volumes, const BoundField& field, Visit&& visit) {
  if (field.has_index()) return visit(volumes.at(field.index()));
  JsonValue volume;
  for (JsonItems items(volumes); items.next(volume);) visit(volume);
}

Value of_volumes(const FieldContext& context, const BoundField& field, std::string_view kind,
                 std::string_view member) {
  std::vector<Value>& list = context.arena->list();
  visit_volumes(target_of(context, field), field,
                [&](JsonValue volume) { append_texts(list, volume.get(kind).get(member), *context.arena); });
  return list_of(list);
}
Value volume_host_paths(const FieldContext& context, const BoundField& field) {
  return of_volumes(context, field, "hostPath", "path");
}
Value volume_drivers(const FieldContext& context, const BoundField& field) {
  return of_volumes(context, field, "flexVolume", "driver");
}
Value volume_types(const FieldContext& context, const BoundField& field) {
  std::vector<Value>& list = context.arena->list();
  visit_volumes(target_of(context, field), field, [&](JsonValue volume) {
    std::string_view key;
    JsonValue value;
    for (JsonMembers members(volume); members.next(key, value);) {
      if (key != "name") list.push_back(Value::of_text(key));
    }
  });
  return list_of(list);
}

// Whether a volume is the path of the node that the key names; * at its end stands for any rest.
Value mounts_host_path(const FieldContext& context, const BoundField& field) {
  const JsonValue volumes = target_of(context, field);
  if (!volumes.is_array()) return {};
  std::string_view wanted = field.key();
  const bool prefix = wanted.ends_with('*');
  if (prefix) wanted.remove_suffix(1);
  JsonValue volume;
  for (JsonItems items(volumes); items.next(volume);) {
    const JsonValue path = volume.get("hostPath").get("path");
    if (!path.is_string()) continue;
    if (prefix ? path.string().starts_with(wanted) : path.string() == wanted) return Value::of_text("true");
  }
  return Value::of_text("false");
}

void append_label(std::vector<Value>& list, JsonValue object, std::string_view key, ValueArena& arena) {
  append_texts(list, object.get("metadata").get("labels").get(key), arena);
}

// The label of an object or, of a list of objects, of each.
void append_labels(std::vector<Value>& list, JsonValue object, std::string_view key, ValueArena& arena) {
  const JsonValue objects = object.get("items");
  if (!objects.is_array()) return append_label(list, object, key, arena);
  JsonValue item;
  for (JsonItems items(objects); items.next(item);) append_label(list, item, key, arena);
}

Value request_labels(const FieldContext& context, const BoundField& field) {
  std::vector<Value>& list = context.arena->list();
  append_labels(list, context.json->root().get("requestObject"), field.key(), *context.arena);
  return list_of(list);
}
// What the API server answered with is the object as it is now; where the audit level or the verb leaves it
// out, the request's is the next best.
Value target_labels(const FieldContext& context, const BoundField& field) {
  const JsonValue response = context.json->root().get("responseObject");
  const bool has_labels =
      response.get("items").is_array() || response.get("metadata").get("labels").is_object();
  if (!has_labels) return request_labels(context, field);
  std::vector<Value>& list = context.arena->list();
  append_labels(list, response, field.key(), *context.arena);
  return list_of(list);
}

constexpr ExtractorRow kOthers[] = {
    {"ka.user.groups", Scope::kEvent, elements},
    {"ka.uri.param", Scope::kEvent, uri_parameter},
    {"ka.target.pod.name", Scope::kEvent, pod_name},
    {"ka.req.binding.subjects", Scope::kEvent, elements},
    {"ka.req.binding.subjects.user_names", Scope::kEvent, subject_names<Subject::kUser, false>},
    {"ka.req.binding.subjects.serviceaccount_names", Scope::kEvent,
     subject_names<Subject::kServiceAccount, false>},
    {"ka.req.binding.subjects.serviceaccount_ns_names", Scope::kEvent,
     subject_names<Subject::kServiceAccount, true>},
    {"ka.req.binding.subjects.group_names", Scope::kEvent, subject_names<Subject::kGroup, false>},
    {"ka.req.binding.subject.has_name", Scope::kKind, always_true},
    {"ka.req.pod.supplemental_groups", Scope::kEvent, elements},
    {"ka.req.role.rules", Scope::kEvent, elements},
    {"ka.req.role.rules.apiGroups", Scope::kEvent, rule_api_groups},
    {"ka.req.role.rules.nonResourceURLs", Scope::kEvent, rule_urls},
    {"ka.req.role.rules.verbs", Scope::kEvent, rule_verbs},
    {"ka.req.role.rules.resources", Scope::kEvent, rule_resources},
    {"ka.req.service.ports", Scope::kEvent, service_ports},
    {"ka.req.volume.hostpath", Scope::kEvent, mounts_host_path},
    {"ka.req.pod.volumes.hostpath", Scope::kEvent, volume_host_paths},
    {"ka.req.pod.volumes.flexvolume_driver", Scope::kEvent, volume_drivers},
    {"ka.req.pod.volumes.volume_type", Scope::kEvent, volume_types},
    {"ka.sourceips", Scope::kEvent, source_ips},
    {"ka.target.labels", Scope::kEvent, target_labels},
    {"ka.req.labels", Scope::kEvent, request_labels},
};

std::vector<ExtractorRow> make_rows() {
  std::vector<ExtractorRow> rows(std::begin(kOthers), std::end(kOthers));
  for (const PointerRow& row : kPointers) {
    const auto same = [&](const ExtractorRow& other) { return other.name == row.field; };
    if (std::none_of(std::begin(kOthers), std::end(kOthers), same))
      rows.push_back({row.field, Scope::kEvent, single});
  }
  return rows;
}

}  // namespace

std::span<const ExtractorRow> kubernetes_extractors() {
  static const std::vector<ExtractorRow> kRows = make_rows();
  return kRows;
}

std::string_view kubernetes_pointer(std::string_view field_name) {
  const auto* const row = std::find_if(std::begin(kPointers), std::end(kPointers),
                                       [&](const PointerRow& other) { return other.field == field_name; });
  return row == std::end(kPointers) ? std::string_view{} : row->pointer;
}

}  // namespace sysreel
