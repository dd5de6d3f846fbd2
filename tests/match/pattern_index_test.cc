#include "match/pattern_index.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include <gtest/gtest.h>

namespace {

std::vector<std::uint32_t> found(const match::PatternIndex& index, std::string_view token) {
  std::vector<std::uint32_t> numbers;
  index.find(token, numbers);
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

TEST(PatternIndex, FindsEveryPatternThatFits) {
  match::PatternIndex index;
  const auto starts = index.add("niger*");
  const auto ends = index.add("*eria");
  const auto both = index.add("ni*ia");
  const auto inner = index.add("*ger*");
  index.add("nigeria?");
  EXPECT_EQ(found(index, "nigeria"), (std::vector{starts, ends, both, inner}));
  EXPECT_EQ(found(index, "niger"), (std::vector{starts, inner}));
  EXPECT_EQ(found(index, "mali"), std::vector<std::uint32_t>{});
}

TEST(PatternIndex, GivesTheSamePatternTheSameNumber) {
  match::PatternIndex index;
  EXPECT_TRUE(index.empty());
  const auto first = index.add("ab*");
  EXPECT_NE(index.add("abc*"), first);
  EXPECT_EQ(index.add("ab*"), first);
  EXPECT_FALSE(index.empty());
}

}  // namespace
