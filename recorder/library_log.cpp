#include "recorder/library_log.h"

#include <bpf/libbpf.h>

#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <utility>

#include "recorder/verifier_log.h"

namespace sysreel {
namespace {

VerifierLog& collected() {
  thread_local VerifierLog log;
  return log;
}

int take(libbpf_print_level level, const char* format, va_list arguments) {
  if (level == LIBBPF_DEBUG) return 0;
  va_list again;
  va_copy(again, arguments);
  const int length = std::vsnprintf(nullptr, 0, format, again);
  va_end(again);
  if (length <= 0) return 0;
  std::string message(static_cast<size_t>(length) + 1, '\0');
  std::vsnprintf(message.data(), message.size(), format, arguments);
  message.pop_back();
  collected().add(std::move(message));
  return 0;
}

}  // namespace

LibraryLog::LibraryLog() {
  libbpf_set_print(take);
  collected().clear();
}

LibraryLog::~LibraryLog() {
  libbpf_set_print(nullptr);
}

Error LibraryLog::error(std::string what, int error) const {
  Error result = system_error(std::move(what), error);
  if (const std::string words = collected().verdict(); !words.empty()) result.message += " (" + words + ")";
  return result;
}

Error system_error(std::string what, int error) {
  const ErrorCode code = error == EPERM || error == EACCES ? ErrorCode::kPermission : ErrorCode::kSystem;
  return Error{code, std::move(what) + ": " + std::strerror(error)};
}

}  // namespace sysreel
