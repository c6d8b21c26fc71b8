// How socket descriptors get their ends, names and roles; shared by on_socket.cpp and on_transfer.cpp.
#pragma once

#include "replayer/state/descriptor.h"
#include "replayer/state/thread.h"

namespace sysreel {

// Takes a tuple's ends. A known destination is kept unless `overwrite`; the same ends in either direction are
// no change. Returns whether something changed.
bool set_ends(Descriptor& socket, const SocketTuple& tuple, bool overwrite_destination);
void swap_ends(Descriptor& socket);
// The name that follows from type and ends: "a:1->b:2".
// "->198.51.100.7:1234", "192.0.2.1:80->": of a connection whose own end nobody told.
void set_peer_name(Descriptor& socket);
void set_connection_name(Descriptor& socket);
// "a:1" of a socket that is bound.
void set_server_name(Descriptor& socket, const Endpoint& bound, bool v6);
// "src->dst path" with the kernel addresses in hex.
void set_unix_name(Descriptor& socket, std::string_view path);
// Client unless the thread has a server socket on the destination's port.
void guess_role(Descriptor& socket, const Thread& thread, bool incoming);

}  // namespace sysreel
