// When to ask a feed again: interval, Retry-After, cache lifetime, the document's own pace,
// failures and jitter combined in one formula (design: fetching, A3). Pure.
//
//   next = now + max(base, hints), not before Retry-After, jitter only ever delays
//   base = `every`, else 60 min; after n failures in a row base * 2^(n-1), at most a day
//   hints = max(cache lifetime, ttl), at most a day; ignored for feeds operated_by_me
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "model/visit.h"

namespace schedule {

inline constexpr base::Seconds default_interval{60 * 60};
inline constexpr base::Seconds least_interval{60};  ///< `every` may not go below
inline constexpr base::Seconds longest_interval{24 * 60 * 60};
inline constexpr base::Seconds longest_retry_after{48 * 60 * 60};
inline constexpr base::Seconds throttled_without_word{30 * 60};
inline constexpr base::Seconds file_interval{60};  ///< a file costs a stat

/// What is known of the feed and how the visit ended.
struct Visited {
  std::optional<base::Seconds> every;
  bool operated_by_me = false;
  bool is_file = false;
  model::Trouble::Kind trouble = model::Trouble::Kind::none;
  int failures = 0;                          ///< in a row, this visit included
  std::optional<base::Seconds> retry_after;  ///< the server's word, already relative to now
  std::optional<base::Seconds> fresh_for;    ///< cache lifetime left
  std::optional<base::Seconds> ttl;          ///< the document's own pace
  std::vector<int> skip_hours;               ///< GMT hours not to ask in; ignored if all are
  std::vector<int> skip_days;  ///< GMT days not to ask on, 0 is Sunday; ignored if all are
};

struct Next {
  base::TimePoint at;
  std::string
      reason;  ///< for `newswatch feeds`: "every 15m", "the server said to wait 2h (Retry-After)"
};

/// `chance` is in [0, 1): jitter delays by at most a tenth of the interval, at most five minutes,
/// and by nothing where the user set `every` and operates the feed.
[[nodiscard]] Next next_visit(const Visited& visited, base::TimePoint now, double chance);

}  // namespace schedule
