#include "feed/date.h"

#include <string>

#include <gtest/gtest.h>

#include "base/time.h"

namespace {

struct Case {
  const char* written;
  const char* meant;  ///< empty: no date
};

class Dates : public testing::TestWithParam<Case> {};

TEST_P(Dates, AreReadAsTheirWritersMeant) {
  const auto date = feed::parse_date(GetParam().written);
  EXPECT_EQ(date ? base::format_rfc3339(*date) : "", GetParam().meant) << GetParam().written;
}

INSTANTIATE_TEST_SUITE_P(
    Rfc822,
    Dates,
    testing::Values(Case{"Mon, 23 Nov 2026 04:05:06 GMT", "2026-11-23T04:05:06Z"},
                    Case{"23 Nov 2026 04:05:06 +0000", "2026-11-23T04:05:06Z"},     // no weekday
                    Case{"Fri, 23 Nov 2026 04:05:06 GMT", "2026-11-23T04:05:06Z"},  // a wrong one
                    Case{"Mon, 3 Nov 2026 4:05:06 EST", "2026-11-03T09:05:06Z"},
                    Case{"3 Nov 26 04:05 GMT", "2026-11-03T04:05:00Z"},  // two digits, no seconds
                    Case{"3 Nov 99 04:05 GMT", "1999-11-03T04:05:00Z"},
                    Case{"Thu, 3 Sept 2026 04:05:06 PDT", "2026-09-03T11:05:06Z"},
                    Case{"Thursday, 03-Sep-26 04:05:06 UTC", "2026-09-03T04:05:06Z"},
                    Case{"Thu Sep  3 04:05:06 2026", "2026-09-03T04:05:06Z"},
                    Case{"Thu, 3rd September 2026 04:05:06 +01:00", "2026-09-03T03:05:06Z"},
                    Case{"Thu, 03 Sep 2026 04:05:06 GMT+0200 (Kigali)", "2026-09-03T02:05:06Z"},
                    Case{"September 3, 2026 - 4:05pm", "2026-09-03T16:05:00Z"},
                    Case{"3 Sep 2026 12:10 am", "2026-09-03T00:10:00Z"},
                    Case{"Thu, 03 Sep 2026 04:05:06", "2026-09-03T04:05:06Z"},
                    Case{"Thu, 03 Sep 2026 04:05:60 Z", "2026-09-03T04:05:59Z"}));

INSTANTIATE_TEST_SUITE_P(
    Rfc3339,
    Dates,
    testing::Values(Case{"2026-11-23T04:05:06Z", "2026-11-23T04:05:06Z"},
                    Case{"2026-11-23t04:05:06.789+01:00", "2026-11-23T03:05:06Z"},
                    Case{"2026-11-23 04:05:06", "2026-11-23T04:05:06Z"},
                    Case{"2026-11-23T04:05-0530", "2026-11-23T09:35:00Z"},
                    Case{"2026-11-23", "2026-11-23T00:00:00Z"},
                    Case{"2026-11", "2026-11-01T00:00:00Z"},
                    Case{"2026", "2026-01-01T00:00:00Z"},
                    Case{"2026-12-31T24:00:00Z", "2027-01-01T00:00:00Z"},
                    Case{"20261123T040506Z", "2026-11-23T04:05:06Z"},
                    Case{" \n2026-11-23T04:05:06Z\t", "2026-11-23T04:05:06Z"}));

INSTANTIATE_TEST_SUITE_P(
    OtherHabits,
    Dates,
    testing::Values(Case{"23.11.2026", "2026-11-23T00:00:00Z"},
                    Case{"11/23/2026 4:05 pm PST", "2026-11-24T00:05:00Z"},
                    Case{"23/11/2026", "2026-11-23T00:00:00Z"},
                    Case{"1795406706", "2026-11-23T04:05:06Z"},
                    Case{"1795406706000", "2026-11-23T04:05:06Z"},
                    Case{"lun., 23 nov. 2026 04:05:06 +0100", "2026-11-23T03:05:06Z"},
                    Case{"mar., 01 d\u00E9c. 2026 04:05:06 +0000", "2026-12-01T04:05:06Z"},
                    Case{"Mi, 4 M\u00E4rz 2026 04:05:06 +0100", "2026-03-04T03:05:06Z"}));

INSTANTIATE_TEST_SUITE_P(Impossible,
                         Dates,
                         testing::Values(Case{"", ""},
                                         Case{"soon", ""},
                                         Case{"Sun, 99 Jun 2026 12:00:00 GMT", ""},
                                         Case{"2026-02-30", ""},
                                         Case{"2026-13-01", ""},
                                         Case{"31 Apr 2026", ""},
                                         Case{"2026-11-23T25:00:00Z", ""},
                                         Case{"2026-11-23T04:61:00Z", ""},
                                         Case{"Sun, 16 zzz 2026 11:47:32 GMT", ""},
                                         Case{"0001-01-01T00:00:00Z", ""},
                                         Case{"12:30", ""},
                                         Case{"99999999999999999999", ""},
                                         Case{"-", ""},
                                         Case{"1", ""}));

TEST(ParseDate, RefusesEndlessText) {
  EXPECT_FALSE(feed::parse_date(std::string(100'000, '1')));
}

TEST(ParseDate, KnowsLeapYears) {
  EXPECT_TRUE(feed::parse_date("2024-02-29"));
  EXPECT_FALSE(feed::parse_date("2026-02-29"));
  EXPECT_FALSE(feed::parse_date("1900-02-29"));
}

}  // namespace
