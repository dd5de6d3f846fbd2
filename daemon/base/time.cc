#include "base/time.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <time.h>

#include "base/text.h"

namespace base {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::sys_days;
using std::chrono::year;

// Four digits are all that RFC 3339 and RFC 9110 have room for.
constexpr TimePoint earliest = sys_days(year(0) / 1 / 1);
constexpr TimePoint latest = TimePoint(sys_days(year(9999) / 12 / 31)) + days(1) - Seconds(1);

constexpr Seconds longest_span = days(36525);  // a hundred years: now plus a span never overflows

struct Broken {
  std::chrono::year_month_day date{};
  std::chrono::hh_mm_ss<Seconds> clock{};
  unsigned weekday = 0;  ///< 0 is Sunday
};

Broken broken(TimePoint when) {
  const TimePoint within = std::clamp(when, earliest, latest);
  const sys_days day = floor<days>(within);
  return {.date = day,
          .clock = std::chrono::hh_mm_ss<Seconds>(within - day),
          .weekday = std::chrono::weekday(day).c_encoding()};
}

tm local(TimePoint when) {
  const time_t seconds = std::clamp(when, earliest, latest).time_since_epoch().count();
  tm parts{};
  (void)localtime_r(&seconds, &parts);  // fails for years beyond int only, which clamp rules out
  return parts;
}

/// Takes exactly `digits` of them off the front.
std::optional<int> take_digits(std::string_view& text, std::size_t digits) {
  if (text.size() < digits) return std::nullopt;
  const auto number = parse_number(text.substr(0, digits));
  if (!number) return std::nullopt;
  text.remove_prefix(digits);
  return static_cast<int>(*number);  // at most four digits
}

bool take(std::string_view& text, std::string_view one_of) {
  if (text.empty() || one_of.find(text.front()) == std::string_view::npos) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<TimePoint> take_date(std::string_view& text) {
  const auto y = take_digits(text, 4);
  if (!y || !take(text, "-")) return std::nullopt;
  const auto m = take_digits(text, 2);
  if (!m || !take(text, "-")) return std::nullopt;
  const auto d = take_digits(text, 2);
  if (!d) return std::nullopt;
  const auto date = year(*y) / *m / *d;
  if (!date.ok()) return std::nullopt;
  return sys_days(date);
}

std::optional<Seconds> take_clock(std::string_view& text) {
  const auto h = take_digits(text, 2);
  if (!h || *h > 23 || !take(text, ":")) return std::nullopt;
  const auto m = take_digits(text, 2);
  if (!m || *m > 59 || !take(text, ":")) return std::nullopt;
  const auto s = take_digits(text, 2);
  if (!s || *s > 60) return std::nullopt;
  if (take(text, ".")) {
    const std::size_t end = std::min(text.find_first_not_of("0123456789"), text.size());
    if (end == 0) return std::nullopt;
    text.remove_prefix(end);
  }
  return hours(*h) + minutes(*m) +
         Seconds(std::min(*s, 59));  // a leap second is told as the one before
}

std::optional<Seconds> take_offset(std::string_view& text) {
  if (take(text, "Zz")) return Seconds(0);
  const bool west = text.starts_with('-');
  if (!take(text, "+-")) return std::nullopt;
  const auto h = take_digits(text, 2);
  if (!h || *h > 23 || !take(text, ":")) return std::nullopt;
  const auto m = take_digits(text, 2);
  if (!m || *m > 59) return std::nullopt;
  const Seconds offset = hours(*h) + minutes(*m);
  return west ? -offset : offset;
}

std::optional<TimePoint> take_time(std::string_view& text) {
  const auto date = take_date(text);
  if (!date || !take(text, "Tt")) return std::nullopt;
  const auto clock = take_clock(text);
  if (!clock) return std::nullopt;
  const auto offset = take_offset(text);
  if (!offset) return std::nullopt;
  return *date + *clock - *offset;
}

struct Unit {
  char letter;
  Seconds length;
};

constexpr std::array<Unit, 5> units = {
    {{'w', days(7)}, {'d', days(1)}, {'h', hours(1)}, {'m', minutes(1)}, {'s', Seconds(1)}}};

}  // namespace

TimePoint SystemClock::now() const {
  return floor<Seconds>(std::chrono::system_clock::now());
}

SteadyPoint SystemClock::steady() const {
  return std::chrono::steady_clock::now();
}

std::string format_rfc3339(TimePoint when) {
  const Broken at = broken(when);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z",
                     static_cast<int>(at.date.year()),
                     static_cast<unsigned>(at.date.month()),
                     static_cast<unsigned>(at.date.day()),
                     at.clock.hours().count(),
                     at.clock.minutes().count(),
                     at.clock.seconds().count());
}

Result<TimePoint> parse_rfc3339(std::string_view text) {
  const auto when = take_time(text);
  if (!when || !text.empty()) {
    return fail(Cause::invalid,
                "this is not a time as RFC 3339 writes it, such as 2026-11-23T04:05:06Z");
  }
  if (*when < earliest || *when > latest) {
    return fail(Cause::invalid, "this time lies outside the years 0000 to 9999");
  }
  return *when;
}

std::string format_http_date(TimePoint when) {
  constexpr std::array<std::string_view, 7> weekdays = {
      "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<std::string_view, 12> months = {
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const Broken at = broken(when);
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT",
                     weekdays[at.weekday],
                     static_cast<unsigned>(at.date.day()),
                     months[static_cast<unsigned>(at.date.month()) - 1],
                     static_cast<int>(at.date.year()),
                     at.clock.hours().count(),
                     at.clock.minutes().count(),
                     at.clock.seconds().count());
}

std::string format_local_clock(TimePoint when) {
  const tm at = local(when);
  return fmt::format("{:02}:{:02}", at.tm_hour, at.tm_min);
}

std::string format_local(TimePoint when) {
  const tm at = local(when);
  return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}",
                     at.tm_year + 1900,
                     at.tm_mon + 1,
                     at.tm_mday,
                     at.tm_hour,
                     at.tm_min);
}

std::optional<Seconds> parse_span(std::string_view text) {
  if (text.empty()) return std::nullopt;
  const auto number = parse_number(text.substr(0, text.size() - 1));
  const auto unit = std::find_if(
      units.begin(), units.end(), [&text](const Unit& u) { return u.letter == text.back(); });
  if (!number || unit == units.end() || *number > longest_span / unit->length) return std::nullopt;
  return unit->length * *number;
}

std::string format_span(Seconds span) {
  if (span == Seconds(0)) return "0s";
  const auto* const unit = std::find_if(
      units.begin(), units.end(), [span](const Unit& u) { return span % u.length == Seconds(0); });
  return fmt::format("{}{}", span / unit->length, unit->letter);  // seconds always divide
}

}  // namespace base
