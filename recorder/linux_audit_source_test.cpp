// Audit records from a socket that is not the kernel's, into a capture and back.
#include "recorder/linux_audit_source.h"

#include <doctest/doctest.h>
#include <linux/audit.h>
#include <linux/netlink.h>
#include <sys/socket.h>

#include <cstring>

#include "format/capture_reader.h"
#include "format/testing/test_files.h"
#include "recorder/capture_files.h"
#include "recorder/host_clock.h"
#include "recorder/linux_audit_stream.h"

namespace sysreel {
namespace {

// As the kernel sends them; `length` is what the header says, which some kernels have too small.
void send_record(int fd, uint16_t type, std::string_view text, uint32_t length = 0) {
  std::string message(NLMSG_HDRLEN, '\0');
  nlmsghdr header{};
  header.nlmsg_type = type;
  header.nlmsg_len = length != 0 ? length : static_cast<uint32_t>(NLMSG_HDRLEN + text.size());
  std::memcpy(message.data(), &header, sizeof header);
  message += text;
  REQUIRE(::send(fd, message.data(), message.size(), 0) == static_cast<ssize_t>(message.size()));
}

std::string stamp(uint64_t serial) {
  const uint64_t wall = read_clock_pair().wall / 1'000'000;
  std::string milliseconds = std::to_string(wall % 1000);
  milliseconds.insert(0, 3 - milliseconds.size(), '0');
  return "audit(" + std::to_string(wall / 1000) + "." + milliseconds + ":" + std::to_string(serial) + "): ";
}

struct Written {
  std::string events;  // a line each record, without its stamp, an empty line behind each event
  uint64_t recorded = 0;
  uint64_t lost = 0;
};

template <typename Fill>
Written recorded(Fill&& fill) {
  const TempFile place;
  CaptureHeader header;
  FileOptions options;
  options.name = place.path();
  options.force = true;
  options.sources = {EventSource::kLinuxAudit};
  auto files = CaptureFiles::open(header, options, boot_time());
  REQUIRE(files.ok());
  {
    WriteThread writer(**files);
    fill(writer);
    REQUIRE(writer.finish().ok());
  }
  REQUIRE((*files)->close(boot_time()).ok());
  Written written;
  const auto reader = CaptureReader::open((*files)->name());
  REQUIRE(reader.ok());
  CaptureItem item;
  while (*(*reader)->next(item, {})) {
    if (item.kind == CaptureItem::Kind::kLoss) {
      written.recorded += item.loss.recorded;
      written.lost += lost_events(item.loss);
    }
    if (item.kind != CaptureItem::Kind::kBlock) continue;
    CHECK(item.block.source == EventSource::kLinuxAudit);
    for (size_t i = 0; i < item.block.size(); ++i) {
      const EventRef event(item.block, i);
      CHECK(event.has(1));
      std::string_view text = event.text(0);
      while (!text.empty()) {
        const std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        written.events += std::string(line.substr(0, line.find("audit("))) +
                          std::string(line.substr(line.find("): "))) + '\n';
      }
      written.events += '\n';
    }
  }
  return written;
}

}  // namespace

TEST_CASE("records become the lines that auditd would write, one event a serial number") {
  const Written written = recorded([](WriteThread& writer) {
    int ends[2];
    REQUIRE(::socketpair(AF_UNIX, SOCK_DGRAM, 0, ends) == 0);
    const ScopedFd kernel(ends[0]);
    LinuxAuditSource source{ScopedFd(ends[1]), writer};
    const std::string first = stamp(70);
    const std::string second = stamp(71);
    const std::string third = stamp(74);
    send_record(kernel.get(), AUDIT_SYSCALL, first + "arch=c000003e syscall=59");
    send_record(kernel.get(), AUDIT_SYSCALL, second + "arch=c000003e syscall=2", 7);
    send_record(kernel.get(), AUDIT_CWD, first + "cwd=\"/\"");
    send_record(kernel.get(), 1450, second + std::string("x=1\0", 4));
    send_record(kernel.get(), AUDIT_EOE, first);
    send_record(kernel.get(), NLMSG_ERROR, "rubbish");
    send_record(kernel.get(), 1112, third + "pid=1 msg='op=login\nres=success'");
    ::send(kernel.get(), "x", 1, 0);
    source.stop(boot_time());
    CHECK(source.events() == 3);
    CHECK(source.lost() == 2);
  });
  CHECK(written.events ==
        "type=SYSCALL msg=): arch=c000003e syscall=59\n"
        "type=CWD msg=): cwd=\"/\"\n"
        "type=EOE msg=): \n\n"
        "type=SYSCALL msg=): arch=c000003e syscall=2\n"
        "type=UNKNOWN[1450] msg=): x=1\n\n"
        "type=USER_LOGIN msg=): pid=1 msg='op=login res=success'\n\n");
  CHECK(written.recorded == 3);
  CHECK(written.lost == 2);
}

TEST_CASE("what the kernel says it dropped counts even when no number is missing") {
  const Written written = recorded([](WriteThread& writer) {
    LinuxAuditStream stream(writer);
    stream.add(AUDIT_SYSCALL, stamp(5) + "a=1");
    stream.overrun(0);
    stream.overrun(0);
    stream.add(AUDIT_SYSCALL, stamp(6) + "a=1");
    stream.tick(boot_time());
    CHECK(stream.lost() == 0);
    stream.finish(boot_time());
    CHECK(stream.lost() == 1);
  });
  CHECK(written.lost == 1);
  const Written numbered = recorded([](WriteThread& writer) {
    LinuxAuditStream stream(writer);
    stream.add(AUDIT_SYSCALL, stamp(5) + "a=1");
    stream.overrun(0);
    stream.add(AUDIT_SYSCALL, stamp(9) + "a=1");
    stream.finish(boot_time());
  });
  CHECK(numbered.lost == 3);
}

TEST_CASE("dropped records without a number are as many events as records of that many make") {
  const auto lost_of = [](bool numbered) {
    return recorded([numbered](WriteThread& writer) {
      LinuxAuditStream stream(writer);
      uint64_t now = boot_time();
      for (const char* const serial : {"5", "6"})
        for (const uint32_t type : {AUDIT_SYSCALL, AUDIT_CWD, AUDIT_EOE})
          stream.add(type, std::string("audit(1000000000.000:") + serial + "): a=1");
      stream.tick(now);
      REQUIRE(stream.events() == 2);
      stream.overrun(60);
      now += 11'000'000'000;
      for (int reports = 0; reports < 2; ++reports, now += 11'000'000'000) stream.tick(now);
      CHECK(stream.lost() == 1);  // numbers may come
      if (numbered) stream.add(AUDIT_SYSCALL, stamp(100) + "a=1");
      stream.finish(now);
    });
  };
  CHECK(lost_of(false).lost == 20);
  CHECK(lost_of(true).lost == 93);
}

TEST_CASE("events end by time, and stand at their stamp but never before what was told") {
  const TempFile place;
  const Written written = recorded([](WriteThread& writer) {
    LinuxAuditStream stream(writer);
    stream.add(AUDIT_SYSCALL, "audit(1000000000.000:5): a=1");  // long ago
    stream.tick(boot_time());
    CHECK(stream.events() == 1);
    stream.add(AUDIT_SYSCALL, stamp(6) + "a=2");
    stream.tick(boot_time());
    CHECK(stream.events() == 1);
    stream.finish(boot_time());
    CHECK(stream.events() == 2);
  });
  CHECK(written.events == "type=SYSCALL msg=): a=1\n\ntype=SYSCALL msg=): a=2\n\n");
}

}  // namespace sysreel
