#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "match/query.h"

namespace {

using testing::HasSubstr;

/// Column of the fault, or 0.
std::size_t fault_column(const std::string& query) {
  const auto read = match::read_query(query);
  return read ? 0 : read.error().column;
}

std::string fault(const std::string& query) {
  const auto read = match::read_query(query);
  return read ? "" : read.error().message;
}

std::string repeated(const std::string& piece, std::size_t times) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) {
    all += piece;
  }
  return all;
}

TEST(QueryReader, PointsAtTheFault) {
  const std::vector<std::pair<std::string, std::size_t>> faults = {
      {"", 1},
      {"  ", 1},
      {"()", 1},
      {"rain (", 6},
      {"rain (a OR b", 6},
      {"rain)", 5},
      {"rain OR", 6},
      {"rain OR )", 6},
      {"OR rain", 1},
      {"rain AND OR snow", 10},
      {"rain NEAR snow", 6},
      {"rain NEAR/x snow", 6},
      {"rain NEAR/101 snow", 6},
      {"rain NEAR/5 snow ONEAR/5 hail", 18},
      {"rain NEAR/5 (snow hail)", 6},
      {"rain NEAR/5 /snow/", 6},
      {"rain NEAR/5 link:snow", 6},
      {"rain WITHIN NOT snow", 6},
      {"ATLEAST/0 rain", 1},
      {"ATLEAST rain", 1},
      {"ATLEAST/2 (rain snow)", 1},
      {"rain \"snow", 6},
      {"rain «snow", 6},
      {"rain \"\"", 6},
      {"rain \" \"", 6},
      {"rain \"—\"", 6},
      {"été —", 5},
      {"été ét*—t*", 5},
      {"été a*", 5},
      {"été titre:x", 5},
      {"10:30", 1},
      {"title: rain", 1},
      {"title:j*", 7},
      {"rain title:-snow", 6},
      {"title:*", 7},
      {"rain country:QQ", 6},
      {"rain /sn[ow/", 6},
      {"rain /(?!snow)x/", 6},
      {"rain /snow/g", 6},
      {"rain /snow", 6},
      {"rain //", 6},
      {"rain exact(snow", 11},
      {"rain exact()", 6},
      {"exact(rain OR snow)", 12},
      {"exact(rain)~1", 1},
      {"rain~", 1},
      {"rain~0", 1},
      {"rain~3", 1},
      {"snow-flake~1", 1},
      {"rai*~1", 1},
      {"mud~1", 1},
      {"clouds~2", 1},
      {"\"rain snow\"~", 1},
      {"尼日?尔", 1},
      {"rain feed:", 6},
      {"rain \\", 6},
      {"NOT rain", 1},
      {"-rain -snow", 1},
      {"rain OR NOT snow", 1},
      {"rain OR -feed:x", 1},
      {"NOT (rain NOT snow)", 1},
      {"rain (\"a b\" NEAR/2 c) NEAR/3 d", 23},
  };
  for (const auto& [query, column] : faults) {
    EXPECT_EQ(fault_column(query), column) << query << "\n" << fault(query);
  }
}

TEST(QueryReader, TakesWhatLooksLikeAFault) {
  for (const char* const query : {"* NOT rain",
                                  "feed:x",
                                  "lang:fr",
                                  "NOT snow rain",
                                  "rain\\:snow",
                                  "and",
                                  "exact(\"rain OR snow\")",
                                  "\"rain snow\"~0",
                                  "rain NEAR/0 snow",
                                  "(rain WITHIN \"rain coat\") NEAR/3 snow",
                                  "rain WITHIN /x.*y/",
                                  "ATLEAST/2 rain NEAR/3 snow",
                                  "link:https://example.org/a?b=*",
                                  "title:summary:rain"}) {
    EXPECT_EQ(fault(query), "") << query;
  }
}

TEST(QueryReader, SaysWhatWouldBeRight) {
  EXPECT_THAT(fault("(rain OR snow"), HasSubstr("never closed: (rain OR snow"));
  EXPECT_THAT(fault("NOT rain"), HasSubstr("write * NOT rain"));
  EXPECT_THAT(fault("rain NEAR snow"), HasSubstr("NEAR/5"));
}

TEST(QueryReader, NestsTwoHundredDeep) {
  const auto nested = [](std::size_t depth) {
    return repeated("(", depth) + "rain" + repeated(")", depth);
  };
  EXPECT_EQ(fault_column(nested(match::max_nesting)), 0U);
  EXPECT_EQ(fault_column(nested(match::max_nesting + 1)), match::max_nesting + 1);
  EXPECT_EQ(fault_column("* " + repeated("-", match::max_nesting + 1) + "rain"),
            match::max_nesting + 3);
  EXPECT_EQ(fault_column("rain" + repeated(" NOT snow", 1000)), 0U);
}

TEST(QueryReader, ReadsAHundredThousandCharacters) {
  const std::string longest = "rain" + repeated(" OR été", (match::max_query_length - 4) / 7);
  EXPECT_EQ(fault_column(longest), 0U);
  EXPECT_EQ(fault_column(longest + repeated(" ", 10)), 1U);
}

}  // namespace
