#include "runtime/ingest.h"

#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support/newsroom.h"

namespace {

using support::Newsroom;
using support::SmallWeb;

std::string item(const std::string& guid, const std::string& title, const std::string& link) {
  return "<item><guid isPermaLink=\"false\">" + guid + "</guid><title>" + title + "</title><link>" +
         link + "</link></item>";
}

std::string channel_of(const std::string& items) {
  return "<rss version=\"2.0\"><channel><title>Small</title>" + items + "</channel></rss>";
}

std::multiset<std::string> titles(const support::Inbox& inbox) {
  std::multiset<std::string> all;
  for (const model::Message& message : inbox.messages) {
    all.insert(message.alerts.at(0).item.title);
  }
  return all;
}

class IngestTest : public testing::Test {
 protected:
  static std::shared_ptr<const runtime::Plan> plan(const model::Feed& feed) {
    return support::plan_of({feed}, {support::watch_for("sahel", "Niger")});
  }
  void visit(Newsroom& newsroom, const std::string& body) {
    web.publish("https://small.example/site", body);
    newsroom.live(base::Seconds{2LL * 3600}, base::Seconds{3600});
  }

  SmallWeb web;
  model::Feed feed = support::web_feed("site");
};

TEST_F(IngestTest, AFirstVisitIsABaselineAndWhatComesLaterAlertsOnce) {
  Newsroom newsroom(plan(feed), web);
  visit(newsroom, support::rss_of({"Niger old"}));
  EXPECT_TRUE(newsroom.inbox->messages.empty());
  visit(newsroom, support::rss_of({"Niger new", "Niger old"}));
  visit(newsroom, support::rss_of({"Niger newer", "Niger new", "Niger old"}));
  EXPECT_EQ(titles(*newsroom.inbox), (std::multiset<std::string>{"Niger new", "Niger newer"}));
}

TEST_F(IngestTest, TheBacklogLetsTheNewestOfAFirstVisitThrough) {
  feed.backlog = {.kind = model::Backlog::Kind::count, .count = 2, .age = {}};
  Newsroom newsroom(plan(feed), web);
  visit(newsroom, support::rss_of({"Niger three", "Niger two", "Niger one"}));
  EXPECT_EQ(titles(*newsroom.inbox), (std::multiset<std::string>{"Niger three", "Niger two"}));
}

TEST_F(IngestTest, AGuidThatAllItemsShareHidesNoneOfThem) {
  feed.backlog.kind = model::Backlog::Kind::all;
  Newsroom newsroom(plan(feed), web);
  visit(newsroom,
        channel_of(item("1", "Niger a", "https://x.example/a") +
                   item("1", "Niger b", "https://x.example/b")));
  visit(newsroom,
        channel_of(item("1", "Niger c", "https://x.example/c") +
                   item("1", "Niger a", "https://x.example/a") +
                   item("1", "Niger b", "https://x.example/b")));
  EXPECT_EQ(titles(*newsroom.inbox), (std::multiset<std::string>{"Niger a", "Niger b", "Niger c"}));
}

TEST_F(IngestTest, TheSameItemTwiceInADocumentAlertsOnce) {
  feed.backlog.kind = model::Backlog::Kind::all;
  Newsroom newsroom(plan(feed), web);
  visit(newsroom,
        channel_of(item("1", "Niger a", "https://x.example/a") +
                   item("1", "Niger a", "https://x.example/a")));
  EXPECT_EQ(titles(*newsroom.inbox), (std::multiset<std::string>{"Niger a"}));
}

TEST_F(IngestTest, AnAnswerThatIsNoFeedKeepsTheOldValidatorsAndTheKnownItems) {
  Newsroom newsroom(plan(feed), web);
  visit(newsroom, support::rss_of({"Niger old"}));
  const std::string etag = newsroom.reader().feeds().at(0).validators.etag;
  EXPECT_FALSE(etag.empty());
  visit(newsroom, "<!DOCTYPE html><html><body>Please log in</body></html>");
  const auto state = newsroom.reader().feeds().at(0);
  EXPECT_EQ(state.trouble.kind, model::Trouble::Kind::not_a_feed);
  EXPECT_EQ(state.validators.etag, etag);
  newsroom.live(base::Seconds{24LL * 3600}, base::Seconds{3600});
  visit(newsroom, support::rss_of({"Niger new", "Niger old"}));
  newsroom.live(base::Seconds{24LL * 3600}, base::Seconds{3600});
  EXPECT_EQ(titles(*newsroom.inbox), (std::multiset<std::string>{"Niger new"}));
  EXPECT_EQ(newsroom.reader().feeds().at(0).trouble.kind, model::Trouble::Kind::none);
}

TEST_F(IngestTest, ADocumentCutOffKeepsWhatWasCompleteAndIsAskedForAgainInFull) {
  feed.backlog.kind = model::Backlog::Kind::all;
  Newsroom newsroom(plan(feed), web);
  std::string whole = support::rss_of({"Niger three", "Niger two", "Niger one"});
  visit(newsroom, whole.substr(0, whole.find("Niger one")));
  EXPECT_EQ(titles(*newsroom.inbox), (std::multiset<std::string>{"Niger three", "Niger two"}));
  EXPECT_TRUE(newsroom.reader().feeds().at(0).validators.empty());
}

TEST_F(IngestTest, TheSameBytesUnderANewValidatorAreNoNews) {
  Newsroom newsroom(plan(feed), web);
  visit(newsroom, support::rss_of({"Niger old"}));
  visit(newsroom, support::rss_of({"Niger old"}));
  EXPECT_EQ(newsroom.reader().feeds().at(0).validators.etag, "\"2\"")
      << "the newest validator is kept";
  EXPECT_EQ(newsroom.findings.back().items, 0U) << "an unchanged body was parsed again";
}

TEST_F(IngestTest, AHitOnAnItemThatIsNotToldIsRememberedWithItsReason) {
  Newsroom newsroom(plan(feed), web);
  visit(newsroom, support::rss_of({"Niger old"}));
  ASSERT_FALSE(newsroom.findings.empty());
  EXPECT_EQ(newsroom.findings.front().hits, 1U);
  EXPECT_EQ(newsroom.findings.front().alerts, 0U);
}

TEST_F(IngestTest, AnAlertSaysWhatWasFoundWhere) {
  feed.backlog.kind = model::Backlog::Kind::all;
  Newsroom newsroom(plan(feed), web);
  visit(newsroom, support::rss_of({"The coup in Niger"}));
  ASSERT_EQ(newsroom.inbox->messages.size(), 1U);
  const model::Alert& alert = newsroom.inbox->messages[0].alerts.at(0);
  EXPECT_EQ(alert.watch, "sahel");
  EXPECT_EQ(alert.item.feed, "site");
  EXPECT_EQ(alert.item.feed_title, "Small");
  ASSERT_EQ(alert.hits.size(), 1U);
  EXPECT_EQ(alert.hits[0],
            (model::Span{.field = model::Field::title, .start = 12, .end = 17, .term = "Niger"}));
  EXPECT_EQ(alert.reason, "backlog");
}

}  // namespace
