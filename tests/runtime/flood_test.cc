#include "runtime/flood.h"

#include <gtest/gtest.h>

#include "feed/identity.h"

namespace {

using runtime::Unknown;

model::Item item_named(const std::string& guid, const std::string& link, const std::string& title) {
  model::Item made;
  made.guid = guid;
  made.link = link;
  made.title = title;
  made.content = "Text of " + title;
  made.published = base::TimePoint(base::Seconds{1000});
  return made;
}

store::Likeness stored(const model::Item& item, std::int64_t row = 1) {
  const model::ItemKeys keys = feed::identity(item);
  return {.item = {row},
          .guid = item.guid,
          .link = item.link,
          .title_hash = keys.title_hash,
          .content_hash = keys.content_hash,
          .published = item.published};
}

bool same(const model::Item& now, const model::Item& then, bool absent = true) {
  const model::ItemKeys keys = feed::identity(now);
  return runtime::same_by_link({.item = now, .keys = keys}, stored(then), absent);
}

TEST(SameByLink, TakesTitleAndOneOfTextAndDate) {
  const model::Item old = item_named("1", "https://a.example/1", "One");
  model::Item renamed = item_named("2", "https://a.example/1", "One");
  EXPECT_TRUE(same(renamed, old));
  EXPECT_FALSE(same(renamed, old, false)) << "both are in the document: a repetition is news";
  renamed.content = "Other";
  EXPECT_TRUE(same(renamed, old));
  renamed.published.reset();
  EXPECT_FALSE(same(renamed, old));
  EXPECT_FALSE(same(item_named("2", "https://a.example/1", "Two"), old));
}

TEST(SameByLink, NothingAgreesWithNothing) {
  model::Item old = item_named("1", "https://a.example/1", "One");
  old.content.clear();
  old.published.reset();
  model::Item renamed = old;
  renamed.guid = "2";
  EXPECT_FALSE(same(renamed, old));
}

TEST(SameByLink, AGuidThatOnlyChangedItsSchemeNeedsNoMore) {
  const model::Item old = item_named("http://www.a.example/g/", "https://a.example/1", "One");
  model::Item now = item_named("https://a.example/g", "https://a.example/1", "Two");
  now.content = "Other";
  EXPECT_TRUE(same(now, old));
  now.guid = "https://a.example/G";
  EXPECT_FALSE(same(now, old));
}

TEST(Flood, IsMoreThanAFeedOftenBringsOrHalfOfTheDocument) {
  EXPECT_FALSE(runtime::flood(20, 1000, 0));
  EXPECT_TRUE(runtime::flood(21, 1000, 0));
  EXPECT_FALSE(runtime::flood(50, 1000, 10));
  EXPECT_TRUE(runtime::flood(51, 1000, 10));
  EXPECT_TRUE(runtime::flood(5, 10, 100));
  EXPECT_FALSE(runtime::flood(4, 4, 100));
}

TEST(Resemblances, GiveEachStoredItemToOneUnknownAndNoneThatIsThere) {
  const std::vector<model::Item> items = {item_named("x1", "https://b.example/1", "One"),
                                          item_named("x2", "https://b.example/2", "One"),
                                          item_named("x3", "https://b.example/3", "Three")};
  std::vector<model::ItemKeys> keys;
  for (const model::Item& one : items) {
    keys.push_back(feed::identity(one));
  }
  std::vector<Unknown> unknown;
  for (std::size_t index = 0; index < items.size(); ++index) {
    unknown.push_back({.item = items[index], .keys = keys[index]});
  }
  const std::vector known = {stored(item_named("1", "https://a.example/1", "One"), 1),
                             stored(item_named("3", "https://a.example/3", "Three"), 3)};
  const auto found = runtime::resemblances(unknown, known, {{3}});
  ASSERT_TRUE(found[0]);
  EXPECT_EQ(found[0]->item, base::ItemId{1});
  EXPECT_EQ(found[0]->agreement, 4) << "the host may be another";
  EXPECT_TRUE(found[0]->same);
  EXPECT_FALSE(found[1]);
  EXPECT_FALSE(found[2]) << "what is in the document is not looked for";
}

TEST(Resemblances, ASeriesUnderOneTitleIsNotTheSameItem) {
  const model::Item old = item_named("1", "https://a.example/1", "Weather");
  model::Item next = item_named("2", "https://a.example/2", "Weather");
  next.published = base::TimePoint(base::Seconds{2000});
  const model::ItemKeys keys = feed::identity(next);
  const std::vector<Unknown> unknown = {{.item = next, .keys = keys}};
  const auto found = runtime::resemblances(unknown, std::vector{stored(old)}, {});
  ASSERT_TRUE(found[0]);
  EXPECT_EQ(found[0]->agreement, 2) << "title and text";
  EXPECT_FALSE(found[0]->same);
}

}  // namespace
