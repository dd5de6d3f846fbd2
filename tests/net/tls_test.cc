#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "net/visits.h"
#include "support/feed_server.h"
#include "support/nginx.h"

namespace {

using Kind = model::Trouble::Kind;
using net::Request;
using net::Response;
using testing::HasSubstr;
using testing::Not;
using visits::Visits;

class Tls : public testing::Test {
 protected:
  Tls() { (void)folder_.write("feed.xml", std::string(4000, 'x')); }

  [[nodiscard]] net::ClientOptions trusting() const {
    net::ClientOptions options = visits::options();
    options.ca_file = nginx_.certificate();
    return options;
  }

  support::TempDir folder_;
  support::Nginx nginx_{folder_.path().string()};
};

TEST_F(Tls, SpeaksHttp2UnpacksGzipAndIsToldNothingChanged) {
  Visits visits(trusting());
  Request request = Visits::request(nginx_.tls("/feed.xml"));
  const Response first = visits.get(request);
  ASSERT_EQ(first.kind, Response::Kind::body) << first.trouble.message;
  EXPECT_EQ(first.body, std::string(4000, 'x'));
  EXPECT_LT(first.wire_bytes, 2000U);
  request.validators = first.validators;
  EXPECT_EQ(visits.get(request).kind, Response::Kind::not_modified);
  EXPECT_TRUE(nginx_.logged("HTTP/2.0 /feed.xml 304"));
}

TEST_F(Tls, SpeaksHttp1WhereTheFeedSaysSo) {
  Visits visits(trusting());
  Request request = Visits::request(nginx_.tls("/feed.xml"));
  request.feed.http2 = false;
  EXPECT_EQ(visits.get(request).kind, Response::Kind::body);
  EXPECT_TRUE(nginx_.logged("HTTP/1.1 /feed.xml 200"));
}

TEST_F(Tls, SharesOneConnectionAmongFeedsOfAHost) {
  Visits visits(trusting());
  for (int feed = 0; feed < 20; ++feed) {
    visits.client().start(Visits::request(nginx_.tls("/feed.xml")));
  }
  for (const Response& got : visits.collect(20)) {
    EXPECT_EQ(got.kind, Response::Kind::body) << got.trouble.message;
  }
  EXPECT_TRUE(nginx_.logged("200 . 20\n"));
}

TEST_F(Tls, RefusesACertificateNobodySigned) {
  Visits visits;
  const Response got = visits.get(nginx_.tls("/feed.xml"));
  EXPECT_EQ(got.trouble.kind, Kind::tls);
  EXPECT_THAT(got.trouble.message, HasSubstr("certificate"));
  Request request = Visits::request(nginx_.tls("/feed.xml"));
  request.feed.insecure = true;
  EXPECT_EQ(visits.get(request).kind, Response::Kind::body);
  // What one feed was allowed stays its own.
  EXPECT_EQ(visits.get(nginx_.tls("/feed.xml")).trouble.kind, Kind::tls);
}

TEST_F(Tls, RefusesACertificateOfAnotherHost) {
  Visits visits(trusting());
  Request request = Visits::request(nginx_.tls("/feed.xml", "127.0.0.2"));
  EXPECT_NE(visits.get(request).kind, Response::Kind::body);
}

TEST_F(Tls, IsNotLeftByARedirect) {
  Visits visits(trusting());
  const support::FeedServer server;
  EXPECT_EQ(visits.get(server.url("/redirect?to=" + nginx_.tls("/feed.xml"))).kind,
            Response::Kind::body);
}

TEST_F(Tls, SaysWhenTheServerSpeaksNone) {
  Visits visits;
  const Response got = visits.get("https" + nginx_.plain("/feed.xml").substr(4));
  EXPECT_EQ(got.trouble.kind, Kind::tls) << got.trouble.message;
}

TEST_F(Tls, WorksOnPlainPortsToo) {
  Visits visits;
  EXPECT_EQ(visits.get(nginx_.plain("/feed.xml")).body.size(), 4000U);
  EXPECT_EQ(visits.get(nginx_.plain("/none.xml")).trouble.status, 404);
}

}  // namespace
