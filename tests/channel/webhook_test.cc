#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "alert/object.h"
#include "channel/made.h"
#include "contract/channel_contract.h"
#include "support/alerts.h"
#include "support/clock.h"
#include "support/feed_server.h"
#include "support/program.h"

namespace channel {
namespace {

using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

// 32 bytes, as users make them with openssl.
constexpr const char* key = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

/// tests/support/webhook_receiver.py on a port of its own.
class Receiver final {
 public:
  explicit Receiver(std::vector<std::string> options = {})
      : store_(folder_ / "store"), program_(arguments(std::move(options))) {
    url_ = "http://127.0.0.1:" + program_.read_line().substr(5);
  }

  [[nodiscard]] std::string keys(const std::string& more = "") const {
    return "type: webhook, url: \"" + url_ + "/hook/T0B1\", allow_private: [127.0.0.0/8], " +
           "secret: \"whsec_" + key + "\", allow_inline: true" + more;
  }
  [[nodiscard]] std::string stored() const { return support::read_file(store_); }

 private:
  [[nodiscard]] std::vector<std::string> arguments(std::vector<std::string> options) const {
    std::vector<std::string> argv{
        "/usr/bin/python3",
        std::string(NEWSWATCH_SOURCE_DIR) + "/tests/support/webhook_receiver.py",
        "--key",
        key,
        "--store",
        store_};
    argv.insert(argv.end(), options.begin(), options.end());
    return argv;
  }

  support::TempDir folder_;
  std::string store_;
  support::Program program_;
  std::string url_;
};

Verdict answered(std::vector<std::string> options, int attempt = 1) {
  const Receiver receiver(std::move(options));
  Made made(receiver.keys());
  EXPECT_TRUE(made.fine()) << made.problems();
  model::Message message = support::message_of(support::niger_alert());
  message.attempt = attempt;
  return send_one(*made, message);
}

Made to(const support::FeedServer& server, const std::string& path) {
  return Made("type: webhook, url: \"" + server.url(path) + "\", allow_private: [127.0.0.0/8]");
}

TEST(Webhook, IsVerifiedByAReceiverOfItsOwnMind) {
  const Receiver receiver;
  Made made(receiver.keys(", headers: {X-Team: news}"));
  ASSERT_TRUE(made.fine()) << made.problems();
  const Verdict verdict = send_one(*made, support::message_of(support::niger_alert()));
  EXPECT_EQ(verdict.kind, Verdict::Kind::sent) << verdict.reason;
  EXPECT_THAT(receiver.stored(),
              AllOf(HasSubstr("\"verified\": true"),
                    HasSubstr("\"webhook-id\": \"e1d2c3b4-0000-5000-8000-000000000000\""),
                    HasSubstr("\"content-type\": \"application/json; charset=utf-8\""),
                    HasSubstr("\"user-agent\": \"newswatch/test\""),
                    HasSubstr("\"x-team\": \"news\""),
                    HasSubstr("\"path\": \"/hook/T0B1\""),
                    HasSubstr("\"body\": {\"type\": \"alert.new\", \"timestamp\": "
                              "\"2026-11-23T04:05:00Z\", \"data\": {\"version\": 1, ")));
}

TEST(Webhook, SignsWithTheClockItIsGiven) {
  const Receiver receiver;
  const support::FakeClock clock(support::november());
  Surroundings around;
  around.clock = &clock;
  Made made(receiver.keys(), around);
  (void)send_one(*made, support::message_of(support::niger_alert()));
  EXPECT_THAT(receiver.stored(), HasSubstr("\"webhook-timestamp\": \"1795406700\""));
}

TEST(Webhook, KeepsTheIdThroughAllAttempts) {
  const Receiver receiver({"--answer", "500"});
  Made made(receiver.keys());
  model::Message message = support::message_of(support::niger_alert());
  (void)send_one(*made, message);
  message.attempt = 2;
  (void)send_one(*made, message);
  const std::string stored = receiver.stored();
  const std::size_t first = stored.find("\"webhook-id\": \"e1d2c3b4-");
  EXPECT_NE(stored.find("\"webhook-id\": \"e1d2c3b4-", first + 1), std::string::npos);
  EXPECT_THAT(stored, AllOf(HasSubstr("\"attempt\": 1"), HasSubstr("\"attempt\": 2")));
}

TEST(Webhook, IsUnsignedWithoutASecret) {
  const support::FeedServer server;
  Made made = to(server, "/echo");
  ASSERT_TRUE(made.fine()) << made.problems();
  EXPECT_EQ(send_one(*made, support::message_of(support::niger_alert())).kind, Verdict::Kind::sent);
  EXPECT_THAT(server.requests().at(0), Not(HasSubstr("webhook-signature")));
}

TEST(Webhook, TriesAgainWhatMayPass) {
  for (const char* status : {"408", "425", "429", "500", "502", "503"}) {
    EXPECT_EQ(answered({"--answer", status}, 20).kind, Verdict::Kind::later) << status;
  }
}

TEST(Webhook, PassesOnTheReceiversOwnWord) {
  const Verdict verdict = answered({"--answer", "429", "--header", "Retry-After: 120"});
  EXPECT_EQ(verdict.retry_after, base::Seconds(120));
  EXPECT_EQ(answered({"--answer", "503", "--header", "Retry-After: 99999999"}).retry_after,
            base::Seconds(std::chrono::hours(24)));
}

TEST(Webhook, GivesUpOnARefusalAtTheThirdAttempt) {
  EXPECT_EQ(answered({"--answer", "400"}, 1).kind, Verdict::Kind::later);
  EXPECT_EQ(answered({"--answer", "404"}, 2).kind, Verdict::Kind::later);
  EXPECT_EQ(answered({"--answer", "401"}, 3).kind, Verdict::Kind::never);
}

TEST(Webhook, GivesUpAtOnceOnWhatIsGoneOrElsewhere) {
  EXPECT_EQ(answered({"--answer", "410"}).kind, Verdict::Kind::never);
  const Verdict moved = answered({"--answer", "302", "--header", "Location: /elsewhere"});
  EXPECT_EQ(moved.kind, Verdict::Kind::never);
  EXPECT_THAT(moved.reason, HasSubstr("never followed"));
}

TEST(Webhook, QuotesTheAnswerButNoSecret) {
  const Verdict verdict =
      answered({"--answer",
                "500",
                "--body",
                std::string("bad key whsec_") + key + " for /hook/T0B1\x1b[2J"});
  EXPECT_THAT(verdict.reason,
              AllOf(HasSubstr("the receiver answered 500: \"bad key *** for ***"),
                    Not(HasSubstr(key)),
                    Not(HasSubstr("\x1b"))));
}

TEST(Webhook, SaysWhichKeyLetsAPrivateAddressPass) {
  const support::FeedServer server;
  Made made("type: webhook, url: \"" + server.url("/echo") + "\"");
  const Verdict verdict = send_one(*made, support::message_of(support::niger_alert()));
  EXPECT_EQ(verdict.kind, Verdict::Kind::never);
  EXPECT_THAT(verdict.reason, AllOf(HasSubstr("loopback"), HasSubstr("`allow_private`")));
  EXPECT_EQ(server.connections(), 0U);
}

TEST(Webhook, TriesAgainWhereNobodyListens) {
  Made made(
      "type: webhook, url: \"http://127.0.0.1:1/secret-path\", allow_private: [127.0.0.1/32]");
  const Verdict verdict = send_one(*made, support::message_of(support::niger_alert()));
  EXPECT_NE(verdict.kind, Verdict::Kind::sent);
  EXPECT_THAT(verdict.reason, Not(HasSubstr("secret-path")));
}

TEST(Webhook, SaysWhenTheReceiverMayHaveItAllTheSame) {
  const support::FeedServer server;
  Made made = to(server, "/read-then-reset");
  const Verdict verdict = send_one(*made, support::message_of(support::niger_alert()));
  EXPECT_EQ(verdict.kind, Verdict::Kind::later);
  EXPECT_TRUE(verdict.maybe_arrived) << verdict.reason;
}

TEST(Webhook, ReadsNoMoreOfAnAnswerThanItNeeds) {
  const support::FeedServer server;
  Made made = to(server, "/big-answer");
  EXPECT_EQ(send_one(*made, support::message_of(support::niger_alert())).kind, Verdict::Kind::sent);
}

TEST(Webhook, KeepsTheContractWithAnyReceiver) {
  const support::FeedServer server;
  for (const char* path : {"/echo", "/silent", "/close", "/not-http", "/status/500"}) {
    Made made = to(server, std::string(path) + "?token=hunter2222");
    ASSERT_TRUE(made.fine()) << made.problems();
    contract::check_channel(*made, {.recipient = "", .secrets = {"hunter2222"}});
  }
}

TEST(Webhook, NamesEveryWrongKey) {
  EXPECT_THAT(Made("type: webhook").problems(), HasSubstr("`url` is missing"));
  EXPECT_THAT(Made("type: webhook, url: \"ftp://h/\"").problems(), HasSubstr("`url`"));
  EXPECT_THAT(Made("type: webhook, url: \"https://h/\", secret: plain").problems(),
              HasSubstr("`secret`"));
  EXPECT_THAT(
      Made("type: webhook, url: \"https://h/\", allow_inline: true, secret: short").problems(),
      HasSubstr("shorter than 16 bytes"));
  EXPECT_THAT(Made("type: webhook, url: \"https://h/\", allow_inline: true, secret: \"whsec_!!!\"")
                  .problems(),
              HasSubstr("base64"));
  EXPECT_THAT(Made("type: webhook, url: \"https://h/\", allow_private: [10.0.0.0/99]").problems(),
              HasSubstr("10.0.0.0/99"));
  EXPECT_THAT(Made("type: webhook, url: \"https://h/\", headers: {Webhook-Id: x}").problems(),
              HasSubstr("written by newswatch itself"));
}

}  // namespace
}  // namespace channel
