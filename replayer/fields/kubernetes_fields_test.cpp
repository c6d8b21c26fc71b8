// Fields of Kubernetes audit events: one event that has everything, then what is missing and how lists count.
#include <doctest/doctest.h>

#include <set>
#include <string>

#include "replayer/testing/replay_text.h"
#include "rules/field.h"

namespace sysreel {
namespace {

const std::string kPod = R"({
 "kind":"Event","apiVersion":"audit.k8s.io/v1","level":"RequestResponse","auditID":"a-1","stage":"ResponseComplete",
 "requestURI":"/api/v1/namespaces/default/pods/web/exec?command=ls&command=-l&x=a%2Fb+c&empty#frag","verb":"create",
 "user":{"username":"bob","uid":"7","groups":["dev","system:authenticated"]},
 "impersonatedUser":{"username":"alice"},
 "sourceIPs":["10.0.0.1","10.0.0.2"],"userAgent":"kubectl/v1",
 "objectRef":{"resource":"pods","namespace":"default","name":"web","apiVersion":"v1"},
 "responseStatus":{"metadata":{},"code":201,"reason":"Created"},
 "requestObject":{"kind":"Pod","metadata":{"name":"web","labels":{"app":"req","app.kubernetes.io/name":"w"}},"spec":{
   "hostNetwork":true,"hostPID":true,"hostIPC":false,
   "securityContext":{"runAsUser":1000,"runAsGroup":3000,"fsGroup":2000,"supplementalGroups":[5,6]},
   "volumes":[{"name":"v","hostPath":{"path":"/etc","type":""}},{"name":"s","secret":{"secretName":"t"}},
              {"name":"f","flexVolume":{"driver":"d/x"}}],
   "initContainers":[{"name":"init","image":"busybox:1","command":["sh"],"args":["-c","true"],
     "securityContext":{"privileged":true,"procMount":"Unmasked"}}],
   "ephemeralContainers":[{"name":"debug","image":"alpine","securityContext":{"privileged":false}}],
   "containers":[
     {"name":"a","image":"registry:5000/team/nginx:1.2@sha256:00","command":["/bin/sh","-c"],"args":["x y"],
      "ports":[{"containerPort":80,"hostPort":8080},{"containerPort":443}],
      "securityContext":{"privileged":true,"runAsUser":0,"allowPrivilegeEscalation":true,
                         "readOnlyRootFilesystem":false,"capabilities":{"add":["NET_ADMIN","SYS_TIME"]}}},
     {"name":"b","image":"nginx","securityContext":{"runAsGroup":9}}]}},
 "responseObject":{"kind":"Pod","metadata":{"name":"web-1","labels":{"app":"resp","sensitive":"true","n/u.ll":null}}},
 "annotations":{"authorization.k8s.io/decision":"allow","authorization.k8s.io/reason":"RBAC",
   "authentication.openshift.io/decision":"ok","authentication.openshift.io/username":"os",
   "validation.policy.admission.k8s.io/validation_failure":"vf","pod-security.kubernetes.io/audit-violations":"pv",
   "cluster_name":"c1"}})";

const std::string kOther = R"({
 "auditID":"b","verb":"create","objectRef":{"resource":"configmaps","name":"cm"},
 "requestObject":{"data":{"k":"v","n":1.5},"roleRef":{"name":"admin"},
   "subjects":[{"kind":"User","name":"u1"},{"kind":"ServiceAccount","name":"sa","namespace":"ns"},
               {"kind":"ServiceAccount","name":"lost"},{"kind":"Group","name":"g"}],
   "rules":[{"apiGroups":["","apps"],"resources":["pods"],"verbs":["get","list"]},
            {"nonResourceURLs":["/healthz"],"verbs":["*"]}],
   "spec":{"type":"NodePort","ports":[{"port":80},{"port":81}]}}})";

std::string value_of(const std::string& json, const std::string& field, bool falco_compatible = false) {
  const std::string capture = "header boot=0 wall=0\nsource k8s_audit\n" + k8s_event(5, json) + "close\n";
  const std::string found =
      findings_of(capture, rule_text("k8s_audit", "evt.num = 1", "%" + field), {}, falco_compatible);
  constexpr std::string_view kPrefix = "1 k8s_audit ";
  return found.starts_with(kPrefix) ? found.substr(kPrefix.size(), found.size() - kPrefix.size() - 1) : found;
}

bool holds(const std::string& json, const std::string& condition) {
  const std::string capture = "source k8s_audit\n" + k8s_event(5, json) + "close\n";
  const std::string found = findings_of(capture, rule_text("k8s_audit", condition, "yes"));
  REQUIRE((found.empty() || found == "1 k8s_audit yes\n"));
  return !found.empty();
}

struct Row {
  const std::string* json;
  const char* field;
  const char* text;
};

const Row kRows[] = {
    {&kPod, "ka.auditid", "a-1"},
    {&kPod, "ka.stage", "ResponseComplete"},
    {&kPod, "ka.auth.decision", "allow"},
    {&kPod, "ka.auth.reason", "RBAC"},
    {&kPod, "ka.auth.openshift.decision", "ok"},
    {&kPod, "ka.auth.openshift.username", "os"},
    {&kPod, "ka.validations.admission.policy.failure", "vf"},
    {&kPod, "ka.security.pod.violations", "pv"},
    {&kPod, "ka.user.name", "bob"},
    {&kPod, "ka.user.groups", "(dev,system:authenticated)"},
    {&kPod, "ka.impuser.name", "alice"},
    {&kPod, "ka.verb", "create"},
    {&kPod, "ka.uri", "/api/v1/namespaces/default/pods/web/exec?command=ls&command=-l&x=a%2Fb+c&empty#frag"},
    {&kPod, "ka.uri.param[command]", "ls"},
    {&kPod, "ka.uri.param[x]", "a/b c"},
    {&kPod, "ka.uri.param[empty]", ""},
    {&kPod, "ka.uri.param[frag]", "<NA>"},
    {&kPod, "ka.target.name", "web"},
    {&kPod, "ka.target.namespace", "default"},
    {&kPod, "ka.target.resource", "pods"},
    {&kPod, "ka.target.subresource", "<NA>"},
    {&kPod, "ka.target.pod.name", "web-1"},
    {&kPod, "ka.req.binding.subject.has_name[x]", "true"},
    {&kPod, "ka.req.configmap.name", "web"},
    {&kPod, "ka.req.container.image", "registry:5000/team/nginx:1.2@sha256:00"},
    {&kPod, "ka.req.container.image.repository", "registry:5000/team/nginx"},
    {&kPod, "ka.req.container.host_network", "true"},
    {&kPod, "ka.req.container.privileged", "true"},
    {&kPod, "ka.req.pod.host_ipc", "false"},
    {&kPod, "ka.req.pod.host_network", "true"},
    {&kPod, "ka.req.pod.host_pid", "true"},
    {&kPod, "ka.req.pod.run_as_user", "1000"},
    {&kPod, "ka.req.pod.run_as_group", "3000"},
    {&kPod, "ka.req.pod.fs_group", "2000"},
    {&kPod, "ka.req.pod.supplemental_groups", "(5,6)"},
    {&kPod, "ka.req.volume.hostpath[/etc]", "true"},
    {&kPod, "ka.req.volume.hostpath[/e*]", "true"},
    {&kPod, "ka.req.volume.hostpath[/var*]", "false"},
    {&kPod, "ka.req.pod.volumes.hostpath", "(/etc)"},
    {&kPod, "ka.req.pod.volumes.hostpath[0]", "(/etc)"},
    {&kPod, "ka.req.pod.volumes.hostpath[1]", "<NA>"},
    {&kPod, "ka.req.pod.volumes.flexvolume_driver", "(d/x)"},
    {&kPod, "ka.req.pod.volumes.volume_type", "(hostPath,secret,flexVolume)"},
    {&kPod, "ka.req.pod.volumes.volume_type[1]", "(secret)"},
    {&kPod, "ka.resp.name", "web-1"},
    {&kPod, "ka.response.code", "201"},
    {&kPod, "ka.response.reason", "Created"},
    {&kPod, "ka.useragent", "kubectl/v1"},
    {&kPod, "ka.sourceips", "(10.0.0.1,10.0.0.2)"},
    {&kPod, "ka.sourceips[1]", "(10.0.0.2)"},
    {&kPod, "ka.cluster.name", "c1"},
    {&kPod, "ka.req.pod.containers.name", "(a,b)"},
    {&kPod, "ka.req.pod.containers.image", "(registry:5000/team/nginx:1.2@sha256:00,nginx)"},
    {&kPod, "ka.req.pod.containers.image[1]", "(nginx)"},
    {&kPod, "ka.req.pod.containers.image[2]", "<NA>"},
    {&kPod, "ka.req.pod.containers.image.repository", "(registry:5000/team/nginx,nginx)"},
    {&kPod, "ka.req.pod.containers.command", "(/bin/sh -c)"},
    {&kPod, "ka.req.pod.containers.args", "(x y)"},
    {&kPod, "ka.req.pod.containers.args[1]", "<NA>"},
    {&kPod, "ka.req.pod.containers.host_port", "(8080,443)"},
    {&kPod, "ka.req.pod.containers.privileged", "(true)"},
    {&kPod, "ka.req.pod.containers.allow_privilege_escalation", "(true)"},
    {&kPod, "ka.req.pod.containers.read_only_fs", "(false)"},
    {&kPod, "ka.req.pod.containers.run_as_user", "(0)"},
    {&kPod, "ka.req.pod.containers.run_as_group", "(9)"},
    {&kPod, "ka.req.pod.containers.proc_mount", "<NA>"},
    {&kPod, "ka.req.pod.containers.add_capabilities", R"((["NET_ADMIN","SYS_TIME"]))"},
    {&kPod, "ka.req.pod.containers.eff_run_as_user", "(0,1000)"},
    {&kPod, "ka.req.pod.containers.eff_run_as_group", "(3000,9)"},
    {&kPod, "ka.req.pod.initContainers.name", "(init)"},
    {&kPod, "ka.req.pod.initContainers.image", "(busybox:1)"},
    {&kPod, "ka.req.pod.initContainers.image.repository", "(busybox)"},
    {&kPod, "ka.req.pod.initContainers.command", "(sh)"},
    {&kPod, "ka.req.pod.initContainers.args", "(-c true)"},
    {&kPod, "ka.req.pod.initContainers.host_port", "<NA>"},
    {&kPod, "ka.req.pod.initContainers.privileged", "(true)"},
    {&kPod, "ka.req.pod.initContainers.allow_privilege_escalation", "<NA>"},
    {&kPod, "ka.req.pod.initContainers.read_only_fs", "<NA>"},
    {&kPod, "ka.req.pod.initContainers.run_as_user", "<NA>"},
    {&kPod, "ka.req.pod.initContainers.run_as_group", "<NA>"},
    {&kPod, "ka.req.pod.initContainers.proc_mount", "(Unmasked)"},
    {&kPod, "ka.req.pod.initContainers.add_capabilities", "<NA>"},
    {&kPod, "ka.req.pod.initContainers.eff_run_as_user", "(1000)"},
    {&kPod, "ka.req.pod.initContainers.eff_run_as_group", "(3000)"},
    {&kPod, "ka.req.pod.ephemeralContainers.name", "(debug)"},
    {&kPod, "ka.req.pod.ephemeralContainers.image", "(alpine)"},
    {&kPod, "ka.req.pod.ephemeralContainers.image.repository", "(alpine)"},
    {&kPod, "ka.req.pod.ephemeralContainers.command", "<NA>"},
    {&kPod, "ka.req.pod.ephemeralContainers.args", "<NA>"},
    {&kPod, "ka.req.pod.ephemeralContainers.privileged", "(false)"},
    {&kPod, "ka.req.pod.ephemeralContainers.allow_privilege_escalation", "<NA>"},
    {&kPod, "ka.req.pod.ephemeralContainers.read_only_fs", "<NA>"},
    {&kPod, "ka.req.pod.ephemeralContainers.run_as_user", "<NA>"},
    {&kPod, "ka.req.pod.ephemeralContainers.run_as_group", "<NA>"},
    {&kPod, "ka.req.pod.ephemeralContainers.proc_mount", "<NA>"},
    {&kPod, "ka.req.pod.ephemeralContainers.add_capabilities", "<NA>"},
    {&kPod, "ka.req.pod.ephemeralContainers.eff_run_as_user", "(1000)"},
    {&kPod, "ka.req.pod.ephemeralContainers.eff_run_as_group", "(3000)"},
    {&kPod, "ka.target.labels.app", "(resp)"},
    {&kPod, "ka.target.labels[sensitive]", "(true)"},
    {&kPod, "ka.target.labels.n/u.ll", "<NA>"},
    {&kPod, "ka.req.labels.app", "(req)"},
    {&kPod, "ka.req.labels.app.kubernetes.io/name", "(w)"},
    {&kPod, "ka.req.labels.sensitive", "<NA>"},
    {&kOther, "ka.req.binding.role", "admin"},
    {&kOther, "ka.req.binding.subjects",
     R"(({"kind":"User","name":"u1"},{"kind":"ServiceAccount","name":"sa","namespace":"ns"},)"
     R"({"kind":"ServiceAccount","name":"lost"},{"kind":"Group","name":"g"}))"},
    {&kOther, "ka.req.binding.subjects.user_names", "(u1)"},
    {&kOther, "ka.req.binding.subjects.serviceaccount_names", "(sa,lost)"},
    {&kOther, "ka.req.binding.subjects.serviceaccount_ns_names", "(ns:sa)"},
    {&kOther, "ka.req.binding.subjects.group_names", "(g)"},
    {&kOther, "ka.req.configmap.name", "cm"},
    {&kOther, "ka.req.configmap.obj", R"({"k":"v","n":1.5})"},
    {&kOther, "ka.req.role.rules",
     R"(({"apiGroups":["","apps"],"resources":["pods"],"verbs":["get","list"]},)"
     R"({"nonResourceURLs":["/healthz"],"verbs":["*"]}))"},
    {&kOther, "ka.req.role.rules.apiGroups", "(,apps)"},
    {&kOther, "ka.req.role.rules.nonResourceURLs", "(/healthz)"},
    {&kOther, "ka.req.role.rules.verbs", "(get,list,*)"},
    {&kOther, "ka.req.role.rules.verbs[1]", "(*)"},
    {&kOther, "ka.req.role.rules.resources", "(pods)"},
    {&kOther, "ka.req.service.type", "NodePort"},
    {&kOther, "ka.req.service.ports", R"(({"port":80},{"port":81}))"},
    {&kOther, "ka.req.service.ports[1]", R"(({"port":81}))"},
    {&kOther, "ka.target.pod.name", "<NA>"},
    {&kOther, "ka.req.container.privileged", "<NA>"},
    {&kOther, "ka.req.volume.hostpath[/etc]", "<NA>"},
    {&kOther, "jevt.value[/auditID]", "b"},
    {&kOther, "jevt.value[/requestObject/subjects/1/namespace]", "ns"},
    {&kOther, "jevt.value[/requestObject/rules/0/apiGroups]", R"(["","apps"])"},
    {&kOther, "jevt.value[/requestObject/data/n]", "1.5"},
    {&kOther, "jevt.value[/requestObject/subjects/9]", "<NA>"},
    {&kOther, "jevt.value[/requestObject/subjects/01]", "<NA>"},
    {&kPod, "json.value[/annotations/authorization.k8s.io~1decision]", "allow"},
    {&kPod, "json.rawtime", "5"},
    {&kPod, "jevt.rawtime", "5"},
};

}  // namespace

TEST_CASE("every field, from an event that has it or lacks it") {
  std::set<std::string> seen;
  for (const Row& row : kRows) {
    CAPTURE(std::string(row.field));
    const std::string_view field = row.field;
    seen.emplace(field.substr(0, field.find('[')));
  }
  for (const rules::Field& field : rules::all_fields()) {
    if (!field.name.starts_with("ka.") || field.has(rules::kOurs)) continue;
    CAPTURE(field.name);
    CHECK(seen.count(std::string(field.name)) == 1);
  }
}

TEST_CASE("the whole event, laid out") {
  CHECK(value_of(R"({"a":[1,{}],"b":{"c":"\n"}})", "jevt.obj") ==
        "{\n    \"a\": [\n        1,\n        {}\n    ],\n    \"b\": {\n        \"c\": \"\\n\"\n    }\n}");
}

TEST_CASE("an event that is no JSON has no values") {
  for (const char* json : {"", "nonsense", "{\"auditID\":", "[]", "7"}) {
    CAPTURE(json);
    CHECK(value_of(json, "ka.auditid") == "<NA>");
    CHECK(value_of(json, "ka.target.labels.x") == "<NA>");
    CHECK(value_of(json, "ka.req.pod.containers.image") == "<NA>");
    CHECK_FALSE(holds(json, "ka.verb != get"));
    CHECK(holds(json, "not ka.verb = get"));
  }
}

TEST_CASE("labels: of the answer, of the request, of every object of a list") {
  const std::string list =
      R"({"verb":"list","responseObject":{"kind":"ConfigMapList","metadata":{},"items":[
        {"metadata":{"labels":{"a.b/c":"1"}}},{"metadata":{}},{"metadata":{"labels":{"sensitive":"true","a.b/c":"2"}}}]}})";
  CHECK(value_of(list, "ka.target.labels.a.b/c") == "(1,2)");
  CHECK(holds(list, "ka.target.labels.sensitive = true"));
  CHECK(holds(list, "ka.target.labels.a.b/c = 2"));
  CHECK_FALSE(holds(list, "ka.target.labels.a.b/c = 3"));
  CHECK(holds(list, "ka.target.labels.a.b/c in (1, 2, 3)"));
  CHECK_FALSE(holds(list, "ka.req.labels.sensitive exists"));
  CHECK(value_of(list, "ka.target.labels.other") == "<NA>");
  const std::string request =
      R"({"requestObject":{"metadata":{"labels":{"sensitive":"true"}}},"responseObject":{}})";
  CHECK(holds(request, "ka.target.labels.sensitive = true"));
  CHECK(holds(request, "ka.req.labels.sensitive = true"));
  const std::string metadata_level = R"({"level":"Metadata","objectRef":{"name":"x"}})";
  CHECK_FALSE(holds(metadata_level, "ka.target.labels.sensitive exists"));
}

TEST_CASE("operators on text apply to the elements of a list") {
  CHECK(holds(kPod, "ka.user.groups contains authenticated"));
  CHECK(holds(kPod, "ka.user.groups startswith sys"));
  CHECK_FALSE(holds(kPod, "ka.user.groups contains masters"));
  CHECK(holds(kPod, "ka.req.pod.containers.image endswith nginx"));
  CHECK(holds(kPod, "ka.user.groups intersects (dev, ops)"));
  CHECK_FALSE(holds(kPod, "ka.user.groups in (dev, ops)"));
}

TEST_CASE("a container without an image says nothing about any") {
  const std::string json =
      R"({"requestObject":{"spec":{"containers":[{"name":"a","image":"x"},{"name":"b"}]}}})";
  CHECK(value_of(json, "ka.req.pod.containers.image") == "<NA>");
  CHECK(value_of(json, "ka.req.pod.containers.image.repository") == "<NA>");
  CHECK(value_of(json, "ka.req.pod.containers.name") == "(a,b)");
}

TEST_CASE("--falco-compatible reads where Falco reads") {
  const std::string role = R"({"auditID":"c","sourceIPs":["10.0.0.9"],
    "requestObject":{"rules":[{"sourceIPs":["1.1.1.1"]},{"sourceIPs":["2.2.2.2"]}],
      "spec":{"runAsUser":5,"containers":[{"runAsUser":6},{"securityContext":{"runAsUser":7}}]}}})";
  const std::string anonymous = R"({"verb":"get","user":{"username":"eve"}})";
  const Row rows[] = {
      {&kPod, "ka.sourceips", "<NA>"},
      {&role, "ka.sourceips", "(1.1.1.1,2.2.2.2)"},
      {&kPod, "ka.req.pod.containers.eff_run_as_user", "(0,0)"},
      {&role, "ka.req.pod.containers.eff_run_as_user", "(6,5)"},
      {&kPod, "ka.req.pod.initContainers.eff_run_as_group", "(0)"},
      {&kPod, "ka.req.pod.containers.image.repository", "(registry,nginx)"},
      {&kPod, "ka.req.container.image.repository", "registry"},
      {&kOther, "ka.req.service.ports", R"([{"port":80},{"port":81}])"},
      {&anonymous, "ka.verb", "<NA>"},
      {&anonymous, "jevt.value[/verb]", "get"},
      {&kPod, "ka.verb", "create"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.field);
    CHECK(value_of(*row.json, row.field, true) == row.text);
  }
}

}  // namespace sysreel
