#include "contract/channel_contract.h"

#include <chrono>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.h"
#include "base/time.h"
#include "support/alerts.h"

namespace contract {
namespace {

using channel::Verdict;
using testing::HasSubstr;
using testing::Not;

// Enough for a receiver that is well; one that is not takes it all, more than once.
constexpr std::chrono::milliseconds some_time{1500};
// What a channel may take beyond its deadline to end what it has in hand.
constexpr std::chrono::seconds slack{3};

base::SteadyPoint in(std::chrono::milliseconds time) {
  return base::SystemClock().steady() + time;
}

std::vector<model::Message> messages(std::size_t count, const std::string& recipient) {
  std::vector<model::Message> list;
  for (std::size_t i = 0; i < count; ++i) {
    model::Alert alert = support::niger_alert();
    alert.sequence = static_cast<std::int64_t>(i);
    alert.item.title += " " + std::to_string(i);
    list.push_back(support::message_of(alert, recipient));
  }
  return list;
}

void check_words(const Verdict& verdict, const Promise& promise) {
  EXPECT_EQ(verdict.reason.empty(), verdict.kind == Verdict::Kind::sent) << verdict.reason;
  EXPECT_EQ(base::printable(verdict.reason), verdict.reason);
  EXPECT_LE(base::code_points(verdict.reason), 300U);
  for (const std::string& secret : promise.secrets) {
    EXPECT_THAT(verdict.reason, Not(HasSubstr(secret)));
  }
}

void send_some(channel::Channel& channel,
               const Promise& promise,
               std::size_t count,
               std::chrono::milliseconds time) {
  const base::SteadyPoint deadline = in(time);
  const auto verdicts = channel.send(messages(count, promise.recipient), deadline);
  EXPECT_LE(base::SystemClock().steady(), deadline + slack);
  EXPECT_EQ(verdicts.size(), count);
  for (const Verdict& verdict : verdicts)
    check_words(verdict, promise);
}

}  // namespace

void check_channel(channel::Channel& channel, const Promise& promise) {
  send_some(channel, promise, 0, some_time);
  send_some(channel, promise, 1, some_time);
  send_some(channel, promise, 1, -std::chrono::seconds(1));  // late already
  send_some(channel, promise, channel::max_batch, some_time);

  const auto late = channel.send(messages(2, promise.recipient), in(-std::chrono::seconds(1)));
  for (const Verdict& verdict : late)
    EXPECT_EQ(verdict.kind, Verdict::Kind::later);

  model::Message hollow;  // nothing in it but what a row of the outbox always has
  hollow.idem_key = "e1d2c3b4-0000-5000-8000-000000000000";
  hollow.recipient = promise.recipient;
  hollow.alerts.resize(1);
  const auto verdicts = channel.send(std::vector{hollow}, in(some_time));
  ASSERT_EQ(verdicts.size(), 1U);
  check_words(verdicts.front(), promise);
  EXPECT_FALSE(channel.recipients().empty());
}

}  // namespace contract
