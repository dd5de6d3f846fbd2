#include "channel/writing.h"

#include <array>
#include <string>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "base/fd.h"
#include "channel/made.h"

namespace channel {
namespace {

using std::chrono::milliseconds;

struct Ends {
  base::Fd read;
  base::Fd write;
};

Ends pipe_ends() {
  std::array<int, 2> ends{};
  EXPECT_EQ(pipe2(ends.data(), O_CLOEXEC), 0);
  return {base::Fd(ends[0]), base::Fd(ends[1])};
}

TEST(WriteAll, ReportsAClosedPipeAndLivesOn) {
  Ends ends = pipe_ends();
  ends.read.close();
  const auto written = write_all(ends.write.get(), "hello", soon());
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().message, "Broken pipe");
}

TEST(WriteAll, LeavesTheSignalMaskAsItWas) {
  sigset_t before;
  sigset_t after;
  (void)pthread_sigmask(SIG_SETMASK, nullptr, &before);
  Ends ends = pipe_ends();
  ends.read.close();
  (void)write_all(ends.write.get(), "hello", soon());
  (void)pthread_sigmask(SIG_SETMASK, nullptr, &after);
  EXPECT_EQ(sigismember(&before, SIGPIPE), sigismember(&after, SIGPIPE));
  sigset_t pending;
  sigpending(&pending);
  EXPECT_EQ(sigismember(&pending, SIGPIPE), 0);
}

TEST(WriteAll, GivesUpOnAReaderThatDoesNotReadAtTheDeadline) {
  const Ends ends = pipe_ends();  // in blocking mode, and nobody reads
  const auto start = base::SystemClock().steady();
  const auto written =
      write_all(ends.write.get(), std::string(1U << 20U, 'x'), soon(milliseconds(100)));
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().message, "nobody reads it");
  EXPECT_LT(base::SystemClock().steady() - start, std::chrono::seconds(5));
}

TEST(WriteAll, ReportsAFullDisk) {
  const base::Fd full(open("/dev/full", O_WRONLY | O_CLOEXEC));
  ASSERT_TRUE(full.open());
  const auto written = write_all(full.get(), "hello", soon());
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().message, "No space left on device");
}

}  // namespace
}  // namespace channel
