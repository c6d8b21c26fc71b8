// container.*, k8s.* of syscalls: what each way of telling about a container gives, on the host and in
// containers of which nothing or little is told.
#include <doctest/doctest.h>

#include "replayer/testing/field_script.h"

namespace sysreel {
namespace {

void check(const std::string& script) {
  CHECK(answered(script) == script);
}

const std::string kHost = R"(header host="web1" boot=1000 wall=1700000000000001000 portable=1
snapshot scan 900 950 1/1
row 10/10@500 snapshot.thread tid=10 pid=10 ptid=1 comm="bash" exe="-bash" vpid=10 vtid=10
)";

// A process of the container begins.
const std::string kInside =
    R"(event 3000 0 20/20@600 execve res=0 exe="app" comm="app" tid=20 pid=20 ptid=1 uid=0 gid=0 cgroups=["cpu=/docker/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"]
)";

const std::string kAll =
    R"(event 2000 0 10/10@500 container json="{\"container\":{\"id\":\"aaaaaaaaaaaa\",\"full_id\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\",\"type\":0,\"name\":\"web\",\"image\":\"registry:5000/team/nginx:1.2@sha256:00\",\"imageid\":\"beef\",\"imagerepo\":\"registry:5000/team/nginx\",\"imagetag\":\"1.2\",\"imagedigest\":\"sha256:00\",\"privileged\":true,\"ip\":\"10.1.2.3\",\"cni_json\":\"{}\",\"pod_sandbox_id\":\"bbbbbbbbbbbbbbbbbbbb\",\"host_pid\":true,\"host_network\":false,\"host_ipc\":true,\"Mounts\":[{\"Source\":\"/etc\",\"Destination\":\"/host/etc\",\"Mode\":\"ro\",\"Propagation\":\"private\",\"RW\":false},{\"Source\":\"/var/run/docker.sock\",\"Destination\":\"/sock\",\"Mode\":\"\",\"Propagation\":\"rprivate\",\"RW\":true}],\"labels\":{\"app\":\"shop\",\"io.kubernetes.pod.name\":\"web-1\",\"io.kubernetes.pod.namespace\":\"prod\",\"io.kubernetes.pod.uid\":\"u-1\",\"annotation.x\":\"y\",\"tier\":\"front\"},\"pod_sandbox_labels\":{\"app\":\"pod\",\"zone\":\"a\"}}}"
)";

}  // namespace

TEST_CASE("the host is a container called host, of which the rest is missing") {
  check(kHost + R"(event 2000 0 10/10@500 getpid res=10
? container.id = host
? container.full_id = host
? container.name = host
? container.type = host
? container.image = <missing>
? container.image.repository = <missing>
? container.privileged = <missing>
? container.mounts = <missing>
? container.mount[0] = <missing>
? container.label[app] = <missing>
? container.start_ts = <missing>
? container.duration = <missing>
? container.host_pid = <missing>
? k8s.pod.name = <missing>
? k8s.ns.name = <missing>
? proc.is_container_healthcheck = <missing>
close
)");
}

TEST_CASE("a container of which all is told") {
  check(kHost + kAll + kInside + R"(? container.id = aaaaaaaaaaaa
? container.full_id = aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
? container.name = web
? container.type = docker
? container.image = registry:5000/team/nginx:1.2@sha256:00
? container.image.id = beef
? container.image.repository = registry:5000/team/nginx
? container.image.tag = 1.2
? container.image.digest = sha256:00
? container.privileged = true
? container.ip = 10.1.2.3
? container.cni.json = {}
? container.host_pid = true
? container.host_network = false
? container.host_ipc = true
? container.mounts = /etc:/host/etc:ro:false:private,/var/run/docker.sock:/sock::true:rprivate
? container.mount[0] = /etc:/host/etc:ro:false:private
? container.mount[2] = <missing>
? container.mount[/var/run*] = /var/run/docker.sock:/sock::true:rprivate
? container.mount.source[/host/etc] = /etc
? container.mount.source[1] = /var/run/docker.sock
? container.mount.dest[/etc] = /host/etc
? container.mount.dest[/nothing] = <missing>
? container.mount.mode[/etc] = ro
? container.mount.rdwr[/etc] = false
? container.mount.rdwr[1] = true
? container.mount.propagation[/etc] = private
? container.label[app] = shop
? container.label[nothing] = <missing>
? container.labels = app:shop, tier:front
? container.start_ts = <missing>
? k8s.pod.name = web-1
? k8s.ns.name = prod
? k8s.pod.uid = u-1
? k8s.pod.id = u-1
? k8s.pod.sandbox_id = bbbbbbbbbbbb
? k8s.pod.full_sandbox_id = bbbbbbbbbbbbbbbbbbbb
? k8s.pod.label[zone] = a
? k8s.pod.labels = app:pod, zone:a
? k8s.pod.ip = 10.1.2.3
? k8s.pod.cni.json = {}
? k8s.rc.name = <missing>
? k8s.deployment.label[app] = <missing>
? container.healthcheck = <missing>
close
)");
}

TEST_CASE("descriptors with their container") {
  check(kHost + kInside + R"(event 3100 0 20/20@600 openat fd=3 dirfd=-100 name="/srv/x" flags=1
? fd.containername = aaaaaaaaaaaa:/srv/x
? fd.containerdirectory = aaaaaaaaaaaa:/srv
event 3101 0 10/10@500 openat fd=3 dirfd=-100 name="/srv/x" flags=1
? fd.containername = :/srv/x
close
)");
}

TEST_CASE("a container of which nothing is told has its id alone; it begins with its pid namespace") {
  check(
      kHost +
      R"(event 2999 0 20/20@0 clone res=0 exe="app" tid=20 pid=20 ptid=10 comm="app" flags=0x20000000 vtid=1 vpid=1 pidns_init_start_ts=1000 cgroups=["cpu=/docker/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"]
? container.id = aaaaaaaaaaaa
? container.start_ts = 1700000000000001000
? container.duration = 1999
? container.name = <missing>
? container.type = <missing>
? container.image.repository = <missing>
? container.privileged = <missing>
? container.host_pid = <missing>
? container.labels = <missing>
? k8s.ns.name = <missing>
close
)");
}

TEST_CASE("older and newer ways of telling: image alone, a name of the kubelet's, the plugin's events") {
  check(
      kHost +
      R"(event 2000 0 10/10@500 container json="{\"id\":\"aaaaaaaaaaaa\",\"type\":7,\"name\":\"k8s_app_web-1_prod_u-1_0\",\"image\":\"team/app:2\"}"
)" + kInside +
      R"(? container.type = containerd
? container.image.repository = team/app
? container.image.tag = 2
? container.image.digest = <missing>
? container.privileged = <missing>
? k8s.pod.name = web-1
? k8s.ns.name = prod
? k8s.pod.uid = u-1
event 3100 0 10/10@500 asyncevent plugin_id=99 name="container_added" data="{\"container\":{\"id\":\"aaaaaaaaaaaa\",\"type\":\"podman\",\"name\":\"new\",\"image\":\"localhost:5000/app\"}}"
event 3101 0 20/20@600 getpid res=20
? container.type = podman
? container.name = new
? container.image.repository = localhost:5000/app
? container.image.tag = <missing>
event 3102 0 10/10@500 asyncevent plugin_id=99 name="container_removed" data="{\"container\":{\"id\":\"aaaaaaaaaaaa\"}}"
event 3103 0 20/20@600 getpid res=20
? container.name = new
event 3104 0 10/10@500 container json="not JSON"
event 3105 0 10/10@500 container json="{\"name\":\"without an id\"}"
event 3106 0 20/20@600 getpid res=20
? container.name = new
close
)");
}

}  // namespace sysreel
