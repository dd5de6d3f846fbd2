#include "feed/identity.h"

#include <gtest/gtest.h>

namespace {

using feed::canonical_link;
using feed::identity;
using model::Item;
using Kind = model::ItemKeys::Kind;

Item item(std::string guid, std::string link, std::string title, std::string content = {}) {
  Item made;
  made.guid = std::move(guid);
  made.link = std::move(link);
  made.title = std::move(title);
  made.content = std::move(content);
  return made;
}

TEST(Identity, TrustsTheGuidFirst) {
  const auto keys = identity(item("g1", "http://a.example/1", "One"));
  EXPECT_EQ(keys.kind, Kind::guid);
  EXPECT_EQ(keys.best, identity(item(" g1\n", "http://b.example/2", "Two")).best);
  EXPECT_NE(keys.best, identity(item("G1", "http://a.example/1", "One")).best);
}

TEST(Identity, TakesLinkAndTitleWithoutAGuid) {
  const auto keys = identity(item("", "http://a.example/1?utm_source=x", "One"));
  EXPECT_EQ(keys.kind, Kind::link_title);
  EXPECT_EQ(keys.best, identity(item("", "HTTP://A.example:80/1#top", "One")).best);
  EXPECT_NE(keys.best, identity(item("", "http://a.example/1", "Two")).best);
}

TEST(Identity, TakesTitleAndContentWithoutALink) {
  const auto keys = identity(item("", "", "One", "body"));
  EXPECT_EQ(keys.kind, Kind::title_content);
  EXPECT_FALSE(keys.link);
  EXPECT_NE(keys.best, identity(item("", "", "One", "other")).best);
  EXPECT_NE(keys.best, identity(item("", "", "Onebo", "dy")).best);
}

TEST(Identity, KeysOfDifferentKindsNeverMeet) {
  EXPECT_NE(identity(item("x", "", "")).best, identity(item("", "x", "")).best);
  EXPECT_NE(identity(item("", "http://a.example/", "")).best,
            *identity(item("", "http://a.example/", "")).link);
  EXPECT_NE(identity(item("", "", "x")).title_hash, identity(item("", "", "", "x")).content_hash);
}

TEST(Identity, DatesNeverDecide) {
  Item one = item("", "http://a.example/1", "One");
  Item two = one;
  two.published = base::TimePoint(base::Seconds(5));
  EXPECT_EQ(identity(one).best, identity(two).best);
}

TEST(Identity, SummaryStandsInForMissingContent) {
  Item summary = item("", "", "One");
  summary.summary = "body";
  EXPECT_EQ(identity(summary).content_hash, identity(item("", "", "One", "body")).content_hash);
}

TEST(CanonicalLink, RemovesWhatLeadsNowhereElse) {
  EXPECT_EQ(canonical_link("HTTPS://News.Example:443/a?b=2&utm_source=x&a=1&fbclid=y#part"),
            "https://news.example/a?b=2&a=1");
  EXPECT_EQ(canonical_link("http://a.example/?utm_medium=rss"), "http://a.example/");
  EXPECT_EQ(canonical_link("http://a.example/?UTM_Campaign=x&id=7"), "http://a.example/?id=7");
}

TEST(CanonicalLink, KeepsTheOrderOfTheQuery) {
  EXPECT_NE(canonical_link("http://a.example/?a=1&b=2"),
            canonical_link("http://a.example/?b=2&a=1"));
}

TEST(CanonicalLink, LeavesWhatIsNoUrlAsItIs) {
  EXPECT_EQ(canonical_link(" not a url "), "not a url");
}

}  // namespace
