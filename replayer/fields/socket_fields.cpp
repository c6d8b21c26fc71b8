// fd.* of sockets: addresses, ports, protocol, role. "Client" is the source of the connection; "local" is the
// end that is an address of the recorded host, or, when its interfaces are not known, the end that the role
// implies.
#include <algorithm>

#include "replayer/fields/fd_name.h"
#include "replayer/fields/socket_text.h"

namespace sysreel {
namespace {

using rules::Value;
using Getter = Value (*)(const FieldContext& context, const Descriptor& socket);

template <Getter getter>
Value own(const FieldContext& context, const BoundField&) {
  const Descriptor* descriptor = descriptor_of(context);
  return descriptor == nullptr ? Value{} : getter(context, *descriptor);
}

Value address_of(const Endpoint& endpoint, bool v6) {
  rules::IpAddress address;
  address.v6 = v6;
  std::copy_n(endpoint.address.begin(), v6 ? 16 : 4, address.bytes.begin());
  return Value::of_ip(address);
}

bool has_role(const Descriptor& socket) {
  return socket.role != SocketRole::kNone;
}

bool is_local(const FieldContext& context, const Descriptor& socket, const Endpoint& endpoint) {
  return context.state->interfaces.has(endpoint, socket.is_v6());
}

bool has_source(const Descriptor& socket) {
  return !socket.own_end_unknown() || socket.role == SocketRole::kServer;
}
bool has_destination(const Descriptor& socket) {
  return !socket.own_end_unknown() || socket.role == SocketRole::kClient;
}

bool source_is_local(const FieldContext& context, const Descriptor& socket) {
  if (context.state->interfaces.empty() || socket.own_end_unknown())
    return socket.role == SocketRole::kClient;
  return is_local(context, socket, socket.source);
}

const Endpoint& local_end(const FieldContext& context, const Descriptor& socket) {
  return source_is_local(context, socket) ? socket.source : socket.destination;
}
const Endpoint& remote_end(const FieldContext& context, const Descriptor& socket) {
  return source_is_local(context, socket) ? socket.destination : socket.source;
}

Value client_ip(const FieldContext&, const Descriptor& socket) {
  const bool known = socket.is_ip() && has_role(socket) && has_source(socket);
  return known ? address_of(socket.source, socket.is_v6()) : Value{};
}
Value server_ip(const FieldContext&, const Descriptor& socket) {
  if (!has_role(socket) || !(socket.is_ip() || socket.is_server()) || !has_destination(socket)) return {};
  return address_of(socket.destination, socket.is_v6());
}
Value local_ip(const FieldContext& context, const Descriptor& socket) {
  if (!socket.is_ip() || !has_role(socket) || socket.own_end_unknown()) return {};
  return address_of(local_end(context, socket), socket.is_v6());
}
Value remote_ip(const FieldContext& context, const Descriptor& socket) {
  if (!socket.is_ip() || !has_role(socket)) return {};
  return address_of(remote_end(context, socket), socket.is_v6());
}
Value client_port(const FieldContext&, const Descriptor& socket) {
  const bool known = socket.is_ip() && has_role(socket) && has_source(socket);
  return known ? Value::of_uint(socket.source.port) : Value{};
}
Value server_port(const FieldContext&, const Descriptor& socket) {
  if (socket.is_server() || (socket.is_ip() && has_role(socket) && has_destination(socket)))
    return Value::of_uint(socket.destination.port);
  return {};
}
Value local_port(const FieldContext& context, const Descriptor& socket) {
  const bool known = socket.is_ip() && has_role(socket) && !socket.own_end_unknown();
  return known ? Value::of_uint(local_end(context, socket).port) : Value{};
}
Value remote_port(const FieldContext& context, const Descriptor& socket) {
  return socket.is_ip() && has_role(socket) ? Value::of_uint(remote_end(context, socket).port) : Value{};
}

// Both ends as the field's multiplicity counts them; a listening socket has one.
Value both_addresses(const FieldContext& context, const Descriptor& socket) {
  if (!socket.is_ip() && !socket.is_server()) return {};
  std::vector<Value>& ends = context.arena->list();
  if (socket.is_ip() && has_source(socket)) ends.push_back(address_of(socket.source, socket.is_v6()));
  if (has_destination(socket)) ends.push_back(address_of(socket.destination, socket.is_v6()));
  return Value::of_list(ends);
}
Value both_ports(const FieldContext& context, const Descriptor& socket) {
  if (!socket.is_ip() && !socket.is_server()) return {};
  std::vector<Value>& ends = context.arena->list();
  if (socket.is_ip() && has_source(socket)) ends.push_back(Value::of_uint(socket.source.port));
  if (has_destination(socket)) ends.push_back(Value::of_uint(socket.destination.port));
  return Value::of_list(ends);
}

// Service names are not looked up: they would come from the replaying machine.
template <Getter port>
Value port_text(const FieldContext& context, const Descriptor& socket) {
  const Value number = port(context, socket);
  if (number.missing()) return {};
  std::string& text = context.arena->text();
  if (socket.is_ip()) text = std::to_string(number.u);
  return Value::of_text(text);
}

// What has a role but no client's port is a text without one: servers, connected unix sockets.
Value client_port_text(const FieldContext& context, const Descriptor& socket) {
  return socket.is_ip() || !has_role(socket) ? port_text<client_port>(context, socket) : Value::of_text("");
}

Value l4proto(const FieldContext&, const Descriptor& socket) {
  return Value::of_text(l4proto_name(socket));
}
Value family(const FieldContext&, const Descriptor& socket) {
  if (socket.is_ip() || socket.is_server()) return Value::of_text("ip");
  return socket.type == FdType::kUnix ? Value::of_text("unix") : Value{};
}
Value is_server(const FieldContext& context, const Descriptor& socket) {
  if (socket.is_server()) return Value::of_bool(true);
  if (!socket.is_ip()) return Value::of_bool(false);
  if (context.state->interfaces.empty() || socket.own_end_unknown())
    return Value::of_bool(socket.role == SocketRole::kServer);
  return Value::of_bool(is_local(context, socket, socket.destination));
}
Value connected(const FieldContext&, const Descriptor& socket) {
  return Value::of_bool(socket.connection == ConnectionState::kConnected || socket.own_end_unknown());
}

constexpr ExtractorRow kRows[] = {
    {"fd.ip", Scope::kDescriptor, own<both_addresses>},
    {"fd.cip", Scope::kDescriptor, own<client_ip>},
    {"fd.sip", Scope::kDescriptor, own<server_ip>},
    {"fd.lip", Scope::kDescriptor, own<local_ip>},
    {"fd.rip", Scope::kDescriptor, own<remote_ip>},
    {"fd.port", Scope::kDescriptor, own<both_ports>},
    {"fd.cport", Scope::kDescriptor, own<client_port>},
    {"fd.sport", Scope::kDescriptor, own<server_port>},
    {"fd.lport", Scope::kDescriptor, own<local_port>},
    {"fd.rport", Scope::kDescriptor, own<remote_port>},
    {"fd.proto", Scope::kDescriptor, own<both_ports>},
    {"fd.cproto", Scope::kDescriptor, own<client_port_text>},
    {"fd.sproto", Scope::kDescriptor, own<port_text<server_port>>},
    {"fd.lproto", Scope::kDescriptor, own<port_text<local_port>>},
    {"fd.rproto", Scope::kDescriptor, own<port_text<remote_port>>},
    {"fd.net", Scope::kDescriptor, own<both_addresses>},
    {"fd.cnet", Scope::kDescriptor, own<client_ip>},
    {"fd.snet", Scope::kDescriptor, own<server_ip>},
    {"fd.lnet", Scope::kDescriptor, own<local_ip>},
    {"fd.rnet", Scope::kDescriptor, own<remote_ip>},
    {"fd.l4proto", Scope::kDescriptor, own<l4proto>},
    {"fd.sockfamily", Scope::kDescriptor, own<family>},
    {"fd.is_server", Scope::kDescriptor, own<is_server>},
    {"fd.connected", Scope::kDescriptor, own<connected>},
};

}  // namespace

std::span<const ExtractorRow> socket_extractors() {
  return kRows;
}

}  // namespace sysreel
