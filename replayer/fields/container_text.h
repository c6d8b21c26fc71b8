// Texts of containers as Falco's container plugin shows them.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "replayer/state/containers.h"

namespace sysreel {

// "source:destination:mode:true:propagation"
void append_mount(std::string& out, const ContainerMount& mount);
// "key:value, key:value" without Kubernetes' own.
void append_labels(std::string& out, const std::vector<std::pair<std::string, std::string>>& labels);
// `*` any text, `?` any byte.
bool fits_pattern(std::string_view text, std::string_view pattern);
// Docker under Kubernetes names containers k8s_CONTAINER_POD_NAMESPACE_UID_ATTEMPT: the part of that number,
// from 0. False when the name is none of these.
bool pod_part_of_name(std::string& out, std::string_view container_name, size_t part);

}  // namespace sysreel
