#include "format/param_json.h"

#include <algorithm>
#include <string>

#include "format/socket_text.h"

namespace sysreel {
namespace {

void write_sequence(JsonWriter& json, std::string_view bytes) {
  json.begin_array();
  while (!bytes.empty()) {
    const size_t end = std::min(bytes.find('\0'), bytes.size());
    json.string(bytes.substr(0, end));
    bytes.remove_prefix(std::min(end + 1, bytes.size()));
  }
  json.end_array();
}

void write_socket(JsonWriter& json, std::string_view bytes, bool tuple) {
  std::string text;
  const bool known = tuple ? append_socket_tuple(text, bytes) : append_socket_address(text, bytes);
  json.string(known ? std::string_view(text) : bytes);
}

}  // namespace

bool is_string_sequence(const Param& param) {
  if (param.type == ParamType::kCharBufArray || param.type == ParamType::kCharBufPairArray) return true;
  return param.type == ParamType::kByteBuf &&
         (param.name == "args" || param.name == "env" || param.name == "cgroups");
}

int return_param(const EventKind& kind) {
  const int result = kind.param_index("res");
  if (result >= 0) return result;
  const bool descriptor = kind.has(kCreatesFd) && !kind.params.empty() && kind.params[0].name == "fd";
  return descriptor ? 0 : -1;
}

std::string_view name_of(EventSource source) {
  switch (source) {
    case EventSource::kSyscall:
      return "syscall";
    case EventSource::kK8sAudit:
      return "k8s_audit";
    case EventSource::kLinuxAudit:
      return "linux_audit";
  }
  return "";
}

void write_param(JsonWriter& json, const EventRef& event, const Param& param, size_t index) {
  if (!event.has(index)) return json.null();
  if (storage_of(param.type) == Storage::kInteger) {
    const int64_t value = event.integer(index);
    return is_signed(param.type) ? json.number(value) : json.number(static_cast<uint64_t>(value));
  }
  const std::string_view bytes = event.text(index);
  if (is_string_sequence(param)) return write_sequence(json, bytes);
  if (param.type == ParamType::kSockAddr) return write_socket(json, bytes, false);
  if (param.type == ParamType::kSockTuple) return write_socket(json, bytes, true);
  json.string(bytes);
}

}  // namespace sysreel
