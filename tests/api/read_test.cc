#include "api/read.h"

#include <gtest/gtest.h>

namespace {

TEST(Read, TakesWhatItKnowsAndPassesOverTheRest) {
  const auto status =
      api::read_status(R"({"running":true,"feeds":"many","new":{"x":1},"totals":{"alerts":3}})");
  ASSERT_TRUE(status);
  EXPECT_TRUE(status->running);
  EXPECT_EQ(status->daemon.feeds, 0U);
  EXPECT_EQ(status->alerts, 3);
}

TEST(Read, RefusesWhatIsNoAnswer) {
  EXPECT_FALSE(api::read_status("<html>"));
  EXPECT_FALSE(api::read_feeds("[]"));
  EXPECT_FALSE(api::read_feeds("{}"));
  EXPECT_FALSE(api::read_feeds("{\"feeds\":[\"\xff\"]}"));
  EXPECT_FALSE(api::read_offer(R"({"alerts":[]})"));
  EXPECT_FALSE(api::read_status(std::string(100, '[') + std::string(100, ']')));
}

TEST(Read, AnErrorIsItsMessageOrTheTextMadePrintable) {
  EXPECT_EQ(api::read_error(R"({"error":"no such feed"})"), "no such feed");
  EXPECT_EQ(api::read_error("bad\x1b[31m"), "bad\\x1b[31m");
}

TEST(Read, AnOfferHasItsAlertsAndHowManyFollow) {
  const auto offer = api::read_offer(
      R"({"key":"k","attempt":2,"maybe_duplicate":true,"waiting":7,"alerts":[{"version":99}]})");
  ASSERT_TRUE(offer);
  EXPECT_EQ(offer->message.idem_key, "k");
  EXPECT_EQ(offer->message.attempt, 2);
  EXPECT_TRUE(offer->message.maybe_duplicate);
  EXPECT_EQ(offer->waiting, 7);
  EXPECT_TRUE(offer->message.alerts.empty());
}

TEST(Read, NamesBecomeSegmentsOfAnAddress) {
  EXPECT_EQ(api::target_of("/v1/channels/", "a b/c", "/test"), "/v1/channels/a%20b%2Fc/test");
  EXPECT_EQ(api::settle_body(false, "a \"b\""), R"({"shown":false,"error":"a \"b\""})");
}

}  // namespace
