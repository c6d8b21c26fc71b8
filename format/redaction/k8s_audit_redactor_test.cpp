#include "format/redaction/k8s_audit_redactor.h"

#include <doctest/doctest.h>

namespace sysreel {
namespace {

constexpr TokenKey kKey{7};

std::optional<std::string> rewritten(const std::string& rules, const std::string& event) {
  const auto policy = parse_redaction_policy("version: 1\nrules: [" + rules + "]", "p");
  REQUIRE_MESSAGE(policy.ok(), (policy.ok() ? "" : policy.error().message));
  const ValueRedactor values(*policy, kKey);
  ValueRedactor::Hits hits;
  auto result = K8sAuditRedactor(values).rewrite(event, hits);
  CHECK((result != event) == (!result || !hits.empty()));
  return result;
}

TEST_CASE("values where the API's objects have them; everything else as it came") {
  const std::string secret = "{field: proc.args, regex: 'pw=(\\S+)', group: 1, action: drop}";
  const std::string user = "{field: user.name, name: 'alice', action: token}";
  const std::string home = "{field: fs.path, regex: '^/home/([^/]+)', group: 1, action: drop}";
  const std::string env = "{field: proc.env, name: 'AWS_*', action: drop}";
  const std::string alice = token_of("alice", kKey);
  const struct {
    std::string rule, before, after;
  } rows[] = {
      {user, R"({ "user" : {"username":"alice"}})", R"({"user":{"username":")" + alice + R"("}})"},
      {user, R"({ "user" : {"username":"bob"}})", R"({ "user" : {"username":"bob"}})"},
      {user, R"({"impersonatedUser":{"username":"x","groups":["alice","dev"]}})",
       R"({"impersonatedUser":{"username":"x","groups":[")" + alice + R"(","dev"]}})"},
      {user,
       R"({"requestObject":{"subjects":[{"kind":"User","name":"alice"},{"kind":"ServiceAccount","name":"alice"}]}})",
       R"({"requestObject":{"subjects":[{"kind":"User","name":")" + alice +
           R"("},{"kind":"ServiceAccount","name":"alice"}]}})"},
      {user, R"({"objectRef":{"resource":"users","name":"alice"}})",
       R"({"objectRef":{"resource":"users","name":")" + alice + R"("}})"},
      {user,
       R"({"annotations":{"authorization.k8s.io/reason":"allowed by RoleBinding \"a\" to User \"alice\""}})",
       R"({"annotations":{"authorization.k8s.io/reason":"allowed by RoleBinding \"a\" to User \")" + alice +
           R"(\""}})"},
      {env,
       R"({"spec":{"containers":[{"env":[{"value":"x","name":"AWS_KEY"},{"name":"LANG","value":"C"},{"name":"AWS_R","valueFrom":{}}]}]}})",
       R"({"spec":{"containers":[{"env":[{"value":"<dropped>","name":"AWS_KEY"},{"name":"LANG","value":"C"},{"name":"AWS_R","valueFrom":{}}]}]}})"},
      {"{field: proc.env, action: drop}", R"({"env":[{"name":"A","value":"x"}]})",
       R"({"env":[{"name":"A","value":null}]})"},
      {secret, R"({"command":["pw=own","pw=x"],"args":["pw=y"]})",
       R"({"command":["pw=own","pw=<dropped>"],"args":["pw=<dropped>"]})"},
      {"{field: proc.args, action: drop}", R"({"command":["sh","-c","x"],"args":["y"]})",
       R"({"command":["sh"],"args":[]})"},
      {secret, R"({"requestURI":"/api/v1/pods/p/exec?command=pw%3Dz&command=pw%3Da%20b&stdin=true"})",
       R"({"requestURI":"/api/v1/pods/p/exec?command=pw%3Dz&command=pw%3D<dropped>%20b&stdin=true"})"},
      {home,
       R"({"volumes":[{"hostPath":{"path":"/home/a/b"}}],"volumeMounts":[{"mountPath":"/home/a"}],"httpGet":{"path":"/home/a"}})",
       R"({"volumes":[{"hostPath":{"path":"/home/<dropped>/b"}}],"volumeMounts":[{"mountPath":"/home/<dropped>"}],"httpGet":{"path":"/home/a"}})"},
      {"{field: evt.buffer, action: token}", R"({"requestObject":{"kind":"Secret","data":{"k":"c2VjcmV0"}}})",
       R"({"requestObject":{"kind":"Secret","data":{"k":")" + token_of("c2VjcmV0", kKey) + R"("}}})"},
      {env,
       R"({"annotations":{"kubectl.kubernetes.io/last-applied-configuration":"{\"env\":[{\"name\":\"AWS_K\",\"value\":\"x\"}]}\n"}})",
       R"({"annotations":{"kubectl.kubernetes.io/last-applied-configuration":"{\"env\":[{\"name\":\"AWS_K\",\"value\":\"<dropped>\"}]}"}})"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.rule);
    CAPTURE(row.before);
    CHECK(rewritten(row.rule, row.before) == row.after);
  }
  CHECK(rewritten(env, "{\"env\":") == std::nullopt);  // nobody can say what is in it
}

}  // namespace
}  // namespace sysreel
