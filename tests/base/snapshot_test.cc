#include "base/snapshot.h"

#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace base {
namespace {

TEST(Snapshot, KeepsWhatAReaderTookWhenItIsReplaced) {
  Snapshot<int> snapshot(std::make_shared<const int>(1));
  const auto before = snapshot.get();
  snapshot.set(std::make_shared<const int>(2));
  EXPECT_EQ(*before, 1);
  EXPECT_EQ(*snapshot.get(), 2);
}

TEST(Snapshot, IsWholeForEveryReaderWhileItIsReplaced) {
  using Pair = std::pair<int, int>;
  Snapshot<Pair> snapshot(std::make_shared<const Pair>(0, 0));
  std::vector<std::jthread> readers;
  for (int i = 0; i < 3; ++i) {
    readers.emplace_back([&snapshot](const std::stop_token& stop) {
      while (!stop.stop_requested()) {
        const auto seen = snapshot.get();
        ASSERT_EQ(seen->first, seen->second);
      }
    });
  }
  for (int i = 1; i <= 2000; ++i) {
    snapshot.set(std::make_shared<const Pair>(i, i));
  }
  EXPECT_EQ(snapshot.get()->first, 2000);
}

}  // namespace
}  // namespace base
