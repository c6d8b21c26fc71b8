// Which fields of the language this build can read.
#include <doctest/doctest.h>

#include <set>
#include <string>

#include "replayer/fields/extractor.h"
#include "rules/field.h"

namespace sysreel {
namespace {

// Classes whose values come from data that no capture of this version holds: container and Kubernetes
// metadata, plugins.
bool from_elsewhere(std::string_view name) {
  for (const std::string_view prefix : {"container.", "k8s.", "k8smeta.", "static."}) {
    if (name.starts_with(prefix)) return true;
  }
  return name.starts_with("proc.is_container_");
}

}  // namespace

TEST_CASE("every field of system calls has an extractor, but for those listed") {
  std::set<std::string> missing;
  for (const rules::Field& field : rules::all_fields()) {
    if (extractor_of(field.name) == nullptr && !from_elsewhere(field.name))
      missing.insert(std::string(field.name));
  }
  // Names would need DNS of the time; plugins and infrastructure events are not recorded.
  const std::set<std::string> expected = {
      "evt.around",
      "evt.infra.docker.container.id",
      "evt.infra.docker.container.image",
      "evt.infra.docker.container.name",
      "evt.infra.docker.name",
      "fd.cip.name",
      "fd.lip.name",
      "fd.rip.name",
      "fd.sip.name",
  };
  CHECK(missing == expected);
}

TEST_CASE("every extractor is of a field that the language has") {
  for (const auto rows :
       {event_extractors(), argument_extractors(), process_extractors(), thread_extractors(),
        user_extractors(), fd_extractors(), socket_extractors(), fs_path_extractors(), poll_extractors(),
        container_extractors(), json_extractors(), kubernetes_extractors(), kubernetes_pod_extractors()}) {
    for (const ExtractorRow& row : rows) {
      CAPTURE(row.name);
      CHECK(rules::field_named(row.name).has_value());
    }
  }
}

}  // namespace sysreel
