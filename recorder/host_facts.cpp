#include "recorder/host_facts.h"

#include <sys/random.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#include <string_view>

#include "base/version.h"
#include "recorder/host_clock.h"
#include "recorder/small_file.h"

namespace sysreel {
namespace {

constexpr size_t kTextMax = 65536;

std::string pretty_name(std::string_view os_release) {
  constexpr std::string_view kKey = "PRETTY_NAME=";
  while (!os_release.empty()) {
    const size_t end = os_release.find('\n');
    std::string_view line = os_release.substr(0, end);
    os_release = end == std::string_view::npos ? std::string_view{} : os_release.substr(end + 1);
    if (!line.starts_with(kKey)) continue;
    line.remove_prefix(kKey.size());
    if (line.size() >= 2 && line.front() == '"' && line.back() == '"') line = line.substr(1, line.size() - 2);
    return std::string(line);
  }
  return {};
}

std::string first_line(std::string text) {
  if (const size_t end = text.find('\n'); end != std::string::npos) text.resize(end);
  return text;
}

CaptureId random_id() {
  CaptureId id{};
  size_t filled = 0;
  while (filled < id.size()) {
    const ssize_t got = getrandom(id.data() + filled, id.size() - filled, 0);
    if (got > 0) filled += static_cast<size_t>(got);
  }
  return id;
}

}  // namespace

CaptureHeader describe_host() {
  CaptureHeader header;
  header.capture_id = random_id();
  header.recording_id = random_id();
  utsname names{};
  if (uname(&names) == 0) {
    header.host = names.nodename;
    header.kernel = names.release;
  }
  header.machine_id = first_line(read_small_file("/etc/machine-id", kTextMax));
  header.os = pretty_name(read_small_file("/etc/os-release", kTextMax));
  header.cpus = static_cast<uint32_t>(sysconf(_SC_NPROCESSORS_ONLN));
  header.recorder = "sysreel-record " + std::string(kVersion);
  header.build = kVersion;
  const ClockPair clocks = read_clock_pair();
  header.boot_time = clocks.boot;
  header.wall_time = clocks.wall;
  return header;
}

std::string default_capture_name(const CaptureHeader& header) {
  const auto seconds = static_cast<time_t>(header.wall_time / 1000000000U);
  tm utc{};
  gmtime_r(&seconds, &utc);
  char stamp[32];
  strftime(stamp, sizeof(stamp), "%Y%m%dT%H%M%SZ", &utc);
  return "sysreel-" + (header.host.empty() ? "host" : header.host) + "-" + stamp + ".reel";
}

}  // namespace sysreel
