#include "base/fd.h"

#include <array>
#include <cerrno>
#include <utility>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <unistd.h>

namespace base {
namespace {

bool is_open(int descriptor) {
  return ::fcntl(descriptor, F_GETFD) >= 0;
}

bool readable(int descriptor) {
  pollfd one{.fd = descriptor, .events = POLLIN, .revents = 0};
  return ::poll(&one, 1, 0) == 1;
}

Fd some_file() {
  return Fd(::open("/dev/null", O_RDONLY | O_CLOEXEC));
}

TEST(Fd, ClosesWhenItGoes) {
  int number = -1;
  {
    const Fd fd = some_file();
    number = fd.get();
    EXPECT_TRUE(is_open(number));
  }
  EXPECT_FALSE(is_open(number));
}

TEST(Fd, MovesItsDescriptorAndClosesTheOneItHad) {
  Fd first = some_file();
  Fd second = some_file();
  const int kept = first.get();
  const int closed = second.get();
  second = std::move(first);
  EXPECT_EQ(second.get(), kept);
  EXPECT_TRUE(is_open(kept));
  EXPECT_FALSE(is_open(closed));
}

TEST(Fd, SurvivesBeingAssignedToItself) {
  Fd fd = some_file();
  Fd& same = fd;
  fd = std::move(same);
  EXPECT_TRUE(fd.open());
  EXPECT_TRUE(is_open(fd.get()));
}

TEST(Fd, GivesItsDescriptorAwayOnRelease) {
  int number = -1;
  {
    Fd fd = some_file();
    number = fd.release();
    EXPECT_FALSE(fd.open());
  }
  EXPECT_TRUE(is_open(number));
  const Fd again(number);
}

TEST(Bell, IsReadableOnceRungAndSilentOnceCleared) {
  Bell bell;
  EXPECT_FALSE(readable(bell.descriptor()));
  bell.ring();
  bell.ring();
  EXPECT_TRUE(readable(bell.descriptor()));
  bell.clear();
  EXPECT_FALSE(readable(bell.descriptor()));
}

TEST(Bell, ClearsWithoutWaitingWhenItWasNotRung) {
  Bell bell;
  bell.clear();
  EXPECT_FALSE(readable(bell.descriptor()));
}

TEST(Bell, LeavesErrnoAsItWasForTheCodeASignalInterrupted) {
  Bell bell;
  errno = ENOENT;
  bell.ring();
  EXPECT_EQ(errno, ENOENT);
}

}  // namespace
}  // namespace base
