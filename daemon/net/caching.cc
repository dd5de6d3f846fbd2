#include "net/caching.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <vector>

#include "base/text.h"

namespace net {
namespace {

constexpr base::Seconds longest_span{10LL * 365 * 24 * 3600};  // years 9999 and the like end here

/// What stands in a date, in whatever order its form has them.
struct DateParts {
  std::optional<std::int64_t> day;
  std::optional<unsigned> month;
  std::optional<std::int64_t> year;
  bool short_year = false;
  std::optional<base::Seconds> clock;
};

std::optional<unsigned> month_of(std::string_view word) {
  constexpr std::array<std::string_view, 12> months{
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  for (unsigned number = 0; number < months.size(); ++number) {
    if (base::equal_ignoring_case(months.at(number), word)) {
      return number + 1;
    }
  }
  return std::nullopt;
}

std::optional<base::Seconds> clock_of(std::string_view word) {
  const std::vector<std::string_view> parts = base::split(word, ':');
  if (parts.size() != 3) {
    return std::nullopt;
  }
  const auto hour = base::parse_number(parts[0]);
  const auto minute = base::parse_number(parts[1]);
  const auto second = base::parse_number(parts[2]);
  if (!hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 60) {
    return std::nullopt;
  }
  return base::Seconds(*hour * 3600 + *minute * 60 + *second);
}

/// False if the word fits nowhere.
bool place(std::string_view word, DateParts& parts) {
  if (word.find(':') != std::string_view::npos) {
    parts.clock = clock_of(word);
    return parts.clock.has_value();
  }
  if (const auto month = month_of(word)) {
    parts.month = month;
    return true;
  }
  const auto number = base::parse_number(word);
  if (!number) {
    return false;
  }
  if (!parts.day) {
    parts.day = number;
    return true;
  }
  parts.year = number;
  parts.short_year = word.size() == 2;
  return true;
}

std::int64_t full_year(std::int64_t two_digits, base::TimePoint now) {
  const auto today = std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(now));
  const std::int64_t this_year = static_cast<int>(today.year());
  const std::int64_t year = this_year - this_year % 100 + two_digits;
  return year > this_year + 50 ? year - 100 : year;
}

std::optional<base::Seconds> seconds_of(std::string_view text) {
  const auto number = base::parse_number(text);
  if (!number) {
    // RFC 9111, section 1.2.2: a number too large for us counts as very large.
    const bool digits = !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
      return c >= '0' && c <= '9';
    });
    return digits ? std::optional(longest_span) : std::nullopt;
  }
  if (*number < 0) {
    return std::nullopt;
  }
  return std::min(base::Seconds(*number), longest_span);
}

struct CacheWords {
  std::optional<base::Seconds> max_age;
  bool no_store = false;
};

CacheWords cache_words(std::string_view header) {
  CacheWords words;
  for (std::string_view word : base::split(header, ',')) {
    word = base::trim(word);
    if (base::equal_ignoring_case(word, "no-store") ||
        base::equal_ignoring_case(word, "no-cache")) {
      words.no_store = true;
      continue;
    }
    constexpr std::string_view name = "max-age=";
    if (words.max_age || !base::equal_ignoring_case(word.substr(0, name.size()), name)) {
      continue;
    }
    std::string_view value = base::trim(word.substr(name.size()));
    if (value.size() > 2 && value.front() == '"' && value.back() == '"') {
      value = value.substr(1, value.size() - 2);
    }
    words.max_age = seconds_of(value);
  }
  return words;
}

base::Seconds within_reason(base::Seconds span) {
  return std::clamp(span, base::Seconds(0), longest_span);
}

/// What Retry-After says, a span or a date; nothing if it says neither.
std::optional<base::Seconds> said_wait(const TimeHeaders& headers, base::TimePoint now) {
  const std::string_view text = base::trim(headers.retry_after);
  if (text.empty()) {
    return std::nullopt;
  }
  if (const auto span = seconds_of(text)) {
    return span;
  }
  const auto date = parse_http_date(text, now);
  if (!date) {
    return std::nullopt;
  }
  return within_reason(*date - parse_http_date(headers.date, now).value_or(now));
}

}  // namespace

std::optional<base::TimePoint> parse_http_date(std::string_view text, base::TimePoint now) {
  constexpr std::size_t longest_date = 64;
  if (text.size() > longest_date) {
    return std::nullopt;
  }
  std::string spaced(text);
  std::replace_if(
      spaced.begin(), spaced.end(), [](char c) { return c == ',' || c == '-'; }, ' ');
  DateParts parts;
  bool first = true;
  for (const std::string_view word : base::split(spaced, ' ')) {
    const bool named = first || word.empty() || base::equal_ignoring_case(word, "GMT") ||
                       base::equal_ignoring_case(word, "UTC");
    first = false;  // the first word is the name of the day, which says nothing new
    if (!named && !place(word, parts)) {
      return std::nullopt;
    }
  }
  if (!parts.day || !parts.month || !parts.year || !parts.clock || *parts.year > 9999) {
    return std::nullopt;
  }
  const std::int64_t year = parts.short_year ? full_year(*parts.year, now) : *parts.year;
  const std::chrono::year_month_day date(
      std::chrono::year(static_cast<int>(year)),
      std::chrono::month(*parts.month),
      std::chrono::day(static_cast<unsigned>(std::min<std::int64_t>(*parts.day, 99))));
  if (!date.ok() || *parts.day < 1) {
    return std::nullopt;
  }
  return base::TimePoint(std::chrono::sys_days(date)) + *parts.clock;
}

std::optional<base::Seconds> fresh_for(const TimeHeaders& headers, base::TimePoint now) {
  const CacheWords words = cache_words(headers.cache_control);
  if (words.no_store) {
    return base::Seconds(0);
  }
  const base::Seconds age = seconds_of(base::trim(headers.age)).value_or(base::Seconds(0));
  if (words.max_age) {
    return within_reason(*words.max_age - age);
  }
  if (headers.expires.empty()) {
    return std::nullopt;
  }
  const auto expires = parse_http_date(headers.expires, now);
  if (!expires) {
    return base::Seconds(0);
  }
  return within_reason(*expires - parse_http_date(headers.date, now).value_or(now) - age);
}

std::optional<base::Seconds> retry_after(const TimeHeaders& headers,
                                         int status,
                                         base::TimePoint now) {
  std::optional<base::Seconds> wait = said_wait(headers, now);
  if (status == 429 || status == 503) {
    const auto max_age = cache_words(headers.cache_control).max_age;
    if (max_age && max_age->count() > 0 && (!wait || *wait < *max_age)) {
      wait = max_age;
    }
  }
  return wait;
}

}  // namespace net
