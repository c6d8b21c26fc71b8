#include "recorder/k8s_source.h"

#include "recorder/k8s_listener.h"
#include "recorder/k8s_log_follower.h"
#include "recorder/k8s_stream.h"

namespace sysreel {

K8sSource::K8sSource() = default;
K8sSource::~K8sSource() = default;

Result<std::unique_ptr<K8sSource>> K8sSource::open(const K8sOptions& options, WriteThread& writer,
                                                   Journal& journal) {
  std::unique_ptr<K8sSource> source(new K8sSource());
  source->stream_ = std::make_unique<K8sStream>(writer);
  if (!options.log.empty()) {
    source->follower_ = std::make_unique<K8sLogFollower>(options.log, *source->stream_);
    if (!source->follower_->problem().empty())
      return Error{ErrorCode::kInvalid, "--k8s-audit-log: " + source->follower_->problem()};
  }
  if (!options.listen.empty()) {
    auto listener = K8sListener::open(options.listen, options.tls_cert, options.tls_key, *source->stream_);
    if (!listener.ok()) return std::move(listener).error();
    source->listener_ = std::move(listener).value();
    journal.summary("listening for Kubernetes audit events on " + source->listener_->url());
  }
  return source;
}

void K8sSource::tick(uint64_t now) {
  stream_->tick(now);
}

void K8sSource::cut(uint64_t now) {
  stream_->cut(now);
}

void K8sSource::pause(bool paused, uint64_t now) {
  stream_->pause(paused, now);
}

void K8sSource::stop(uint64_t now) {
  stream_->stop_waiting();
  if (listener_) listener_->stop();
  if (follower_) follower_->stop();
  stream_->finish(now);
}

uint64_t K8sSource::events() const {
  return stream_->events();
}

uint64_t K8sSource::dropped() const {
  return stream_->dropped();
}

std::string K8sSource::malformed_text() const {
  const uint64_t malformed = stream_->malformed();
  if (malformed == 0) return {};
  return ", " + std::to_string(malformed) +
         (malformed == 1 ? " Kubernetes audit request or line refused"
                         : " Kubernetes audit requests or lines refused");
}

}  // namespace sysreel
