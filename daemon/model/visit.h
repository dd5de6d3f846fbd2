// One visit to a feed: what was sent along, and how it ended.
#pragma once

#include <string>

namespace model {

/// What a server gave us to ask "anything new?" with. Opaque bytes, echoed as they came
/// (RFC 9110, section 13), and only to the origin that gave them.
struct Validators {
  std::string etag;
  std::string last_modified;
  std::string origin;  ///< scheme://host:port that gave them

  [[nodiscard]] bool empty() const { return etag.empty() && last_modified.empty(); }
  bool operator==(const Validators&) const = default;
};

/// Why a visit brought no document. `none` is a visit without trouble.
struct Trouble {
  enum class Kind {
    none,
    dns,          ///< the host's name has no address, or no resolver answers
    connect,      ///< refused, unreachable, reset
    tls,          ///< the certificate or the handshake is not right
    timeout,      ///< one of the time limits
    refused,      ///< the address guard, the scheme, the port or a downgrade forbids it
    redirects,    ///< a loop or too many
    too_large,    ///< a body, header or compression limit
    http_status,  ///< the server answered with an error
    throttled,    ///< 429 or 503
    gone,         ///< 410
    not_a_feed,   ///< an answer, but of another kind (a login page, say)
    unreadable,   ///< a feed, but too damaged to read
    file,         ///< a file feed that cannot be read
    internal,     ///< our own failing, such as a full disk
  };
  Kind kind = Kind::none;
  int status = 0;       ///< HTTP status, or 0
  std::string message;  ///< a full phrase for the user, printable, without credentials

  bool operator==(const Trouble&) const = default;
};

/// The word for a kind of trouble, as the API and the log spell it ("not-a-feed").
[[nodiscard]] constexpr const char* word(Trouble::Kind kind) {
  switch (kind) {
    case Trouble::Kind::none:
      return "none";
    case Trouble::Kind::dns:
      return "dns";
    case Trouble::Kind::connect:
      return "connect";
    case Trouble::Kind::tls:
      return "tls";
    case Trouble::Kind::timeout:
      return "timeout";
    case Trouble::Kind::refused:
      return "refused";
    case Trouble::Kind::redirects:
      return "redirects";
    case Trouble::Kind::too_large:
      return "too-large";
    case Trouble::Kind::http_status:
      return "http-status";
    case Trouble::Kind::throttled:
      return "throttled";
    case Trouble::Kind::gone:
      return "gone";
    case Trouble::Kind::not_a_feed:
      return "not-a-feed";
    case Trouble::Kind::unreadable:
      return "unreadable";
    case Trouble::Kind::file:
      return "file";
    case Trouble::Kind::internal:
      return "internal";
  }
  return "none";
}

}  // namespace model
