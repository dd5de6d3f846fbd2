#include "base/id.h"

#include <concepts>
#include <unordered_set>

#include <gtest/gtest.h>

namespace base {
namespace {

static_assert(!std::equality_comparable_with<FeedId, ItemId>);

TEST(Id, IsNoRowUntilItIsGivenOne) {
  EXPECT_FALSE(FeedId{});
  EXPECT_TRUE(FeedId{7});
}

TEST(Id, OrdersAndHashesByItsNumber) {
  EXPECT_LT(ItemId{1}, ItemId{2});
  const std::unordered_set<ItemId> ids = {ItemId{1}, ItemId{2}, ItemId{1}};
  EXPECT_EQ(ids.size(), 2U);
}

}  // namespace
}  // namespace base
