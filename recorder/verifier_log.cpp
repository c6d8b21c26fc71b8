#include "recorder/verifier_log.h"

#include <algorithm>
#include <string_view>

namespace sysreel {
namespace {

constexpr size_t kMessageMax = 8192;
constexpr size_t kTextMax = 65536;
constexpr std::string_view kBegin = "-- BEGIN PROG LOAD LOG --";
constexpr std::string_view kEnd = "-- END PROG LOAD LOG --";

}  // namespace

void VerifierLog::add(std::string message) {
  // The first line says that it is a log, the last ones what is wrong.
  if (message.size() > kMessageMax) {
    const size_t first = std::min(message.find('\n') + 1, kMessageMax / 2);
    const size_t last = message.size() - kMessageMax / 2;
    const size_t line = message.find('\n', last);
    message.erase(first, (line == std::string::npos ? last : line + 1) - first);
  }
  text_.append(message);
  if (text_.size() > kTextMax) text_.erase(0, text_.size() - kTextMax);
}

std::string VerifierLog::verdict() const {
  std::string_view rest = text_;
  std::string_view first;
  std::string_view refusal;
  bool in_log = false;
  while (!rest.empty()) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    if (line.find(kEnd) != std::string_view::npos) break;
    if (first.empty()) first = line;
    if (in_log && !line.empty() && !line.starts_with("processed ")) refusal = line;
    in_log = in_log || line.find(kBegin) != std::string_view::npos;
  }
  return std::string(refusal.empty() ? first : refusal);
}

}  // namespace sysreel
