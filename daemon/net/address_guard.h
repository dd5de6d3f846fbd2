// Which addresses may be dialled: the one gate on the address really used, for feeds, redirects,
// webhooks and everything else that foreign text can aim (design: security, D2). Safe from every
// thread.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

struct sockaddr;

namespace net {

/// A block of addresses, "10.0.0.0/8" or "fd00::/8".
struct Cidr {
  std::vector<unsigned char> address;  ///< 4 or 16 bytes, network order
  int prefix = 0;

  [[nodiscard]] static base::Result<Cidr> parse(std::string_view text);
  [[nodiscard]] bool holds(std::span<const unsigned char> other) const;
};

class AddressGuard final {
 public:
  AddressGuard();  ///< lets only public addresses pass that are not this machine's own, as they are
                   ///< now
  [[nodiscard]] static base::Result<AddressGuard> with(std::span<const std::string> allow_private);

  /// Nothing if it may be dialled, else why not ("127.0.0.1 is a loopback address").
  [[nodiscard]] std::optional<std::string> refusal(const sockaddr* address) const;
  /// The same for a numeric address as libcurl reports it, scope id allowed.
  [[nodiscard]] std::optional<std::string> refusal(std::string_view numeric) const;
  /// The whole question: the address, and whether its port is fit. A port below 1024 passes where
  /// allow_private names the address.
  [[nodiscard]] std::optional<std::string> refusal_to_dial(const sockaddr* address) const;
  [[nodiscard]] std::optional<std::string> refusal_to_dial(std::string_view numeric,
                                                           int port) const;
  /// For a host that somebody else (a proxy) will look up: refused if it is an address written out,
  /// in any spelling, that may not be dialled, or a name of this machine.
  [[nodiscard]] std::optional<std::string> refusal_of_host(std::string_view host, int port) const;
  /// Ports that are never a web server's (the WHATWG Fetch list, and all below 1024 but 80 and
  /// 443).
  [[nodiscard]] std::optional<std::string> refusal_of_port(int port) const;

 private:
  using Address = std::array<unsigned char, 16>;  ///< an IPv4 address stands mapped (::ffff:0:0/96)

  [[nodiscard]] bool allows(std::span<const unsigned char> address) const;
  [[nodiscard]] bool is_own(std::span<const unsigned char> address) const;
  [[nodiscard]] std::optional<std::string> refusal_of(std::span<const unsigned char> address) const;
  [[nodiscard]] std::optional<std::string> refusal_to_dial(std::span<const unsigned char> address,
                                                           int port) const;

  std::vector<Cidr> allowed_;
  std::vector<Address> own_;  ///< of this machine's interfaces when the guard was made
};

}  // namespace net
