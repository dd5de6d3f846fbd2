#include "feed/discover.h"

#include <chrono>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "feed/known_addresses.h"

namespace {

using feed::Candidate;
using feed::feeds_of_page;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using Source = feed::Candidate::Source;

feed::Hints at(std::string url) {
  return {
      .content_type = "text/html; charset=utf-8", .url = std::move(url), .content_location = {}};
}

std::vector<std::string> addresses(const std::vector<Candidate>& candidates) {
  std::vector<std::string> all;
  for (const Candidate& candidate : candidates) {
    all.push_back(candidate.url);
  }
  return all;
}

std::vector<std::string> found(std::string_view html) {
  return addresses(feeds_of_page(html, at("https://paper.example/africa/today.html")));
}

std::vector<std::string> known(std::string_view page) {
  return addresses(feed::known_addresses(base::Url::parse(page).value()));
}

TEST(FeedsOfPage, AreThoseItDeclaresWithTitleAndType) {
  const auto candidates = feeds_of_page(
      "<!DOCTYPE html><html><head><LINK title='News &amp; views' REL=\"Alternate\" "
      "type='application/RSS+xml; charset=utf-8' href=/rss?a=1&amp;b=2></head></html>",
      at("https://paper.example/africa/"));
  EXPECT_THAT(candidates,
              ElementsAre(Candidate{"https://paper.example/rss?a=1&b=2",
                                    "News & views",
                                    "application/rss+xml",
                                    Source::declared}));
}

TEST(FeedsOfPage, AreNeitherStylesNorTranslations) {
  EXPECT_THAT(found("<link rel='alternate stylesheet' type='text/xml' href=a.xml>"
                    "<link rel=alternate hreflang=fr href=/fr/>"
                    "<link rel=alternate type=application/json href=/wp-json/pages/1>"
                    "<link rel=icon type=application/rss+xml href=/x>"),
              IsEmpty());
}

TEST(FeedsOfPage, MayBeDeclaredByRelFeedWithoutAType) {
  EXPECT_THAT(found("<link rel=feed href=news>"), ElementsAre("https://paper.example/africa/news"));
}

TEST(FeedsOfPage, AreResolvedAgainstTheFirstBase) {
  EXPECT_THAT(found("<base href='/fr/'><base href='/de/'>"
                    "<link rel=alternate type=application/atom+xml href=a.atom>"),
              ElementsAre("https://paper.example/fr/a.atom"));
}

TEST(FeedsOfPage, HaveLinksThatLookLikeFeedsBehindDeclaredOnes) {
  const auto candidates = feeds_of_page(
      "<a href='feed:https://paper.example/one'>One</a><a href='/about'>About</a>"
      "<a href='/world/rss.xml'>World <b>news</b></a>"
      "<link rel=alternate type=application/feed+json href=/feed.json><a href=/feed.json>JSON</a>",
      at("https://paper.example/"));
  EXPECT_THAT(addresses(candidates),
              ElementsAre("https://paper.example/feed.json",
                          "https://paper.example/one",
                          "https://paper.example/world/rss.xml"));
  EXPECT_EQ(candidates[2].title, "World");
  EXPECT_EQ(candidates[2].source, Source::linked);
}

TEST(FeedsOfPage, AreNotReadOutOfScriptsAndComments) {
  EXPECT_THAT(found("<script>'<link rel=alternate type=application/rss+xml href=/a>'</script>"
                    "<!-- <link rel=alternate type=application/rss+xml href=/b> -->"
                    "<style><link rel=feed href=/c></style><link rel=feed href=/d>"),
              ElementsAre("https://paper.example/d"));
}

TEST(FeedsOfPage, AreHttpOrHttpsAlone) {
  EXPECT_THAT(found("<link rel=feed href='file:///etc/passwd'><link rel=feed href='exec:id'>"
                    "<link rel=feed href='javascript:x'><a href='data:text/xml,feed.xml'>x</a>"
                    "<link rel=feed href='|id'>"),
              ElementsAre("https://paper.example/africa/%7Cid"));
}

TEST(FeedsOfPage, AreLeftOutIfRelativeToNothing) {
  EXPECT_THAT(feeds_of_page("<link rel=feed href=/x><link rel=feed href=https://a.example/y>", {}),
              SizeIs(1));
}

TEST(FeedsOfPage, KnowWhereWordPressHasItsFeed) {
  EXPECT_THAT(found("<meta name=generator content='WordPress 6.5'>"),
              ElementsAre("https://paper.example/feed/"));
  EXPECT_THAT(found("<link rel='https://api.w.org/' href='https://paper.example/blog/wp-json/'>"),
              ElementsAre("https://paper.example/blog/feed/"));
}

TEST(FeedsOfPage, AreFewHoweverManyThePageNames) {
  std::string html;
  for (int n = 0; n < 1000; ++n) {
    html += "<link rel=feed href=/" + std::to_string(n) + "><a href=/" + std::to_string(n) +
            ".rss>x</a>";
  }
  EXPECT_THAT(found(html), SizeIs(feed::max_candidates));
}

TEST(FeedsOfPage, TakeLinearTimeWhateverTheBytes) {
  const auto begun = std::chrono::steady_clock::now();
  for (const std::string_view piece : {"<",
                                       "<a href='",
                                       "<link rel=\"",
                                       "<script>",
                                       "<!--",
                                       "<a ",
                                       "<a href=x.rss>",
                                       "<base ",
                                       "= ",
                                       "<a b='>"}) {
    std::string page;
    while (page.size() < (1U << 20U))
      page += piece;
    (void)found(page);
  }
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(60));
}

TEST(FeedsOfPage, AreReadFromTagsThatBreakOff) {
  EXPECT_THAT(found("<link"), IsEmpty());
  EXPECT_THAT(found("<link rel=feed href"), IsEmpty());
  EXPECT_THAT(found("<link rel=feed href=>"), IsEmpty());
  EXPECT_THAT(found("<link rel='feed' href='/a'/><link rel=feed href='/b>"),
              ElementsAre("https://paper.example/a", "https://paper.example/b"));
}

TEST(KnownAddresses, OfYouTubeAreChannelUserAndPlaylist) {
  EXPECT_THAT(known("https://www.youtube.com/channel/UCabc_-1/videos"),
              ElementsAre("https://www.youtube.com/feeds/videos.xml?channel_id=UCabc_-1"));
  EXPECT_THAT(known("https://m.youtube.com/user/someone"),
              ElementsAre("https://www.youtube.com/feeds/videos.xml?user=someone"));
  EXPECT_THAT(known("https://youtube.com/playlist?a=b&list=PL12"),
              ElementsAre("https://www.youtube.com/feeds/videos.xml?playlist_id=PL12"));
  EXPECT_THAT(known("https://youtube.com/@someone"), IsEmpty());
}

TEST(KnownAddresses, OfRedditAndOfProfilesEndInRss) {
  EXPECT_THAT(known("https://www.reddit.com/r/cpp/"),
              ElementsAre("https://www.reddit.com/r/cpp/.rss"));
  EXPECT_THAT(known("https://social.example/@desk"),
              ElementsAre("https://social.example/@desk.rss"));
  EXPECT_THAT(known("https://social.example/@desk@other.example"), IsEmpty());
  EXPECT_THAT(known("https://medium.com/@desk/a-story"),
              ElementsAre("https://medium.com/feed/@desk"));
}

TEST(KnownAddresses, OfARepositoryAreReleasesCommitsAndTags) {
  EXPECT_THAT(known("https://github.com/owner/name.git"),
              ElementsAre("https://github.com/owner/name/releases.atom",
                          "https://github.com/owner/name/commits.atom",
                          "https://github.com/owner/name/tags.atom"));
  EXPECT_EQ(known("https://github.com/owner/name/tree/next/docs")[1],
            "https://github.com/owner/name/commits/next.atom");
  EXPECT_THAT(known("https://github.com/topics/rss"), IsEmpty());
  EXPECT_THAT(known("https://notgithub.com/owner/name"), IsEmpty());
}

TEST(KnownAddresses, OfHostedBlogsAreInOnePlace) {
  EXPECT_THAT(known("https://desk.wordpress.com/2026/"),
              ElementsAre("https://desk.wordpress.com/feed/"));
  EXPECT_THAT(known("https://paper.example/"), IsEmpty());
}

TEST(UsualAddresses, AreInTheFolderAndAtTheRoot) {
  const auto here = addresses(
      feed::usual_addresses(base::Url::parse("https://paper.example:8443/blog/x.html").value()));
  EXPECT_THAT(here, SizeIs(14));
  EXPECT_EQ(here[0], "https://paper.example:8443/blog/feed");
  EXPECT_EQ(here[7], "https://paper.example:8443/feed");
  EXPECT_THAT(feed::usual_addresses(base::Url::parse("https://paper.example").value()), SizeIs(7));
}

}  // namespace
