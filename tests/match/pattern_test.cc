#include "match/pattern.h"

#include <string>

#include <gtest/gtest.h>

namespace {

using match::fits;

TEST(Pattern, FitsAnyCharactersForAStar) {
  EXPECT_TRUE(fits("jihad*", "jihad"));
  EXPECT_TRUE(fits("jihad*", "jihadists"));
  EXPECT_FALSE(fits("jihad*", "jiha"));
  EXPECT_TRUE(fits("*stan", "pakistan"));
  EXPECT_TRUE(fits("*stan", "stan"));
  EXPECT_FALSE(fits("*stan", "stand"));
  EXPECT_TRUE(fits("a*b*c", "aXbbYcZc"));
  EXPECT_FALSE(fits("a*b*c", "aXcYb"));
}

TEST(Pattern, FitsExactlyOneCharacterForAQuestionMark) {
  EXPECT_TRUE(fits("t?llaberi", "tillaberi"));
  EXPECT_FALSE(fits("t?llaberi", "tllaberi"));
  EXPECT_FALSE(fits("t?llaberi", "tiillaberi"));
  EXPECT_TRUE(fits("ab?", "abж"));
  EXPECT_FALSE(fits("ab?", "abжж"));
}

TEST(Pattern, ReturnsToTheStarByWholeCharacters) {
  EXPECT_TRUE(fits("*?д", "жжд"));
  EXPECT_FALSE(fits("*д?", "жжд"));
}

TEST(Pattern, KnowsWhatIsLiteralAtItsEnds) {
  EXPECT_EQ(match::literal_start("ab*c?d"), "ab");
  EXPECT_EQ(match::literal_end("ab*c?d"), "d");
  EXPECT_EQ(match::literal_start("*x"), "");
}

TEST(Pattern, IsNotSlowOnRepetition) {
  const std::string token(100'000, 'a');
  EXPECT_FALSE(fits("a*a*a*a*a*b", token));
}

}  // namespace
