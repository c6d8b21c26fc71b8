#include "recorder/container_facts.h"

#include "base/json_writer.h"

namespace sysreel {
namespace {

constexpr size_t kShortId = 12;

int engine_number(std::string_view engine) {
  constexpr std::pair<std::string_view, int> kNumbers[] = {
      {"docker", 0}, {"custom", 5}, {"containerd", 7}, {"cri-o", 8}, {"podman", 11}};
  for (const auto& [name, number] : kNumbers)
    if (engine == name) return number;
  return 5;
}

// "registry:5000/a/b:tag@sha256:…" → repository, tag, digest.
struct ImageName {
  std::string repository;
  std::string tag;
  std::string digest;
};

ImageName take_apart(std::string_view image) {
  ImageName result;
  const size_t at = image.find('@');
  if (at != std::string_view::npos) result.digest = image.substr(at + 1);
  image = image.substr(0, at);
  const size_t slash = image.rfind('/');
  const size_t colon = image.find(':', slash == std::string_view::npos ? 0 : slash);
  result.repository = image.substr(0, colon);
  if (colon != std::string_view::npos) result.tag = image.substr(colon + 1);
  return result;
}

void write_mounts(JsonWriter& json, const std::vector<ContainerMountFact>& mounts) {
  json.key("Mounts");
  json.begin_array();
  for (const ContainerMountFact& mount : mounts) {
    json.begin_object();
    json.field("Source", mount.source);
    json.field("Destination", mount.destination);
    json.field("Mode", mount.mode);
    json.field("RW", mount.writable);
    json.field("Propagation", mount.propagation);
    json.end_object();
  }
  json.end_array();
}

}  // namespace

std::string container_json(const ContainerFacts& facts) {
  const ImageName image = take_apart(facts.image);
  std::string text;
  JsonWriter json(text);
  json.begin_object();
  json.key("container");
  json.begin_object();
  json.field("id", std::string_view(facts.id).substr(0, kShortId));
  json.field("full_id", facts.id);
  json.field("type", engine_number(facts.engine));
  json.field("name", facts.name);
  json.field("image", facts.image);
  json.field("imageid", facts.image_id);
  json.field("imagerepo", image.repository);
  json.field("imagetag", image.tag);
  json.field("imagedigest", facts.digest.empty() ? image.digest : facts.digest);
  json.field("User", facts.user);
  json.field("pod_sandbox_id", facts.sandbox_id);
  if (facts.privileged) json.field("privileged", *facts.privileged);
  json.field("host_pid", facts.host_pid);
  json.field("host_network", facts.host_network);
  json.field("host_ipc", facts.host_ipc);
  write_mounts(json, facts.mounts);
  json.key("labels");
  json.begin_object();
  for (const auto& [name, value] : facts.labels) json.field(name, value);
  json.end_object();
  json.end_object();
  json.end_object();
  return text;
}

}  // namespace sysreel
