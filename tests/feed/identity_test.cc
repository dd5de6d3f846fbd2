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

TEST(CanonicalLink, DropsSessionsInParametersAndInPaths) {
  EXPECT_EQ(canonical_link("http://a.example/a;jsessionid=7F?x=1&PHPSESSID=9"),
            "http://a.example/a?x=1");
}

TEST(LooseLink, IsTheSameBeforeAndAfterAMoveToHttps) {
  EXPECT_EQ(feed::loose_link("http://www.a.example:80/x/"),
            feed::loose_link("https://a.example/x"));
  EXPECT_NE(feed::loose_link("http://a.example/x"), feed::loose_link("http://a.example/X"));
  EXPECT_EQ(feed::loose_link("urn:x/"), "urn:x/");
}

TEST(HostlessLink, IsThePathAndQueryOfAPage) {
  EXPECT_EQ(feed::hostless_link("http://a.example/x?y=1"), "/x?y=1");
  EXPECT_EQ(feed::hostless_link("http://a.example/"), "");
  EXPECT_EQ(feed::hostless_link(""), "");
}

TEST(Identity, AGuidWithTrackingParametersIsTheSameWithoutThem) {
  const auto one = identity(item("https://a.example/?p=1&utm_source=a", "", ""));
  EXPECT_EQ(one.best, identity(item("https://a.example/?p=1&utm_source=b", "", "")).best);
  EXPECT_NE(one.best, identity(item("https://a.example/?p=2&utm_source=a", "", "")).best);
  EXPECT_NE(identity(item("https://a.example/?p=1", "", "")).best,
            identity(item("https://A.example/?p=1", "", "")).best)
      << "any other guid is taken as it is written";
}

TEST(Identity, GoesByLinkWhereGuidsAreOfNoUse) {
  const auto by_link = [](const Item& one) { return identity(one, model::Identity::link); };
  const auto keys = by_link(item("1", "http://a.example/1", "One"));
  EXPECT_EQ(keys.kind, Kind::link);
  EXPECT_EQ(keys.best, by_link(item("2", "https://www.a.example/1", "Two")).best);
  EXPECT_EQ(by_link(item("1", "", "One")).kind, Kind::title_content);
  EXPECT_EQ(identity(item("1", "http://a.example/1", "One"), model::Identity::link_title).kind,
            Kind::link_title);
}

TEST(DocumentKeys, AGuidOfSeveralItemsTellsNoneOfThem) {
  const std::vector<Item> items = {item("1", "http://a.example/1", "One"),
                                   item("1", "http://a.example/2", "Two"),
                                   item("3", "http://a.example/3", "Three"),
                                   item("3", "http://a.example/3", "Three")};
  const auto keys = feed::document_keys(items, model::Identity::guid);
  EXPECT_EQ(keys[0].kind, Kind::link_title);
  EXPECT_EQ(keys[1].kind, Kind::link_title);
  EXPECT_EQ(keys[2].kind, Kind::guid) << "an item that comes twice is one item";
  const feed::Unclean unclean = feed::unclean(items, keys);
  EXPECT_EQ(unclean.guids, 2U);
  EXPECT_EQ(unclean.links, 0U);
  EXPECT_EQ(feed::fitting(unclean), model::Identity::link);
}

TEST(DocumentKeys, MissingGuidsAreUncleanOnlyBesideOthers) {
  const std::vector<Item> none = {item("", "http://a.example/1", "One"),
                                  item("", "http://a.example/2", "Two")};
  const auto keys_of = [](const std::vector<Item>& items) {
    return feed::document_keys(items, model::Identity::guid);
  };
  EXPECT_EQ(feed::unclean(none, keys_of(none)).guids, 0U);
  std::vector<Item> some = none;
  some[0].guid = "1";
  EXPECT_EQ(feed::unclean(some, keys_of(some)).guids, 1U);
}

TEST(NextIdentity, TrustFallsAtOnceAndReturnsAfterThirtyCleanDays) {
  const base::TimePoint now{base::Seconds{1'800'000'000}};
  const base::Seconds day{86400};
  const feed::Unclean clean{.items = 100, .guids = 5, .links = 0};
  const feed::Unclean bad{.items = 100, .guids = 6, .links = 0};
  const feed::Unclean worse{.items = 100, .guids = 6, .links = 6};
  EXPECT_EQ(feed::next_identity({}, clean, now).by, model::Identity::guid);
  const feed::Trusted link = feed::next_identity({}, bad, now);
  EXPECT_EQ(link.by, model::Identity::link);
  EXPECT_EQ(feed::next_identity(link, worse, now).by, model::Identity::link_title);
  EXPECT_EQ(feed::next_identity(link, clean, now + 29 * day).by, model::Identity::link);
  EXPECT_EQ(feed::next_identity(link, clean, now + 30 * day).by, model::Identity::guid);
  const feed::Trusted again = feed::next_identity(link, bad, now + 29 * day);
  EXPECT_EQ(feed::next_identity(again, clean, now + 30 * day).by, model::Identity::link);
  EXPECT_EQ(feed::next_identity(link, {}, now + 31 * day).by, model::Identity::link)
      << "an empty document proves nothing";
}

}  // namespace
