// Readers on threads of their own beside the writer: each sees whole commits, in order, and never
// waits.
#include <atomic>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "store/one_store.h"

namespace store {
namespace {

constexpr int visits = 60;
constexpr int items_at_once = 5;

TEST(Readers, SeeOnlyWholeCommitsAndNeverFewerThanBefore) {
  const support::OneStore one;
  const auto writer = one.writer();
  std::atomic<bool> over = false;
  std::atomic<int> torn = 0;
  const auto read = [&] {
    const auto reader = one.reader();
    std::int64_t before = 0;
    while (!over) {
      const Totals totals = reader->totals();
      const bool whole = totals.items % items_at_once == 0 && totals.alerts == totals.items &&
                         totals.pending == totals.items && totals.items >= before;
      torn += whole ? 0 : 1;
      before = totals.items;
    }
  };
  {
    std::jthread first(read);
    std::jthread second(read);
    for (int visit = 0; visit < visits; ++visit) {
      std::vector<std::string> guids;
      for (int item = 0; item < items_at_once; ++item) {
        guids.push_back(std::to_string(visit) + "-" + std::to_string(item));
      }
      support::ingest(*writer, guids);
    }
    over = true;
  }
  EXPECT_EQ(torn, 0);
  EXPECT_EQ(one.reader()->totals().items, visits * items_at_once);
}

}  // namespace
}  // namespace store
