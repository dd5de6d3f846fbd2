// Wall time as UTC seconds, the one way to ask for it, and how times and spans are written.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace base {

using Seconds = std::chrono::seconds;
using TimePoint = std::chrono::sys_seconds;  ///< UTC
using SteadyPoint = std::chrono::steady_clock::time_point;

/// The only way to ask for now. Safe from every thread.
class Clock {
 public:
  Clock() = default;
  Clock(const Clock&) = delete;
  Clock& operator=(const Clock&) = delete;
  Clock(Clock&&) = delete;
  Clock& operator=(Clock&&) = delete;
  virtual ~Clock() = default;
  [[nodiscard]] virtual TimePoint now() const = 0;
  [[nodiscard]] virtual SteadyPoint steady()
      const = 0;  ///< for waits; never converts to a TimePoint
};

class SystemClock final : public Clock {
 public:
  [[nodiscard]] TimePoint now() const override;
  [[nodiscard]] SteadyPoint steady() const override;
};

/// "2026-11-23T04:05:06Z" (RFC 3339, section 5.6).
[[nodiscard]] std::string format_rfc3339(TimePoint when);

/// Any RFC 3339 date-time with any offset; fractions of a second are dropped.
[[nodiscard]] Result<TimePoint> parse_rfc3339(std::string_view text);

/// "Mon, 23 Nov 2026 04:05:06 GMT" (RFC 9110, section 5.6.7; also right for RFC 5322 with +0000).
[[nodiscard]] std::string format_http_date(TimePoint when);

/// "14:05", in the time zone of the process, for a person at a terminal.
[[nodiscard]] std::string format_local_clock(TimePoint when);

/// "2026-11-23 14:05", in the time zone of the process.
[[nodiscard]] std::string format_local(TimePoint when);

/// A span as the configuration writes it: a whole number and one of s m h d w ("90d", "0s").
[[nodiscard]] std::optional<Seconds> parse_span(std::string_view text);

/// The shortest such writing: "90d", "1h", "90m", "45s".
[[nodiscard]] std::string format_span(Seconds span);

}  // namespace base
