#include "api/routes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "alert/atom.h"
#include "api/read.h"
#include "api/world.h"

namespace {

using testing::HasSubstr;

class Routes : public testing::Test {
 protected:
  api::Reply ask(std::string_view target) {
    const auto reader = store::open_reader(world.database());
    return api::answer(target, **reader, world.status(), world.clock.now());
  }

  support::TempDir folder;
  support::World world{folder / "newswatch.db"};
};

TEST_F(Routes, StatusSaysWhatTheDaemonAndTheStoreKnow) {
  world.add_feed("bbc-africa", "https://feeds.example.org/africa.xml");
  world.add_alert("Niger votes", {"hook"});
  const auto status = api::read_status(ask("/v1/status").body);
  ASSERT_TRUE(status);
  EXPECT_TRUE(status->running);
  EXPECT_EQ(status->daemon.version, "0.1.0");
  EXPECT_EQ(status->daemon.feeds, 1U);
  EXPECT_EQ(status->daemon.channels, (std::vector<std::string>{"hook", "desk"}));
  EXPECT_EQ(status->alerts, 1);
  EXPECT_EQ(status->pending, 1);
  EXPECT_EQ(status->next_visit, support::noon);
}

TEST_F(Routes, WithoutADaemonTheStoreAnswersAlone) {
  world.add_feed("bbc-africa", "https://feeds.example.org/africa.xml");
  const auto reader = store::open_reader(world.database());
  const auto reply = api::answer("/v1/status", **reader, std::nullopt, support::noon);
  const auto status = api::read_status(reply.body);
  ASSERT_TRUE(status);
  EXPECT_FALSE(status->running);
  EXPECT_EQ(status->daemon.feeds, 1U);
  EXPECT_EQ(api::answer("/v1/deliveries/stream", **reader, std::nullopt, support::noon).status,
            404);
}

TEST_F(Routes, FeedsShowTheirAddressWithoutSecretsAndTheirTrouble) {
  world.add_feed("bbc-africa", "https://feeds.example.org/africa.xml?token=hunter2");
  world.add_feed("dead-one", "https://dead.example.org/feed");
  world.fail_feed("dead-one", "404 Not Found");
  const api::Reply reply = ask("/v1/feeds");
  EXPECT_THAT(reply.body, testing::Not(HasSubstr("hunter2")));
  const auto feeds = api::read_feeds(reply.body);
  ASSERT_TRUE(feeds);
  ASSERT_EQ(feeds->size(), 2U);
  EXPECT_EQ(feeds->at(0).id, "bbc-africa");
  EXPECT_EQ(feeds->at(0).address, "https://feeds.example.org/africa.xml?token=***");
  EXPECT_EQ(feeds->at(0).state, "new");
  EXPECT_EQ(feeds->at(1).state, "http-status");
  EXPECT_EQ(feeds->at(1).trouble, "404 Not Found");
  EXPECT_EQ(feeds->at(1).trouble_since, support::noon);
  EXPECT_EQ(feeds->at(1).failures, 1);
}

TEST_F(Routes, OneFeedIsFoundByItsId) {
  world.add_feed("a b", "https://feeds.example.org/");
  EXPECT_EQ(ask("/v1/feeds/a%20b").status, 200);
  const api::Reply none = ask("/v1/feeds/c");
  EXPECT_EQ(none.status, 404);
  EXPECT_EQ(api::read_error(none.body), "there is no feed \"c\"");
}

TEST_F(Routes, AlertsAreTheStoredObjectsNewestFirst) {
  world.add_alert("Niger first", {"hook"});
  world.clock.advance(base::Seconds(60));
  world.add_alert("Niger second", {"desk"});
  const auto alerts = api::read_alerts(ask("/v1/alerts").body);
  ASSERT_TRUE(alerts);
  ASSERT_EQ(alerts->size(), 2U);
  EXPECT_EQ(alerts->at(0).item.title, "Niger second");
  EXPECT_EQ(api::read_alerts(ask("/v1/alerts?limit=1").body)->size(), 1U);
  EXPECT_EQ(api::read_alerts(ask("/v1/alerts?watch=other").body)->size(), 0U);
  EXPECT_EQ(api::read_alerts(ask("/v1/alerts?channel=hook").body)->size(), 1U);
  EXPECT_EQ(api::read_alerts(ask("/v1/alerts?since=30s").body)->size(), 1U);
  EXPECT_EQ(api::read_alerts(ask("/v1/alerts?since=2026-11-23T00:00:00Z").body)->size(), 2U);
}

TEST_F(Routes, WhatIsAskedWronglyIsSaidInWords) {
  EXPECT_EQ(ask("/v1/alerts?limit=0").status, 400);
  EXPECT_EQ(ask("/v1/alerts?limit=99999999999999999999").status, 400);
  EXPECT_EQ(ask("/v1/alerts?since=yesterday").status, 400);
  EXPECT_EQ(ask("/v1/deliveries?state=lost").status, 400);
  EXPECT_EQ(api::read_error(ask("/v1/alerts?wath=x").body),
            "unknown parameter \"wath\"; did you mean \"watch\"?");
  EXPECT_EQ(ask("/v1/nothing").status, 404);
  const api::Reply wrong_method = ask("/v1/reload");
  EXPECT_EQ(wrong_method.status, 405);
  EXPECT_EQ(api::read_error(wrong_method.body), "/v1/reload wants POST");
}

TEST_F(Routes, DeliveriesAreListedByStateAndChannel) {
  const std::string key = world.add_alert("Niger votes", {"hook"});
  world.add_alert("Niger waits", {"desk"});
  world.kill_delivery(key, "410 Gone");
  const auto dead = api::read_deliveries(ask("/v1/deliveries?state=dead,expired").body);
  ASSERT_TRUE(dead);
  ASSERT_EQ(dead->size(), 1U);
  EXPECT_EQ(dead->at(0).delivery.idem_key, key);
  EXPECT_EQ(dead->at(0).delivery.last_error, "410 Gone");
  EXPECT_EQ(dead->at(0).delivery.attempts, 1);
  ASSERT_EQ(dead->at(0).alerts.size(), 1U);
  EXPECT_EQ(dead->at(0).alerts.at(0).item.title, "Niger votes");
  EXPECT_EQ(api::read_deliveries(ask("/v1/deliveries?channel=desk").body)->size(), 1U);
  EXPECT_EQ(api::read_delivery(ask("/v1/deliveries/" + key).body)->delivery.state,
            model::Delivery::State::dead);
  EXPECT_EQ(ask("/v1/deliveries/unknown").status, 404);
}

TEST_F(Routes, TheAtomFeedHasTheAlertsOfAChannel) {
  world.add_alert("Niger & <votes>", {"hook"});
  const api::Reply all = ask("/v1/alerts.atom");
  EXPECT_THAT(all.content_type, HasSubstr("application/atom+xml"));
  EXPECT_THAT(all.body, HasSubstr("Niger &amp; &lt;votes&gt;"));
  EXPECT_THAT(ask("/v1/alerts.atom?channel=desk").body, testing::Not(HasSubstr("votes")));
  EXPECT_EQ(ask("/v1/alerts.atom").body, all.body);
}

TEST_F(Routes, AnAtomFeedHasTheHeadThatItsChannelWrites) {
  world.add_alert("Niger votes", {"hook", "desk"});
  const auto starts_with_head_of = [](const alert::AtomHead& head) {
    return testing::AllOf(HasSubstr("<id>" + head.id + "</id>"),
                          HasSubstr("<title type=\"text\">" + head.title + "</title>"));
  };
  EXPECT_THAT(ask("/v1/alerts.atom?channel=hook").body,
              starts_with_head_of(alert::atom_head("watcher.example.org", "hook", "Mine")));
  EXPECT_THAT(ask("/v1/alerts.atom?channel=desk").body,
              starts_with_head_of(alert::atom_head("watcher.example.org", "desk", "")));
  EXPECT_THAT(ask("/v1/alerts.atom").body,
              starts_with_head_of(alert::atom_head("watcher.example.org", "", "newswatch alerts")));
}

}  // namespace
