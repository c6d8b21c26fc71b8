// Reads and writes, for what they tell about sockets: datagram peers, roles, that a connection stands.
#include "replayer/state/handlers.h"
#include "replayer/state/socket_change.h"

namespace sysreel {
namespace {

// What is transferred over it says that the connection stands.
bool connects(const Descriptor& descriptor) {
  return descriptor.is_ip() && descriptor.connection != ConnectionState::kConnected &&
         !descriptor.own_end_unknown();
}

// No transfer says more about it.
bool knows_peer(const Descriptor& descriptor) {
  return !descriptor.name.empty() && descriptor.l4proto == L4Proto::kTcp;
}

void take_transfer_tuple(const State& state, Step& step, bool incoming) {
  if (knows_peer(*step.descriptor)) return;
  if (step.place(P::kTuple) < 0 || !step.has(P::kTuple)) return;
  const auto tuple = decode_tuple(step.text(P::kTuple));
  if (!tuple) return;
  Descriptor& socket = *step.edit_descriptor();
  const std::string old_name = socket.name;
  if (tuple->family == kFamilyUnix) {
    socket.type = FdType::kUnix;
    socket.source_pointer = tuple->first_id;
    socket.destination_pointer = tuple->second_id;
    set_unix_name(socket, tuple->path);
  } else {
    // Falco keeps the first peer of an IPv4 socket that names others, and takes the newest of an IPv6 one.
    if (!set_ends(socket, *tuple, tuple->family == kFamilyInet6)) return;
    if (socket.l4proto == L4Proto::kUnknown) socket.l4proto = L4Proto::kUdp;
    state.interfaces.fill_unset_end(socket.source, socket.destination, socket.is_v6());
    if (socket.role == SocketRole::kNone) guess_role(socket, *step.thread, incoming);
    if (socket.role == (incoming ? SocketRole::kClient : SocketRole::kServer)) swap_ends(socket);
    set_connection_name(socket);
  }
  step.name_changed = socket.name != old_name;
}

void transfer(const State& state, Step& step, bool incoming) {
  if (!step.has_result() || step.result() < 0 || step.descriptor == nullptr) return;
  if (connects(*step.descriptor)) step.edit_descriptor()->connection = ConnectionState::kConnected;
  take_transfer_tuple(state, step, incoming);
}

// A datagram from a descriptor that nobody saw being made: its tuple says that it is an UDP socket.
void infer_socket(State& state, Step& step) {
  if (step.descriptor != nullptr || !step.has_result() || step.result() < 0 || step.fd < 0) return;
  const auto tuple = decode_tuple(step.text(P::kTuple));
  if (!tuple || tuple->family == kFamilyUnix) return;
  Descriptor* socket = state.descriptors_of(*step.thread).put(step.fd);
  if (socket == nullptr) return;
  socket->type = tuple->family == kFamilyInet ? FdType::kIpv4 : FdType::kIpv6;
  socket->l4proto = L4Proto::kUdp;
  step.descriptor = socket;
}

}  // namespace

// Most of them change nothing.
bool pass_transfer(const State::Brief& brief) {
  if (connects(brief.descriptor)) return false;
  int64_t tuple = 0;
  return knows_peer(brief.descriptor) || !brief.read(P::kTuple, tuple);
}

void on_receive(State& state, Step& step) {
  transfer(state, step, true);
}

void on_send(State& state, Step& step) {
  if (step.kind->name.starts_with("send")) infer_socket(state, step);
  transfer(state, step, false);
}

}  // namespace sysreel
