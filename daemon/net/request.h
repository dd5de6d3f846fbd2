// What is asked of the outside, and the one answer that always comes.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/secret.h"
#include "base/time.h"
#include "base/url.h"
#include "model/feed.h"
#include "model/visit.h"

namespace net {

inline constexpr int max_redirects = 5;
inline constexpr base::Seconds connect_limit{10};
inline constexpr base::Seconds first_byte_limit{30};
inline constexpr base::Seconds total_limit{60};
inline constexpr base::Seconds slow_limit{20};
inline constexpr long slow_bytes = 50;              ///< a second
inline constexpr std::size_t max_validator = 1024;  ///< bytes of an ETag or Last-Modified
inline constexpr std::size_t max_headers = 200;     ///< of one answer
inline constexpr std::size_t max_inflation = 100;   ///< decoded bytes a wire byte, above 1 MiB

/// How long one visit may take, part by part.
struct TimeLimits {
  std::chrono::milliseconds connect = connect_limit;
  std::chrono::milliseconds first_byte = first_byte_limit;  ///< of each hop
  std::chrono::milliseconds total = total_limit;            ///< all hops together
  base::Seconds slow = slow_limit;  ///< below slow_bytes a second for so long is too slow
};

/// One feed's visit. Everything the fetcher needs; nothing refers back to the configuration.
struct Request {
  std::uint64_t ticket = 0;  ///< handed back in the Response; the caller's
  model::Feed feed;
  model::Validators validators;
};

/// Exactly one for each Request started.
struct Response {
  enum class Kind { body, not_modified, failed };

  std::uint64_t ticket = 0;
  Kind kind = Kind::failed;
  model::Trouble trouble;  ///< of a failed one
  int status = 0;
  std::string body;  ///< decoded; of kind body only
  std::string content_type;
  std::string content_location;
  std::string final_url;         ///< after redirects
  bool permanent = false;        ///< every redirect was 301 or 308
  model::Validators validators;  ///< as this answer gave them; empty members where it gave none
  std::optional<base::Seconds> fresh_for;  ///< max-age or Expires, less Age
  std::optional<base::Seconds> retry_after;
  std::size_t wire_bytes = 0;
  std::chrono::milliseconds took{0};
};

/// A request of a channel: sent once, blocking, never redirected.
struct Post {
  base::Url url;
  std::vector<model::Header> headers;
  std::string body;
  std::vector<std::string> allow_private;  ///< CIDR blocks the address guard lets pass
  std::size_t max_answer = 64U << 10U;     ///< bytes read of the answer
  std::string ca_file;                     ///< empty: the system's certificates
};

struct PostAnswer {
  int status = 0;
  std::optional<base::Seconds> retry_after;
  std::string body;  ///< the first max_answer bytes
};

/// A mail, complete with its headers (RFC 5322), to one recipient.
struct Mail {
  base::Url server;  ///< smtp://host:port or smtps://host:port
  enum class Tls { off, opportunistic, required } tls = Tls::opportunistic;
  std::string user;
  base::Secret password;
  bool insecure = false;
  std::string ca_file;  ///< empty: the system's certificates
  std::string from;
  std::string to;
  std::string content;  ///< CRLF line ends
};

/// How a mail server answered: `reply` is the SMTP code, or 0 where none came. `sent_all` is true
/// once the whole message was handed over, so that a failure after it may still have delivered.
struct MailAnswer {
  int reply = 0;
  bool sent_all = false;
  std::string message;
};

}  // namespace net
