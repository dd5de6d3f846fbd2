#include "base/time.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace base {
namespace {

using std::chrono::sys_days;
using std::chrono::year;

TimePoint at(int y, unsigned m, unsigned d, int seconds = 0) {
  return sys_days(year(y) / static_cast<int>(m) / static_cast<int>(d)) + Seconds(seconds);
}

TEST(Rfc3339, WritesUtc) {
  EXPECT_EQ(format_rfc3339(at(2026, 11, 23, 4 * 3600 + 5 * 60 + 6)), "2026-11-23T04:05:06Z");
  EXPECT_EQ(format_rfc3339(TimePoint()), "1970-01-01T00:00:00Z");
  EXPECT_EQ(format_rfc3339(TimePoint(Seconds(-1))), "1969-12-31T23:59:59Z");
}

TEST(Rfc3339, StaysWithinFourDigitsOfYear) {
  EXPECT_EQ(format_rfc3339(TimePoint::min()), "0000-01-01T00:00:00Z");
  EXPECT_EQ(format_rfc3339(TimePoint::max()), "9999-12-31T23:59:59Z");
}

TEST(Rfc3339, ReadsOffsetsAndFractions) {
  const TimePoint expected = at(1996, 12, 20, 39 * 60 + 57);  // RFC 3339, section 5.8
  EXPECT_EQ(parse_rfc3339("1996-12-19T16:39:57-08:00"), expected);
  EXPECT_EQ(parse_rfc3339("1996-12-20T00:39:57Z"), expected);
  EXPECT_EQ(parse_rfc3339("1996-12-20t00:39:57.987654321z"), expected);
  EXPECT_EQ(parse_rfc3339("1996-12-20T06:09:57+05:30"), expected);
}

TEST(Rfc3339, TellsALeapSecondAsTheOneBefore) {
  EXPECT_EQ(parse_rfc3339("1990-12-31T23:59:60Z"), parse_rfc3339("1990-12-31T23:59:59Z"));
}

TEST(Rfc3339, RefusesWhatIsNone) {
  for (const char* text : {"",
                           "2026",
                           "2026-11-23",
                           "2026-11-23T04:05Z",
                           "2026-11-23T04:05:06",
                           "2026-11-23 04:05:06Z",
                           "2026-13-01T00:00:00Z",
                           "2026-02-29T00:00:00Z",
                           "2026-11-23T24:00:00Z",
                           "2026-11-23T00:60:00Z",
                           "2026-11-23T00:00:61Z",
                           "2026-11-23T00:00:00.Z",
                           "2026-11-23T00:00:00+24:00",
                           "2026-11-23T00:00:00+0100",
                           "2026-11-23T00:00:00Zx",
                           "+026-11-23T00:00:00Z",
                           "0000-01-01T00:00:00+00:01",
                           "9999-12-31T23:59:59-00:01",
                           "2026-11-23T-1:00:00Z"}) {
    EXPECT_FALSE(parse_rfc3339(text)) << text;
  }
}

TEST(Rfc3339, ReadsBackEverySecondItWrites) {
  EXPECT_TRUE(rc::check("format and parse agree", [] {
    const TimePoint when(
        Seconds(*rc::gen::inRange<std::int64_t>(-62'167'219'200, 253'402'300'800)));
    RC_ASSERT(parse_rfc3339(format_rfc3339(when)) == when);
  }));
}

TEST(HttpDate, WritesTheExampleOfTheStandard) {
  EXPECT_EQ(format_http_date(at(1994, 11, 6, 8 * 3600 + 49 * 60 + 37)),
            "Sun, 06 Nov 1994 08:49:37 GMT");
}

TEST(LocalTime, HasTheShapeAPersonReads) {
  EXPECT_THAT(format_local_clock(at(2026, 11, 23)), testing::MatchesRegex("[0-9]{2}:[0-9]{2}"));
  EXPECT_THAT(format_local(at(2026, 11, 23)),
              testing::MatchesRegex("2026-11-2[2-4] [0-9]{2}:[0-9]{2}"));
}

TEST(Span, ReadsAWholeNumberAndAUnit) {
  EXPECT_EQ(parse_span("0s"), Seconds(0));
  EXPECT_EQ(parse_span("45s"), Seconds(45));
  EXPECT_EQ(parse_span("90m"), Seconds(5400));
  EXPECT_EQ(parse_span("24h"), Seconds(86'400));
  EXPECT_EQ(parse_span("90d"), Seconds(90 * 86'400));
  EXPECT_EQ(parse_span("2w"), Seconds(14 * 86'400));
}

TEST(Span, RefusesWhatItWouldHaveToGuess) {
  for (const char* text : {"",
                           "5",
                           "m",
                           "5 m",
                           "-5m",
                           "+5m",
                           "1.5h",
                           "5M",
                           "5mm",
                           "5y",
                           "m5",
                           "36526d",
                           "99999999999999999999s",
                           "9223372036854775807w"}) {
    EXPECT_EQ(parse_span(text), std::nullopt) << text;
  }
}

TEST(Span, WritesTheLargestUnitThatDivides) {
  EXPECT_EQ(format_span(Seconds(0)), "0s");
  EXPECT_EQ(format_span(Seconds(45)), "45s");
  EXPECT_EQ(format_span(Seconds(5400)), "90m");
  EXPECT_EQ(format_span(Seconds(3600)), "1h");
  EXPECT_EQ(format_span(Seconds(90 * 86'400)), "90d");
  EXPECT_EQ(format_span(Seconds(14 * 86'400)), "2w");
}

TEST(SystemClock, NeverGoesBackwardsForWaits) {
  const SystemClock clock;
  const SteadyPoint first = clock.steady();
  EXPECT_LE(first, clock.steady());
  EXPECT_GT(clock.now(), at(2020, 1, 1));
}

}  // namespace
}  // namespace base
