#include "channel/sending.h"

#include <array>

#include <gtest/gtest.h>

#include "base/text.h"

namespace channel {
namespace {

using std::chrono::milliseconds;

TEST(Reasons, AreOnePrintableLineOfLimitedLength) {
  EXPECT_EQ(later("a\nb\x1b[2J").reason, "a\\x0ab\\x1b[2J");
  EXPECT_EQ(base::code_points(never(std::string(5000, 'x')).reason), longest_reason);
}

TEST(LaterThenNever, GivesUpAtTheThirdAttempt) {
  EXPECT_EQ(later_then_never("x", 1).kind, Verdict::Kind::later);
  EXPECT_EQ(later_then_never("x", 2).kind, Verdict::Kind::later);
  EXPECT_EQ(later_then_never("x", 3).kind, Verdict::Kind::never);
  EXPECT_EQ(later_then_never("x", 30).kind, Verdict::Kind::never);
}

TEST(TimeLeft, IsBetweenNothingAndTheLongest) {
  const base::SteadyPoint now = base::SystemClock().steady();
  EXPECT_EQ(time_left(now - milliseconds(5), milliseconds(100)), milliseconds(0));
  EXPECT_EQ(time_left(now + std::chrono::hours(1), milliseconds(100)), milliseconds(100));
}

TEST(Without, TakesSecretsOutWhereverTheyStand) {
  const std::array secrets{base::Secret("hunter22"), base::Secret("/hook/T0/B1")};
  EXPECT_EQ(without("hunter22 at https://h/hook/T0/B1: hunter22hunter22", secrets),
            "*** at https://h***: ******");
}

TEST(Without, LeavesTextAloneWhereASecretIsEmptyOrTiny) {
  const std::array secrets{base::Secret(""), base::Secret("a"), base::Secret("/")};
  EXPECT_EQ(without("a/b", secrets), "a/b");
}

TEST(FirstWords, AreTheFirstLineThatSaysSomething) {
  EXPECT_EQ(first_words(" \n\r\n  no such host \nmore"), "\"no such host\"");
  EXPECT_EQ(first_words("\n \n"), "");
  EXPECT_EQ(first_words("\x1b[31mred"), "\"\\x1b[31mred\"");
  EXPECT_LE(base::code_points(first_words(std::string(100'000, 'x'))), 162U);
}

}  // namespace
}  // namespace channel
