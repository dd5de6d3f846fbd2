#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "channel/made.h"
#include "contract/channel_contract.h"
#include "support/alerts.h"

namespace channel {
namespace {

TEST(Desktop, KeepsTheContract) {
  Made made("type: desktop");
  ASSERT_TRUE(made.fine()) << made.problems();
  contract::check_channel(*made, {});
}

TEST(Desktop, LeavesEverythingToTheAgent) {
  Made made("type: desktop");
  const Verdict verdict = send_one(*made, support::message_of(support::niger_alert()));
  EXPECT_EQ(verdict.kind, Verdict::Kind::later);
  EXPECT_THAT(verdict.reason, testing::HasSubstr("newswatch-agent"));
}

}  // namespace
}  // namespace channel
