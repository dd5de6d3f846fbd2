#include "base/mailbox.h"

#include <chrono>
#include <thread>
#include <vector>

#include <gtest/gtest.h>
#include <poll.h>

namespace base {
namespace {

using std::chrono::milliseconds;

bool has_rung(int descriptor) {
  pollfd one{.fd = descriptor, .events = POLLIN, .revents = 0};
  return ::poll(&one, 1, 0) == 1;
}

TEST(Mailbox, HandsLettersOverInTheirOrder) {
  Mailbox<int> box(3);
  EXPECT_TRUE(box.put(1));
  EXPECT_TRUE(box.put(2));
  EXPECT_EQ(box.take_now(), 1);
  EXPECT_EQ(box.take_now(), 2);
  EXPECT_EQ(box.take_now(), std::nullopt);
}

TEST(Mailbox, RefusesWhenFullAndLeavesTheLetterAsItWas) {
  Mailbox<std::vector<int>> box(1);
  EXPECT_TRUE(box.put({1}));
  std::vector<int> letter = {2, 3};
  EXPECT_FALSE(box.put(static_cast<std::vector<int>&&>(letter)));
  EXPECT_EQ(letter, (std::vector<int>{2, 3}));
}

TEST(Mailbox, TakesWhatMustNotBeRefusedBeyondItsLimit) {
  Mailbox<int> box(1);
  EXPECT_TRUE(box.put(1));
  box.put_always(2);
  EXPECT_EQ(box.size(), 2U);
}

TEST(Mailbox, GivesSeveralAtOnceUpToTheNumberAskedFor) {
  Mailbox<int> box(5);
  for (int i = 1; i <= 5; ++i) {
    box.put_always(i);
  }
  EXPECT_EQ(box.take_all_now(3), (std::vector<int>{1, 2, 3}));
  EXPECT_EQ(box.take_all_now(3), (std::vector<int>{4, 5}));
  EXPECT_TRUE(box.take_all_now(3).empty());
}

TEST(Mailbox, StopsWaitingWhenAskedToStop) {
  Mailbox<int> box(1);
  std::optional<int> taken = 0;
  {
    const std::jthread taker([&](const std::stop_token& stop) { taken = box.take(stop); });
  }
  EXPECT_EQ(taken, std::nullopt);
}

TEST(Mailbox, HandsOutWhatIsLeftEvenAfterTheStop) {
  Mailbox<int> box(1);
  box.put_always(7);
  std::stop_source source;
  source.request_stop();
  EXPECT_EQ(box.take(source.get_token()), 7);
  EXPECT_EQ(box.take(source.get_token()), std::nullopt);
}

TEST(Mailbox, WaitsNoLongerThanItWasTold) {
  Mailbox<int> box(1);
  EXPECT_EQ(box.take_for(std::stop_token(), milliseconds(1)), std::nullopt);
  box.put_always(1);
  EXPECT_EQ(box.take_for(std::stop_token(), milliseconds(1)), 1);
}

TEST(Mailbox, RingsItsBellForATakerInEpoll) {
  Bell bell;
  Mailbox<int> box(1, &bell);
  EXPECT_FALSE(has_rung(bell.descriptor()));
  EXPECT_TRUE(box.put(1));
  EXPECT_TRUE(has_rung(bell.descriptor()));
  bell.clear();
  EXPECT_FALSE(box.put(2));
  EXPECT_FALSE(has_rung(bell.descriptor()));
}

TEST(Mailbox, LosesNothingBetweenManyThreads) {
  constexpr int writers = 4;
  constexpr int letters = 5000;
  Mailbox<int> box(16);
  long sum = 0;
  {
    std::vector<std::jthread> threads;
    for (int writer = 0; writer < writers; ++writer) {
      threads.emplace_back([&box] {
        for (int letter = 1; letter <= letters; ++letter) {
          while (!box.put(int{letter})) {
            std::this_thread::yield();
          }
        }
      });
    }
    for (int taken = 0; taken < writers * letters; ++taken) {
      sum += box.take(std::stop_token()).value_or(0);
    }
  }
  EXPECT_EQ(sum, static_cast<long>(writers) * letters * (letters + 1) / 2);
}

TEST(Mailbox, StartsAndStopsTenThousandTimes) {
  for (int round = 0; round < 10'000; ++round) {
    Bell bell;
    Mailbox<int> box(2, round % 2 == 0 ? &bell : nullptr);
    int taken = 0;
    {
      std::jthread taker([&](const std::stop_token& stop) {
        while (box.take(stop)) {
          ++taken;
        }
      });
      box.put_always(round);
      if (round % 3 == 0) box.put_always(round);
      taker.request_stop();
    }
    ASSERT_EQ(taken, round % 3 == 0 ? 2 : 1);
  }
}

}  // namespace
}  // namespace base
