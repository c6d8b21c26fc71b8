#include "replayer/state/containers.h"

#include <algorithm>

#include "base/json_document.h"
#include "replayer/state/container_id.h"

namespace sysreel {
namespace {

// Falco's numbers of container engines.
constexpr std::string_view kTypes[] = {"docker", "lxc",        "libvirt-lxc", "mesos", "rkt",    "custom",
                                       "cri",    "containerd", "cri-o",       "bpm",   "static", "podman"};

std::string text_of(JsonValue object, std::string_view key) {
  return std::string(object.get(key).string());
}

std::string type_of(JsonValue value) {
  if (value.is_string()) return std::string(value.string());
  if (value.kind() != JsonValue::Kind::kInteger) return {};
  const int64_t number = value.integer();
  return number >= 0 && number < static_cast<int64_t>(std::size(kTypes)) ? std::string(kTypes[number])
                                                                         : std::string();
}

std::vector<std::pair<std::string, std::string>> labels_of(JsonValue object) {
  std::vector<std::pair<std::string, std::string>> labels;
  JsonMembers members(object);
  std::string_view key;
  for (JsonValue value; members.next(key, value);) labels.emplace_back(key, value.string());
  std::sort(labels.begin(), labels.end());
  return labels;
}

std::vector<ContainerMount> mounts_of(JsonValue array) {
  std::vector<ContainerMount> mounts;
  JsonItems items(array);
  for (JsonValue item; items.next(item);) {
    mounts.push_back({text_of(item, "Source"), text_of(item, "Destination"), text_of(item, "Mode"),
                      text_of(item, "Propagation"), item.get("RW").boolean()});
  }
  return mounts;
}

// "registry:5000/a/b:tag@sha256:…", of which older events tell only the whole.
void take_image_apart(Container& container) {
  std::string_view rest = container.image;
  const size_t at = rest.find('@');
  if (at != std::string_view::npos && container.digest.empty()) container.digest = rest.substr(at + 1);
  rest = rest.substr(0, at);
  const size_t slash = rest.rfind('/');
  const size_t colon = rest.find(':', slash == std::string_view::npos ? 0 : slash);
  if (container.repository.empty()) container.repository = rest.substr(0, colon);
  if (container.tag.empty() && colon != std::string_view::npos) container.tag = rest.substr(colon + 1);
}

Container container_from(JsonValue object, std::string_view json) {
  Container container;
  container.json = json;
  container.full_id = text_of(object, "full_id");
  container.name = text_of(object, "name");
  container.image = text_of(object, "image");
  container.image_id = text_of(object, "imageid");
  container.repository = text_of(object, "imagerepo");
  container.tag = text_of(object, "imagetag");
  container.digest = text_of(object, "imagedigest");
  container.type = type_of(object.get("type"));
  container.ip = text_of(object, "ip");
  container.cni_json = text_of(object, "cni_json");
  container.sandbox_id = text_of(object, "pod_sandbox_id");
  const JsonValue privileged = object.get("privileged");
  container.privileged_known = privileged.kind() == JsonValue::Kind::kBool;
  container.privileged = privileged.boolean();
  container.host_pid = object.get("host_pid").boolean();
  container.host_network = object.get("host_network").boolean();
  container.host_ipc = object.get("host_ipc").boolean();
  container.mounts = mounts_of(object.get("Mounts"));
  container.labels = labels_of(object.get("labels"));
  container.sandbox_labels = labels_of(object.get("pod_sandbox_labels"));
  take_image_apart(container);
  return container;
}

std::string_view short_id(std::string_view id) {
  return id.substr(0, kShortIdLength);
}

}  // namespace

const std::string* label_of(const std::vector<std::pair<std::string, std::string>>& labels,
                            std::string_view key) {
  const auto found =
      std::find_if(labels.begin(), labels.end(), [&](const auto& label) { return label.first == key; });
  return found == labels.end() ? nullptr : &found->second;
}

bool Containers::set(std::string_view json) {
  if (json.size() > kMaxJsonBytes) return false;
  JsonDocument document;
  if (!document.parse(json)) return false;
  const JsonValue inner = document.root().get("container");
  const JsonValue object = inner.missing() ? document.root() : inner;
  const std::string id = text_of(object, "id");
  if (id.empty() || (by_id_.size() >= kMaxEntries && find(id) == nullptr)) return false;
  by_id_[std::string(short_id(id))] = container_from(object, json);
  return true;
}

void Containers::remove(std::string_view id) {
  const auto found = by_id_.find(short_id(id));
  if (found != by_id_.end()) by_id_.erase(found);
}

const Container* Containers::find(std::string_view id) const {
  const auto found = by_id_.find(short_id(id));
  return found == by_id_.end() ? nullptr : &found->second;
}

}  // namespace sysreel
