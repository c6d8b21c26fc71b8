// The files of the engines, as their documentation and sources describe them:
//
//   docker       /var/lib/docker/containers/ID/config.v2.json
//   podman       /var/lib/containers/storage/overlay-containers/ID/userdata/config.json (an OCI bundle), and
//                containers.json beside the IDs for names and images; CRI-O keeps the same below /run
//   containerd   /run/containerd/io.containerd.runtime.v2.task/NAMESPACE/ID/config.json (an OCI bundle);
//                what CRI knows is in its annotations
//   runc         /run/runc/ID/state.json, which names the bundle
#include <dirent.h>

#include <algorithm>
#include <memory>

#include "base/json_document.h"
#include "recorder/cgroup_paths.h"
#include "recorder/container_facts.h"
#include "recorder/small_file.h"

namespace sysreel {
namespace {

constexpr size_t kFileMax = 8U << 20;
constexpr size_t kLabelsMax = 1000;
constexpr std::string_view kStorages[] = {"/var/lib/containers/storage/overlay-containers/",
                                          "/run/containers/storage/overlay-containers/"};
constexpr std::string_view kAllCapabilities[] = {"CAP_SYS_ADMIN", "CAP_SYS_MODULE", "CAP_SYS_RAWIO",
                                                 "CAP_SYS_PTRACE"};

using Labels = std::vector<std::pair<std::string, std::string>>;

Labels labels_of(JsonValue object) {
  Labels labels;
  JsonMembers members(object);
  std::string_view key;
  for (JsonValue value; labels.size() < kLabelsMax && members.next(key, value);)
    if (value.is_string()) labels.emplace_back(key, value.string());
  return labels;
}

std::string label(const Labels& labels, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names)
    for (const auto& [key, value] : labels)
      if (key == name && !value.empty()) return value;
  return {};
}

std::string text_of(JsonValue object, std::string_view key) {
  return std::string(object.get(key).string());
}

bool has_text(JsonValue array, std::string_view wanted) {
  JsonItems items(array);
  for (JsonValue item; items.next(item);)
    if (item.string() == wanted) return true;
  return false;
}

bool has_namespace(JsonValue spec, std::string_view type) {
  JsonItems items(spec.get("linux").get("namespaces"));
  for (JsonValue item; items.next(item);)
    if (item.get("type").string() == type) return true;
  return false;
}

std::vector<ContainerMountFact> oci_mounts(JsonValue array) {
  std::vector<ContainerMountFact> mounts;
  JsonItems items(array);
  for (JsonValue item; items.next(item);) {
    const JsonValue options = item.get("options");
    mounts.push_back({text_of(item, "source"), text_of(item, "destination"),
                      has_text(options, "ro") ? "ro" : "rw", has_text(options, "rprivate") ? "rprivate" : "",
                      !has_text(options, "ro")});
  }
  return mounts;
}

// Names that CRI and engines put into annotations, under the labels that Kubernetes itself uses.
void take_annotations(const Labels& annotations, ContainerFacts& facts) {
  facts.labels = annotations;
  facts.name =
      label(annotations, {"io.kubernetes.cri.container-name", "io.kubernetes.container.name",
                          "io.kubernetes.cri-o.ContainerName", "nerdctl/name", "io.podman.annotations.name"});
  facts.image = label(annotations, {"io.kubernetes.cri.image-name", "io.kubernetes.cri-o.ImageName",
                                    "io.podman.annotations.image"});
  facts.sandbox_id = label(annotations, {"io.kubernetes.cri.sandbox-id", "io.kubernetes.cri-o.SandboxID"});
  const auto name_like_kubernetes = [&](std::string_view known,
                                        std::initializer_list<std::string_view> names) {
    if (!label(annotations, {known}).empty()) return;
    if (std::string value = label(annotations, names); !value.empty())
      facts.labels.emplace_back(known, std::move(value));
  };
  name_like_kubernetes("io.kubernetes.pod.name",
                       {"io.kubernetes.cri.sandbox-name", "io.kubernetes.cri-o.KubeName"});
  name_like_kubernetes("io.kubernetes.pod.namespace",
                       {"io.kubernetes.cri.sandbox-namespace", "io.kubernetes.cri-o.Namespace"});
  name_like_kubernetes("io.kubernetes.pod.uid", {"io.kubernetes.cri.sandbox-uid"});
  name_like_kubernetes("io.kubernetes.container.name", {"io.kubernetes.cri.container-name"});
  if (label(annotations, {"io.container.manager"}) == "cri-o" ||
      !label(annotations, {"io.kubernetes.cri-o.ContainerID"}).empty())
    facts.engine = "cri-o";
  else if (label(annotations, {"io.container.manager"}) == "libpod")
    facts.engine = "podman";
}

std::string joined(std::initializer_list<std::string_view> parts) {
  std::string path;
  for (const std::string_view part : parts) path += part;
  return path;
}

std::vector<std::string> folders_in(const std::string& path) {
  struct Close {
    void operator()(DIR* directory) const { closedir(directory); }
  };
  std::vector<std::string> names;
  const std::unique_ptr<DIR, Close> directory(opendir(path.c_str()));
  if (!directory) return names;
  while (const dirent* entry = readdir(directory.get()))
    if (entry->d_name[0] != '.') names.emplace_back(entry->d_name);
  std::sort(names.begin(), names.end());
  return names;
}

std::optional<ContainerFacts> with_engine(std::optional<ContainerFacts> facts, std::string_view engine) {
  if (facts && facts->engine.empty()) facts->engine = engine;
  return facts;
}

std::optional<ContainerFacts> from_storage(const std::string& root, const std::string& id) {
  for (const std::string_view storage : kStorages) {
    const auto spec = read_optional_file(joined({root, storage, id, "/userdata/config.json"}), kFileMax);
    if (!spec) continue;
    auto facts = with_engine(parse_oci_spec(*spec, id), "podman");
    if (!facts) continue;
    add_storage_names(
        read_small_file(root + "/var/lib/containers/storage/overlay-containers/containers.json", kFileMax),
        *facts);
    return facts;
  }
  return std::nullopt;
}

std::optional<ContainerFacts> from_containerd(const std::string& root, const std::string& id) {
  const std::string tasks = root + "/run/containerd/io.containerd.runtime.v2.task/";
  for (const std::string& space : folders_in(tasks)) {
    if (const auto text = read_optional_file(joined({tasks, space, "/", id, "/config.json"}), kFileMax))
      return with_engine(parse_oci_spec(*text, id), "containerd");
  }
  return std::nullopt;
}

std::optional<ContainerFacts> from_runc(const std::string& root, const std::string& id) {
  const auto state = read_optional_file(root + "/run/runc/" + id + "/state.json", kFileMax);
  if (!state) return std::nullopt;
  std::string bundle;
  auto facts = parse_runc_state(*state, bundle);
  if (!facts) return std::nullopt;
  if (const auto spec = read_optional_file(root + bundle + "/config.json", kFileMax))
    if (auto whole = parse_oci_spec(*spec, id)) facts = std::move(whole);
  if (facts->name.empty()) facts->name = id;
  return with_engine(std::move(facts), "custom");
}

std::optional<ContainerFacts> find_by_id(const std::string& root, const std::string& id) {
  if (const auto text =
          read_optional_file(root + "/var/lib/docker/containers/" + id + "/config.v2.json", kFileMax))
    if (auto facts = parse_docker_config(*text)) return facts;
  if (auto facts = from_storage(root, id)) return facts;
  if (auto facts = from_containerd(root, id)) return facts;
  return from_runc(root, id);
}

// Names that cannot be a file's are no ids.
bool may_be_id(std::string_view name) {
  return !name.empty() && name != "." && name != ".." && name.size() <= 255;
}

}  // namespace

std::optional<ContainerFacts> parse_docker_config(std::string_view json) {
  JsonDocument document;
  if (!document.parse(json)) return std::nullopt;
  const JsonValue root = document.root();
  ContainerFacts facts;
  facts.engine = "docker";
  facts.id = text_of(root, "ID");
  if (facts.id.empty()) return std::nullopt;
  facts.name = text_of(root, "Name");
  if (facts.name.starts_with('/')) facts.name.erase(0, 1);
  const JsonValue config = root.get("Config");
  facts.image = text_of(config, "Image");
  facts.image_id = text_of(root, "Image");
  if (const size_t colon = facts.image_id.find(':'); colon != std::string::npos)
    facts.image_id.erase(0, colon + 1);
  facts.user = text_of(config, "User");
  facts.labels = labels_of(config.get("Labels"));
  facts.sandbox_id = label(facts.labels, {"io.kubernetes.sandbox.id"});
  JsonMembers points(root.get("MountPoints"));
  std::string_view key;
  for (JsonValue point; points.next(key, point);)
    facts.mounts.push_back({text_of(point, "Source"), text_of(point, "Destination"),
                            text_of(point, "Relabel"), text_of(point, "Propagation"),
                            point.get("RW").boolean()});
  return facts;
}

std::optional<ContainerFacts> parse_oci_spec(std::string_view json, const std::string& id) {
  JsonDocument document;
  if (!document.parse(json) || !document.root().get("ociVersion").is_string()) return std::nullopt;
  const JsonValue root = document.root();
  ContainerFacts facts;
  facts.id = id;
  take_annotations(labels_of(root.get("annotations")), facts);
  const JsonValue process = root.get("process");
  facts.user = std::to_string(process.get("user").get("uid").integer());
  const JsonValue bounding = process.get("capabilities").get("bounding");
  // What --privileged does in every engine: all capabilities and nothing masked.
  facts.privileged = std::all_of(std::begin(kAllCapabilities), std::end(kAllCapabilities),
                                 [&](std::string_view name) { return has_text(bounding, name); }) &&
                     root.get("linux").get("maskedPaths").at(0).missing();
  facts.host_pid = !has_namespace(root, "pid");
  facts.host_network = !has_namespace(root, "network");
  facts.host_ipc = !has_namespace(root, "ipc");
  facts.mounts = oci_mounts(root.get("mounts"));
  return facts;
}

std::optional<ContainerFacts> parse_runc_state(std::string_view json, std::string& bundle) {
  JsonDocument document;
  if (!document.parse(json)) return std::nullopt;
  ContainerFacts facts;
  facts.id = text_of(document.root(), "id");
  if (facts.id.empty()) return std::nullopt;
  JsonItems items(document.root().get("config").get("labels"));
  for (JsonValue item; items.next(item);) {
    const std::string_view text = item.string();
    const size_t equals = text.find('=');
    if (equals == std::string_view::npos || facts.labels.size() >= kLabelsMax) continue;
    if (text.substr(0, equals) == "bundle")
      bundle = text.substr(equals + 1);
    else
      facts.labels.emplace_back(text.substr(0, equals), text.substr(equals + 1));
  }
  return facts;
}

void add_storage_names(std::string_view json, ContainerFacts& facts) {
  JsonDocument document;
  if (!document.parse(json)) return;
  JsonItems items(document.root());
  for (JsonValue item; items.next(item);) {
    if (item.get("id").string() != facts.id) continue;
    if (facts.name.empty()) facts.name = item.get("names").at(0).string();
    facts.image_id = text_of(item, "image");
    // A text of JSON within the JSON.
    JsonDocument metadata;
    if (facts.image.empty() && metadata.parse(item.get("metadata").string()))
      facts.image = text_of(metadata.root(), "image-name");
    return;
  }
}

std::optional<ContainerFacts> find_container(std::string_view cgroups, const std::string& root) {
  std::vector<std::string> tried;
  while (!cgroups.empty()) {
    const size_t end = std::min(cgroups.find('\0'), cgroups.size());
    std::string_view path = cgroups.substr(0, end);
    cgroups.remove_prefix(std::min(end + 1, cgroups.size()));
    // Innermost first: a container may run containers.
    for (size_t slash = path.rfind('/'); slash != std::string_view::npos; slash = path.rfind('/')) {
      const std::string id(container_id_in(path.substr(slash + 1)));
      path = path.substr(0, slash);
      if (!may_be_id(id) || std::find(tried.begin(), tried.end(), id) != tried.end()) continue;
      tried.push_back(id);
      if (auto facts = find_by_id(root, id)) return facts;
    }
  }
  return std::nullopt;
}

}  // namespace sysreel
