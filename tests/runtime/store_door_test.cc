#include "runtime/store_door.h"

#include <atomic>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "store/open.h"
#include "support/temp_dir.h"

namespace {

class StoreDoorTest : public testing::Test {
 protected:
  StoreDoorTest() {
    const std::filesystem::path database = folder / "newswatch.db";
    owned.emplace(store::Ownership::take(database).value());
    writer = std::move(store::open_writer(database, *owned).value());
    door.emplace(*writer);
    thread = std::jthread([this](const std::stop_token& stop) { door->run(stop); });
  }

  support::TempDir folder;
  std::optional<store::Ownership> owned;
  std::unique_ptr<store::Writer> writer;
  std::optional<runtime::StoreDoor> door;
  std::jthread thread;
};

bool remember(store::Writer& writer, const std::string& name) {
  return writer.add_recipient("desk", name, base::TimePoint{base::Seconds{1}});
}

TEST_F(StoreDoorTest, AnAnswerMeansThatTheWorkIsInTheStore) {
  EXPECT_TRUE(door->ask([](store::Writer& to) { return remember(to, "ada"); }).get());
  auto reader = store::open_reader(folder / "newswatch.db");
  ASSERT_TRUE(reader.has_value());
  EXPECT_EQ((*reader)->recipients("desk"), std::vector<std::string>{"ada"});
}

TEST_F(StoreDoorTest, OneBadJobTakesNoOtherWithIt) {
  std::vector<std::future<bool>> answers;
  std::future<void> bad;
  for (int number = 0; number < 50; ++number) {
    if (number == 25) {
      bad = door->ask([](store::Writer& to) {
        remember(to, "half done");
        throw store::Broken("planted", false);
      });
    }
    answers.push_back(door->ask(
        [number](store::Writer& to) { return remember(to, "user" + std::to_string(number)); }));
  }
  for (auto& answer : answers) {
    EXPECT_TRUE(answer.get());
  }
  EXPECT_THROW(bad.get(), store::Broken);
  const auto names = door->ask([](store::Writer& from) { return from.recipients("desk"); }).get();
  EXPECT_EQ(names.size(), 50U) << "what the bad job did was not rolled back";
}

TEST_F(StoreDoorTest, WhatWasHandedInBeforeAStopIsDone) {
  std::atomic<int> done = 0;
  for (int number = 0; number < 1000; ++number) {
    door->tell([number](store::Writer& to) { remember(to, "user" + std::to_string(number)); },
               [&done](const std::exception_ptr& failure) { done += failure ? 0 : 1; });
  }
  thread.request_stop();
  thread.join();
  EXPECT_EQ(done, 1000);
}

TEST_F(StoreDoorTest, ManyThreadsMayAskAtOnce) {
  std::vector<std::jthread> askers;
  std::atomic<int> fresh = 0;
  for (int asker = 0; asker < 8; ++asker) {
    askers.emplace_back([this, &fresh] {
      for (int number = 0; number < 100; ++number) {
        fresh += door->ask([number](store::Writer& to) {
                       return remember(to, "user" + std::to_string(number));
                     }).get()
                     ? 1
                     : 0;
      }
    });
  }
  askers.clear();
  EXPECT_EQ(fresh, 100);
}

}  // namespace
