#include "replayer/import/k8s_audit_reader.h"

#include <doctest/doctest.h>
#include <zlib.h>

#include "base/json_writer.h"
#include "base/wall_time.h"

namespace sysreel {
namespace {

constexpr std::string_view kEvent =
    R"({"kind":"Event","apiVersion":"audit.k8s.io/v1","auditID":"a","verb":"get","stageTimestamp":"2026-01-02T03:04:05.000006Z"})";

std::string quoted(std::string_view text) {
  std::string out;
  JsonWriter(out).string(text);
  return out;
}

Result<std::unique_ptr<K8sAuditReader>> open_text(std::string_view text) {
  return K8sAuditReader::read(memory_source({reinterpret_cast<const uint8_t*>(text.data()), text.size()}));
}

// A line an event: its place, its own time or -, its text; then damage and what was left out.
std::string read_all(K8sAuditReader& reader) {
  std::string out;
  CaptureItem item;
  for (;;) {
    const Result<bool> more = reader.next(item, {});
    if (!more.ok()) return out + more.error().message;
    if (!*more) break;
    for (size_t i = 0; i < item.block.size(); ++i) {
      const EventRef event(item.block, i);
      out += std::to_string(event.number()) + ' ' + rfc3339_of(event.time()) + ' ' +
             (event.has(1) ? rfc3339_of(static_cast<uint64_t>(event.integer(1))) : "-") + ' ' +
             std::string(event.text(0)) + '\n';
    }
  }
  for (const Damage& damage : reader.damage()) out += "damage " + damage.reason + '\n';
  if (!reader.left_out().empty()) out += reader.left_out() + '\n';
  return out;
}

std::string read_text(std::string_view text) {
  auto reader = open_text(text);
  return reader.ok() ? read_all(**reader) : "error " + reader.error().message + '\n';
}

const std::string kRead =
    "2026-01-02T03:04:05.000006000Z 2026-01-02T03:04:05.000006000Z " + std::string(kEvent) + '\n';

}  // namespace

TEST_CASE("events in every wrapping come out as they went in") {
  const std::string event(kEvent);
  const std::string lines[] = {
      event + "\n" + event + "\n",
      "[" + event + ",\n" + event + "]",
      R"({"kind":"EventList","apiVersion":"audit.k8s.io/v1","items":[)" + event + "," + event + "]}",
      // EKS: a CloudWatch subscription, a line of an export to S3, an answer of filter-log-events
      R"({"messageType":"DATA_MESSAGE","logEvents":[{"id":"1","timestamp":1,"message":)" + quoted(event) +
          R"(},{"id":"2","timestamp":1,"message":)" + quoted(event) + "}]}",
      "2026-01-02T03:04:06.000Z " + event + "\n2026-01-02T03:04:06.000Z " + event + "\n",
      R"({"events":[{"message":)" + quoted(event) + R"(},{"@message":)" + quoted(event) +
          R"(}],"nextToken":"x"})",
      // AKS: diagnostic logs in a file and from an event hub
      R"({"category":"kube-audit","properties":{"log":)" + quoted(event) + "}}\n" +
          R"({"Category":"kube-audit","log_s":)" + quoted(event + "\n") + "}",
      R"({"records":[{"category":"kube-audit","properties":{"log":)" + quoted(event) +
          R"(}},{"category":"kube-audit","properties":{"log":)" + quoted(event) + "}}]}",
      // A container's log, and one that holds the body of a webhook
      R"({"log":)" + quoted(R"({"kind":"EventList","items":[)" + event + "," + event + "]}\n") +
          R"(,"stream":"stdout"})",
  };
  for (const std::string& text : lines) {
    CAPTURE(text);
    CHECK(read_text(text) == "1 " + kRead + "2 " + kRead);
  }
}

TEST_CASE("GKE entries become events") {
  const std::string entry =
      R"({"insertId":"i1","timestamp":"2026-01-02T03:04:05Z","labels":{"authorization.k8s.io/decision":"allow"},
      "resource":{"type":"k8s_cluster","labels":{"cluster_name":"c1"}},
      "protoPayload":{"serviceName":"k8s.io","methodName":"io.k8s.core.v1.pods.create",
        "resourceName":"core/v1/namespaces/default/pods/web",
        "authenticationInfo":{"principalEmail":"u@x"},
        "requestMetadata":{"callerIp":"1.2.3.4","callerSuppliedUserAgent":"kubectl"},
        "request":{"spec":{"hostPID":true}},"status":{}}})";
  CHECK(
      read_text(entry) ==
      "1 2026-01-02T03:04:05.000000000Z 2026-01-02T03:04:05.000000000Z "
      R"({"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"RequestResponse","auditID":"i1",)"
      R"("stage":"ResponseComplete","requestURI":"/core/v1/namespaces/default/pods/web","verb":"create",)"
      R"("user":{"username":"u@x"},"sourceIPs":["1.2.3.4"],"userAgent":"kubectl",)"
      R"("objectRef":{"resource":"pods","namespace":"default","name":"web","apiVersion":"v1"},)"
      R"("responseStatus":{"code":201},"requestObject":{"spec":{"hostPID":true}},)"
      R"("requestReceivedTimestamp":"2026-01-02T03:04:05.000000000Z","stageTimestamp":"2026-01-02T03:04:05.000000000Z",)"
      R"("annotations":{"authorization.k8s.io/decision":"allow","cluster_name":"c1"}})"
      "\n");
  struct Row {
    const char* resource;
    const char* method;
    const char* status;
    const char* wanted;
  };
  const Row rows[] = {
      {"core/v1/namespaces/d/pods/p/exec", "io.k8s.core.v1.pods.exec.create", "{}",
       R"("objectRef":{"resource":"pods","namespace":"d","name":"p","apiVersion":"v1","subresource":"exec"},"responseStatus":{"code":101})"},
      {"core/v1/namespaces/d", "io.k8s.core.v1.namespaces.delete", "{}",
       R"("objectRef":{"resource":"namespaces","name":"d","apiVersion":"v1"},"responseStatus":{"code":200})"},
      {"core/v1/namespaces/d/pods", "io.k8s.core.v1.pods.list", R"({"code":7,"message":"no"})",
       R"("objectRef":{"resource":"pods","namespace":"d","apiVersion":"v1"},"responseStatus":{"code":403,"message":"no"})"},
      {"rbac.authorization.k8s.io/v1/clusterroles/r", "io.k8s.rbac.v1.clusterroles.patch", R"({"code":99})",
       R"("objectRef":{"resource":"clusterroles","name":"r","apiGroup":"rbac.authorization.k8s.io","apiVersion":"v1"},"responseStatus":{"code":500})"},
      {"", "io.k8s.get", "{}", R"("sourceIPs":[],"responseStatus":{"code":200})"},
  };
  for (const Row& row : rows) {
    CAPTURE(std::string(row.resource));
    const std::string text =
        R"({"timestamp":"2026-01-02 03:04:05.5","protoPayload":{"serviceName":"k8s.io","methodName":")" +
        std::string(row.method) + R"(","resourceName":")" + row.resource + R"(","status":)" + row.status +
        "}}";
    const std::string found = read_text(text);
    CHECK(found.starts_with("1 2026-01-02T03:04:05.500000000Z "));
    CHECK(found.find(row.wanted) != std::string::npos);
  }
}

TEST_CASE("what is malformed is told with its line, and nothing else is lost") {
  const std::string event(kEvent);
  CHECK(read_text(event + "\n{\"kind\":\"Event\",\"x\":\n" + event +
                  "\nnot json\n{\"a\":01}\n{\"log\":\"{]\"}\n" + event + "\n{\"b\":") ==
        "1 " + kRead + "2 " + kRead + "3 " + kRead +
            "damage line 2: a value where none may be\n"
            "damage line 4: no JSON object begins here\n"
            "damage line 5: Problem while parsing a number\n"
            "damage line 6: the wrapped event: a closing bracket without its opening one\n"
            "damage line 8: the text ends inside a document\n");
  std::string many = event + "\n";
  for (int i = 0; i < 100; ++i) many += "{\"a\":01}\n";
  auto reader = open_text(many);
  REQUIRE(reader.ok());
  CHECK(read_all(**reader).find("damage 80 more malformed pieces, the last on line 101\n") !=
        std::string::npos);
  CHECK((*reader)->damage().size() == 21);
  CHECK((*reader)->foreign_counts().damaged == 100);
  CHECK((*reader)->state() == CaptureState::kDamaged);
}

TEST_CASE("times: the stage's, else the request's, else the envelope's, else that of the event before") {
  CHECK(
      read_text(
          R"({"auditID":"1","stageTimestamp":"2026-01-01T00:00:02Z","requestReceivedTimestamp":"2026-01-01T00:00:01Z"}
{"auditID":"2","requestReceivedTimestamp":"2026-01-01T00:00:01Z"}
{"auditID":"3"}
{"auditID":"4","timestamp":"2026-01-01T00:00:03+01:00"}
{"timestamp":1767225600000,"message":"{\"auditID\":\"5\"}"}
{"a":"b"}
)") ==
      R"(1 2026-01-01T00:00:02.000000000Z 2026-01-01T00:00:02.000000000Z {"auditID":"1","stageTimestamp":"2026-01-01T00:00:02Z","requestReceivedTimestamp":"2026-01-01T00:00:01Z"}
2 2026-01-01T00:00:01.000000000Z 2026-01-01T00:00:01.000000000Z {"auditID":"2","requestReceivedTimestamp":"2026-01-01T00:00:01Z"}
3 2026-01-01T00:00:01.000000000Z - {"auditID":"3"}
4 2025-12-31T23:00:03.000000000Z 2025-12-31T23:00:03.000000000Z {"auditID":"4","timestamp":"2026-01-01T00:00:03+01:00"}
5 2026-01-01T00:00:00.000000000Z 2026-01-01T00:00:00.000000000Z {"auditID":"5"}
1 JSON documents that are no Kubernetes audit events left out; 1 events without a time stand at that of the event before them
)");
}

TEST_CASE("a line of more than 16 MiB, compressed") {
  const std::string large = R"({"auditID":"big","x":")" + std::string(17U << 20, 'x') + "\"}";
  const std::string text = large + "\n" + std::string(kEvent) + "\n";
  uLongf size = compressBound(text.size());
  std::vector<uint8_t> packed(size + 18);
  z_stream stream{};
  REQUIRE(deflateInit2(&stream, 1, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) == Z_OK);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = packed.data();
  stream.avail_out = static_cast<uInt>(packed.size());
  REQUIRE(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  auto reader = K8sAuditReader::read(memory_source(packed));
  REQUIRE(reader.ok());
  CaptureItem item;
  size_t events = 0;
  size_t largest = 0;
  while (*(*reader)->next(item, {})) {
    for (size_t i = 0; i < item.block.size(); ++i)
      largest = std::max(largest, EventRef(item.block, i).text(0).size());
    events += item.block.size();
  }
  CHECK(events == 2);
  CHECK(largest == large.size());
  CHECK((*reader)->state() == CaptureState::kClosed);

  packed.resize(packed.size() / 2);
  reader = K8sAuditReader::read(memory_source(packed));
  CHECK_FALSE(reader.ok());
}

TEST_CASE("JSON without an audit event is no capture") {
  CHECK(read_text("{\"a\":1}\n") == "error JSON without a Kubernetes audit event\n");
  CHECK(read_text("{\"a\"\n") ==
        "error JSON without a Kubernetes audit event: line 1: the text ends inside a document\n");
  CHECK(read_text(R"({"kind":"Event","apiVersion":"v1","reason":"Scheduled"})") ==
        "error JSON without a Kubernetes audit event\n");
}

}  // namespace sysreel
