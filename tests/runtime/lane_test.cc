#include "runtime/lane.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support/newsroom.h"

namespace {

using base::Seconds;
using channel::Verdict;
using model::Delivery;

const channel::Type& type_of(const char* name) {
  return *channel::find_type(name);
}

Delivery delivery_with(int attempts) {
  Delivery delivery;
  delivery.attempts = attempts;
  delivery.created = support::start_of_test;
  return delivery;
}

Verdict later(std::optional<Seconds> retry_after = std::nullopt) {
  return {.kind = Verdict::Kind::later, .reason = "busy", .retry_after = retry_after};
}

TEST(AfterFailure, NeverIsDeadAtOnceWithItsReason) {
  const runtime::Retry retry = runtime::after_failure(
      type_of("webhook"),
      delivery_with(0),
      {.kind = Verdict::Kind::never, .reason = "HTTP status 410", .retry_after = {}},
      support::start_of_test,
      0);
  EXPECT_EQ(retry.state, Delivery::State::dead);
  EXPECT_EQ(retry.error, "HTTP status 410");
}

TEST(AfterFailure, WaitsLongerWithEachAttempt) {
  base::TimePoint previous = support::start_of_test;
  for (int attempts = 0; attempts < 8; ++attempts) {
    const runtime::Retry retry = runtime::after_failure(
        type_of("webhook"), delivery_with(attempts), later(), support::start_of_test, 0);
    ASSERT_EQ(retry.state, Delivery::State::pending);
    EXPECT_GT(retry.next_at, previous) << attempts;
    previous = retry.next_at;
  }
}

TEST(AfterFailure, NeverComesBackBeforeTheReceiverSaidTo) {
  const runtime::Retry retry = runtime::after_failure(
      type_of("webhook"), delivery_with(0), later(Seconds{7200}), support::start_of_test, 0);
  EXPECT_GE(retry.next_at, support::start_of_test + Seconds{7200});
}

TEST(AfterFailure, JitterOnlyDelays) {
  const auto at = [](double chance) {
    return runtime::after_failure(
               type_of("email"), delivery_with(2), later(), support::start_of_test, chance)
        .next_at;
  };
  EXPECT_GT(at(0.99), at(0.0));
  EXPECT_LE(at(0.99) - support::start_of_test, (at(0.0) - support::start_of_test) * 2);
}

TEST(AfterFailure, GivesUpAfterTheTimeOfTheChannelAndSaysSo) {
  const channel::Type& type = type_of("webhook");
  const runtime::Retry retry = runtime::after_failure(
      type, delivery_with(9), later(), support::start_of_test + type.give_up_after, 0);
  EXPECT_EQ(retry.state, Delivery::State::dead);
  EXPECT_NE(retry.error.find("given up"), std::string::npos);
  EXPECT_NE(retry.error.find("busy"), std::string::npos);
  EXPECT_NE(retry.error.find("10 attempts"), std::string::npos);
}

class LaneTest : public testing::Test {
 protected:
  LaneTest() {
    web.publish("https://small.example/site", support::rss_of({"Niger one", "Niger two"}));
    feed.backlog.kind = model::Backlog::Kind::all;
  }

  support::SmallWeb web;
  model::Feed feed = support::web_feed("site");
};

TEST_F(LaneTest, AFailedMessageComesAgainWithTheSameKeyAndAHigherAttempt) {
  support::Newsroom newsroom(support::plan_of({feed}, {support::watch_for("sahel", "Niger two")}),
                             web);
  newsroom.inbox->verdict = [](const model::Message& message) {
    return message.attempt < 3 ? later() : Verdict{};
  };
  newsroom.settle();
  newsroom.live(Seconds{3600}, Seconds{30});
  const std::vector<model::Message>& messages = newsroom.inbox->messages;
  ASSERT_EQ(messages.size(), 3U);
  for (std::size_t index = 0; index < messages.size(); ++index) {
    EXPECT_EQ(messages[index].attempt, static_cast<int>(index) + 1);
    EXPECT_EQ(messages[index].idem_key, messages[0].idem_key);
  }
  EXPECT_EQ(newsroom.reader().totals().pending, 0);
}

TEST_F(LaneTest, WhatIsGivenUpStandsInTheDeadLettersWithItsReason) {
  support::Newsroom newsroom(support::plan_of({feed}, {support::watch_for("sahel", "Niger two")}),
                             web);
  newsroom.inbox->verdict = [](const model::Message&) {
    return Verdict{.kind = Verdict::Kind::never, .reason = "no such address", .retry_after = {}};
  };
  newsroom.settle();
  const auto rows = newsroom.reader().deliveries(
      {.limit = 10, .states = {Delivery::State::dead}, .channel = {}, .idem_key = {}});
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].delivery.last_error, "no such address");
}

TEST_F(LaneTest, AChannelThatThrowsLosesNothing) {
  support::Newsroom newsroom(support::plan_of({feed}, {support::watch_for("sahel", "Niger two")}),
                             web);
  int calls = 0;
  newsroom.inbox->verdict = [&calls](const model::Message&) -> Verdict {
    if (++calls == 1) {
      throw std::runtime_error("out of luck");
    }
    return {};
  };
  newsroom.settle();
  newsroom.live(Seconds{600}, Seconds{30});
  EXPECT_EQ(calls, 2);
  EXPECT_EQ(newsroom.reader().totals().pending, 0);
  EXPECT_TRUE(newsroom.inbox->messages.back().maybe_duplicate);
}

TEST_F(LaneTest, AKillBetweenSendingAndSettlingRepeatsUnderTheSameKey) {
  support::Newsroom newsroom(support::plan_of({feed}, {support::watch_for("sahel", "Niger two")}),
                             web);
  newsroom.inbox->verdict = [](const model::Message&) { return later(); };
  newsroom.settle();
  const auto claims = newsroom.store([&](store::Writer& writer) {
    const base::TimePoint then = newsroom.clock.now() + Seconds{100};
    return writer.claim("inbox", std::nullopt, then, then + Seconds{60}, 16);
  });
  ASSERT_EQ(claims.size(), 1U);  // in hand as the process dies
  newsroom.restart();
  newsroom.inbox->messages.clear();
  newsroom.inbox->verdict = nullptr;
  newsroom.live(Seconds{3600}, Seconds{60});
  ASSERT_EQ(newsroom.inbox->messages.size(), 1U);
  EXPECT_EQ(newsroom.inbox->messages[0].idem_key, claims[0].delivery.idem_key);
  EXPECT_TRUE(newsroom.inbox->messages[0].maybe_duplicate);
}

}  // namespace
