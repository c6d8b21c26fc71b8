#include "recorder/k8s_listener.h"

#include <httplib.h>

#include <charconv>
#include <optional>
#include <semaphore>
#include <thread>
#include <utility>

#include "recorder/k8s_stream.h"

namespace sysreel {
namespace {

constexpr int kThreads = 16;             // connections served at once
constexpr size_t kSmallBody = 1U << 20;  // above that a request needs one of kLargeBodies places
constexpr ptrdiff_t kLargeBodies = 2;    // so that requests cannot take more than some 300 MiB together
constexpr int kIdleSeconds = 2;          // that a connection is kept, and the longest stop() takes
constexpr int kReadSeconds = 30;
constexpr int kOk = 200;
constexpr int kBadRequest = 400;
constexpr int kTooLarge = 413;
constexpr int kUnavailable = 503;

struct Address {
  std::string host;
  uint16_t port = 0;
  bool v6 = false;
};

std::optional<Address> parse_address(std::string_view text) {
  const size_t colon = text.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return std::nullopt;
  Address address;
  std::string_view host = text.substr(0, colon);
  const std::string_view port = text.substr(colon + 1);
  if (host.front() == '[' && host.back() == ']') {
    host = host.substr(1, host.size() - 2);
    address.v6 = true;
  } else if (host.find(':') != std::string_view::npos) {
    return std::nullopt;
  }
  address.host = host;
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), address.port);
  if (host.empty() || error != std::errc() || end != port.data() + port.size()) return std::nullopt;
  return address;
}

class HttpListener final : public K8sListener {
 public:
  HttpListener(std::unique_ptr<httplib::Server> server, K8sStream& stream)
      : server_(std::move(server)), stream_(stream) {}
  ~HttpListener() override { stop(); }
  HttpListener(const HttpListener&) = delete;
  HttpListener& operator=(const HttpListener&) = delete;

  Status start(const Address& address, bool tls);
  const std::string& url() const override { return url_; }
  void stop() override {
    if (!thread_.joinable()) return;
    server_->stop();
    thread_.join();
  }

 private:
  void configure();
  void answer(httplib::Response& response, const httplib::ContentReader& read);

  std::unique_ptr<httplib::Server> server_;
  K8sStream& stream_;
  std::counting_semaphore<> large_bodies_{kLargeBodies};
  std::string url_;
  std::thread thread_;
};

void HttpListener::configure() {
  server_->new_task_queue = [] { return new httplib::ThreadPool(kThreads); };
  server_->set_payload_max_length(kMaxBody);
  server_->set_keep_alive_max_count(1'000'000);
  server_->set_keep_alive_timeout(kIdleSeconds);
  server_->set_read_timeout(kReadSeconds, 0);
  server_->set_tcp_nodelay(true);
  // Before anything of the body is read: the library would wait for all of it and answer then.
  server_->set_pre_routing_handler([this](const httplib::Request& request, httplib::Response& response) {
    const auto length = request.get_header_value<uint64_t>("Content-Length");
    if (length <= kMaxBody) return httplib::Server::HandlerResponse::Unhandled;
    stream_.count_malformed();
    response.status = kTooLarge;
    response.set_header("Connection", "close");
    return httplib::Server::HandlerResponse::Handled;
  });
  server_->Post(".*", [this](const httplib::Request&, httplib::Response& response,
                             const httplib::ContentReader& read) { answer(response, read); });
}

// The limit is checked here, too, since a chunked body does not say its length.
void HttpListener::answer(httplib::Response& response, const httplib::ContentReader& read) {
  std::string body;
  bool large = false;
  bool too_large = false;
  const bool whole = read([&](const char* data, size_t size) {
    too_large = size > kMaxBody - body.size();
    if (too_large) return false;
    if (!large && body.size() + size > kSmallBody) {
      large_bodies_.acquire();
      large = true;
    }
    body.append(data, size);
    return true;
  });
  K8sStream::Reading reading;
  if (too_large) {
    response.status = kTooLarge;
    stream_.count_malformed();
  } else if (whole) {
    const bool taken = stream_.add_body(body, reading);
    response.status = taken ? kOk : reading.dropped ? kUnavailable : kBadRequest;
    if (response.status == kBadRequest) response.set_content(reading.problem + '\n', "text/plain");
  } else if (response.status != kTooLarge) {  // broken off, or refused by its length
    response.status = kBadRequest;
    stream_.count_malformed();
  }
  if (large) large_bodies_.release();
}

Status HttpListener::start(const Address& address, bool tls) {
  configure();
  const std::string host = address.v6 ? '[' + address.host + ']' : address.host;
  int port = address.port;
  if (port == 0) {
    port = server_->bind_to_any_port(address.host);
  } else if (!server_->bind_to_port(address.host, port)) {
    port = -1;
  }
  if (port <= 0)
    return Error{ErrorCode::kInvalid, "--k8s-audit-listen: cannot listen on " + host + ':' +
                                          std::to_string(address.port) + ": " + std::strerror(errno)};
  url_ = (tls ? "https://" : "http://") + host + ':' + std::to_string(port);
  thread_ = std::thread([this] { server_->listen_after_bind(); });
  while (!server_->is_running()) std::this_thread::yield();
  return {};
}

}  // namespace

Result<std::unique_ptr<K8sListener>> K8sListener::open(const std::string& address,
                                                       const std::string& tls_cert,
                                                       const std::string& tls_key, K8sStream& stream) {
  const auto where = parse_address(address);
  if (!where) return Error{ErrorCode::kInvalid, "--k8s-audit-listen: '" + address + "' is not ADDR:PORT"};
  const bool tls = !tls_cert.empty();
  std::unique_ptr<httplib::Server> server;
  if (tls) {
    server = std::make_unique<httplib::SSLServer>(tls_cert.c_str(), tls_key.c_str());
    if (!server->is_valid())
      return Error{ErrorCode::kInvalid,
                   "--k8s-audit-tls-cert, --k8s-audit-tls-key: no usable certificate and key in " + tls_cert +
                       " and " + tls_key};
  } else {
    server = std::make_unique<httplib::Server>();
  }
  auto listener = std::make_unique<HttpListener>(std::move(server), stream);
  SYSREEL_RETURN_IF_ERROR(listener->start(*where, tls));
  return std::unique_ptr<K8sListener>(std::move(listener));
}

}  // namespace sysreel
