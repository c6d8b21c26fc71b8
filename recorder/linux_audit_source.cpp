#include "recorder/linux_audit_source.h"

#include <linux/netlink.h>
#include <poll.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "recorder/audit_rules.h"
#include "recorder/audit_socket.h"
#include "recorder/audit_state.h"
#include "recorder/host_clock.h"
#include "recorder/linux_audit_stream.h"

namespace sysreel {
namespace {

constexpr int kLook = 50;                      // ms
constexpr uint64_t kLastLook = 1'000'000'000;  // ns
constexpr size_t kMaxMessage = 1 << 16;        // the kernel's are at most 8,970 bytes

}  // namespace

Result<ScopedFd> LinuxAuditSource::join(Journal& journal) {
  auto records = open_audit_log();
  if (!records.ok()) return Error{ErrorCode::kSystem, "--audit: " + records.error().message};
  if (const AuditState state = ask_audit_state(); state.known && !state.enabled)
    journal.warning(
        "--audit: audit is off on this host, and this program does not turn it on: no records of system "
        "calls will come");
  return records;
}

Result<std::unique_ptr<LinuxAuditSource>> LinuxAuditSource::open(ScopedFd records,
                                                                 const std::string& rules_file,
                                                                 WriteThread& writer, Journal& journal) {
  auto source = std::make_unique<LinuxAuditSource>(std::move(records), writer);
  if (rules_file.empty()) return source;
  auto rules = AuditRules::read(rules_file);
  if (!rules.ok()) return std::move(rules).error();
  SYSREEL_RETURN_IF_ERROR((*rules)->add(journal));
  source->rules_ = std::move(rules).value();
  return source;
}

LinuxAuditSource::LinuxAuditSource(ScopedFd records, WriteThread& writer)
    : records_(std::move(records)),
      stream_(std::make_unique<LinuxAuditStream>(writer)),
      thread_([this] { run(); }) {}

LinuxAuditSource::~LinuxAuditSource() {
  stream_->stop_waiting();
  ending_ = true;
  if (thread_.joinable()) thread_.join();
}

void LinuxAuditSource::run() {
  while (!ending_) {
    pollfd entry{records_.get(), POLLIN, 0};
    const bool nothing = ::poll(&entry, 1, kLook) > 0 && !read_some();
    if (nothing) ::poll(nullptr, 0, kLook);
  }
  // What the kernel had when it was told to stop; others' rules may go on making records.
  const uint64_t until = boot_time() + kLastLook;
  while (boot_time() < until && read_some()) {
  }
}

// False when there is nothing more.
bool LinuxAuditSource::read_some() {
  alignas(nlmsghdr) char message[kMaxMessage];
  const ssize_t got = ::recv(records_.get(), message, sizeof message, MSG_DONTWAIT);
  if (got < 0 && errno == ENOBUFS) stream_->overrun();
  if (got < 0) return errno == ENOBUFS || errno == EINTR;
  if (static_cast<size_t>(got) < NLMSG_HDRLEN) return got > 0;
  // The length that the header tells is not the same in all kernels; a datagram is one message.
  nlmsghdr header{};
  std::memcpy(&header, message, sizeof header);
  std::string_view text(message + NLMSG_HDRLEN, static_cast<size_t>(got) - NLMSG_HDRLEN);
  text = text.substr(0, text.find_last_not_of(std::string_view("\0\n", 2)) + 1);
  stream_->add(header.nlmsg_type, text);
  return true;
}

void LinuxAuditSource::tick(uint64_t now) {
  stream_->tick(now);
}

void LinuxAuditSource::stop(uint64_t now) {
  rules_.reset();
  stream_->stop_waiting();
  ending_ = true;
  if (thread_.joinable()) thread_.join();
  stream_->finish(now);
}

uint64_t LinuxAuditSource::events() const {
  return stream_->events();
}

uint64_t LinuxAuditSource::lost() const {
  return stream_->lost();
}

}  // namespace sysreel
