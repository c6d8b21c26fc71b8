#include "replayer/import/gke_event.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "base/json_writer.h"
#include "base/wall_time.h"
#include "format/audit/k8s_event.h"

namespace sysreel {
namespace {

// "core/v1/namespaces/default/pods/web/exec"
struct ObjectName {
  std::string_view group;
  std::string_view version;
  std::string_view space;
  std::string_view resource;
  std::string_view name;
  std::string_view subresource;
};

ObjectName object_of(std::string_view resource_name) {
  std::vector<std::string_view> parts;
  while (!resource_name.empty()) {
    parts.push_back(resource_name.substr(0, resource_name.find('/')));
    resource_name.remove_prefix(std::min(resource_name.size(), parts.back().size() + 1));
  }
  const auto part = [&](size_t index) { return index < parts.size() ? parts[index] : std::string_view{}; };
  ObjectName object{part(0), part(1), {}, {}, {}, {}};
  // A namespace itself is …/namespaces/NAME, what is in it has more parts.
  const bool in_namespace = part(2) == "namespaces" && parts.size() > 4;
  const size_t at = in_namespace ? 4 : 2;
  if (in_namespace) object.space = part(3);
  object.resource = part(at);
  object.name = part(at + 1);
  object.subresource = part(at + 2);
  return object;
}

// The HTTP status that stands for a gRPC code (google.rpc.Code).
int http_status_of(int64_t code) {
  static constexpr int kStatus[] = {200, 499, 500, 400, 504, 404, 409, 403, 429,
                                    400, 409, 400, 501, 500, 503, 500, 401};
  const bool known = code >= 0 && code < static_cast<int64_t>(std::size(kStatus));
  return known ? kStatus[code] : 500;
}

class EventText {
 public:
  EventText(std::string& out, JsonValue entry)
      : json_(out),
        entry_(entry),
        payload_(entry.get("protoPayload")),
        object_(object_of(payload_.get("resourceName").string())) {}

  std::optional<uint64_t> append() {
    std::optional<uint64_t> time;
    for (const char* member : {"timestamp", "receiveTimestamp"}) {
      if (!time) time = time_of_text(entry_.get(member).string());
    }
    json_.begin_object();
    json_.field("kind", "Event");
    json_.field("apiVersion", "audit.k8s.io/v1");
    json_.field("level", streams() ? "Request" : "RequestResponse");
    text("auditID", entry_.get("insertId").string());
    json_.field("stage", streams() ? "ResponseStarted" : "ResponseComplete");
    append_request();
    append_object();
    append_status();
    part("requestObject", payload_.get("request"));
    part("responseObject", payload_.get("response"));
    if (time) {
      json_.field("requestReceivedTimestamp", rfc3339_of(*time));
      json_.field("stageTimestamp", rfc3339_of(*time));
    }
    append_annotations();
    json_.end_object();
    return time;
  }

 private:
  bool streams() const { return object_.subresource == "exec" || object_.subresource == "attach"; }

  void text(std::string_view name, std::string_view value) {
    if (!value.empty()) json_.field(name, value);
  }
  void part(std::string_view name, JsonValue value) {
    if (!value.is_object()) return;
    json_.key(name);
    std::string json;
    value.append_json(json);
    json_.raw(json);
  }
  std::string_view verb() const {
    const std::string_view method = payload_.get("methodName").string();
    return method.substr(method.rfind('.') + 1);
  }

  void append_request() {
    const JsonValue request = payload_.get("requestMetadata");
    const std::string_view resource = payload_.get("resourceName").string();
    if (!resource.empty()) json_.field("requestURI", '/' + std::string(resource));
    text("verb", verb());
    json_.key("user");
    json_.begin_object();
    text("username", payload_.get("authenticationInfo").get("principalEmail").string());
    json_.end_object();
    std::string_view address = request.get("callerIp").string();
    if (address.empty()) address = request.get("callerIP").string();
    json_.key("sourceIPs");
    json_.begin_array();
    if (!address.empty()) json_.string(address);
    json_.end_array();
    text("userAgent", request.get("callerSuppliedUserAgent").string());
  }

  void append_object() {
    if (object_.resource.empty()) return;
    json_.key("objectRef");
    json_.begin_object();
    text("resource", object_.resource);
    text("namespace", object_.space);
    text("name", object_.name);
    // The core group has no name of its own in audit events.
    if (object_.group != "core") text("apiGroup", object_.group);
    text("apiVersion", object_.version);
    text("subresource", object_.subresource);
    json_.end_object();
  }

  void append_status() {
    const JsonValue status = payload_.get("status");
    const int64_t code = status.get("code").integer();
    const int success = streams() ? 101 : verb() == "create" ? 201 : 200;
    json_.key("responseStatus");
    json_.begin_object();
    json_.field("code", code == 0 ? success : http_status_of(code));
    text("message", status.get("message").string());
    json_.end_object();
  }

  void append_annotations() {
    json_.key("annotations");
    json_.begin_object();
    for (const JsonValue& labels : {entry_.get("labels"), entry_.get("resource").get("labels")}) {
      std::string_view key;
      JsonValue value;
      for (JsonMembers members(labels); members.next(key, value);) {
        if (value.is_string()) json_.field(key, value.string());
      }
    }
    json_.end_object();
  }

  JsonWriter json_;
  JsonValue entry_;
  JsonValue payload_;
  ObjectName object_;
};

}  // namespace

bool is_gke_entry(JsonValue root) {
  const JsonValue payload = root.get("protoPayload");
  return payload.is_object() && payload.get("serviceName").string() == "k8s.io";
}

std::optional<uint64_t> append_gke_event(std::string& out, JsonValue entry) {
  return EventText(out, entry).append();
}

}  // namespace sysreel
