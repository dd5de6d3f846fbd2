#include "schedule/next_visit.h"

#include <algorithm>
#include <bitset>
#include <chrono>
#include <cstddef>

namespace schedule {
namespace {

using Kind = model::Trouble::Kind;

constexpr base::Seconds least_retry_after{60};
constexpr base::Seconds internal_pause{60};
constexpr base::Seconds longest_jitter{5 * 60};
constexpr int most_doublings = 30;
constexpr std::size_t hours_a_week = std::size_t{7} * 24;

/// How long to wait, and why so long.
struct Wait {
  base::Seconds span;
  std::string reason;
};

base::Seconds doubled(base::Seconds span, int failures, base::Seconds most) {
  const int times = std::clamp(failures - 1, 0, most_doublings);
  for (int done = 0; done < times && span < most; ++done) {
    span *= 2;
  }
  return std::min(span, most);
}

Wait base_wait(const Visited& visited) {
  if (visited.every) {
    const base::Seconds every = std::max(*visited.every, least_interval);
    return {every, "every " + base::format_span(every)};
  }
  if (visited.is_file) {
    return {file_interval, "every " + base::format_span(file_interval) + " (a file)"};
  }
  return {default_interval, "every " + base::format_span(default_interval) + " (default)"};
}

std::string after_failures(const Visited& visited) {
  return visited.failures <= 1 ? "after a failure"
                               : "after " + std::to_string(visited.failures) + " failures in a row";
}

Wait failed_wait(const Visited& visited) {
  if (visited.is_file) {
    return base_wait(visited);
  }
  const base::Seconds usual = base_wait(visited).span;
  // An interval longer than the cap stays what the user chose.
  const base::Seconds most = std::max(longest_interval, usual);
  if (visited.trouble == Kind::throttled && !visited.retry_after) {
    const base::Seconds span =
        std::max(usual, doubled(throttled_without_word, visited.failures, most));
    return {span, "the server has too much to do; again in " + base::format_span(span)};
  }
  const base::Seconds span = doubled(usual, visited.failures, most);
  return {span, after_failures(visited) + ": again in " + base::format_span(span)};
}

void heed(Wait& wait, std::optional<base::Seconds> hint, const char* why) {
  if (!hint) {
    return;
  }
  const base::Seconds span = std::min(*hint, longest_interval);
  if (span > wait.span) {
    wait = {span, why + base::format_span(span)};
  }
}

Wait wait_for(const Visited& visited) {
  if (visited.trouble == Kind::internal) {
    return {internal_pause, "our own trouble; again in " + base::format_span(internal_pause)};
  }
  Wait wait = visited.trouble == Kind::none ? base_wait(visited) : failed_wait(visited);
  if (visited.trouble == Kind::none && !visited.operated_by_me && !visited.is_file) {
    heed(wait, visited.fresh_for, "the server says it stays fresh for ");
    heed(wait, visited.ttl, "the feed asks to be read every ");
  }
  return wait;
}

void heed_retry_after(Wait& wait, const Visited& visited) {
  if (!visited.retry_after) {
    return;
  }
  const base::Seconds span =
      std::clamp(*visited.retry_after, least_retry_after, longest_retry_after);
  if (span > wait.span) {
    wait = {span, "the server said to wait " + base::format_span(span) + " (Retry-After)"};
  }
}

/// The hours of a week, from Sunday 0:00 GMT, the feed asks to be left alone in; none if that were
/// all of them.
std::bitset<hours_a_week> skipped_hours(const Visited& visited) {
  std::bitset<hours_a_week> skipped;
  for (std::size_t hour = 0; hour < hours_a_week; ++hour) {
    const auto of_day = static_cast<int>(hour % 24);
    const auto day = static_cast<int>(hour / 24);
    const bool by_hour = std::any_of(visited.skip_hours.begin(),
                                     visited.skip_hours.end(),
                                     [&](int each) { return each % 24 == of_day; });
    const bool by_day = std::find(visited.skip_days.begin(), visited.skip_days.end(), day) !=
                        visited.skip_days.end();
    skipped.set(hour, by_hour || by_day);
  }
  return skipped.all() ? std::bitset<hours_a_week>() : skipped;
}

std::size_t hour_of_week(base::TimePoint when) {
  const auto day = std::chrono::floor<std::chrono::days>(when);
  const unsigned weekday = std::chrono::weekday(day).c_encoding();
  const auto hour = std::chrono::floor<std::chrono::hours>(when - day).count();
  return static_cast<std::size_t>(weekday) * 24 + static_cast<std::size_t>(hour);
}

base::TimePoint first_allowed(base::TimePoint when, const std::bitset<hours_a_week>& skipped) {
  for (std::size_t tried = 0; tried < hours_a_week && skipped.test(hour_of_week(when)); ++tried) {
    when = std::chrono::floor<std::chrono::hours>(when) + std::chrono::hours(1);
  }
  return when;
}

base::Seconds jitter(const Visited& visited, base::Seconds span, double chance) {
  if (visited.is_file || (visited.every && visited.operated_by_me)) {
    return base::Seconds(0);
  }
  const base::Seconds most = std::min(span / 10, longest_jitter);
  const double share = std::clamp(chance, 0.0, 1.0);
  return base::Seconds(static_cast<std::int64_t>(share * static_cast<double>(most.count())));
}

}  // namespace

Next next_visit(const Visited& visited, base::TimePoint now, double chance) {
  Wait wait = wait_for(visited);
  heed_retry_after(wait, visited);
  const base::Seconds delay = jitter(visited, wait.span, chance);
  Next next{now + wait.span + delay, std::move(wait.reason)};
  if (visited.operated_by_me || visited.is_file) {
    return next;
  }
  const auto skipped = skipped_hours(visited);
  const base::TimePoint allowed = first_allowed(next.at, skipped);
  if (allowed != next.at) {
    next.at = allowed + delay;  // at most five minutes, so the hour stays an allowed one
    next.reason += ", and not while the feed asks to be left alone (skipHours, skipDays)";
  }
  return next;
}

}  // namespace schedule
