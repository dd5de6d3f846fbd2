// Feeds whose XML is broken: what a reader would still see in them is read, and where they break is
// said.
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "feed/parse.h"
#include "read_whole.h"

namespace {

feed::Document mended(const std::string& bytes) {
  auto document = feed::parse(bytes, {});
  EXPECT_TRUE(document) << document.error().message;
  return document ? *document : feed::Document{};
}

std::string channel(const std::string& items) {
  return "<rss version='2.0'><channel><title>T</title>" + items + "</channel></rss>";
}

std::vector<std::string> titles(const feed::Document& document) {
  std::vector<std::string> all;
  for (const auto& item : document.items)
    all.push_back(item.title);
  return all;
}

std::string times(const std::string& part, std::size_t number) {
  std::string all;
  for (std::size_t i = 0; i < number; ++i)
    all += part;
  return all;
}

using Titles = std::vector<std::string>;

TEST(BrokenXml, IsReadToTheEndAndSaysWhereItBreaks) {
  const auto document =
      mended(channel("<item><title>One</title></item><item><title>a</b></title></item>"
                     "<item><title>Three</title></item>"));
  EXPECT_EQ(titles(document), (Titles{"One", "a", "Three"}));
  EXPECT_FALSE(document.cut_off);
  ASSERT_EQ(document.notes.size(), 1U);
  EXPECT_NE(document.notes[0].find("ill-formed at byte "), std::string::npos) << document.notes[0];
  EXPECT_NE(document.notes[0].find("gave 3 items"), std::string::npos) << document.notes[0];
}

TEST(BrokenXml, ALessThanThatOpensNothingIsText) {
  EXPECT_EQ(titles(mended(channel("<item><title>Rice < 500 francs</title></item>"
                                  "<item><title>Up <by 3 per cent</title></item>"))),
            (Titles{"Rice < 500 francs", "Up <by 3 per cent"}));
}

TEST(BrokenXml, ANewItemClosesTheOneBefore) {
  const auto document =
      mended(channel("<item><title>One</title><description>a <b>bold word</description>"
                     "<item><title>Two</title>"));
  EXPECT_EQ(titles(document), (Titles{"One", "Two"}));
  EXPECT_EQ(document.items.at(0).summary, "a bold word");
}

TEST(BrokenXml, ANewPartClosesTheOneBefore) {
  const auto document =
      mended(channel("<item><title>One<link>http://a.example/1<guid>g1</guid></item>"));
  ASSERT_EQ(document.items.size(), 1U);
  EXPECT_EQ(document.items[0].title, "One");
  EXPECT_EQ(document.items[0].link, "http://a.example/1");
  EXPECT_EQ(document.items[0].guid, "g1");
}

TEST(BrokenXml, ACdataSectionThatIsNeverClosedEndsWithItsElement) {
  const auto last =
      mended(channel("<item><title><![CDATA[One]]</title><link>http://a.example/1</link></item>"));
  ASSERT_EQ(last.items.size(), 1U);
  EXPECT_EQ(last.items[0].title, "One");
  EXPECT_EQ(last.items[0].link, "http://a.example/1");
  const auto first =
      mended(channel("<item><title><![CDATA[One</title></item><item><title>Two</title><description>"
                     "<![CDATA[x]]></description></item>"));
  EXPECT_EQ(titles(first), (Titles{"One", "Two"}));
}

TEST(BrokenXml, AttributesGetTheirQuotes) {
  const auto document = mended(
      "<rss version=2.0><channel><item><title>One</title><guid isPermaLink=false>g</guid>"
      "</item><item><title>Two</title><description><a href=\"http://a.example/>here</a> and "
      "<a href=\"/x\" nofollow>there</a></description></item></channel></rss>");
  EXPECT_EQ(document.format, "rss/2.0");
  EXPECT_EQ(titles(document), (Titles{"One", "Two"}));
  EXPECT_EQ(document.items.at(1).summary, "here and there");
}

TEST(BrokenXml, HtmlElementsNeedNoEndTag) {
  const auto document = mended(
      channel(times("<item><title>One</title><description>a<br>b<hr>c</description></item>", 200)));
  EXPECT_EQ(document.items.size(), 200U);
  EXPECT_EQ(document.items.at(199).summary, "a\nb\nc");
}

TEST(BrokenXml, ItemsBehindTheEndOfTheChannelAreItsItems) {
  const auto document = mended(
      "<rss><channel><item><title>One</title></item></channel></rss>\n"
      "<item><title>Two</title></item></channel></rss>");
  EXPECT_EQ(titles(document), (Titles{"One", "Two"}));
}

TEST(BrokenXml, AnotherDocumentBehindIsNotRead) {
  const auto document = mended(channel("<item><title>One</b></title></item>") +
                               channel("<item><title>Two</title></item>"));
  EXPECT_EQ(titles(document), Titles{"One"});
}

TEST(BrokenXml, CdataStaysAsItIs) {
  const auto document = mended(
      channel("<item><title><![CDATA[A &lt;b&gt; <i>c</i>]]></title><guid>1</b></guid></item>"));
  EXPECT_EQ(titles(document), Titles{"A <b> c"});
}

TEST(BrokenXml, AnEndTagWithoutItsBracketIsTheEnd) {
  const auto document = mended("<rss><channel><title>T</title></channel></rss");
  EXPECT_EQ(document.title, "T");
  EXPECT_FALSE(document.cut_off);
}

TEST(BrokenXml, WhatACommentHidesStaysHidden) {
  const auto document =
      mended(channel("<item><title>One</b></title></item><!-- <item><title>draft</title></item> "));
  EXPECT_EQ(titles(document), Titles{"One"});
  EXPECT_TRUE(document.cut_off);
}

TEST(BrokenXml, LimitsHoldForWhatWasMended) {
  std::string attributes = "<rss><channel><item><title>One</b></title><x";
  for (int i = 0; i < 10'000; ++i)
    attributes += " a" + std::to_string(i) + "=1";
  EXPECT_EQ(titles(mended(attributes + "/></item></channel></rss>")), Titles{"One"});
  EXPECT_EQ(titles(mended(channel("<item><title>One</b></title>" + times("<a>", 10'000) +
                                  "</item><item><title>Two</title></item>"))),
            (Titles{"One", "Two"}));
}

TEST(BrokenXml, HostileBytesComeToAnEnd) {
  for (const std::string part : {"<",
                                 "<item>",
                                 "</b>",
                                 "<![CDATA[",
                                 "<t><![CDATA[</t",
                                 "<!--",
                                 "<?",
                                 "<!DOCTYPE [",
                                 "<a b=\"",
                                 "<a b='<c d=\"",
                                 "<a><b c='>\""}) {
    const auto document = feed::parse("<rss v=1><channel><title>x" + times(part, 50'000), {});
    EXPECT_LE(document ? document->items.size() : 0, feed::max_items) << part;
  }
}

/// Of a prefix; one that is refused has none.
std::size_t items_in(const std::string& prefix) {
  const auto document = feed::parse(prefix, {});
  return document ? document->items.size() : 0;
}

/// What was there before a cut is there after it: a longer prefix never has fewer items.
void expect_no_item_is_lost(const std::string& bytes) {
  std::size_t before = 0;
  for (std::size_t size = 1; size <= bytes.size(); ++size) {
    const std::size_t now = items_in(bytes.substr(0, size));
    ASSERT_GE(now, before) << "cut at byte " << size << ": " << bytes.substr(0, size);
    before = now;
  }
}

struct NamedFeed {
  std::string name;
  std::string bytes;
};

/// The XML of the corpus that is not in UTF-16.
std::vector<NamedFeed> corpus_feeds() {
  namespace fs = std::filesystem;
  std::vector<NamedFeed> all;
  for (const auto& entry :
       fs::recursive_directory_iterator(fs::path(NEWSWATCH_SOURCE_DIR) / "tests/corpus/feeds")) {
    if (entry.path().filename() != "feed.xml") continue;
    std::string bytes = read_whole(entry.path());
    if (!bytes.starts_with("\xFF\xFE"))
      all.push_back({entry.path().parent_path().filename(), std::move(bytes)});
  }
  return all;
}

TEST(CutDocuments, KeepEveryCompleteItemOfEveryCase) {
  constexpr std::size_t longest = 4096;
  std::size_t tried = 0;
  for (const NamedFeed& feed : corpus_feeds()) {
    if (feed.bytes.size() > longest) continue;
    SCOPED_TRACE(feed.name);
    expect_no_item_is_lost(feed.bytes);
    ++tried;
  }
  EXPECT_GE(tried, 20U);
}

/// A fault that harms nothing stands before the last end tag: what was mended must be what was
/// there.
TEST(BrokenXml, MendingChangesNothingThatIsWhole) {
  std::size_t compared = 0;
  for (const NamedFeed& feed : corpus_feeds()) {
    const auto whole = feed::parse(feed.bytes, {});
    if (!whole || whole->cut_off) continue;
    SCOPED_TRACE(feed.name);
    const auto document =
        mended(std::string(feed.bytes).insert(feed.bytes.rfind("</"), "</nothing>"));
    EXPECT_FALSE(document.cut_off);
    EXPECT_EQ(document.title, whole->title);
    EXPECT_EQ(document.items, whole->items);
    ++compared;
  }
  EXPECT_GE(compared, 20U);
}

TEST(CutDocuments, KeepEveryCompleteItemOfABrokenFeed) {
  expect_no_item_is_lost(
      "<?xml version='1.0'?><rss version=2.0><channel><title>A < B</title>"
      "<item><title><![CDATA[One <item>]]></title><description>x<br>y & z</b></description>"
      "</item><item><title>Two<link>http://a.example/2</item>"
      "<item><title>Three</title><!-- <item> --><a href=\"x>y</a>"
      "<item><title><![CDATA[Four</title></item><item><title><![CDATA[Five]]></title></item>"
      "</channel></rss> <item><title>Six</title></item>");
}

}  // namespace
