#include "net/client.h"

#include <algorithm>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "net/visits.h"
#include "support/feed_server.h"

namespace {

using Kind = model::Trouble::Kind;
using net::Request;
using net::Response;
using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using visits::Visits;

/// Limits short enough for a test of what is slow.
net::ClientOptions hasty() {
  net::ClientOptions options = visits::options();
  options.limits.connect = std::chrono::milliseconds(500);
  options.limits.first_byte = std::chrono::milliseconds(600);
  options.limits.total = std::chrono::milliseconds(1500);
  return options;
}

class Client : public testing::Test {
 protected:
  support::FeedServer server_;
  Visits visits_;
};

TEST_F(Client, BringsABodyWithWhatTheServerSaidOfIt) {
  const Response got = visits_.get(server_.url("/etag"));
  EXPECT_EQ(got.kind, Response::Kind::body);
  EXPECT_EQ(got.ticket, 7U);
  EXPECT_EQ(got.status, 200);
  EXPECT_THAT(got.body, HasSubstr("Niger in the news"));
  EXPECT_EQ(got.content_type, "application/rss+xml");
  EXPECT_EQ(got.final_url, server_.url("/etag"));
  EXPECT_EQ(got.validators, (model::Validators{"W/\"a b-c\"", "", server_.origin()}));
  EXPECT_EQ(got.fresh_for, base::Seconds(600));
  EXPECT_FALSE(got.permanent);
  EXPECT_GE(got.wire_bytes, got.body.size());
}

TEST_F(Client, EchoesBothValidatorsByteForByte) {
  Request request = Visits::request(server_.url("/both"));
  request.validators = {"\"both\"", "Wed, 01 Jan 2025 00:00:00 GMT", server_.origin()};
  const Response got = visits_.get(request);
  EXPECT_EQ(got.kind, Response::Kind::not_modified);
  EXPECT_EQ(got.status, 304);
  EXPECT_EQ(got.validators.etag, "\"both\"");
  ASSERT_EQ(server_.requests().size(), 1U);
  EXPECT_THAT(server_.requests().front(),
              AllOf(HasSubstr(R"("if-none-match": "\"both\"")"),
                    HasSubstr(R"("if-modified-since": "Wed, 01 Jan 2025 00:00:00 GMT")")));
}

TEST_F(Client, KeepsABodyWhoseDateStandsStill) {
  Request request = Visits::request(server_.url("/still"));
  request.validators = {"", "Wed, 01 Jan 2025 00:00:00 GMT", server_.origin()};
  const Response got = visits_.get(request);
  EXPECT_EQ(got.kind, Response::Kind::body);
  EXPECT_THAT(got.body, HasSubstr("Niger in the news"));
}

TEST_F(Client, SendsNoValidatorsToAnotherOrigin) {
  const support::FeedServer other;
  Request request = Visits::request(server_.url("/redirect?to=" + other.url("/echo")));
  request.validators = {"\"mine\"", "", server_.origin()};
  request.feed.headers = {{"X-Key", base::Secret("quiet")}};
  request.feed.user = "reader";
  request.feed.password = base::Secret("pass");
  const Response got = visits_.get(request);
  EXPECT_EQ(got.kind, Response::Kind::body);
  EXPECT_THAT(
      server_.requests().front(),
      AllOf(HasSubstr("if-none-match"), HasSubstr("quiet"), HasSubstr("Basic cmVhZGVyOnBhc3M=")));
  EXPECT_THAT(got.body,
              AllOf(Not(HasSubstr("if-none-match")),
                    Not(HasSubstr("quiet")),
                    Not(HasSubstr("authorization"))));
}

TEST_F(Client, LeavesOutValidatorsThatCouldBreakTheRequest) {
  for (const std::string& etag : {std::string("\"a\r\nX-Bad: 1\""), std::string(1025, 'e')}) {
    Request request = Visits::request(server_.url("/echo"));
    request.validators = {etag, "", server_.origin()};
    EXPECT_THAT(visits_.get(request).body,
                AllOf(Not(HasSubstr("if-none-match")), Not(HasSubstr("x-bad"))));
  }
}

TEST_F(Client, SaysWhoAsksAndWhatItTakes) {
  const Response got = visits_.get(server_.url("/echo"));
  EXPECT_THAT(got.body,
              AllOf(HasSubstr("feed monitor)"),
                    HasSubstr("application/atom+xml"),
                    HasSubstr(R"("accept-encoding": "gzip)"),
                    Not(HasSubstr("cookie")),
                    Not(HasSubstr("referer"))));
}

TEST_F(Client, SendsATokenAsBearer) {
  Request request = Visits::request(server_.url("/echo"));
  request.feed.token = base::Secret("t0ken");
  EXPECT_THAT(visits_.get(request).body, HasSubstr("Bearer t0ken"));
}

TEST_F(Client, IgnoresConfiguredHeadersThatAreOurs) {
  Request request = Visits::request(server_.url("/echo"));
  request.feed.headers = {{"Host", base::Secret("evil")},
                          {"X-Split", base::Secret("a\r\nX-Other: b")},
                          {"Bad Name", base::Secret("c")},
                          {"X-Good", base::Secret("d")}};
  const std::string echoed = visits_.get(request).body;
  EXPECT_THAT(echoed,
              AllOf(HasSubstr("x-good"),
                    Not(HasSubstr("evil")),
                    Not(HasSubstr("x-other")),
                    Not(HasSubstr("bad name"))));
}

TEST_F(Client, UnpacksGzip) {
  const Response got = visits_.get(server_.url("/gzip"));
  EXPECT_THAT(got.body, HasSubstr("Niger in the news"));
}

TEST_F(Client, AsksOnceMoreForWhatCouldNotBeUnpacked) {
  const Response got = visits_.get(server_.url("/bad-gzip"));
  EXPECT_EQ(got.kind, Response::Kind::body) << got.trouble.message;
  EXPECT_THAT(got.body, HasSubstr("Niger in the news"));
  EXPECT_EQ(server_.requests().size(), 2U);
}

TEST_F(Client, AsksAPickyServerOnceMorePlainly) {
  const Response got = visits_.get(server_.url("/picky"));
  EXPECT_EQ(got.kind, Response::Kind::body);
  EXPECT_EQ(server_.requests().size(), 2U);
  EXPECT_EQ(visits_.get(server_.url("/status/406")).trouble.status, 406);
}

TEST_F(Client, StopsWhatIsTooLarge) {
  for (const char* path : {"/bomb", "/endless", "/wire"}) {
    Request request = Visits::request(server_.url(path));
    request.feed.max_size = 5U << 20U;
    const Response got = visits_.get(request);
    EXPECT_EQ(got.trouble.kind, Kind::too_large) << path << got.trouble.message;
    EXPECT_THAT(got.body, IsEmpty());
    EXPECT_LT(got.wire_bytes, 8U << 20U) << path;  // libcurl looks up every 100 reads
  }
}

TEST_F(Client, StopsAFloodOfHeaders) {
  for (const char* path : {"/headers-flood", "/informed", "/long-header"}) {
    const Response got = visits_.get(server_.url(path));
    EXPECT_EQ(got.trouble.kind, Kind::too_large) << path << ": " << got.trouble.message;
  }
}

TEST_F(Client, GivesUpAPageOfErrorsThatNeverEnds) {
  const Response got = visits_.get(server_.url("/endless-error"));
  EXPECT_EQ(got.trouble.status, 404);
  EXPECT_LT(got.wire_bytes, 1U << 20U);
}

TEST_F(Client, NeverPassesOnPartOfABody) {
  for (const char* path : {"/reset-mid-body", "/short-length", "/close", "/not-http"}) {
    const Response got = visits_.get(server_.url(path));
    EXPECT_EQ(got.kind, Response::Kind::failed) << path;
    EXPECT_THAT(got.body, IsEmpty()) << path;
    EXPECT_THAT(got.trouble.message, Not(IsEmpty()));
  }
}

TEST_F(Client, SaysWhatTheServerAnswered) {
  const auto trouble = [&](const std::string& path) {
    return visits_.get(server_.url(path)).trouble;
  };
  EXPECT_EQ(trouble("/status/404"),
            (model::Trouble{Kind::http_status, 404, "the server answered 404 (Not Found)"}));
  EXPECT_EQ(trouble("/status/410").kind, Kind::gone);
  EXPECT_EQ(trouble("/status/503").kind, Kind::throttled);
  EXPECT_EQ(trouble("/status/500").kind, Kind::http_status);
  EXPECT_EQ(trouble("/status/206").kind, Kind::http_status);
  EXPECT_EQ(trouble("/status/204").kind, Kind::http_status);
  EXPECT_EQ(trouble("/status/300").kind, Kind::http_status);
  EXPECT_THAT(trouble("/status/403?cf=1").message, HasSubstr("bot wall"));
  EXPECT_THAT(trouble("/304").message, HasSubstr("nothing was asked that allows it"));
  EXPECT_EQ(visits_.get(server_.url("/status/203")).kind, Response::Kind::body);
  EXPECT_EQ(visits_.get(server_.url("/status/226")).kind, Response::Kind::body);
}

TEST_F(Client, PassesOnHowLongToStayAway) {
  const Response got = visits_.get(server_.url("/retry-after?value=120"));
  EXPECT_EQ(got.trouble.kind, Kind::throttled);
  EXPECT_EQ(got.retry_after, base::Seconds(120));
}

TEST_F(Client, DropsAnEtagThatComesTwiceAndDiffers) {
  EXPECT_THAT(visits_.get(server_.url("/twice")).validators.etag, IsEmpty());
}

TEST_F(Client, FollowsFiveRedirectsAndNotSix) {
  const Response five = visits_.get(server_.url("/hops/5"));
  EXPECT_EQ(five.kind, Response::Kind::body);
  EXPECT_EQ(five.final_url, server_.url("/hops/0?code=301"));
  EXPECT_TRUE(five.permanent);
  EXPECT_FALSE(visits_.get(server_.url("/hops/2?code=302")).permanent);
  EXPECT_EQ(visits_.get(server_.url("/hops/6")).trouble.kind, Kind::redirects);
}

TEST_F(Client, NoticesACircle) {
  const Response got = visits_.get(server_.url("/loop"));
  EXPECT_EQ(got.trouble.kind, Kind::redirects);
  EXPECT_THAT(got.trouble.message, HasSubstr("circle"));
}

TEST_F(Client, FollowsOnlyToTheWeb) {
  for (const char* target : {"file:///etc/passwd",
                             "ftp://127.0.0.1/",
                             "gopher://127.0.0.1/",
                             "data:,x",
                             "javascript:1",
                             "unix:/run/x"}) {
    const Response got = visits_.get(server_.url("/redirect?to=" + std::string(target)));
    EXPECT_EQ(got.trouble.kind, Kind::refused) << target << ": " << got.trouble.message;
  }
  EXPECT_EQ(visits_.get("file:///etc/passwd").trouble.kind, Kind::refused);
  EXPECT_EQ(visits_.get("not a url").trouble.kind, Kind::refused);
}

TEST_F(Client, DoesNotReuseAConnectionItWouldNotHaveOpened) {
  EXPECT_EQ(visits_.get(server_.url("/ok")).kind, Response::Kind::body);
  Request request = Visits::request(server_.url("/ok"));
  request.feed.allow_private.clear();
  const Response got = visits_.get(request);
  EXPECT_EQ(got.trouble.kind, Kind::refused);
  EXPECT_THAT(got.trouble.message, HasSubstr("127.0.0.1 is a loopback address"));
  EXPECT_EQ(server_.requests().size(), 1U);
}

TEST_F(Client, KeepsConnectionsForTheNextVisit) {
  for (int visit = 0; visit < 5; ++visit) {
    EXPECT_EQ(visits_.get(server_.url("/ok")).kind, Response::Kind::body);
  }
  EXPECT_EQ(server_.connections(), 1U);
}

TEST_F(Client, AnswersEveryRequestOnceAlsoManyAtOnce) {
  constexpr std::size_t many = 300;
  std::vector<bool> seen(many, false);
  std::thread other([&] {
    for (std::size_t ticket = 0; ticket < many; ++ticket) {
      Request request = Visits::request(server_.url(ticket % 3 == 0 ? "/status/404" : "/ok"));
      request.ticket = ticket;
      visits_.client().start(request);
    }
  });
  for (const Response& response : visits_.collect(many)) {
    EXPECT_FALSE(seen.at(response.ticket));
    seen.at(response.ticket) = true;
  }
  other.join();
  EXPECT_EQ(std::count(seen.begin(), seen.end(), true), static_cast<std::ptrdiff_t>(many));
  EXPECT_EQ(visits_.client().in_flight(), 0U);
}

TEST_F(Client, WakesFromAnotherThread) {
  std::thread other([&] { visits_.client().wake(); });
  const auto began = std::chrono::steady_clock::now();
  visits_.client().step(std::chrono::seconds(20));
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(10));
  other.join();
}

TEST_F(Client, AnswersWhatItCancels) {
  for (int index = 0; index < 100; ++index) {
    visits_.client().start(Visits::request(server_.url("/silent")));
  }
  visits_.client().step(std::chrono::milliseconds(50));
  EXPECT_EQ(visits_.client().in_flight(), 100U);
  visits_.client().cancel_all();
  EXPECT_EQ(visits_.client().in_flight(), 0U);
  EXPECT_EQ(visits_.answers().size(), 100U);
  EXPECT_EQ(visits_.answers().take_now()->trouble.message, "cancelled by shutdown");
}

TEST_F(Client, MayBeDestroyedWithVisitsInHand) {
  Visits short_lived;
  short_lived.client().start(Visits::request(server_.url("/silent")));
  short_lived.client().step(std::chrono::milliseconds(50));
  EXPECT_EQ(short_lived.client().in_flight(), 1U);
}

TEST(SlowServers, AreGivenUpInTime) {
  const support::FeedServer server;
  Visits visits(hasty());
  for (const auto& [path, word] :
       std::vector<std::pair<std::string, std::string>>{{"/silent", "no answer within 600 ms"},
                                                        {"/slow-header", "longer than 1500 ms"},
                                                        {"/slow-body", "longer than 1500 ms"}}) {
    const Response got = visits.get(server.url(path));
    EXPECT_EQ(got.trouble.kind, Kind::timeout) << path;
    EXPECT_THAT(got.trouble.message, HasSubstr(word)) << path;
    EXPECT_LT(got.took, std::chrono::milliseconds(4000));
  }
}

TEST(Unreachable, HostsAreNamedWithTheirReason) {
  Visits visits;
  int port = 0;
  {
    const support::FeedServer gone;
    port = gone.port();
  }
  const Response closed = visits.get("http://127.0.0.1:" + std::to_string(port) + "/");
  EXPECT_EQ(closed.trouble.kind, Kind::connect);
  EXPECT_THAT(closed.trouble.message, EndsWith("Connection refused"));
  const Response nameless = visits.get("http://no-such-name.invalid/feed");
  EXPECT_EQ(nameless.trouble.kind, Kind::dns) << nameless.trouble.message;
}

TEST(Passwords, AreNotInMessages) {
  Visits visits;
  const Response got = visits.get("http://user:hunter2@127.0.0.1:1/?key=hunter2");
  EXPECT_EQ(got.kind, Response::Kind::failed);
  EXPECT_THAT(got.trouble.message, Not(HasSubstr("hunter2")));
}

}  // namespace
