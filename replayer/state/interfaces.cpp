#include "replayer/state/interfaces.h"

#include <algorithm>

namespace sysreel {
namespace {

bool in_network(const Interfaces::Address& a, const Interfaces::Address& b, const Interfaces::Address& mask) {
  for (size_t i = 0; i < a.size(); ++i) {
    if ((a[i] & mask[i]) != (b[i] & mask[i])) return false;
  }
  return true;
}

bool is_loopback(const Interfaces::Address& address, bool v6) {
  if (!v6) return address[0] == 127;
  return address[15] == 1 &&
         std::all_of(address.begin(), address.end() - 1, [](uint8_t byte) { return byte == 0; });
}

}  // namespace

void Interfaces::add(std::string_view address, std::string_view netmask) {
  Interface interface;
  interface.v6 = address.size() > 4;
  const auto copy = [](std::string_view bytes, Address& to) {
    std::copy_n(bytes.begin(), std::min(bytes.size(), to.size()), to.begin());
  };
  copy(address, interface.address);
  copy(netmask, interface.netmask);
  // Every scan of a long recording lists them again.
  const bool known = std::any_of(interfaces_.begin(), interfaces_.end(), [&](const Interface& other) {
    return other.address == interface.address && other.netmask == interface.netmask;
  });
  if (!known) interfaces_.push_back(interface);
}

bool Interfaces::has(const Endpoint& endpoint, bool v6) const {
  const std::ptrdiff_t compared = v6 ? 8 : 4;  // bytes
  return std::any_of(interfaces_.begin(), interfaces_.end(), [&](const Interface& candidate) {
    return candidate.v6 == v6 && std::equal(candidate.address.begin(), candidate.address.begin() + compared,
                                            endpoint.address.begin());
  });
}

Interfaces::Address Interfaces::guess(const Address& other, bool v6) const {
  const auto find = [&](auto&& fits) {
    const auto found = std::find_if(interfaces_.begin(), interfaces_.end(), [&](const Interface& candidate) {
      return candidate.v6 == v6 && fits(candidate);
    });
    return found == interfaces_.end() ? nullptr : &*found;
  };
  const Interface* best = find([&](const Interface& one) { return one.address == other; });
  if (best == nullptr)
    best = find([&](const Interface& one) { return in_network(one.address, other, one.netmask); });
  if (best == nullptr) best = find([&](const Interface& one) { return !is_loopback(one.address, v6); });
  return best == nullptr ? Address{} : best->address;
}

void Interfaces::fill_unset_end(Endpoint& source, Endpoint& destination, bool v6) const {
  const bool source_unset = source.address == Address{};
  const bool destination_unset = destination.address == Address{};
  if (source_unset == destination_unset) return;
  Endpoint& unset = source_unset ? source : destination;
  const Endpoint& other = source_unset ? destination : source;
  const Address guessed = guess(other.address, v6);
  if (guessed == other.address && source.port == destination.port) return;  // it would be talking to itself
  unset.address = guessed;
}

}  // namespace sysreel
