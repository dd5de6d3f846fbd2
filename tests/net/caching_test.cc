#include "net/caching.h"

#include <gtest/gtest.h>

#include "net/answer_head.h"
#include "net/request.h"

namespace {

using base::Seconds;
using net::TimeHeaders;

const base::TimePoint now = *base::parse_rfc3339("2026-11-23T04:05:06Z");

TEST(HttpDate, IsReadInItsThreeForms) {
  const auto expected = base::parse_rfc3339("1994-11-06T08:49:37Z");
  for (const char* text : {"Sun, 06 Nov 1994 08:49:37 GMT",
                           "Sunday, 06-Nov-94 08:49:37 GMT",
                           "Sun Nov  6 08:49:37 1994"}) {
    EXPECT_EQ(net::parse_http_date(text, now), *expected) << text;
  }
}

TEST(HttpDate, TakesAShortYearForTheNearest) {
  EXPECT_EQ(net::parse_http_date("Sunday, 06-Nov-76 08:49:37 GMT", now),
            *base::parse_rfc3339("2076-11-06T08:49:37Z"));
  EXPECT_EQ(net::parse_http_date("Sunday, 06-Nov-77 08:49:37 GMT", now),
            *base::parse_rfc3339("1977-11-06T08:49:37Z"));
}

TEST(HttpDate, RefusesWhatIsNone) {
  for (const char* text : {"",
                           "0",
                           "-1",
                           "now",
                           "Sun, 06 Nov 1994",
                           "Sun, 31 Feb 2026 08:49:37 GMT",
                           "Sun, 06 Nov 1994 25:00:00 GMT",
                           "Sun, 06 Nov 99999 08:49:37 GMT",
                           "Sun, 0 Nov 1994 08:49:37 GMT",
                           "Sun, 06 Nov 1994 08:49 GMT",
                           "1994-11-06T08:49:37Z"}) {
    EXPECT_FALSE(net::parse_http_date(text, now)) << text;
  }
  EXPECT_FALSE(net::parse_http_date(std::string(100000, ' '), now));
}

TEST(FreshFor, PrefersMaxAgeAndTakesOffTheAge) {
  EXPECT_EQ(
      net::fresh_for({.cache_control = "public, MAX-AGE=600", .expires = "0", .age = "100"}, now),
      Seconds(500));
  EXPECT_EQ(net::fresh_for({.cache_control = "max-age=\"60\""}, now), Seconds(60));
  EXPECT_EQ(net::fresh_for({.cache_control = "max-age=60", .age = "100"}, now), Seconds(0));
  EXPECT_EQ(net::fresh_for({.cache_control = "s-maxage=9"}, now), std::nullopt);
}

TEST(FreshFor, CountsExpiresFromTheServersOwnDate) {
  EXPECT_EQ(net::fresh_for({.expires = "Thu, 01 Jan 2026 01:00:00 GMT",
                            .date = "Thu, 01 Jan 2026 00:00:00 GMT"},
                           now),
            Seconds(3600));
  EXPECT_EQ(net::fresh_for({.expires = "Mon, 23 Nov 2026 04:06:06 GMT"}, now), Seconds(60));
}

TEST(FreshFor, IsZeroWhereTheServerForbidsKeeping) {
  EXPECT_EQ(net::fresh_for({.cache_control = "no-store, max-age=600"}, now), Seconds(0));
  EXPECT_EQ(net::fresh_for({.cache_control = "no-cache"}, now), Seconds(0));
  EXPECT_EQ(net::fresh_for({.expires = "0"}, now), Seconds(0));
  EXPECT_EQ(net::fresh_for({.expires = "Thu, 01 Jan 1970 00:00:00 GMT"}, now), Seconds(0));
}

TEST(FreshFor, SaysNothingWhereTheServerDoes) {
  EXPECT_EQ(net::fresh_for({}, now), std::nullopt);
  EXPECT_EQ(net::fresh_for({.cache_control = "max-age=soon"}, now), std::nullopt);
}

TEST(RetryAfter, IsSecondsOrADate) {
  EXPECT_EQ(net::retry_after({.retry_after = "120"}, 429, now), Seconds(120));
  EXPECT_EQ(net::retry_after({.retry_after = " 0 "}, 503, now), Seconds(0));
  EXPECT_EQ(net::retry_after({.retry_after = "Mon, 23 Nov 2026 04:07:06 GMT"}, 503, now),
            Seconds(120));
  EXPECT_EQ(net::retry_after({.date = "Thu, 01 Jan 2026 00:00:00 GMT",
                              .retry_after = "Thu Jan  1 00:01:00 2026"},
                             503,
                             now),
            Seconds(60));
  EXPECT_EQ(net::retry_after({.retry_after = "Thu, 01 Jan 1970 00:00:00 GMT"}, 503, now),
            Seconds(0));
}

TEST(RetryAfter, IgnoresJunk) {
  for (const char* text : {"", "-5", "soon", "1.5", "12 minutes", "\xff"}) {
    EXPECT_EQ(net::retry_after({.retry_after = text}, 429, now), std::nullopt) << text;
  }
}

TEST(RetryAfter, EndsAtTenYears) {
  const Seconds most{10LL * 365 * 24 * 3600};
  EXPECT_EQ(net::retry_after({.retry_after = "99999999999999999999999"}, 429, now), most);
  EXPECT_EQ(net::retry_after({.retry_after = "Fri, 31 Dec 9999 23:59:59 GMT"}, 429, now), most);
}

TEST(RetryAfter, CountsMaxAgeOfAThrottledAnswer) {
  EXPECT_EQ(net::retry_after({.cache_control = "max-age=172800"}, 429, now), Seconds(172800));
  EXPECT_EQ(net::retry_after({.cache_control = "max-age=600", .retry_after = "900"}, 503, now),
            Seconds(900));
  EXPECT_EQ(net::retry_after({.cache_control = "max-age=600"}, 404, now), std::nullopt);
}

TEST(AnswerHead, GathersTheLastAnswer) {
  net::AnswerHead head;
  for (const char* line : {"HTTP/1.1 103 Early Hints\r\n",
                           "ETag: \"early\"\r\n",
                           "\r\n",
                           "HTTP/2 200\r\n",
                           "eTaG:  W/\"x\"  \r\n",
                           "Cache-Control: public\r\n",
                           "cache-control: max-age=5\r\n",
                           "no colon here\r\n",
                           "\r\n",
                           "ETag: \"trailer\"\r\n"}) {
    EXPECT_TRUE(head.take(line));
  }
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.etag, "W/\"x\"");
  EXPECT_EQ(head.times.cache_control, "public,max-age=5");
  EXPECT_TRUE(head.complete);
}

TEST(AnswerHead, TakesNoMoreHeadersThanTheLimit) {
  net::AnswerHead head;
  std::size_t taken = 0;
  while (head.take("X: y\r\n")) {
    ++taken;
  }
  EXPECT_EQ(taken, net::max_headers);
}

TEST(Validators, WithControlsOrTooLongAreNone) {
  EXPECT_EQ(net::fit_validator("\"a\tb\""), "");
  EXPECT_EQ(net::fit_validator(std::string(net::max_validator + 1, 'x')), "");
  EXPECT_EQ(net::fit_validator("\"\xe9\""), "\"\xe9\"");
}

}  // namespace
