#include "runtime/loop.h"

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support/newsroom.h"

namespace {

using support::Newsroom;
using support::SmallWeb;

std::vector<model::Feed> feeds_of_one_host(int count) {
  std::vector<model::Feed> feeds;
  for (int number = 0; number < count; ++number) {
    feeds.push_back(support::web_feed("f" + std::to_string(number)));
  }
  return feeds;
}

TEST(Loop, VisitsToOneHostLieASecondApart) {
  SmallWeb web;
  Newsroom newsroom(support::plan_of(feeds_of_one_host(8), {support::watch_for("w", "Niger")}),
                    web);
  newsroom.settle();
  for (std::size_t seconds = 0; seconds < 8; ++seconds) {
    EXPECT_EQ(web.requests.size(), seconds + 1);
    newsroom.clock.advance(base::Seconds{1});
    newsroom.settle();
  }
}

TEST(Loop, AHundredFeedsOfOneHostAllHaveTheirTurnInAFewMinutes) {
  SmallWeb web;
  Newsroom newsroom(support::plan_of(feeds_of_one_host(100), {support::watch_for("w", "Niger")}),
                    web);
  newsroom.settle();
  newsroom.live(base::Seconds{300}, base::Seconds{1});
  std::set<std::string> visited;
  for (const net::Request& request : web.requests) {
    visited.insert(request.feed.id);
  }
  EXPECT_EQ(visited.size(), 100U);
}

TEST(Loop, ABusyHostHoldsUpNoOther) {
  SmallWeb web;
  std::vector<model::Feed> feeds = feeds_of_one_host(300);  // more than may be in hand
  model::Feed other = support::web_feed("zz");
  other.address = "https://other.example/feed";
  feeds.push_back(other);
  Newsroom newsroom(support::plan_of(feeds, {support::watch_for("w", "Niger")}), web);
  newsroom.settle();
  newsroom.live(base::Seconds{5}, base::Seconds{1});
  const bool visited = std::ranges::any_of(
      web.requests, [](const net::Request& request) { return request.feed.id == "zz"; });
  EXPECT_TRUE(visited);
}

TEST(Loop, NothingIsLeasedAfterAStopAndTheFeedsStayDue) {
  SmallWeb web;
  Newsroom newsroom(support::plan_of(feeds_of_one_host(3), {support::watch_for("w", "Niger")}),
                    web);
  newsroom.loop().stop_leasing();
  newsroom.settle();
  EXPECT_TRUE(web.requests.empty());
  newsroom.restart();
  newsroom.settle();
  EXPECT_EQ(web.requests.size(), 1U);
}

TEST(Loop, AFeedAFailedVisitIsAskedAgainLaterEachTime) {
  SmallWeb web(1, 1.0);
  Newsroom newsroom(support::plan_of(feeds_of_one_host(1), {support::watch_for("w", "Niger")}),
                    web);
  newsroom.settle();
  newsroom.live(base::Seconds{4LL * 24 * 3600}, base::Seconds{1800});
  EXPECT_GE(web.requests.size(), 5U) << "a feed is never given up";
  EXPECT_LE(web.requests.size(), 12U) << "a broken server is spared";
}

}  // namespace
