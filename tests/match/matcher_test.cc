#include "match/matcher.h"

#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "match/parts.h"

namespace {

using model::Field;
using model::Span;
using model::Watch;
using testing::ElementsAre;
using testing::IsEmpty;

Watch watch(std::vector<std::string> keywords, std::vector<std::string> except = {}) {
  Watch made;
  made.name = "test";
  made.where = "newswatch.yaml:3:5";
  for (std::string& keyword : keywords) {
    made.keywords.push_back({std::move(keyword), "newswatch.yaml:4:9"});
  }
  for (std::string& phrase : except) {
    made.except.push_back({std::move(phrase), "newswatch.yaml:5:9"});
  }
  return made;
}

std::vector<model::Hit> hits(const std::vector<Watch>& watches, const Parts& item) {
  const auto matcher = match::Matcher::compile(watches);
  EXPECT_TRUE(matcher.has_value());
  return matcher ? matcher->hits(item.item()) : std::vector<model::Hit>{};
}

std::vector<Span> spans(const Watch& watch, const Parts& item) {
  const auto found = hits({watch}, item);
  return found.empty() ? std::vector<Span>{} : found.front().spans;
}

std::vector<Span> in_title(const Watch& watch, std::string title) {
  return spans(watch, {.title = std::move(title)});
}

TEST(Matcher, FindsWholeWordsWhateverTheirCase) {
  EXPECT_THAT(in_title(watch({"Niger"}), "Coup in NÍGER: a summary"),
              ElementsAre(Span{Field::title, 8, 13, "Niger"}));
  EXPECT_THAT(in_title(watch({"Niger"}), "Nigeria, Nigerien, vinegar"), IsEmpty());
}

TEST(Matcher, FindsAPhraseInOneBlockOnly) {
  const Watch sahel = watch({"G5 Sahel"});
  EXPECT_THAT(in_title(sahel, "G5-Sahel"), ElementsAre(Span{Field::title, 0, 8, "G5 Sahel"}));
  EXPECT_THAT(in_title(sahel, "G5 in the Sahel"), IsEmpty());
  EXPECT_THAT(spans(sahel, {.content = "the G5\nSahel"}), IsEmpty());
  EXPECT_THAT(spans(sahel, {.categories = {"G5", "Sahel"}}), IsEmpty());
}

TEST(Matcher, FindsAPhraseThatBeganInsideItself) {
  EXPECT_THAT(in_title(watch({"new new york"}), "A new new new York"),
              ElementsAre(Span{Field::title, 6, 18, "new new york"}));
}

TEST(Matcher, FindsWildcardsAloneAndInPhrases) {
  EXPECT_THAT(
      in_title(watch({"jihad*"}), "Jihadists and jihad"),
      ElementsAre(Span{Field::title, 0, 9, "jihad*"}, Span{Field::title, 14, 19, "jihad*"}));
  EXPECT_THAT(in_title(watch({"armed group*"}), "Some armed groups regroup"),
              ElementsAre(Span{Field::title, 5, 17, "armed group*"}));
  EXPECT_THAT(in_title(watch({"*stan force"}), "Pakistan force"),
              ElementsAre(Span{Field::title, 0, 14, "*stan force"}));
}

TEST(Matcher, LeavesPossessivesStopsAndMarksOutsideTheSpan) {
  EXPECT_THAT(in_title(watch({"Niger army"}), "Niger's army"),
              ElementsAre(Span{Field::title, 0, 12, "Niger army"}));
  EXPECT_THAT(in_title(watch({"UN"}), "The U.N. envoy"),
              ElementsAre(Span{Field::title, 4, 7, "UN"}));
  EXPECT_THAT(in_title(watch({"Niger"}), "#Niger"), ElementsAre(Span{Field::title, 1, 6, "Niger"}));
}

TEST(Matcher, WantsTheMarksAKeywordHas) {
  EXPECT_THAT(in_title(watch({"#Niger coup"}), "x #Niger coup"),
              ElementsAre(Span{Field::title, 2, 13, "#Niger coup"}));
  EXPECT_THAT(in_title(watch({"#Niger"}), "Niger @Niger"), IsEmpty());
  EXPECT_THAT(in_title(watch({"C++"}), "C C+ C++"), ElementsAre(Span{Field::title, 5, 8, "C++"}));
}

TEST(Matcher, ReadsScriptsWithoutSpacesAsPhrasesOfLetters) {
  EXPECT_THAT(in_title(watch({"니제르"}), "니제르에서 쿠데타"),
              ElementsAre(Span{Field::title, 0, 3, "니제르"}));
  EXPECT_THAT(in_title(watch({"尼日尔"}), "尼日利亚军队"), IsEmpty());
}

TEST(Matcher, FindsArabicWordsBehindProclitics) {
  const Watch niger = watch({"نيجر", "النيجر"});
  EXPECT_THAT(in_title(niger, "مالي والنيجر"), ElementsAre(Span{Field::title, 5, 12, "نيجر"}));
  EXPECT_THAT(in_title(watch({"جيش مالي"}), "من جيش ومالي تنفي"),
              ElementsAre(Span{Field::title, 3, 12, "جيش مالي"}));
}

TEST(Matcher, DoesNotCountWhatLiesInsideAnExcept) {
  const Watch niger = watch({"Niger"}, {"Niger Delta", "Niger State"});
  EXPECT_THAT(in_title(niger, "Niger Delta, Niger State, Niger"),
              ElementsAre(Span{Field::title, 26, 31, "Niger"}));
  EXPECT_THAT(hits({niger}, {.title = "Oil in the Niger Delta"}), IsEmpty());
  EXPECT_THAT(hits({watch({"Niger Delta"}, {"Niger Delta"})}, {.title = "Niger Delta"}), IsEmpty());
}

TEST(Matcher, CountsWhatAnExceptCoversOnlyInPart) {
  EXPECT_THAT(in_title(watch({"Delta State"}, {"Niger Delta"}), "Niger Delta State"),
              ElementsAre(Span{Field::title, 6, 17, "Delta State"}));
}

TEST(Matcher, MasksInTheFieldOfTheOccurrenceOnly) {
  EXPECT_THAT(
      spans(watch({"Niger"}, {"Niger Delta"}), {.title = "Niger", .summary = "Niger Delta"}),
      ElementsAre(Span{Field::title, 0, 5, "Niger"}));
}

TEST(Matcher, LooksAtTheFieldsOfItsWatch) {
  const Parts item{.title = "Niger",
                   .summary = "Niger",
                   .author = "Niger desk",
                   .categories = {"Mali", "Niger"}};
  Watch authors = watch({"Niger"});
  authors.in = {Field::author, Field::category};
  EXPECT_THAT(
      spans(authors, item),
      ElementsAre(Span{Field::author, 0, 5, "Niger"}, Span{Field::category, 5, 10, "Niger"}));
  EXPECT_THAT(spans(watch({"Niger"}), item),
              ElementsAre(Span{Field::title, 0, 5, "Niger"}, Span{Field::summary, 0, 5, "Niger"}));
}

TEST(Matcher, CountsInCodePoints) {
  EXPECT_THAT(in_title(watch({"niger"}), "👍🏽 Niger 𝒳 Niger"),
              ElementsAre(Span{Field::title, 3, 8, "niger"}, Span{Field::title, 11, 16, "niger"}));
}

TEST(Matcher, GivesNoSpanTwice) {
  EXPECT_THAT(in_title(watch({"Niger", "NIGER", "nig*"}), "Niger"),
              ElementsAre(Span{Field::title, 0, 5, "Niger"}));
}

TEST(Matcher, TellsWatchesApart) {
  const std::vector<Watch> watches = {
      watch({"Mali"}), watch({"Niger"}), watch({"Niger"}, {"Niger Delta"})};
  const auto found = hits(watches, {.title = "Niger Delta"});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].watch, 1U);
  EXPECT_EQ(hits(watches, {.title = "Niger and Mali"}).size(), 3U);
}

TEST(Matcher, OfNoWatchesFindsNothing) {
  EXPECT_THAT(hits({}, {.title = "Niger"}), IsEmpty());
}

TEST(Matcher, TellsEveryFaultWithItsPlace) {
  const std::vector<Watch> watches = {watch({"n*", "fine"}, {"—"}), watch({})};
  const auto matcher = match::Matcher::compile(watches);
  ASSERT_FALSE(matcher.has_value());
  ASSERT_EQ(matcher.error().size(), 3U);
  EXPECT_EQ(matcher.error()[0].message.rfind("newswatch.yaml:4:9: \"n*\": ", 0), 0U);
  EXPECT_EQ(matcher.error()[1].message.rfind("newswatch.yaml:5:9: \"—\": ", 0), 0U);
  EXPECT_EQ(matcher.error()[2].message.rfind("newswatch.yaml:3:5: ", 0), 0U);
}

}  // namespace
