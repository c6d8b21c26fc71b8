#include "replayer/state/flag_bits.h"
#include "replayer/state/handlers.h"
#include "replayer/state/socket_change.h"

namespace sysreel {
namespace {

constexpr int64_t kFamilyNetlink = 16;
constexpr int64_t kTypeStream = 1;
constexpr int64_t kTypeDatagram = 2;
constexpr int64_t kTypeRaw = 3;
constexpr int64_t kTypeMask = 0xff;
constexpr int64_t kProtoIcmp = 1;
constexpr int64_t kProtoTcp = 6;
constexpr int64_t kProtoUdp = 17;
constexpr int64_t kProtoRaw = 255;
constexpr int64_t kInProgress = -115;
constexpr int64_t kLevelSocket = 1;
constexpr int64_t kOptionError = 4;

L4Proto l4proto_of(int64_t type, int64_t protocol) {
  const bool raw = (type & kTypeMask) == kTypeRaw;
  switch (protocol) {
    case kProtoTcp:
      return raw ? L4Proto::kRaw : L4Proto::kTcp;
    case kProtoUdp:
      return raw ? L4Proto::kRaw : L4Proto::kUdp;
    case kProtoIcmp:
      return raw ? L4Proto::kRaw : L4Proto::kIcmp;
    case kProtoRaw:
      return L4Proto::kRaw;
    case 0:
      if ((type & kTypeMask) == kTypeStream) return L4Proto::kTcp;
      if ((type & kTypeMask) == kTypeDatagram) return L4Proto::kUdp;
      return L4Proto::kUnknown;
    default:
      return L4Proto::kUnknown;
  }
}

FdType type_of_family(int64_t family) {
  switch (family) {
    case kFamilyUnix:
      return FdType::kUnix;
    case kFamilyInet:
      return FdType::kIpv4;
    case kFamilyInet6:
      return FdType::kIpv6;
    case kFamilyNetlink:
      return FdType::kNetlink;
    default:
      return FdType::kUnknown;
  }
}

void take_connect_tuple(Descriptor& socket, const SocketTuple& tuple) {
  if (tuple.family == kFamilyUnix) {
    if (socket.type != FdType::kUnix) return;
    socket.source_pointer = tuple.first_id;
    socket.destination_pointer = tuple.second_id;
    set_unix_name(socket, tuple.path);
  } else {
    const bool changed = set_ends(socket, tuple, true);
    if (changed && socket.role == SocketRole::kServer && socket.l4proto == L4Proto::kUdp) swap_ends(socket);
    set_connection_name(socket);
  }
  if (socket.role == SocketRole::kNone) socket.role = SocketRole::kClient;
}

// Without the socket's ends, what was asked for: Linux audit knows no more.
void take_connect_address(Descriptor& socket, const SocketAddress& address) {
  if (socket.role == SocketRole::kNone) socket.role = SocketRole::kClient;
  if (address.family == kFamilyUnix) {
    socket.name = address.path;
    return;
  }
  socket.type = address.family == kFamilyInet ? FdType::kIpv4 : FdType::kIpv6;
  socket.destination = address.endpoint;
  socket.source = {};
  socket.connection = ConnectionState::kOwnEndUnknown;
  set_peer_name(socket);
}

}  // namespace

void on_socket(State& state, Step& step) {
  if (!step.has_result() || step.result() < 0) return;
  Descriptor* socket = state.descriptors_of(*step.thread).put(step.result());
  if (socket != nullptr) {
    socket->type = type_of_family(step.number(P::kDomain));
    if (socket->is_ip()) socket->l4proto = l4proto_of(step.number(P::kType), step.number(P::kProto));
    const int64_t flags =
        step.event.block().numbers == NumberSpace::kKernel ? step.number(P::kType) : step.number(P::kFlags);
    socket->close_on_exec = has_bit(step.event.block(), flags, kOpenCloexec);
  }
  step.made(step.result(), socket);
}

void on_socketpair(State& state, Step& step) {
  if (!step.has_result() || step.result() < 0) return;
  const int64_t ends[] = {step.number_or(P::kFd1, -1), step.number_or(P::kFd2, -1)};
  if (ends[0] == ends[1]) return;
  DescriptorTable& table = state.descriptors_of(*step.thread);
  for (const int64_t fd : ends) {
    Descriptor* socket = table.put(fd);
    if (socket == nullptr) continue;
    socket->type = FdType::kUnix;
    socket->source_pointer = static_cast<uint64_t>(step.number(P::kSource));
    socket->destination_pointer = static_cast<uint64_t>(step.number(P::kPeer));
    if (step.event.block().numbers == NumberSpace::kKernel) {
      socket->close_on_exec = has_bit(step.event.block(), step.number(P::kType), kOpenCloexec);
    }
  }
  step.made(ends[1], table.find(ends[1]));
  step.descriptor = table.find(ends[0]);
}

void on_bind(State&, Step& step) {
  if (!step.has_result() || step.result() < 0 || step.descriptor == nullptr) return;
  const auto address = decode_address(step.text(P::kAddr));
  if (!address) return;
  Descriptor& socket = *step.edit_descriptor();
  const std::string old_name = socket.name;
  if (address->family == kFamilyUnix) {
    socket.name = address->path;
  } else {
    const bool v6 = address->family == kFamilyInet6;
    if (address->endpoint.port > 0) {
      socket.type = v6 ? FdType::kIpv6Server : FdType::kIpv4Server;
      socket.destination = address->endpoint;
      socket.source = {};
      socket.role = SocketRole::kServer;
    }
    set_server_name(socket, address->endpoint, v6);
  }
  step.name_changed = socket.name != old_name;
}

void on_connect(State&, Step& step) {
  if (!step.has_result() || step.descriptor == nullptr) return;
  Descriptor& socket = *step.edit_descriptor();
  const std::string old_name = socket.name;
  if (step.result() < 0 && step.result() != kInProgress) {
    // Falco does not follow failed attempts; what was asked for is in the event's own addr.
    return;
  }
  socket.connection = ConnectionState::kConnected;
  if (const auto tuple = decode_tuple(step.text(P::kTuple))) {
    take_connect_tuple(socket, *tuple);
  } else if (const auto address = decode_address(step.text(P::kAddr))) {
    take_connect_address(socket, *address);
  }
  step.name_changed = socket.name != old_name;
}

void on_accept(State& state, Step& step) {
  if (!step.has_result() || step.result() < 0) return;
  step.fd = step.result();
  step.descriptor = nullptr;
  const auto tuple = decode_tuple(step.text(P::kTuple));
  if (!tuple) return;
  Descriptor* socket = state.descriptors_of(*step.thread).put(step.result());
  if (socket != nullptr) {
    socket->role = SocketRole::kServer;
    socket->connection = ConnectionState::kConnected;
    if (tuple->family == kFamilyUnix) {
      socket->type = FdType::kUnix;
      socket->source_pointer = tuple->first_id;
      socket->destination_pointer = tuple->second_id;
      set_unix_name(*socket, tuple->path);
    } else {
      socket->l4proto = L4Proto::kTcp;
      set_ends(*socket, *tuple, true);
      if (tuple->destination == Endpoint{}) socket->connection = ConnectionState::kOwnEndUnknown;
      socket->own_end_unknown() ? set_peer_name(*socket) : set_connection_name(*socket);
    }
    socket->close_on_exec = has_bit(step.event.block(), step.number(P::kFlags), kOpenCloexec);
  }
  step.made(step.result(), socket);
}

// A non-blocking connect is completed by asking for SO_ERROR.
void on_getsockopt(State&, Step& step) {
  if (!step.has_result() || step.result() < 0 || step.descriptor == nullptr) return;
  if (step.number(P::kLevel) != kLevelSocket || step.number(P::kOptname) != kOptionError) return;
  if (!step.has(P::kVal) || step.descriptor->connection != ConnectionState::kPending) return;
  step.edit_descriptor()->connection = ConnectionState::kConnected;
}

}  // namespace sysreel
