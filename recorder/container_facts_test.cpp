// The state files are ours, made from the engines' documentation and sources, with only the members that are
// read.
#include "recorder/container_facts.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "base/json_document.h"

namespace sysreel {
namespace {

namespace fs = std::filesystem;
using namespace std::string_literals;

const std::string kId = "4f1d6a1e0c2b3a4958677685943a2b1c0d9e8f7a6b5c4d3e2f1a0b9c8d7e6f50";

// The root of a host of the test's own.
class Host {
 public:
  Host() {
    std::string name = (fs::temp_directory_path() / "sysreel-host-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    root_ = name;
  }
  ~Host() {
    std::error_code ignored;
    fs::remove_all(root_, ignored);
  }
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;
  void put(const std::string& path, const std::string& text) const {
    fs::create_directories(fs::path(root_ + path).parent_path());
    std::ofstream(root_ + path) << text;
  }
  std::optional<ContainerFacts> find(const std::string& path) const {
    return find_container("cpu=/\0memory="s + path + '\0', root_);
  }

 private:
  std::string root_;
};

std::string label(const ContainerFacts& facts, const std::string& name) {
  for (const auto& [key, value] : facts.labels)
    if (key == name) return value;
  return "<none>";
}

constexpr const char* kPlainSpec =
    R"("process":{"user":{"uid":33},"capabilities":{"bounding":["CAP_CHOWN"]}},"mounts":[{"destination":"/data",)"
    R"("source":"/srv/data","options":["rbind","ro","rprivate"]}],"linux":{"maskedPaths":["/proc/kcore"],)"
    R"("namespaces":[{"type":"pid"},{"type":"network"},{"type":"ipc"}]}})";

TEST_CASE("docker") {
  const Host host;
  host.put(
      "/var/lib/docker/containers/" + kId + "/config.v2.json",
      R"({"ID":")" + kId +
          R"(","Name":"/web","Image":"sha256:abcd","Config":{"Image":"registry:5000/nginx:1.25",)" +
          R"("User":"www","Labels":{"team":"blue"}},"MountPoints":{"/x":{"Source":"/srv","Destination":"/x",)" +
          R"("RW":true,"Propagation":"rprivate","Relabel":"Z"}}})");
  for (const std::string& path :
       {"/docker/" + kId, "/system.slice/docker-" + kId + ".scope", "/docker/" + kId + "/init.scope"}) {
    CAPTURE(path);
    const auto facts = host.find(path);
    REQUIRE(facts);
    CHECK(facts->engine == "docker");
    CHECK(facts->id == kId);
    CHECK(facts->name == "web");
    CHECK(facts->image == "registry:5000/nginx:1.25");
    CHECK(facts->image_id == "abcd");
    CHECK(facts->user == "www");
    CHECK(label(*facts, "team") == "blue");
    REQUIRE(facts->mounts.size() == 1);
    CHECK(facts->mounts[0].source == "/srv");
    CHECK(facts->mounts[0].writable);
  }
}

TEST_CASE("podman, with the names of containers/storage") {
  const Host host;
  host.put("/var/lib/containers/storage/overlay-containers/" + kId + "/userdata/config.json",
           R"({"ociVersion":"1.0.2","annotations":{"io.container.manager":"libpod"},)"s + kPlainSpec);
  host.put("/var/lib/containers/storage/overlay-containers/containers.json",
           R"([{"id":"other","names":["no"]},{"id":")" + kId + R"(","names":["shop"],"image":"beef",)" +
               R"("metadata":"{\"image-name\":\"docker.io/library/redis:7\"}"}])");
  const auto facts = host.find("/machine.slice/libpod-" + kId + ".scope/container");
  REQUIRE(facts);
  CHECK(facts->engine == "podman");
  CHECK(facts->name == "shop");
  CHECK(facts->image == "docker.io/library/redis:7");
  CHECK(facts->image_id == "beef");
  CHECK(facts->user == "33");
  CHECK(facts->privileged == false);
  REQUIRE(facts->mounts.size() == 1);
  CHECK_FALSE(facts->mounts[0].writable);
  CHECK_FALSE(host.find("/machine.slice/libpod-conmon-" + kId + ".scope"));
}

TEST_CASE("containerd under Kubernetes") {
  const Host host;
  host.put(
      "/run/containerd/io.containerd.runtime.v2.task/k8s.io/" + kId + "/config.json",
      R"({"ociVersion":"1.1.0","annotations":{"io.kubernetes.cri.container-name":"api",)"
      R"("io.kubernetes.cri.image-name":"ghcr.io/a/api:2@sha256:77","io.kubernetes.cri.sandbox-id":"5a5a",)"
      R"("io.kubernetes.cri.sandbox-name":"api-0","io.kubernetes.cri.sandbox-namespace":"prod",)"
      R"("io.kubernetes.cri.sandbox-uid":"u-1"},)"s +
          kPlainSpec);
  const auto facts = host.find("/kubepods.slice/kubepods-pod1.slice/cri-containerd-" + kId + ".scope");
  REQUIRE(facts);
  CHECK(facts->engine == "containerd");
  CHECK(facts->name == "api");
  CHECK(facts->sandbox_id == "5a5a");
  CHECK(label(*facts, "io.kubernetes.pod.name") == "api-0");
  CHECK(label(*facts, "io.kubernetes.pod.namespace") == "prod");
  CHECK(label(*facts, "io.kubernetes.pod.uid") == "u-1");
}

TEST_CASE("CRI-O") {
  const Host host;
  host.put(
      "/run/containers/storage/overlay-containers/" + kId + "/userdata/config.json",
      R"({"ociVersion":"1.0.2","annotations":{"io.container.manager":"cri-o","io.kubernetes.container.name":"db",)"
      R"("io.kubernetes.cri-o.ImageName":"quay.io/db:1","io.kubernetes.cri-o.SandboxID":"99",)"
      R"("io.kubernetes.pod.name":"db-0","io.kubernetes.pod.namespace":"prod"},)"s +
          kPlainSpec);
  const auto facts = host.find("/kubepods/burstable/pod1/crio-" + kId + ".scope");
  REQUIRE(facts);
  CHECK(facts->engine == "cri-o");
  CHECK(facts->name == "db");
  CHECK(facts->image == "quay.io/db:1");
  CHECK(label(*facts, "io.kubernetes.pod.name") == "db-0");
}

TEST_CASE("plain runc, privileged, in the host's namespaces") {
  const Host host;
  host.put("/run/runc/job1/state.json",
           R"({"id":"job1","config":{"labels":["bundle=/opt/job1","note=by hand"]}})");
  host.put(
      "/opt/job1/config.json",
      R"({"ociVersion":"1.0.2","process":{"user":{"uid":0},"capabilities":{"bounding":["CAP_SYS_ADMIN",)"
      R"("CAP_SYS_MODULE","CAP_SYS_RAWIO","CAP_SYS_PTRACE"]}},"linux":{"namespaces":[{"type":"mount"}]}})");
  const auto facts = host.find("/user.slice/job1");
  REQUIRE(facts);
  CHECK(facts->engine == "custom");
  CHECK(facts->name == "job1");
  CHECK(facts->privileged == true);
  CHECK(facts->host_pid);
  CHECK(facts->host_network);
  host.put("/run/runc/job2/state.json",
           R"({"id":"job2","config":{"labels":["bundle=/gone","note=by hand"]}})");
  const auto bare = host.find("/job2");
  REQUIRE(bare);
  CHECK(label(*bare, "note") == "by hand");
}

TEST_CASE("a cgroup named by a bare id, or by files that are not what they should be, is no container") {
  const Host host;
  CHECK_FALSE(host.find("/process_api/896ef693db6d04350d6a67423a54791d"));
  CHECK_FALSE(host.find("/docker/" + kId));
  CHECK_FALSE(host.find("/../../etc"));
  CHECK_FALSE(host.find(""));
  for (const char* text : {"", "{", "[]", "{\"ID\":7}", "{\"id\":\"\"}"}) {
    host.put("/var/lib/docker/containers/" + kId + "/config.v2.json", text);
    host.put("/run/runc/" + kId + "/state.json", text);
    CHECK_FALSE(host.find("/docker/" + kId));
  }
}

TEST_CASE("the event is the JSON that Falco's own recorder writes") {
  ContainerFacts facts;
  facts.id = kId;
  facts.engine = "podman";
  facts.name = "a\"b";
  facts.image = "registry:5000/a/b:tag@sha256:12";
  facts.privileged = true;
  facts.labels = {{"k", "v"}};
  facts.mounts = {{"/s", "/d", "ro", "rprivate", false}};
  JsonDocument document;
  REQUIRE(document.parse(container_json(facts)));
  const JsonValue container = document.root().get("container");
  CHECK(container.get("id").string() == kId.substr(0, 12));
  CHECK(container.get("full_id").string() == kId);
  CHECK(container.get("type").integer() == 11);
  CHECK(container.get("name").string() == "a\"b");
  CHECK(container.get("imagerepo").string() == "registry:5000/a/b");
  CHECK(container.get("imagetag").string() == "tag");
  CHECK(container.get("imagedigest").string() == "sha256:12");
  CHECK(container.get("privileged").boolean());
  CHECK(container.get("labels").get("k").string() == "v");
  CHECK(container.get("Mounts").at(0).get("Destination").string() == "/d");
}

}  // namespace
}  // namespace sysreel
