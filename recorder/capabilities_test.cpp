#include "recorder/capabilities.h"

#include <doctest/doctest.h>
#include <linux/capability.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <thread>

#include "format/testing/test_files.h"
#include "recorder/proc_text.h"
#include "recorder/record_options.h"
#include "recorder/small_file.h"

namespace sysreel {
namespace {

constexpr CapabilitySet bit(int number) {
  return CapabilitySet{1} << static_cast<unsigned>(number);
}

ProcStatus own_status() {
  return parse_status(read_small_file("/proc/thread-self/status", 65536));
}

// In a child, since what is given up does not come back.
template <typename Check>
bool holds_in_child(const Check& check) {
  const pid_t child = fork();
  if (child == 0) _exit(check() ? 0 : 1);
  int status = 0;
  return waitpid(child, &status, 0) == child && status == 0;
}

bool has_no_more_than(CapabilitySet kept) {
  const ProcStatus status = own_status();
  return status.cap_effective == kept && status.cap_permitted == kept && status.cap_inheritable == 0 &&
         status.cap_ambient == 0;
}

TEST_CASE("what is kept is what there was of it, and threads have no more") {
  const CapabilitySet before = own_status().cap_permitted.value_or(0);
  for (const CapabilitySet wanted :
       {CapabilitySet{0}, bit(CAP_KILL), bit(CAP_KILL) | bit(CAP_DAC_READ_SEARCH)}) {
    CAPTURE(wanted);
    CHECK(holds_in_child([&] {
      const CapabilitySet kept = available_capabilities(wanted);
      if (kept != (wanted & before) || !keep_capabilities(kept).ok()) return false;
      bool in_thread = false;
      std::thread([&] { in_thread = has_no_more_than(kept); }).join();
      return in_thread && has_no_more_than(kept);
    }));
  }
}

TEST_CASE("nothing that was given up comes back") {
  CHECK(holds_in_child([] {
    if (!keep_capabilities(0).ok()) return false;
    return !keep_capabilities(bit(CAP_KILL)).ok() && available_capabilities(bit(CAP_KILL)) == 0;
  }));
  if ((own_status().cap_effective.value_or(0) & bit(CAP_SETPCAP)) != 0)
    CHECK(holds_in_child([] { return keep_capabilities(0).ok() && own_status().cap_bounding == 0; }));
}

TEST_CASE("options ask for what they need") {
  const TempFile file("");
  const CapabilitySet kernel =
      bit(CAP_BPF) | bit(CAP_PERFMON) | bit(CAP_SYS_PTRACE) | bit(CAP_DAC_READ_SEARCH);
  const auto needed = [&](bool kernel_events, const RecordOptions& options) {
    return capabilities_for(options, kernel_events, file.path()) & ~bit(CAP_DAC_OVERRIDE);
  };
  RecordOptions options;
  CHECK(needed(true, options) == kernel);
  CHECK(needed(false, options) == 0);
  options.command = {"true"};
  CHECK(needed(true, options) == (kernel | bit(CAP_KILL)));
  options = {};
  options.k8s.log = "audit.log";
  CHECK(needed(false, options) == bit(CAP_DAC_READ_SEARCH));
  options = {};
  options.k8s.listen = "127.0.0.1:443";
  CHECK(needed(false, options) == bit(CAP_NET_BIND_SERVICE));
  options = {};
  options.audit = true;  // joined before
  CHECK(needed(false, options) == 0);
  options.audit_rules = "my.rules";
  CHECK(needed(false, options) == bit(CAP_AUDIT_CONTROL));
  options = {};
  options.force = true;
  CHECK(needed(false, options) == bit(CAP_FOWNER));
}

TEST_CASE("modes are overridden only where they do not let the file be written") {
  const auto overrides = [](const std::string& file, const std::string& output) {
    RecordOptions options;
    options.output = output;
    return (capabilities_for(options, false, file) & bit(CAP_DAC_OVERRIDE)) != 0;
  };
  std::string folder = "/tmp/sysreel-caps-XXXXXX";
  REQUIRE(mkdtemp(folder.data()) != nullptr);
  CHECK_FALSE(overrides(folder + "/a.reel", "a"));
  REQUIRE(chmod(folder.c_str(), 0500) == 0);
  CHECK(overrides(folder + "/a.reel", "a"));
  CHECK_FALSE(overrides("standard output", "-"));
  CHECK(overrides(folder + "/gone/a.reel", "a"));
  rmdir(folder.c_str());
}

}  // namespace
}  // namespace sysreel
