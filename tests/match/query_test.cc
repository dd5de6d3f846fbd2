#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "match/matcher.h"
#include "match/parts.h"

namespace {

using model::Field;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Optional;

model::Watch asking(std::string query, std::vector<std::string> except = {}) {
  model::Watch watch;
  watch.name = "asking";
  watch.query = model::QueryText{.text = std::move(query),
                                 .file = "news.yaml",
                                 .spots = {{.offset = 0, .line = 3, .column = 9}}};
  for (std::string& phrase : except) {
    watch.except.push_back({std::move(phrase), "news.yaml:4:9"});
  }
  return watch;
}

/// What is marked in the title and the summary, or nothing where the watch does not match.
std::optional<std::vector<std::string>> marked(const model::Watch& watch,
                                               const Parts& parts,
                                               const match::Source& source = {}) {
  const auto matcher = match::Matcher::compile(std::vector{watch});
  if (!matcher) {
    ADD_FAILURE() << matcher.error().front().message;
    return std::nullopt;
  }
  const auto hits = matcher->hits(parts.item(), source);
  if (hits.empty()) return std::nullopt;
  std::vector<std::string> texts;
  for (const model::Span& span : hits.front().spans) {
    const std::string& text = span.field == Field::title ? parts.title : parts.summary;
    texts.push_back(text.substr(span.start, span.end - span.start));
  }
  return texts;
}

std::optional<std::vector<std::string>> marked(const std::string& query, const std::string& title) {
  return marked(asking(query), Parts{.title = title});
}

TEST(Query, TakesWordsSideBySideAsAnd) {
  EXPECT_THAT(marked("rain snow", "Snow, then rain"), Optional(ElementsAre("Snow", "rain")));
  EXPECT_EQ(marked("rain snow", "Snow"), std::nullopt);
}

TEST(Query, MarksOnlyThePartsThatMadeItMatch) {
  EXPECT_THAT(marked("rain OR (snow hail)", "Rain and snow"), Optional(ElementsAre("Rain")));
  EXPECT_THAT(marked("rain NOT snow", "Rain"), Optional(ElementsAre("Rain")));
  EXPECT_EQ(marked("rain NOT snow", "Rain and snow"), std::nullopt);
}

TEST(Query, CountsWordsBetweenTheEndsOfNear) {
  EXPECT_THAT(marked("rain NEAR/2 \"grey sky\"", "Grey sky and much rain; rain"),
              Optional(ElementsAre("Grey sky", "rain")));
  EXPECT_EQ(marked("rain ONEAR/9 sky", "Sky and rain"), std::nullopt);
  EXPECT_EQ(marked("rain NEAR/9 rain", "Rain"), std::nullopt);
}

TEST(Query, FindsInsideAndOutsideOfOthers) {
  EXPECT_THAT(marked("rain WITHIN \"heavy rain\"", "Rain, heavy rain"),
              Optional(ElementsAre("rain")));
  EXPECT_THAT(marked("rain NOT WITHIN \"heavy rain\"", "Rain, heavy rain"),
              Optional(ElementsAre("Rain")));
  EXPECT_EQ(marked("rain NOT WITHIN /heavy \\w+/", "heavy rain"), std::nullopt);
}

TEST(Query, CountsPlacesOnce) {
  EXPECT_EQ(marked("ATLEAST/2 (rain OR rain*)", "Rain"), std::nullopt);
  EXPECT_THAT(marked("ATLEAST/2 (rain OR rain*)", "Rain, rainy"),
              Optional(ElementsAre("Rain", "rainy")));
  EXPECT_EQ(marked("ATLEAST/2 rain NEAR/3 snow", "Snow rain snow"), std::nullopt);
}

TEST(Query, TakesEveryChoiceOfAProximity) {
  EXPECT_THAT(marked("\"rain snow\"~2", "Rain, snow, snow"),
              Optional(ElementsAre("Rain, snow", "Rain, snow, snow")));
  EXPECT_EQ(marked("\"rain hail snow\"~0", "rain hail, hail snow"), std::nullopt);
}

TEST(Query, FindsWordsAFewEditsAway) {
  EXPECT_THAT(marked("raincoat~1", "A raincaot, a raincoats"),
              Optional(ElementsAre("raincaot", "raincoats")));
}

TEST(Query, LetsCaseCountInExact) {
  EXPECT_EQ(marked("exact(WHO)", "who"), std::nullopt);
  EXPECT_THAT(marked("exact(WHO)", "W.H.O. and who"), Optional(ElementsAre("W.H.O")));
  EXPECT_THAT(marked("exact(Rain*)", "Rainy rain"), Optional(ElementsAre("Rainy")));
  EXPECT_EQ(marked("exact(Rain coat)", "Rain Coat"), std::nullopt);
  EXPECT_TRUE(marked("exact(雨*)", "大雨").has_value());  // a star beside such letters is nothing
}

TEST(Query, FindsRegularExpressionsInTheTextAsItStands) {
  EXPECT_THAT(marked("/ra?i/", "rainri"), Optional(ElementsAre("rai", "ri")));
  EXPECT_THAT(marked("/x*/ OR /RAIN/i", "rain"), Optional(ElementsAre("rain")));
}

TEST(Query, KnowsCountriesByTheirNames) {
  EXPECT_THAT(marked("country:ch", "Schweiz, Suisse, Switzer"),
              Optional(ElementsAre("Schweiz", "Suisse")));
  EXPECT_EQ(marked("country:GN", "Guinea-Bissau"), std::nullopt);
  EXPECT_EQ(marked("country:TR", "A turkey"), std::nullopt);
}

TEST(Query, LooksWhereAFieldSays) {
  const Parts parts{.title = "Rain", .summary = "Snow"};
  EXPECT_THAT(marked(asking("title:(rain OR snow)"), parts), Optional(ElementsAre("Rain")));
  EXPECT_EQ(marked(asking("title:snow"), parts), std::nullopt);
  EXPECT_THAT(marked(asking("title:(rain OR summary:snow)"), parts),
              Optional(ElementsAre("Rain", "Snow")));
}

TEST(Query, AsksWhereAnItemComesFrom) {
  const std::vector<std::string> tags{"weather"};
  const match::Source source{.feed = "sky", .tags = tags, .language = "de-CH"};
  const Parts parts{.title = "Rain"};
  EXPECT_THAT(marked(asking("feed:sky"), parts, source), Optional(IsEmpty()));
  EXPECT_THAT(marked(asking("rain tag:weather lang:DE"), parts, source),
              Optional(ElementsAre("Rain")));
  EXPECT_EQ(marked(asking("rain -tag:weather"), parts, source), std::nullopt);
  EXPECT_EQ(marked(asking("rain lang:d"), parts, source), std::nullopt);
  EXPECT_THAT(marked(asking("* NOT snow"), parts, source), Optional(IsEmpty()));
}

TEST(Query, HidesWhatAMaskCoversButNotInANot) {
  EXPECT_EQ(marked(asking("rain NEAR/3 sky", {"heavy rain"}), Parts{.title = "Heavy rain, sky"}),
            std::nullopt);
  EXPECT_EQ(marked(asking("sky NOT rain", {"heavy rain"}), Parts{.title = "Heavy rain, sky"}),
            std::nullopt);
}

TEST(Query, ComesBesideKeywordsInTheOrderOfWatches) {
  model::Watch plain;
  plain.name = "plain";
  plain.keywords = {{"rain", "news.yaml:1:1"}};
  const auto matcher =
      match::Matcher::compile(std::vector{asking("*"), plain, asking("/ain/"), asking("rain")});
  ASSERT_TRUE(matcher.has_value());
  std::vector<std::size_t> watches;
  for (const model::Hit& hit : matcher->hits(Parts{.title = "Rain"}.item())) {
    watches.push_back(hit.watch);
  }
  EXPECT_THAT(watches, ElementsAre(0U, 1U, 2U, 3U));
}

TEST(Query, IsRefusedAtItsPlaceInTheFile) {
  const auto matcher = match::Matcher::compile(std::vector{asking("rain OR")});
  ASSERT_FALSE(matcher.has_value());
  EXPECT_THAT(matcher.error().front().message, HasSubstr("news.yaml:3:14: OR has nothing"));
}

TEST(Query, MayAskOnlyForFeedsThereAre) {
  const match::Known known{.feeds = {"sky"}, .tags = {"weather"}};
  const auto refused = match::Matcher::compile(std::vector{asking("rain tag:wether")}, &known);
  ASSERT_FALSE(refused.has_value());
  EXPECT_THAT(refused.error().front().message,
              HasSubstr("news.yaml:3:14: no feed has the tag \"wether\"; did you mean weather?"));
  EXPECT_TRUE(match::Matcher::compile(std::vector{asking("feed:sky")}, &known).has_value());
}

}  // namespace
