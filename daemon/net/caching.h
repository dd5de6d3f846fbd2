// What an answer's headers say about time: how long it stays fresh (RFC 9111, section 4.2) and how
// long to stay away (RFC 9110, section 10.2.3). Pure; private to this room.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"

namespace net {

/// The headers as they came; a repeated Cache-Control is joined with commas.
struct TimeHeaders {
  std::string cache_control = {};
  std::string expires = {};
  std::string date = {};
  std::string age = {};
  std::string retry_after = {};
};

/// The three forms of RFC 9110, section 5.6.7. A two-digit year is the nearest not more than 50
/// years after `now`.
[[nodiscard]] std::optional<base::TimePoint> parse_http_date(std::string_view text,
                                                             base::TimePoint now);

/// max-age before Expires, less Age; no-store and an unreadable Expires are zero. Nothing if the
/// answer says nothing.
[[nodiscard]] std::optional<base::Seconds> fresh_for(const TimeHeaders& headers,
                                                     base::TimePoint now);

/// Seconds, or a date less the answer's own Date. A max-age beside 429 and 503 is meant the same
/// way.
[[nodiscard]] std::optional<base::Seconds> retry_after(const TimeHeaders& headers,
                                                       int status,
                                                       base::TimePoint now);

}  // namespace net
