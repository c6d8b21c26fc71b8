#include "recorder/audit_sources.h"

#include <utility>

#include "recorder/host_clock.h"
#include "recorder/k8s_source.h"
#include "recorder/linux_audit_source.h"

namespace sysreel {

void describe_audit_sources(const RecordOptions& options, CaptureHeader& header) {
  const auto configured = [&](const char* name, const std::string& value) {
    if (!value.empty()) header.configuration.push_back(std::string(name) + '=' + value);
  };
  if (options.k8s.any()) header.recorded_types.emplace_back("k8s_audit");
  if (options.audit) header.recorded_types.emplace_back("linux_audit");
  configured("k8s-audit-listen", options.k8s.listen);
  configured("k8s-audit-log", options.k8s.log);
  configured("audit-rules", options.audit_rules);
}

std::vector<EventSource> audit_event_sources(const RecordOptions& options) {
  std::vector<EventSource> sources;
  if (options.k8s.any()) sources.push_back(EventSource::kK8sAudit);
  if (options.audit) sources.push_back(EventSource::kLinuxAudit);
  return sources;
}

int exit_code_of_audit(const Error& error) {
  return error.code == ErrorCode::kSystem ? kExitCannotRecord : kExitBadUse;
}

AuditSources::AuditSources() = default;
AuditSources::~AuditSources() = default;

Result<ScopedFd> AuditSources::join(const RecordOptions& options, Journal& journal) {
  return options.audit ? LinuxAuditSource::join(journal) : Result<ScopedFd>(ScopedFd());
}

Result<std::unique_ptr<AuditSources>> AuditSources::open(const RecordOptions& options, ScopedFd joined,
                                                         WriteThread& writer, Journal& journal) {
  std::unique_ptr<AuditSources> sources(new AuditSources());
  if (options.k8s.any()) {
    auto opened = K8sSource::open(options.k8s, writer, journal);
    if (!opened.ok()) return std::move(opened).error();
    sources->k8s_ = std::move(opened).value();
  }
  if (options.audit) {
    auto opened = LinuxAuditSource::open(std::move(joined), options.audit_rules, writer, journal);
    if (!opened.ok()) return std::move(opened).error();
    sources->linux_ = std::move(opened).value();
  }
  return sources;
}

void AuditSources::tick(uint64_t now) {
  if (k8s_) k8s_->tick(now);
  if (linux_) linux_->tick(now);
}

void AuditSources::cut() {
  const uint64_t now = boot_time();
  if (k8s_) k8s_->cut(now);
  if (linux_) linux_->cut(now);
}

void AuditSources::pause(bool paused) {
  const uint64_t now = boot_time();
  if (k8s_) k8s_->pause(paused, now);
  if (linux_) linux_->pause(paused, now);
}

uint64_t AuditSources::dropped() const {
  return (k8s_ ? k8s_->dropped() : 0) + (linux_ ? linux_->dropped() : 0);
}

void AuditSources::stop(uint64_t now) {
  if (k8s_) k8s_->stop(now);
  if (linux_) linux_->stop(now);
}

uint64_t AuditSources::events() const {
  return (k8s_ ? k8s_->events() : 0) + (linux_ ? linux_->events() : 0);
}

std::string AuditSources::malformed_text() const {
  return k8s_ ? k8s_->malformed_text() : std::string();
}

uint64_t AuditSources::lost() const {
  return linux_ ? linux_->lost() : 0;
}

}  // namespace sysreel
