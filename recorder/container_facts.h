// What a container is called, runs and may do, from what its engine keeps on disk. No daemon is asked: one
// that hangs must not hang the recorder, and one that is controlled by an attacker is no better than its
// files.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sysreel {

struct ContainerMountFact {
  std::string source;
  std::string destination;
  std::string mode;
  std::string propagation;
  bool writable = false;
};

// Empty: not known.
struct ContainerFacts {
  std::string id;      // whole
  std::string engine;  // as Falco calls it: docker, podman, containerd, cri-o, custom (plain runc)
  std::string name;
  std::string image;
  std::string image_id;
  std::string digest;
  std::string user;
  std::string sandbox_id;  // of its pod
  std::optional<bool> privileged;
  bool host_pid = false;
  bool host_network = false;
  bool host_ipc = false;
  std::vector<ContainerMountFact> mounts;
  std::vector<std::pair<std::string, std::string>> labels;  // Kubernetes names are among them
};

// The value of a `container` event: the JSON that Falco's own recorder writes.
std::string container_json(const ContainerFacts& facts);

// Reads of each engine, given the text of its file. Nothing when it is not what the engine writes.
std::optional<ContainerFacts> parse_docker_config(std::string_view json);  // config.v2.json
std::optional<ContainerFacts> parse_oci_spec(std::string_view json,
                                             const std::string& id);  // config.json of a bundle
std::optional<ContainerFacts> parse_runc_state(std::string_view json, std::string& bundle);  // state.json
// Adds what containers/storage knows (containers.json of podman and CRI-O).
void add_storage_names(std::string_view json, ContainerFacts& facts);

// The container whose cgroup one of the paths is or lies below: "controller=path" strings, each with its NUL.
// A path counts only if an engine has state for the name in it: hosts name cgroups by bare ids, too.
// `root`: "" for the host.
std::optional<ContainerFacts> find_container(std::string_view cgroups, const std::string& root = "");

}  // namespace sysreel
