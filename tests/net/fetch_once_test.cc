#include "net/fetch_once.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/feed_server.h"

namespace {

using base::Cause;
using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

constexpr std::chrono::seconds patience{10};
constexpr const char* after_all = "after the whole request was sent";

class Post : public testing::Test {
 protected:
  [[nodiscard]] net::Post to(const std::string& path) const {
    net::Post request;
    request.url = *base::Url::parse(server_.url(path));
    request.headers = {{"Content-Type", base::Secret("application/json")},
                       {"webhook-id", base::Secret("k1")}};
    request.body = R"({"a": 1})";
    request.allow_private = {"127.0.0.0/8"};
    return request;
  }
  support::FeedServer server_;
};

TEST_F(Post, SendsBodyAndHeadersAndBringsTheAnswer) {
  const auto answer = net::post(to("/echo"), patience);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 200);
  EXPECT_THAT(answer->body,
              AllOf(HasSubstr(R"("webhook-id": "k1")"),
                    HasSubstr("application/json"),
                    HasSubstr(R"({\"a\": 1})"),
                    Not(HasSubstr("expect"))));
  EXPECT_THAT(server_.requests().at(0), HasSubstr(R"("method": "POST")"));
}

TEST_F(Post, SendsAnEmptyBodyAndALargeOne) {
  net::Post request = to("/echo");
  request.body.clear();
  EXPECT_TRUE(net::post(request, patience));
  request.body.assign(2U << 20U, 'x');
  request.max_answer = 16;
  EXPECT_TRUE(net::post(request, patience));
  EXPECT_THAT(server_.requests().at(0), HasSubstr(R"("content-length": "0")"));
  EXPECT_THAT(server_.requests().at(1), HasSubstr(R"("content-length": "2097152")"));
}

TEST_F(Post, TakesAnyStatusForAnAnswer) {
  for (const int status : {204, 302, 404, 410, 500}) {
    const auto answer = net::post(to("/status/" + std::to_string(status)), patience);
    ASSERT_TRUE(answer) << status;
    EXPECT_EQ(answer->status, status);
  }
}

TEST_F(Post, FollowsNoRedirect) {
  const auto answer = net::post(to("/redirect?code=307&to=/echo"), patience);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 307);
  EXPECT_EQ(server_.requests().size(), 1U);
}

TEST_F(Post, TellsHowLongToStayAway) {
  const auto answer = net::post(to("/retry-after?value=90&status=503"), patience);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->retry_after, base::Seconds(90));
}

TEST_F(Post, ReadsNoMoreOfTheAnswerThanAsked) {
  net::Post request = to("/big-answer");
  request.max_answer = 1000;
  const auto answer = net::post(request, patience);
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->body.size(), 1000U);
}

TEST_F(Post, AsksTheGuard) {
  net::Post request = to("/ok");
  request.allow_private.clear();
  const auto answer = net::post(request, patience);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().cause, Cause::denied);
  EXPECT_THAT(answer.error().message, HasSubstr("loopback"));
  EXPECT_EQ(server_.connections(), 0U);
}

TEST_F(Post, SaysWhetherTheReceiverMayHaveIt) {
  for (const char* path : {"/silent", "/close", "/read-then-reset"}) {
    const auto answer = net::post(to(path), std::chrono::milliseconds(700));
    ASSERT_FALSE(answer) << path;
    EXPECT_EQ(answer.error().cause, Cause::unavailable);
    EXPECT_THAT(answer.error().message, EndsWith(after_all)) << path;
  }
}

TEST_F(Post, SaysNothingOfTheSortWhereNobodyListens) {
  net::Post request = to("/ok");
  {
    const support::FeedServer gone;
    request.url = *base::Url::parse(gone.url("/ok"));
  }
  const auto answer = net::post(request, patience);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().cause, Cause::unavailable);
  EXPECT_THAT(answer.error().message,
              AllOf(HasSubstr("Connection refused"), Not(HasSubstr(after_all))));
}

TEST_F(Post, RefusesWhatIsNotTheWebAndHeadersThatBreak) {
  net::Post request = to("/ok");
  request.url = *base::Url::parse("ftp://127.0.0.1/x");
  EXPECT_EQ(net::post(request, patience).error().cause, Cause::denied);
  request = to("/ok");
  request.headers = {{"X-A", base::Secret("b\r\nX-C: d")}};
  EXPECT_EQ(net::post(request, patience).error().cause, Cause::invalid);
  EXPECT_EQ(server_.connections(), 0U);
}

}  // namespace
