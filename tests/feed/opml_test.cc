#include "feed/opml.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/url.h"

namespace {

using feed::read_opml;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

std::string opml(const std::string& body) {
  return "<?xml version='1.0'?><opml version='2.0' xmlns:n='https://newswatch.example/ns/opml'>"
         "<head><title>My feeds</title></head><body>" +
         body + "</body></opml>";
}

feed::FeedList list(const std::string& body) {
  return read_opml(opml(body)).value();
}

std::string why_not(const std::string& bytes) {
  const auto list = read_opml(bytes);
  return list ? "" : list.error().message;
}

TEST(ReadOpml, TakesFeedsInOrderWithTheirTitles) {
  const auto read = list(
      "<outline text='One' type='rss' xmlUrl='https://a.example/rss?a=1&amp;b=2'/>"
      "<OUTLINE TEXT='2' TITLE='Two &amp; more' XMLURL=' http://b.example '></OUTLINE>");
  EXPECT_EQ(read.title, "My feeds");
  ASSERT_THAT(read.feeds, SizeIs(2));
  EXPECT_EQ(read.feeds[0].feed.address, "https://a.example/rss?a=1&b=2");
  EXPECT_EQ(read.feeds[0].title, "One");
  EXPECT_EQ(read.feeds[1].feed.address, "http://b.example/");
  EXPECT_EQ(read.feeds[1].title, "Two & more");
}

TEST(ReadOpml, MakesTagsOfFoldersAndCategories) {
  const auto read = list(
      "<outline text='Africa'><outline text='  The\n Sahel '>"
      "<outline xmlUrl='https://a.example/' category='news,/World/West, Africa'/></outline>"
      "<outline xmlUrl='https://b.example/'/></outline><outline xmlUrl='https://c.example/'/>");
  ASSERT_THAT(read.feeds, SizeIs(3));
  EXPECT_THAT(read.feeds[0].feed.tags, ElementsAre("Africa", "The Sahel", "news", "World", "West"));
  EXPECT_THAT(read.feeds[1].feed.tags, ElementsAre("Africa"));
  EXPECT_THAT(read.feeds[2].feed.tags, IsEmpty());
}

TEST(ReadOpml, MakesOneFeedOfAnAddressThatStandsTwice) {
  const auto read = list(
      "<outline text='A'><outline xmlUrl='https://a.example/x'/></outline>"
      "<outline text='B'><outline xmlUrl='HTTPS://A.example:443/x'/></outline>");
  ASSERT_THAT(read.feeds, SizeIs(1));
  EXPECT_THAT(read.feeds[0].feed.tags, ElementsAre("A", "B"));
}

TEST(ReadOpml, TakesNothingButHttpAndHttps) {
  const auto read = list(
      "<outline xmlUrl='file:///etc/passwd'/><outline xmlUrl='exec:id'/><outline xmlUrl='|id'/>"
      "<outline xmlUrl='filter:x:https://a.example/'/><outline "
      "xmlUrl='https://u:secret@a.example/'/>");
  EXPECT_THAT(read.feeds, IsEmpty());
  EXPECT_EQ(read.refused, 5U);
  ASSERT_THAT(read.refusals, SizeIs(5));
  EXPECT_THAT(read.refusals[0], HasSubstr("only http and https feeds are taken from a list"));
  EXPECT_THAT(read.refusals[1], HasSubstr("only http and https"));
  EXPECT_THAT(read.refusals[2], HasSubstr("is not an address"));
  EXPECT_THAT(
      read.refusals[4],
      testing::AllOf(HasSubstr("has a user or password"), testing::Not(HasSubstr("secret"))));
}

TEST(ReadOpml, TellsFewRefusalsInWordsAndCountsTheRest) {
  std::string body;
  for (int n = 0; n < 100; ++n) {
    body += "<outline xmlUrl='exec:" + std::to_string(n) + "'/>";
  }
  const auto read = list(body);
  EXPECT_EQ(read.refused, 100U);
  EXPECT_THAT(read.refusals, SizeIs(feed::max_refusals));
}

TEST(ReadOpml, NeverLearnsHowAFeedIsReached) {
  const auto read = list(
      "<outline xmlUrl='https://a.example/' n:insecure='true' n:allow_private='10.0.0.0/8' "
      "n:proxy='http://evil.example' n:token='x' n:user_agent='a&#10;Cookie: b'/>");
  ASSERT_THAT(read.feeds, SizeIs(1));
  EXPECT_FALSE(feed::has_more_than_a_list(read.feeds[0].feed));
  EXPECT_EQ(read.feeds[0].feed.user_agent, "a Cookie: b");
}

TEST(ReadOpml, RefusesWhatIsNoList) {
  EXPECT_EQ(why_not(""), "not an OPML list: there is no XML in it");
  EXPECT_EQ(why_not("<html><body/></html>"),
            "not an OPML list: an XML document that begins with <html>");
  EXPECT_EQ(why_not("%PDF-1.4"), "not an OPML list but a PDF document, not a feed");
  EXPECT_EQ(why_not("<opml><head/></opml>"), "the OPML list has no <body>");
  EXPECT_THAT(why_not("<opml><body><outline"), HasSubstr("the XML breaks at byte"));
}

TEST(ReadOpml, RefusesFoldersTooDeepAndListsTooLong) {
  std::string deep;
  for (std::size_t n = 0; n <= feed::max_outline_depth; ++n) {
    deep += "<outline text='x'>";
  }
  for (std::size_t n = 0; n <= feed::max_outline_depth; ++n) {
    deep += "</outline>";
  }
  EXPECT_EQ(why_not(opml(deep)), "");  // the innermost folder holds nothing
  EXPECT_EQ(why_not(opml("<outline>" + deep + "</outline>")),
            "its outlines lie more than 32 levels deep");
  std::string bottomless = "<opml><body>";
  while (bottomless.size() < (4U << 20U))
    bottomless += "<outline>";
  EXPECT_THAT(why_not(bottomless), HasSubstr("deep"));
  std::string many;
  for (std::size_t n = 0; n <= feed::max_outlines; ++n) {
    many += "<outline/>";
  }
  EXPECT_EQ(why_not(opml(many)), "it has more than 50000 outlines");
  EXPECT_EQ(why_not(std::string(feed::max_opml + 1, ' ')), "the list is larger than 16 MiB");
}

TEST(ReadOpml, ExpandsNoEntities) {
  const auto read = read_opml(
      "<!DOCTYPE opml [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>"
      "<!ENTITY f SYSTEM 'file:///etc/passwd'>]>"
      "<opml><body><outline text='&b;&f;' xmlUrl='https://a.example/'/></body></opml>");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->feeds.at(0).title, "&b;&f;");
}

TEST(WriteOpml, IsReadAgainAsItWas) {
  model::Feed plain;
  plain.id = "plain";
  plain.address = "https://a.example/?q=<\"'&>";
  model::Feed full;
  full.id = "full";
  full.address = "http://b.example/feed";
  full.every = base::Seconds(1800);
  full.keep = base::Seconds(86400 * 30);
  full.backlog = {model::Backlog::Kind::count, 12, {}};
  full.tags = {"one", "two, three", "/four", "fünf  <&>", "six"};
  full.language = "pt-BR";
  full.enabled = false;
  full.http2 = false;
  full.user_agent = "example/1.0 (\"x\")";
  full.max_size = 1234567;
  model::Feed aged = plain;
  aged.id = "aged";
  aged.address = "https://c.example/";
  aged.backlog = {model::Backlog::Kind::age, 0, base::Seconds(86400)};
  aged.tags = {"x/y", "z"};
  plain.address = base::Url::parse(plain.address).value().str();
  const std::vector<model::Feed> feeds = {plain, full, aged};
  const auto read = read_opml(feed::write_opml("All <of> them", feeds)).value();
  EXPECT_EQ(read.title, "All <of> them");
  std::vector<model::Feed> again;
  for (const feed::ListedFeed& listed : read.feeds) {
    again.push_back(listed.feed);
  }
  EXPECT_EQ(again, feeds);
}

TEST(WriteOpml, LeavesOutFilesAndSecretAddresses) {
  model::Feed file;
  file.source = model::Feed::Source::file;
  file.address = "/var/x.xml";
  model::Feed secret;
  secret.address = "https://a.example/?key=sesame";
  secret.secret_address = true;
  const std::string written = feed::write_opml("x", std::vector{file, secret});
  EXPECT_EQ(written.find("<outline"), std::string::npos);
}

}  // namespace
