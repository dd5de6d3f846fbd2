#include "net/address_guard.h"

#include <algorithm>
#include <memory>

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "base/text.h"

namespace net {
namespace {

using Bytes = std::span<const unsigned char>;

constexpr std::size_t v4_size = 4;
constexpr std::size_t v6_size = 16;

struct Block {
  std::array<unsigned char, v6_size> address;
  int prefix;
  const char* what;
};

constexpr std::array<Block, 15> denied_v4{{
    {{0}, 8, "an address of this network"},
    {{10}, 8, "a private address"},
    {{100, 64}, 10, "a carrier's shared address"},
    {{127}, 8, "a loopback address"},
    {{169, 254}, 16, "a link-local address"},
    {{172, 16}, 12, "a private address"},
    {{192, 0, 0}, 24, "an address for protocol assignments"},
    {{192, 0, 2}, 24, "a documentation address"},
    {{192, 88, 99}, 24, "a 6to4 relay address"},
    {{192, 168}, 16, "a private address"},
    {{198, 18}, 15, "a benchmark address"},
    {{198, 51, 100}, 24, "a documentation address"},
    {{203, 0, 113}, 24, "a documentation address"},
    {{224}, 4, "a multicast address"},
    {{240}, 4, "a reserved address"},
}};

constexpr std::array<Block, 13> denied_v6{{
    {{0}, 128, "the unspecified address"},
    {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, 128, "a loopback address"},
    {{0x00, 0x64, 0xff, 0x9b, 0x00, 0x01}, 48, "a local translation address"},
    {{0x01, 0x00}, 64, "a discard address"},
    {{0x20, 0x01, 0x00, 0x10}, 28, "an overlay address"},
    {{0x20, 0x01, 0x00, 0x20}, 28, "an overlay address"},
    {{0x20, 0x01, 0x0d, 0xb8}, 32, "a documentation address"},
    {{0x3f, 0xff, 0x00}, 20, "a documentation address"},
    {{0x5f, 0x00}, 16, "a segment routing address"},
    {{0xfc}, 7, "a private address"},
    {{0xfe, 0x80}, 10, "a link-local address"},
    {{0xfe, 0xc0}, 10, "a site-local address"},
    {{0xff}, 8, "a multicast address"},
}};

/// Blocks whose addresses carry an IPv4 address that is the one really reached.
struct Carrier {
  std::array<unsigned char, v6_size> address;
  int prefix;
  std::size_t at;        ///< byte offset of the IPv4 address
  unsigned char invert;  ///< every byte is stored exclusive-or this
};

constexpr std::array<Carrier, 6> carriers{{
    {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, 96, 12, 0},  // mapped
    {{0}, 96, 12, 0},                                         // compatible, long deprecated
    {{0x00, 0x64, 0xff, 0x9b}, 96, 12, 0},                    // NAT64
    {{0x20, 0x02}, 16, 2, 0},                                 // 6to4
    {{0x20, 0x01, 0x00, 0x00}, 32, 4, 0},                     // Teredo: the server
    {{0x20, 0x01, 0x00, 0x00}, 32, 12, 0xff},                 // Teredo: the client
}};

bool same_prefix(Bytes a, Bytes b, int prefix) {
  const auto whole = static_cast<std::size_t>(prefix / 8);
  if (!std::equal(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(whole), b.begin())) {
    return false;
  }
  const int rest = prefix % 8;
  return rest == 0 || ((a[whole] ^ b[whole]) >> (8 - rest)) == 0;
}

Bytes bytes_of(const sockaddr* address) {
  if (address->sa_family == AF_INET) {
    const auto* const v4 = reinterpret_cast<const sockaddr_in*>(address);  // the family says so
    return {reinterpret_cast<const unsigned char*>(&v4->sin_addr), v4_size};
  }
  if (address->sa_family == AF_INET6) {
    const auto* const v6 = reinterpret_cast<const sockaddr_in6*>(address);  // the family says so
    return {reinterpret_cast<const unsigned char*>(&v6->sin6_addr), v6_size};
  }
  return {};
}

int port_of(const sockaddr* address) {
  if (address->sa_family == AF_INET) {
    return ntohs(reinterpret_cast<const sockaddr_in*>(address)->sin_port);  // the family says so
  }
  return ntohs(reinterpret_cast<const sockaddr_in6*>(address)->sin6_port);  // asked after bytes_of
}

/// Empty if it is no address.
std::vector<unsigned char> parse_address(std::string_view text) {
  if (text.size() > 2 && text.front() == '[' && text.back() == ']') {
    text = text.substr(1, text.size() - 2);
  }
  const std::string plain(text.substr(0, text.find('%')));
  const bool v6 = plain.find(':') != std::string::npos;
  std::vector<unsigned char> bytes(v6 ? v6_size : v4_size);
  if (inet_pton(v6 ? AF_INET6 : AF_INET, plain.c_str(), bytes.data()) != 1) {
    bytes.clear();
  }
  return bytes;
}

std::string show(Bytes address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const int family = address.size() == v4_size ? AF_INET : AF_INET6;
  (void)inet_ntop(family, address.data(), text.data(), text.size());  // both sizes fit
  return text.data();
}

template <std::size_t Size>
const char* what_is(Bytes address, const std::array<Block, Size>& blocks) {
  for (const Block& block : blocks) {
    if (same_prefix(address, block.address, block.prefix)) {
      return block.what;
    }
  }
  return nullptr;
}

/// Ports of other services that browsers refuse (WHATWG Fetch, "port blocking"), above 1023.
constexpr std::array<int, 17> bad_ports{1719,
                                        1720,
                                        1723,
                                        2049,
                                        3659,
                                        4045,
                                        4190,
                                        5060,
                                        5061,
                                        6000,
                                        6566,
                                        6665,
                                        6666,
                                        6667,
                                        6668,
                                        6669,
                                        10080};

bool is_bad_port(int port) {
  return port <= 0 || port > 65535 || port == 6697 ||
         std::find(bad_ports.begin(), bad_ports.end(), port) != bad_ports.end();
}

std::string name_port(int port) {
  return "port " + std::to_string(port) + " is not a web server's";
}

}  // namespace

base::Result<Cidr> Cidr::parse(std::string_view text) {
  const std::string_view trimmed = base::trim(text);
  const std::size_t slash = trimmed.find('/');
  Cidr block;
  block.address = parse_address(trimmed.substr(0, slash));
  const auto widest = static_cast<std::int64_t>(block.address.size() * 8);
  const std::int64_t prefix = slash == std::string_view::npos
                                  ? widest
                                  : base::parse_number(trimmed.substr(slash + 1)).value_or(-1);
  if (block.address.empty() || prefix < 0 || prefix > widest) {
    return base::fail(
        base::Cause::invalid,
        "\"" + base::printable(text) + "\" is not a block of addresses such as 10.0.0.0/8");
  }
  block.prefix = static_cast<int>(prefix);
  return block;
}

bool Cidr::holds(std::span<const unsigned char> other) const {
  return other.size() == address.size() && same_prefix(address, other, prefix);
}

AddressGuard::AddressGuard() {
  constexpr std::size_t most_addresses = 4096;
  ifaddrs* first = nullptr;
  if (getifaddrs(&first) != 0) {
    return;  // without the list, the blocks still hold
  }
  const std::unique_ptr<ifaddrs, decltype(&freeifaddrs)> list(first, &freeifaddrs);
  for (const ifaddrs* each = list.get(); each != nullptr && own_.size() < most_addresses;
       each = each->ifa_next) {
    if (each->ifa_addr == nullptr) {
      continue;
    }
    const Bytes bytes = bytes_of(each->ifa_addr);
    if (bytes.empty()) {
      continue;
    }
    Address own{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    std::copy(bytes.begin(), bytes.end(), own.end() - static_cast<std::ptrdiff_t>(bytes.size()));
    own_.push_back(own);
  }
}

base::Result<AddressGuard> AddressGuard::with(std::span<const std::string> allow_private) {
  AddressGuard guard;
  for (const std::string& text : allow_private) {
    auto block = Cidr::parse(text);
    if (!block) {
      return base::fail(block.error().in("allow_private"));
    }
    guard.allowed_.push_back(std::move(*block));
  }
  return guard;
}

bool AddressGuard::allows(std::span<const unsigned char> address) const {
  const bool named = std::any_of(
      allowed_.begin(), allowed_.end(), [&](const Cidr& block) { return block.holds(address); });
  const bool mapped = address.size() == v6_size &&
                      same_prefix(address, carriers.front().address, carriers.front().prefix);
  return named || (mapped && allows(address.subspan(v6_size - v4_size)));
}

bool AddressGuard::is_own(std::span<const unsigned char> address) const {
  return std::any_of(own_.begin(), own_.end(), [&](const Address& own) {
    const std::size_t skip = v6_size - address.size();
    const bool mapped = same_prefix(own, carriers.front().address, carriers.front().prefix);
    return (skip == 0 || mapped) &&
           std::equal(
               address.begin(), address.end(), own.begin() + static_cast<std::ptrdiff_t>(skip));
  });
}

std::optional<std::string> AddressGuard::refusal_of(std::span<const unsigned char> address) const {
  if (address.size() != v4_size && address.size() != v6_size) {
    return "an address of no known kind";
  }
  if (allows(address)) {
    return std::nullopt;
  }
  const char* const what =
      address.size() == v4_size ? what_is(address, denied_v4) : what_is(address, denied_v6);
  if (what != nullptr) {
    return show(address) + " is " + what;
  }
  if (is_own(address)) {
    return show(address) + " is an address of this machine";
  }
  if (address.size() == v4_size) {
    return std::nullopt;
  }
  for (const Carrier& carrier : carriers) {
    if (!same_prefix(address, carrier.address, carrier.prefix)) {
      continue;
    }
    std::array<unsigned char, v4_size> inner{};
    std::transform(
        address.begin() + static_cast<std::ptrdiff_t>(carrier.at),
        address.begin() + static_cast<std::ptrdiff_t>(carrier.at + v4_size),
        inner.begin(),
        [&](unsigned char byte) { return static_cast<unsigned char>(byte ^ carrier.invert); });
    if (const auto refused = refusal_of(inner)) {
      return show(address) + " leads to " + *refused;
    }
  }
  return std::nullopt;
}

std::optional<std::string> AddressGuard::refusal(const sockaddr* address) const {
  return refusal_of(bytes_of(address));
}

std::optional<std::string> AddressGuard::refusal(std::string_view numeric) const {
  return refusal_of(parse_address(numeric));
}

std::optional<std::string> AddressGuard::refusal_to_dial(std::span<const unsigned char> address,
                                                         int port) const {
  if (auto refused = refusal_of(address)) {
    return refused;
  }
  if (allows(address) && !is_bad_port(port)) {
    return std::nullopt;
  }
  return refusal_of_port(port);
}

std::optional<std::string> AddressGuard::refusal_to_dial(const sockaddr* address) const {
  const Bytes bytes = bytes_of(address);
  return bytes.empty() ? refusal_of(bytes) : refusal_to_dial(bytes, port_of(address));
}

std::optional<std::string> AddressGuard::refusal_to_dial(std::string_view numeric, int port) const {
  return refusal_to_dial(parse_address(numeric), port);
}

std::optional<std::string> AddressGuard::refusal_of_host(std::string_view host, int port) const {
  std::string name = base::lower_ascii(host);
  if (name.ends_with('.')) {
    name.pop_back();
  }
  if (name.starts_with('[') && name.ends_with(']')) {
    name = name.substr(1, name.size() - 2);
  }
  if (name == "localhost" || name.ends_with(".localhost")) {
    name = "127.0.0.1";
  }
  addrinfo hints{};
  hints.ai_flags = AI_NUMERICHOST;  // asks no resolver
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (getaddrinfo(name.c_str(), nullptr, &hints, &found) != 0) {
    return is_bad_port(port) ? refusal_of_port(port) : std::nullopt;
  }
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> list(found, &freeaddrinfo);
  return refusal_to_dial(bytes_of(list->ai_addr), port);
}

std::optional<std::string> AddressGuard::refusal_of_port(int port) const {
  const bool low = port < 1024 && port != 80 && port != 443;
  return low || is_bad_port(port) ? std::optional(name_port(port)) : std::nullopt;
}

}  // namespace net
