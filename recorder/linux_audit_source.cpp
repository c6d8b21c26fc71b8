#include "recorder/linux_audit_source.h"

#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>
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
constexpr uint64_t kDrain = 5'000'000'000;     // ns
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
    const bool readable = ::poll(&entry, 1, kLook) > 0;
    const bool read = readable && read_some();
    drained_ = !read;
    if (readable && !read) ::poll(nullptr, 0, kLook);
  }
  // What the kernel had when it was told to stop; others' rules may go on making records.
  const uint64_t until = boot_time() + kLastLook;
  bool more = true;
  while (more && boot_time() < until) more = read_some();
  if (more) stream_->overrun(0);  // what is left unread is lost
}

// False when there is nothing more.
bool LinuxAuditSource::read_some() {
  alignas(nlmsghdr) char message[kMaxMessage];
  const ssize_t got = ::recv(records_.get(), message, sizeof message, MSG_DONTWAIT);
  if (got < 0 && errno == ENOBUFS) stream_->overrun(0);
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

// After an ENOBUFS the socket drops until it was read empty, and says so no second time.
void LinuxAuditSource::look_for_drops() {
  std::array<uint32_t, SK_MEMINFO_VARS> memory{};
  socklen_t size = sizeof memory;
  if (::getsockopt(records_.get(), SOL_SOCKET, SO_MEMINFO, memory.data(), &size) != 0) return;
  const uint64_t dropped = memory[SK_MEMINFO_DROPS];
  if (dropped > dropped_) stream_->overrun(dropped);
  dropped_ = dropped;
}

void LinuxAuditSource::wait_until_drained() {
  drained_ = false;
  const uint64_t until = boot_time() + kDrain;
  while (!drained_ && boot_time() < until) ::poll(nullptr, 0, 10);
}

void LinuxAuditSource::tick(uint64_t now) {
  look_for_drops();
  stream_->tick(now);
}

void LinuxAuditSource::cut(uint64_t now) {
  stream_->cut(now);
}

void LinuxAuditSource::pause(bool paused, uint64_t now) {
  stream_->pause(paused, now);
}

void LinuxAuditSource::stop(uint64_t now) {
  wait_until_drained();
  rules_.reset();
  stream_->stop_waiting();
  ending_ = true;
  if (thread_.joinable()) thread_.join();
  look_for_drops();
  stream_->finish(now);
}

uint64_t LinuxAuditSource::events() const {
  return stream_->events();
}

uint64_t LinuxAuditSource::lost() const {
  return stream_->lost();
}

uint64_t LinuxAuditSource::dropped() const {
  return stream_->dropped();
}

}  // namespace sysreel
