// ka.req.pod.containers.*, initContainers, ephemeralContainers: the containers of the pod in the request.
#include <string>

#include "replayer/fields/event_json.h"
#include "replayer/fields/extractor.h"
#include "replayer/fields/json_values.h"

namespace sysreel {
namespace {

using rules::Value;

enum class Containers : uint8_t { kMain, kInit, kEphemeral };
constexpr std::string_view kMembers[] = {"containers", "initContainers", "ephemeralContainers"};

JsonValue spec_of(const FieldContext& context) {
  return context.json->root().get("requestObject").get("spec");
}

// What one container adds to the field's list. False: the field as a whole is missing.
using Collect = bool (*)(JsonValue container, JsonValue spec, std::vector<Value>& list, ValueArena& arena);

template <Containers containers, Collect ours, Collect falco>
Value of_containers(const FieldContext& context, const BoundField& field) {
  const Collect collect = context.falco_compatible ? falco : ours;
  const JsonValue spec = spec_of(context);
  const JsonValue all = spec.get(kMembers[static_cast<size_t>(containers)]);
  std::vector<Value>& list = context.arena->list();
  if (field.has_index()) {
    const JsonValue one = all.at(field.index());
    if (one.missing() || !collect(one, spec, list, *context.arena)) return {};
    return list_of(list);
  }
  JsonValue container;
  for (JsonItems items(all); items.next(container);) {
    if (!collect(container, spec, list, *context.arena)) return {};
  }
  return list_of(list);
}

// A container without a name or an image is none that the API server accepted: nothing is said about any.
template <const char* member>
bool required(JsonValue container, JsonValue /*spec*/, std::vector<Value>& list, ValueArena& arena) {
  const Value text = json_text(container.get(member), arena);
  if (text.missing()) return false;
  list.push_back(text);
  return true;
}

// An image without its tag and digest. Falco cuts at the first colon, the port's in registry:5000/x; a colon
// is a tag's only behind the last slash.
std::string_view repository_of(std::string_view image) {
  image = image.substr(0, image.find('@'));
  const size_t slash = image.rfind('/');
  const size_t colon = image.find(':', slash == std::string_view::npos ? 0 : slash);
  return image.substr(0, colon);
}

std::string_view falco_repository_of(std::string_view image) {
  image = image.substr(0, image.find(':'));
  return image.substr(0, image.find('@'));
}

template <std::string_view (*repository_of_image)(std::string_view)>
bool repository(JsonValue container, JsonValue /*spec*/, std::vector<Value>& list, ValueArena& /*arena*/) {
  const JsonValue image = container.get("image");
  if (!image.is_string()) return false;
  list.push_back(Value::of_text(repository_of_image(image.string())));
  return true;
}

// Words of a command line, joined by blanks.
template <const char* member>
bool words(JsonValue container, JsonValue /*spec*/, std::vector<Value>& list, ValueArena& arena) {
  const JsonValue array = container.get(member);
  if (!array.is_array()) return true;
  std::string& text = arena.text();
  JsonValue word;
  bool first = true;
  for (JsonItems items(array); items.next(word);) {
    if (!first) text += ' ';
    first = false;
    text += json_text(word, arena).text;
  }
  list.push_back(Value::of_text(text));
  return true;
}

bool ports(JsonValue container, JsonValue /*spec*/, std::vector<Value>& list, ValueArena& arena) {
  JsonValue port;
  for (JsonItems items(container.get("ports")); items.next(port);) {
    const JsonValue host = port.get("hostPort");
    append_texts(list, host.missing() ? port.get("containerPort") : host, arena);
  }
  return true;
}

template <const char* member>
bool context_member(JsonValue container, JsonValue /*spec*/, std::vector<Value>& list, ValueArena& arena) {
  append_texts(list, container.get("securityContext").get(member), arena);
  return true;
}

bool added_capabilities(JsonValue container, JsonValue /*spec*/, std::vector<Value>& list,
                        ValueArena& arena) {
  const Value text = json_text(container.get("securityContext").get("capabilities").get("add"), arena);
  if (!text.missing()) list.push_back(text);
  return true;
}

// The container's own setting, else the pod's, else root. Falco looks beside the security contexts.
template <const char* member, bool in_context>
bool effective(JsonValue container, JsonValue spec, std::vector<Value>& list, ValueArena& arena) {
  for (const JsonValue& holder : {container, spec}) {
    const Value own = json_text((in_context ? holder.get("securityContext") : holder).get(member), arena);
    if (own.missing()) continue;
    list.push_back(own);
    return true;
  }
  list.push_back(Value::of_text("0"));
  return true;
}

Value first_image(const FieldContext& context, const BoundField&) {
  return json_text(spec_of(context).get("containers").at(0).get("image"), *context.arena);
}
Value first_repository(const FieldContext& context, const BoundField&) {
  const JsonValue image = spec_of(context).get("containers").at(0).get("image");
  if (!image.is_string()) return {};
  return Value::of_text(context.falco_compatible ? falco_repository_of(image.string())
                                                 : repository_of(image.string()));
}
Value any_privileged(const FieldContext& context, const BoundField&) {
  const JsonValue containers = spec_of(context).get("containers");
  if (!containers.is_array()) return {};
  JsonValue container;
  for (JsonItems items(containers); items.next(container);) {
    if (container.get("securityContext").get("privileged").boolean()) return Value::of_text("true");
  }
  return Value::of_text("false");
}

constexpr char kName[] = "name";
constexpr char kImage[] = "image";
constexpr char kCommand[] = "command";
constexpr char kArgs[] = "args";
constexpr char kPrivileged[] = "privileged";
constexpr char kEscalation[] = "allowPrivilegeEscalation";
constexpr char kReadOnly[] = "readOnlyRootFilesystem";
constexpr char kUser[] = "runAsUser";
constexpr char kGroup[] = "runAsGroup";
constexpr char kProcMount[] = "procMount";

struct MemberRow {
  std::string_view member;  // behind ka.req.pod.KIND.
  Extract extract[3];       // by Containers
};

template <Collect ours, Collect falco = ours>
constexpr MemberRow row(std::string_view member) {
  return {member,
          {of_containers<Containers::kMain, ours, falco>, of_containers<Containers::kInit, ours, falco>,
           of_containers<Containers::kEphemeral, ours, falco>}};
}

constexpr MemberRow kMemberRows[] = {
    row<required<kName>>("name"),
    row<required<kImage>>("image"),
    row<repository<repository_of>, repository<falco_repository_of>>("image.repository"),
    row<words<kCommand>>("command"),
    row<words<kArgs>>("args"),
    row<ports>("host_port"),
    row<context_member<kPrivileged>>("privileged"),
    row<context_member<kEscalation>>("allow_privilege_escalation"),
    row<context_member<kReadOnly>>("read_only_fs"),
    row<context_member<kUser>>("run_as_user"),
    row<context_member<kGroup>>("run_as_group"),
    row<context_member<kProcMount>>("proc_mount"),
    row<added_capabilities>("add_capabilities"),
    row<effective<kUser, true>, effective<kUser, false>>("eff_run_as_user"),
    row<effective<kGroup, true>, effective<kGroup, false>>("eff_run_as_group"),
};

struct Rows {
  std::vector<std::string> names;  // the rows' names point here
  std::vector<ExtractorRow> rows;

  Rows() {
    names.reserve(3 * std::size(kMemberRows));
    for (size_t containers = 0; containers < std::size(kMembers); ++containers) {
      for (const MemberRow& member : kMemberRows) {
        // Ephemeral containers have no ports.
        if (containers == 2 && member.member == "host_port") continue;
        names.push_back("ka.req.pod." + std::string(kMembers[containers]) + '.' + std::string(member.member));
        rows.push_back({names.back(), Scope::kEvent, member.extract[containers]});
      }
    }
    rows.push_back({"ka.req.container.image", Scope::kEvent, first_image});
    rows.push_back({"ka.req.container.image.repository", Scope::kEvent, first_repository});
    rows.push_back({"ka.req.container.privileged", Scope::kEvent, any_privileged});
  }
};

}  // namespace

std::span<const ExtractorRow> kubernetes_pod_extractors() {
  static const Rows kRows;
  return kRows.rows;
}

}  // namespace sysreel
