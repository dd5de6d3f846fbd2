#include "match/explain.h"

#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "base/text.h"
#include "match/parts.h"

namespace {

using model::Field;
using Marks = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

model::Excerpt excerpt(const Parts& parts, const model::Hit& hit) {
  return match::excerpt(parts.item(), hit);
}

model::Hit hit(std::vector<model::Span> spans) {
  return {.watch = 0, .spans = std::move(spans)};
}

TEST(Excerpt, IsTheSentenceAroundTheFirstHit) {
  const Parts item{.content = "First one. Niger votes today! Then more."};
  const auto shown = excerpt(item, hit({{Field::content, 11, 16, "Niger"}}));
  EXPECT_EQ(shown.text, "Niger votes today!");
  EXPECT_EQ(shown.marks, (Marks{{0, 5}}));
}

TEST(Excerpt, MarksEveryHitInIt) {
  const Parts item{.content = "One. Niger and Niger. Niger."};
  const auto shown = excerpt(item,
                             hit({{Field::content, 5, 10, "Niger"},
                                  {Field::content, 15, 20, "Niger"},
                                  {Field::content, 22, 27, "Niger"}}));
  EXPECT_EQ(shown.text, "Niger and Niger.");
  EXPECT_EQ(shown.marks, (Marks{{0, 5}, {10, 15}}));
}

TEST(Excerpt, StaysInItsBlock) {
  const Parts item{.content = "Title line\nThe Niger story\nNext"};
  EXPECT_EQ(excerpt(item, hit({{Field::content, 15, 20, "Niger"}})).text, "The Niger story");
}

TEST(Excerpt, EndsAtTheFullStopsOfEveryScript) {
  const Parts chinese{.title = "第一句。尼日尔军队。第三句。"};
  EXPECT_EQ(excerpt(chinese, hit({{Field::title, 4, 7, "尼日尔"}})).text, "尼日尔军队。");
  const Parts arabic{.title = "ماذا حدث؟ النيجر تنسحب. نهاية"};
  EXPECT_EQ(excerpt(arabic, hit({{Field::title, 10, 16, "النيجر"}})).text, "النيجر تنسحب.");
}

TEST(Excerpt, DoesNotEndInANumberOrAnAbbreviation) {
  const Parts item{.title = "It grew 3.5 percent, the U.N. envoy J. Smith said. More"};
  EXPECT_EQ(excerpt(item, hit({{Field::title, 25, 28, "UN"}})).text,
            "It grew 3.5 percent, the U.N. envoy J. Smith said.");
}

TEST(Excerpt, IsCutAroundTheHitWhereTheSentenceIsLong) {
  std::string text;
  for (int i = 0; i < 100; ++i) {
    text += "mot ";
  }
  const auto start = static_cast<std::uint32_t>(text.size());
  text += "Niger";
  for (int i = 0; i < 100; ++i) {
    text += " mot";
  }
  const auto shown = excerpt({.content = text}, hit({{Field::content, start, start + 5, "Niger"}}));
  EXPECT_LE(base::code_points(shown.text), match::excerpt_length);
  EXPECT_GT(base::code_points(shown.text), match::excerpt_length / 2);
  EXPECT_TRUE(shown.text.starts_with("…mot"));
  EXPECT_TRUE(shown.text.ends_with("mot…"));
  ASSERT_EQ(shown.marks.size(), 1U);
  const auto [from, to] = shown.marks[0];
  const std::size_t at = base::byte_offset(shown.text, from);
  EXPECT_EQ(shown.text.substr(at, base::byte_offset(shown.text, to) - at), "Niger");
}

TEST(Excerpt, CutsAHitThatIsLongerThanItMayBe) {
  const std::string text = "x " + std::string(1000, 'a');
  const auto shown = excerpt({.title = text}, hit({{Field::title, 2, 1002, "a"}}));
  EXPECT_LE(base::code_points(shown.text), match::excerpt_length);
  ASSERT_EQ(shown.marks.size(), 1U);
  EXPECT_LE(shown.marks[0].second, match::excerpt_length);
}

TEST(Excerpt, OfTheStartOrTheEndIsCutOnOneSide) {
  std::string words;
  for (int i = 0; i < 200; ++i) {
    words += " mot";
  }
  const auto first = excerpt({.title = "Niger" + words}, hit({{Field::title, 0, 5, "Niger"}}));
  EXPECT_TRUE(first.text.starts_with("Niger mot"));
  EXPECT_TRUE(first.text.ends_with("…"));
  EXPECT_EQ(first.marks, (Marks{{0, 5}}));
  const auto last =
      excerpt({.title = words.substr(1) + " Niger"}, hit({{Field::title, 800, 805, "Niger"}}));
  EXPECT_TRUE(last.text.starts_with("…"));
  EXPECT_TRUE(last.text.ends_with(" Niger"));
}

TEST(Excerpt, OfACategoryIsThatCategory) {
  const Parts item{.categories = {"Africa", "Niger", "War"}};
  EXPECT_EQ(excerpt(item, hit({{Field::category, 7, 12, "Niger"}})).text, "Niger");
}

TEST(Excerpt, OfNoHitIsEmpty) {
  EXPECT_EQ(excerpt({.title = "x"}, model::Hit{}), model::Excerpt{});
}

}  // namespace
