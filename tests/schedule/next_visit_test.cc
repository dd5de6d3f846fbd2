#include "schedule/next_visit.h"

#include <algorithm>
#include <array>
#include <chrono>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace {

using base::Seconds;
using model::Trouble;
using schedule::next_visit;
using schedule::Visited;
using std::chrono::hours;
using std::chrono::minutes;
using testing::HasSubstr;

// A Monday.
const base::TimePoint now = *base::parse_rfc3339("2026-11-23T04:05:06Z");

Seconds wait(const Visited& visited, double chance = 0) {
  return next_visit(visited, now, chance).at - now;
}

Visited failed(Trouble::Kind kind, int failures) {
  Visited visited;
  visited.trouble = kind;
  visited.failures = failures;
  return visited;
}

TEST(NextVisit, IsInAnHourWhereNothingIsKnown) {
  EXPECT_EQ(wait({}), hours(1));
  EXPECT_EQ(next_visit({}, now, 0).reason, "every 1h (default)");
}

TEST(NextVisit, KeepsTheUsersInterval) {
  Visited visited;
  visited.every = minutes(15);
  EXPECT_EQ(wait(visited), minutes(15));
  EXPECT_EQ(next_visit(visited, now, 0).reason, "every 15m");
  visited.every = Seconds(1);
  EXPECT_EQ(wait(visited), schedule::least_interval);
}

TEST(NextVisit, WaitsAtLeastAsLongAsRetryAfter) {
  Visited visited = failed(Trouble::Kind::throttled, 1);
  visited.retry_after = hours(2);
  EXPECT_EQ(wait(visited), hours(2));
  EXPECT_EQ(next_visit(visited, now, 0).reason, "the server said to wait 2h (Retry-After)");
}

TEST(NextVisit, BelievesRetryAfterForTwoDaysAtMost) {
  Visited visited = failed(Trouble::Kind::throttled, 1);
  visited.retry_after = hours(24 * 365);
  EXPECT_EQ(wait(visited), hours(48));
}

TEST(NextVisit, WaitsAMinuteWhereRetryAfterIsShorter) {
  Visited visited = failed(Trouble::Kind::throttled, 1);
  visited.every = minutes(1);
  visited.operated_by_me = true;
  visited.retry_after = Seconds(1);
  EXPECT_EQ(wait(visited), minutes(1));
}

TEST(NextVisit, DoublesHalfAnHourWhereAThrottlingServerSaysNoMore) {
  Visited visited = failed(Trouble::Kind::throttled, 1);
  visited.every = minutes(1);
  std::vector<Seconds> waits;
  for (visited.failures = 1; visited.failures <= 7; ++visited.failures) {
    waits.push_back(wait(visited));
  }
  EXPECT_THAT(waits,
              testing::ElementsAre(
                  minutes(30), hours(1), hours(2), hours(4), hours(8), hours(16), hours(24)));
}

TEST(NextVisit, DoublesAfterFailuresUpToADay) {
  EXPECT_EQ(wait(failed(Trouble::Kind::connect, 1)), hours(1));
  EXPECT_EQ(wait(failed(Trouble::Kind::connect, 2)), hours(2));
  EXPECT_EQ(wait(failed(Trouble::Kind::connect, 5)), hours(16));
  EXPECT_EQ(wait(failed(Trouble::Kind::connect, 6)), hours(24));
  EXPECT_EQ(wait(failed(Trouble::Kind::connect, 1000000)), hours(24));
  EXPECT_THAT(next_visit(failed(Trouble::Kind::dns, 3), now, 0).reason,
              HasSubstr("3 failures in a row"));
}

TEST(NextVisit, KeepsAnIntervalLongerThanADayAlsoAfterFailures) {
  Visited visited = failed(Trouble::Kind::timeout, 3);
  visited.every = hours(24 * 7);
  EXPECT_EQ(wait(visited), hours(24 * 7));
}

TEST(NextVisit, ComesSoonAfterOurOwnTrouble) {
  EXPECT_EQ(wait(failed(Trouble::Kind::internal, 50)), Seconds(60));
}

TEST(NextVisit, HeedsCacheLifetimeAndTheFeedsOwnPaceUpToADay) {
  Visited visited;
  visited.fresh_for = hours(3);
  EXPECT_EQ(wait(visited), hours(3));
  visited.ttl = hours(5);
  EXPECT_EQ(wait(visited), hours(5));
  EXPECT_THAT(next_visit(visited, now, 0).reason, HasSubstr("5h"));
  visited.ttl = hours(1000);
  EXPECT_EQ(wait(visited), hours(24));
  visited.every = minutes(10);
  EXPECT_EQ(wait(visited), hours(24));
  visited.operated_by_me = true;
  EXPECT_EQ(wait(visited), minutes(10));
}

TEST(NextVisit, LooksAtFilesEachMinuteWhateverHappened) {
  Visited visited = failed(Trouble::Kind::file, 20);
  visited.is_file = true;
  EXPECT_EQ(wait(visited, 0.99), Seconds(60));
  visited.every = minutes(5);
  EXPECT_EQ(wait(visited, 0.99), minutes(5));
}

TEST(NextVisit, StaysOutOfSkippedHoursAndDays) {
  Visited visited;
  visited.skip_hours = {5, 6, 7};
  EXPECT_EQ(next_visit(visited, now, 0).at, *base::parse_rfc3339("2026-11-23T08:00:00Z"));
  EXPECT_THAT(next_visit(visited, now, 0).reason, HasSubstr("skipHours"));
  visited.skip_hours = {24};
  visited.every = hours(20);
  EXPECT_EQ(next_visit(visited, now, 0).at, *base::parse_rfc3339("2026-11-24T01:00:00Z"));
  visited.skip_hours.clear();
  visited.skip_days = {2, 3};
  EXPECT_EQ(next_visit(visited, now, 0).at, *base::parse_rfc3339("2026-11-26T00:00:00Z"));
}

TEST(NextVisit, IgnoresSkipsThatLeaveNoTime) {
  Visited visited;
  for (int hour = 0; hour < 24; ++hour)
    visited.skip_hours.push_back(hour);
  EXPECT_EQ(wait(visited), hours(1));
  visited.skip_hours = {-3, 99};
  visited.skip_days = {0, 1, 2, 3, 4, 5, 6};
  EXPECT_EQ(wait(visited), hours(1));
}

TEST(NextVisit, DoesNotJitterWhatTheUserOperates) {
  Visited visited;
  visited.every = hours(1);
  visited.operated_by_me = true;
  EXPECT_EQ(wait(visited, 0.99), hours(1));
}

rc::Gen<std::optional<Seconds>> maybe_span() {
  return rc::gen::map(rc::gen::inRange(-1, 400000), [](int seconds) {
    return seconds < 0 || seconds % 3 == 0 ? std::nullopt : std::optional(Seconds(seconds));
  });
}

Visited any_visit() {
  Visited visited;
  visited.every = *maybe_span();
  visited.operated_by_me = *rc::gen::arbitrary<bool>();
  visited.is_file = *rc::gen::arbitrary<bool>();
  visited.trouble = static_cast<Trouble::Kind>(*rc::gen::inRange(0, 15));
  visited.failures = visited.trouble == Trouble::Kind::none ? 0 : *rc::gen::inRange(1, 100);
  visited.retry_after = *maybe_span();
  visited.fresh_for = *maybe_span();
  visited.ttl = *maybe_span();
  visited.skip_hours = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 25));
  visited.skip_days = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 7));
  return visited;
}

double any_chance() {
  return *rc::gen::inRange(0, 1000) / 1000.0;
}

RC_GTEST_PROP(NextVisit, IsNeverBeforeRetryAfterNorTheLeastInterval, ()) {
  const Visited visited = any_visit();
  const Seconds waited = wait(visited, any_chance());
  RC_ASSERT(waited >= schedule::least_interval);
  if (visited.retry_after) {
    RC_ASSERT(waited >= std::min(*visited.retry_after, schedule::longest_retry_after));
  }
}

RC_GTEST_PROP(NextVisit, IsWithinAWeekAndADayOfTheLongestWish, ()) {
  const Visited visited = any_visit();
  const Seconds longest =
      std::max(visited.every.value_or(Seconds(0)), schedule::longest_retry_after);
  RC_ASSERT(wait(visited, any_chance()) <= longest + hours(24 * 8));
}

RC_GTEST_PROP(NextVisit, IsNoSoonerAfterOneMoreFailure, ()) {
  Visited visited = any_visit();
  visited.trouble = *rc::gen::element(
      Trouble::Kind::connect, Trouble::Kind::throttled, Trouble::Kind::http_status);
  visited.failures = *rc::gen::inRange(1, 50);
  const Seconds before = wait(visited);
  ++visited.failures;
  RC_ASSERT(wait(visited) >= before);
}

RC_GTEST_PROP(NextVisit, JitterDelaysByATenthAndFiveMinutesAtMost, ()) {
  Visited visited = any_visit();
  visited.skip_hours.clear();
  visited.skip_days.clear();
  const Seconds plain = wait(visited, 0);
  const Seconds jittered = wait(visited, any_chance());
  RC_ASSERT(jittered >= plain);
  RC_ASSERT(jittered - plain <= std::min<Seconds>(plain / 10, minutes(5)));
}

RC_GTEST_PROP(NextVisit, IsNeverInASkippedHour, ()) {
  Visited visited = any_visit();
  visited.operated_by_me = false;
  visited.is_file = false;
  std::array<bool, 24> skipped{};
  for (const int hour : visited.skip_hours)
    skipped.at(static_cast<std::size_t>(hour % 24)) = true;
  visited.skip_days.clear();
  RC_PRE(!std::all_of(skipped.begin(), skipped.end(), [](bool each) { return each; }));
  const base::TimePoint at = next_visit(visited, now, any_chance()).at;
  const auto hour =
      std::chrono::floor<hours>(at - std::chrono::floor<std::chrono::days>(at)).count();
  RC_ASSERT(!skipped.at(static_cast<std::size_t>(hour)));
}

}  // namespace
