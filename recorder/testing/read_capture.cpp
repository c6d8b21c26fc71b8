#include "recorder/testing/read_capture.h"

#include <arpa/inet.h>

#include <algorithm>

#include "format/catalogue/packed_address.h"

namespace sysreel::testing {
namespace {

std::string endpoint_text(uint8_t family, const Endpoint& endpoint) {
  char text[INET6_ADDRSTRLEN] = {};
  inet_ntop(family == kFamilyInet ? AF_INET : AF_INET6, endpoint.address.data(), text, sizeof(text));
  return std::string(text) + ":" + std::to_string(endpoint.port);
}

std::string address_text(std::string_view packed) {
  const auto address = decode_socket_address(packed);
  if (!address) return "<bad address>";
  if (address->family == kFamilyUnix) return "unix " + std::string(address->path);
  return endpoint_text(address->family, address->endpoint);
}

std::string tuple_text(std::string_view packed) {
  const auto tuple = decode_socket_tuple(packed);
  if (!tuple) return "<bad tuple>";
  if (tuple->family == kFamilyUnix) return "unix " + std::string(tuple->path);
  return endpoint_text(tuple->family, tuple->source) + ">" + endpoint_text(tuple->family, tuple->destination);
}

std::string value_text(const Param& param, const EventRef& event, size_t index) {
  if (storage_of(param.type) == Storage::kInteger) return std::to_string(event.integer(index));
  const std::string_view bytes = event.text(index);
  if (param.type == ParamType::kSockAddr) return address_text(bytes);
  if (param.type == ParamType::kSockTuple) return tuple_text(bytes);
  std::string text(bytes);
  std::replace(text.begin(), text.end(), '\0', '|');
  return text;
}

void append_events(const EventBlock& block, const Catalogue& catalogue, std::vector<ReadEvent>& out) {
  for (size_t i = 0; i < block.size(); ++i) {
    const EventRef ref(block, i);
    const EventKind& kind = catalogue.kind(ref.kind());
    ReadEvent event;
    event.kind = kind.name;
    event.number = ref.number();
    event.time = ref.time();
    event.tid = ref.thread().tid;
    event.pid = ref.thread().pid;
    event.start_time = ref.thread().start_time;
    for (size_t param = 0; param < kind.params.size(); ++param) {
      const std::string name(kind.params[param].name);
      event.marks[name] = ref.mark(param);
      if (ref.has(param)) event.values[name] = value_text(kind.params[param], ref, param);
      if (ref.mark(param) == Mark::kFault) event.values[name] = "<fault>";
    }
    out.push_back(std::move(event));
  }
}

}  // namespace

ReadCapture read_capture(const std::string& path) {
  ReadCapture capture;
  auto opened = CaptureReader::open(path);
  if (!opened.ok()) return capture;
  CaptureReader& reader = **opened;
  capture.header = reader.header();
  CaptureItem item;
  for (;;) {
    const Result<bool> more = reader.next(item, SectionSet{});
    if (!more.ok() || !*more) break;
    if (item.kind == CaptureItem::Kind::kBlock) append_events(item.block, reader.catalogue(), capture.events);
    if (item.kind == CaptureItem::Kind::kSnapshot)
      append_events(item.snapshot.rows, reader.catalogue(), capture.snapshot);
    if (item.kind == CaptureItem::Kind::kLoss) capture.losses.push_back(item.loss);
  }
  capture.state = reader.state();
  capture.damages = reader.damage().size();
  return capture;
}

}  // namespace sysreel::testing
