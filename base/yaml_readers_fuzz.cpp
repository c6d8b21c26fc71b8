// Any bytes as YAML: what libyaml is trusted with is read as yaml-cpp reads it, to the last place.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "base/testing/same_yaml.h"
#include "base/yaml_document.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const sysreel::YamlDocument quick = sysreel::YamlDocument::parse(text);
  if (quick.read_by_yaml_cpp()) return 0;
  if (!sysreel::difference(quick, sysreel::YamlDocument::parse_with_yaml_cpp(text)).empty()) std::abort();
  return 0;
}
