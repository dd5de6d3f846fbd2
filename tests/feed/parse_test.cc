#include "feed/parse.h"

#include <chrono>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace {

using base::Cause;

base::Result<feed::Document> parse(const std::string& bytes) {
  return feed::parse(bytes, {});
}

feed::Document read(const std::string& bytes, const feed::Hints& hints = {}) {
  auto document = feed::parse(bytes, hints);
  EXPECT_TRUE(document) << document.error().message;
  return document ? *document : feed::Document{};
}

std::string rss(const std::string& items) {
  return "<rss version=\"2.0\"><channel><title>T</title>" + items + "</channel></rss>";
}

std::string repeated(const std::string& part, std::size_t times) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i)
    all += part;
  return all;
}

void expect_refused(const std::string& bytes, Cause cause, const std::string& message) {
  const auto document = parse(bytes);
  ASSERT_FALSE(document) << bytes.substr(0, 60);
  EXPECT_EQ(document.error().cause, cause) << document.error().message;
  EXPECT_NE(document.error().message.find(message), std::string::npos) << document.error().message;
}

TEST(Parse, SaysWhatIsThereInsteadOfAFeed) {
  expect_refused("", Cause::not_found, "the body is empty");
  expect_refused(" \r\n ", Cause::not_found, "the body is empty");
  expect_refused("<!DOCTYPE html><html><body>Log in</body></html>",
                 Cause::not_found,
                 "an HTML page, not a feed");
  expect_refused("<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'/>",
                 Cause::not_found,
                 "an HTML page");
  expect_refused("%PDF-1.7\n\xE2\xE3", Cause::not_found, "a PDF document, not a feed");
  expect_refused("Service restarting", Cause::not_found, "plain text, not a feed");
  expect_refused("{}", Cause::not_found, "not a JSON Feed");
  expect_refused("[1, 2]", Cause::not_found, "not a JSON Feed");
  expect_refused("<opml version='2.0'/>", Cause::not_found, "begins with <opml>");
  expect_refused(std::string("\x1F\x8B\x08\0\0", 5), Cause::not_found, "compressed data");
}

TEST(Parse, RefusesWhatIsTooDamagedToHoldAnItem) {
  expect_refused("<rss><channel><title>T</ti", Cause::invalid, "byte");
  expect_refused("<rss><channel><item><title>One", Cause::invalid, "before any item is complete");
  expect_refused(
      "{\"version\": \"https://jsonfeed.org/version/1\", \"items\": [", Cause::invalid, "cut off");
}

TEST(Parse, KeepsWhatWasCompleteWhenTheDocumentIsCutOff) {
  const auto document = read("<rss><channel><item><title>One</title></item><item><title>Tw");
  ASSERT_EQ(document.items.size(), 1U);
  EXPECT_TRUE(document.cut_off);
  ASSERT_FALSE(document.notes.empty());
  EXPECT_NE(document.notes[0].find("after 1 item, at byte"), std::string::npos)
      << document.notes[0];
}

TEST(Parse, AnEmptyFeedIsAFeed) {
  EXPECT_TRUE(read(rss("")).items.empty());
  EXPECT_FALSE(read(rss("")).cut_off);
  EXPECT_TRUE(read("<feed xmlns='http://www.w3.org/2005/Atom'/>").items.empty());
}

TEST(Parse, JunkAfterTheEndDoesNotCutOff) {
  const auto document = read(rss("<item><title>One</title></item>") + "</div>");
  EXPECT_EQ(document.items.size(), 1U);
  EXPECT_FALSE(document.cut_off);
}

TEST(Parse, DeepNestingEndsAtTheLimit) {
  expect_refused("<rss>" + repeated("<a>", 200'000), Cause::limit, "256 deep");
  const auto kept =
      read("<rss><channel><item><title>One</title></item>" + repeated("<a>", 200'000));
  EXPECT_EQ(kept.items.size(), 1U);
  EXPECT_TRUE(kept.cut_off);
}

TEST(Parse, AttributesAreCounted) {
  std::string element = "<rss><x";
  for (int i = 0; i < 100'000; ++i)
    element += " a" + std::to_string(i) + "='1'";
  expect_refused(element + "/></rss>", Cause::limit, "256 attributes");
}

TEST(Parse, DeepJsonEndsAtTheLimit) {
  expect_refused("{\"items\":" + repeated("[", 100'000), Cause::limit, "deep");
}

TEST(Parse, KeepsTheNewestItemsOfAnEndlessFeed) {
  std::string items;
  for (std::size_t i = 0; i < feed::max_items + 500; ++i) {  // oldest first, as some feeds are
    items += "<item><guid>" + std::to_string(i) + "</guid><pubDate>" +
             std::to_string(1'700'000'000 + i) + "</pubDate></item>";
  }
  const auto document = read(rss(items));
  EXPECT_EQ(document.items.size(), feed::max_items);
  EXPECT_EQ(document.truncated, 500U);
  EXPECT_EQ(document.items.front().guid, "500");
  EXPECT_EQ(document.notes.size(), 1U);
}

TEST(Parse, AHundredThousandItemsTakeSeconds) {
  const auto start = std::chrono::steady_clock::now();
  const auto document = read(
      rss(repeated("<item><title>Niger</title><link>http://a.example/1</link></item>", 100'000)));
  EXPECT_EQ(document.items.size(), feed::max_items);
  EXPECT_EQ(document.truncated, 90'000U);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(20));
}

TEST(Parse, LongTextsAreCutAtACharacter) {
  const auto document = read(
      rss("<item><description>" + repeated("\u20AC", feed::max_text) + "</description></item>"));
  ASSERT_EQ(document.items.size(), 1U);
  EXPECT_LE(document.items[0].summary.size(), feed::max_text);
  EXPECT_EQ(document.items[0].summary.size() % 3, 0U);
}

TEST(Parse, EntitiesThatHoldEntitiesAreNeverExpanded) {
  const auto document = read(
      "<!DOCTYPE rss [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\"><!ENTITY c SYSTEM "
      "\"file:///etc/passwd\">]>" +
      rss("<item><title>&b; &c;</title></item>"));
  ASSERT_EQ(document.items.size(), 1U);
  EXPECT_EQ(document.items[0].title, "&b; &c;");
}

TEST(Parse, EntitiesTheDocumentDeclaresBecomeTheirText) {
  const auto document = read(
      "<!DOCTYPE rss [<!ENTITY town 'Agadez'><!ENTITY % p \"x\"><!ENTITY next \"Arlit\"><!ENTITY "
      "odd \"a > b\">]>" +
      rss("<item><title>&town; &next; &odd; &p; &eacute;</title></item>"));
  EXPECT_EQ(document.items.at(0).title, "Agadez Arlit &odd; &p; \u00E9");
}

TEST(Parse, EntitiesPutInNoMoreThanTheirLimit) {
  const std::string text(256, 'x');
  const auto document =
      read("<!DOCTYPE rss [<!ENTITY a '" + text + "'>]>" +
           rss(repeated("<item><title>" + repeated("&a;", 3000) + "</title></item>", 2)));
  EXPECT_EQ(document.items.at(0).title.size(), 3000 * text.size());
  EXPECT_EQ(document.items.at(1).title.find("&a;"), (std::size_t{1} << 20U) - 3000 * text.size());
}

TEST(Parse, ReferencesTheParserWouldNotSurviveAreReplaced) {
  const auto document =
      read(rss("<item><title>A&#0;B&#xD800;C&#146;s caf&eacute; &amp;amp; D</title></item>"));
  ASSERT_EQ(document.items.size(), 1U);
  EXPECT_EQ(document.items[0].title, "A\uFFFDB\uFFFDC\u2019s caf\u00E9 & D");
}

TEST(Parse, LinksAreReadAgainstTheNearestBase) {
  const std::string atom =
      "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='/blog/'><entry xml:base='2026/'><link "
      "href='one'/></entry>"
      "<entry><link href='two' xml:base='http://b.example/x/'/></entry></feed>";
  const auto document =
      read(atom, {.content_type = {}, .url = "http://a.example/feed", .content_location = {}});
  ASSERT_EQ(document.items.size(), 2U);
  EXPECT_EQ(document.items[0].link, "http://a.example/blog/2026/one");
  EXPECT_EQ(document.items[1].link, "http://b.example/x/two");
}

TEST(Parse, ContentLocationGoesBeforeTheUrl) {
  const auto document = read(rss("<item><link>one</link></item>"),
                             {.content_type = {},
                              .url = "http://a.example/feed",
                              .content_location = "http://b.example/x/feed"});
  EXPECT_EQ(document.items.at(0).link, "http://b.example/x/one");
}

TEST(Parse, LinksThatAreProgramsAreDropped) {
  const auto document = read(rss("<item><title>x</title><link>javascript:alert(1)</link></item>"));
  EXPECT_EQ(document.items.at(0).link, "");
}

TEST(Parse, HttpCharsetIsHeard) {
  const auto document = read(
      rss("<item><title>\xCD\xE8\xE3\xE5\xF0</title></item>"),
      {.content_type = "text/xml; Charset=\"windows-1251\"", .url = {}, .content_location = {}});
  EXPECT_EQ(document.items.at(0).title, "\u041D\u0438\u0433\u0435\u0440");
}

TEST(Parse, PrefixesMeanWhatTheyAreBoundTo) {
  const auto document = read(
      "<r:rss xmlns:r='http://backend.userland.com/rss2' "
      "xmlns:x='http://purl.org/dc/elements/1.1/' "
      "xmlns:dc='http://other.example/'><r:channel><r:item><r:title>One</r:title><x:creator>Jo</"
      "x:creator>"
      "<dc:creator>nobody</dc:creator></r:item></r:channel></r:rss>");
  ASSERT_EQ(document.items.size(), 1U);
  EXPECT_EQ(document.items[0].title, "One");
  EXPECT_EQ(document.items[0].author, "Jo");
}

TEST(Parse, UndeclaredPrefixesAreReadAsEverybodyDoes) {
  const auto document =
      read(rss("<item><dc:creator>Jo</dc:creator><content:encoded>Text</content:encoded></item>"));
  EXPECT_EQ(document.items.at(0).author, "Jo");
  EXPECT_EQ(document.items.at(0).content, "Text");
}

TEST(Parse, AnUnreadableDateIsKeptAsWritten) {
  const auto document = read(rss("<item><pubDate>yesterday</pubDate></item>"));
  EXPECT_FALSE(document.items.at(0).published);
  EXPECT_EQ(document.items.at(0).published_raw, "yesterday");
}

TEST(Parse, KeywordsAreCategories) {
  const auto document =
      read(rss("<item><itunes:keywords>water, well</itunes:keywords><tags>gold,well</tags>"
               "<category>mines</category></item>"));
  EXPECT_EQ(document.items.at(0).categories,
            (std::vector<std::string>{"water", "well", "gold", "mines"}));
}

TEST(Parse, AnAddressInBracketsIsNoPartOfAName) {
  const auto document =
      read(rss("<item><author>Jo Doe (jo@a.example)</author></item>"
               "<item><author>jo@a.example (Jo Doe)</author></item>"
               "<item><author>Jo Doe (Zinder)</author></item>"));
  EXPECT_EQ(document.items.at(0).author, "Jo Doe");
  EXPECT_EQ(document.items.at(1).author, "Jo Doe");
  EXPECT_EQ(document.items.at(2).author, "Jo Doe (Zinder)");
}

TEST(Parse, AnEmptyHrefIsTheDeclaredBase) {
  const std::string entries = "<entry><link href=''/></entry></feed>";
  const feed::Hints hints{
      .content_type = {}, .url = "http://a.example/feed", .content_location = {}};
  const auto declared = read("<feed xml:base='http://b.example/x/'>" + entries, hints);
  EXPECT_EQ(declared.items.at(0).link, "http://b.example/x/");
  EXPECT_EQ(read("<feed>" + entries, hints).items.at(0).link, "");
}

TEST(Parse, TextOfTypeHtmlIsHtmlBesideElementsToo) {
  const auto document = read(
      "<feed xmlns='http://www.w3.org/2005/Atom'><entry><title type='html'>&lt;i>a <b>b</b> "
      "c&lt;/i></title><content type='xhtml'><div>1 &lt;b&gt; 2</div></content></entry></feed>");
  EXPECT_EQ(document.items.at(0).title, "a b c");
  EXPECT_EQ(document.items.at(0).content, "1 <b> 2");
}

TEST(Parse, AFeedFromNowhereIsWhereItSaysItIs) {
  const std::string self =
      "<atom:link xmlns:atom='http://www.w3.org/2005/Atom' rel='self' href='http://b.example/x/'/>";
  const std::string item = "<item><link>one</link></item>";
  EXPECT_EQ(read(rss(self + item)).items.at(0).link, "http://b.example/x/one");
  EXPECT_EQ(read(rss(self + "<link>http://a.example/</link>" + item)).items.at(0).link,
            "http://a.example/one");
}

TEST(Parse, RevisionsOfRss2AreRss2) {
  EXPECT_EQ(read("<rss version='2.0.1'><channel/></rss>").format, "rss/2.0");
  EXPECT_EQ(read("<rss version='0.92'><channel/></rss>").format, "rss/0.92");
}

}  // namespace
