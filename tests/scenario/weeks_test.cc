// Weeks of a newsroom in seconds: one thread, a virtual clock, a small web with faults drawn from a
// seed. A failing seed replays exactly.
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support/newsroom.h"

namespace {

using support::Newsroom;
using support::SmallWeb;

constexpr base::Seconds hour{3600};
constexpr base::Seconds day{24 * 3600};

/// Feeds that publish by the seed; every story about Niger is one that must arrive.
struct World {
  World(std::uint64_t seed, double fault_rate) : web(seed, fault_rate), chance(seed) {
    for (int number = 0; number < 5; ++number) {
      feeds.push_back(support::web_feed("feed" + std::to_string(number)));
      feeds.back().backlog = {.kind = model::Backlog::Kind::all, .count = 0, .age = {}};
      windows.emplace_back();
    }
  }

  void publish() {
    for (std::size_t number = 0; number < feeds.size(); ++number) {
      if (chance() % 4 != 0) {
        continue;
      }
      const bool hits = chance() % 2 == 0;
      const std::string title =
          (hits ? "Niger story " : "Nigeria story ") + std::to_string(++stories);
      std::vector<std::string>& window = windows[number];
      window.insert(window.begin(), title);
      if (window.size() > 40) {  // more than is published while a feed is backed off for a day
        window.pop_back();
      }
      if (hits) {
        wanted.insert(title);
      }
      web.publish(feeds[number].address, support::rss_of(window));
    }
  }

  SmallWeb web;
  std::mt19937_64 chance;
  std::vector<model::Feed> feeds;
  std::vector<std::vector<std::string>> windows;
  std::set<std::string> wanted;
  int stories = 0;
};

std::map<std::string, std::set<std::string>> keys_by_title(const support::Inbox& inbox) {
  std::map<std::string, std::set<std::string>> keys;
  for (const model::Message& message : inbox.messages) {
    keys[message.alerts.at(0).item.title].insert(message.idem_key);
  }
  return keys;
}

class Weeks : public testing::TestWithParam<std::uint64_t> {};

TEST_P(Weeks, EveryStoryArrivesThoughVisitsFailReceiversFailAndTheDaemonIsKilled) {
  World world(GetParam(), 0.2);
  Newsroom newsroom(support::plan_of(world.feeds, {support::watch_for("sahel", "Niger")}),
                    world.web);
  std::set<std::string> delivered;
  newsroom.inbox->verdict = [&](const model::Message& message) -> channel::Verdict {
    if (world.chance() % 4 == 0) {
      return {.kind = channel::Verdict::Kind::later, .reason = "busy", .retry_after = {}};
    }
    delivered.insert(message.alerts.at(0).item.title);
    return {};
  };
  for (int passed = 0; passed < 14 * 24; ++passed) {
    world.publish();
    newsroom.live(hour, hour / 4);
    if (world.chance() % 24 == 0) {
      newsroom.restart();
    }
  }
  newsroom.live(3 * day, hour);  // nothing new: what is still owed comes
  EXPECT_EQ(delivered, world.wanted);
  for (const auto& [title, keys] : keys_by_title(*newsroom.inbox)) {
    EXPECT_EQ(keys.size(), 1U) << title << " came under two keys";
  }
  EXPECT_EQ(newsroom.reader().totals().dead, 0);
  EXPECT_EQ(newsroom.reader().totals().pending, 0);
}

INSTANTIATE_TEST_SUITE_P(Seeds, Weeks, testing::Range<std::uint64_t>(1, 6));

TEST(Weeks, AFeedThatStandsStillIsAskedWithItsValidatorAndNotTooOften) {
  SmallWeb web;
  web.publish("https://small.example/still", support::rss_of({"Niger once"}));
  Newsroom newsroom(
      support::plan_of({support::web_feed("still")}, {support::watch_for("sahel", "Niger")}), web);
  newsroom.settle();
  newsroom.live(7 * day, base::Seconds{600});
  EXPECT_TRUE(newsroom.inbox->messages.empty()) << "a first visit is a baseline";
  ASSERT_GE(web.requests.size(), 7U * 20U);
  EXPECT_LE(web.requests.size(), 7U * 24U + 1U);
  for (std::size_t visit = 1; visit < web.requests.size(); ++visit) {
    EXPECT_EQ(web.requests[visit].validators.etag, "\"1\"") << "visit " << visit;
  }
}

TEST(Weeks, TimersSurviveARestart) {
  SmallWeb web;
  web.publish("https://small.example/still", support::rss_of({"Niger once"}));
  Newsroom newsroom(
      support::plan_of({support::web_feed("still")}, {support::watch_for("sahel", "Niger")}), web);
  newsroom.settle();
  for (int restart = 0; restart < 20; ++restart) {
    newsroom.clock.advance(base::Seconds{60});
    newsroom.restart();
    newsroom.settle();
  }
  EXPECT_EQ(web.requests.size(), 1U) << "a restart is no reason to ask again";
}

}  // namespace
