#include "match/fuzzy.h"

#include <gtest/gtest.h>

namespace {

using match::is_near;

TEST(Fuzzy, CountsInsertingDeletingReplacingAndSwapping) {
  EXPECT_TRUE(is_near(U"bamako", U"bamaako", 1));
  EXPECT_TRUE(is_near(U"bamako", U"bamao", 1));
  EXPECT_TRUE(is_near(U"bamako", U"bamaku", 1));
  EXPECT_TRUE(is_near(U"bamako", U"bmaako", 1));
  EXPECT_FALSE(is_near(U"bamako", U"bmaaku", 1));
  EXPECT_TRUE(is_near(U"bamako", U"bmaaku", 2));
}

TEST(Fuzzy, LetsEditsFallOnTheSameLetters) {
  EXPECT_TRUE(is_near(U"xca", U"xabc", 2));  // swapped, then one put between
}

TEST(Fuzzy, KeepsTheFirstLetter) {
  EXPECT_FALSE(is_near(U"gao", U"bao", 2));
  EXPECT_FALSE(is_near(U"gao", U"ago", 2));
  EXPECT_FALSE(is_near(U"", U"", 2));
}

}  // namespace
