// What a hostile or broken program may send down the socket.
#include <chrono>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/client.h"
#include "api/read.h"
#include "api/world.h"

namespace {

using testing::HasSubstr;
using testing::StartsWith;

class ServerAbuse : public testing::Test {
 protected:
  std::string say(std::string_view bytes) const {
    const support::RawSocket raw(socket);
    (void)raw.send(bytes);  // the server may hang up before it has all
    return raw.read_all();
  }

  support::TempDir folder;
  support::World world{folder / "newswatch.db"};
  std::filesystem::path socket = folder / "api.sock";
};

TEST_F(ServerAbuse, GarbageIsRefusedAndTheNextIsServed) {
  const support::Service service(world, socket);
  for (const char* garbage :
       {"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\r\n\r\n",
        "GET\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n",
        "GET /v1/status HTTP/1.1\nHost: x\n\n",
        "GET /v1/status HTTP/1.1\r\n: x\r\n\r\n",
        "POST /v1/reload HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        "POST /v1/reload HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        "POST /v1/reload HTTP/1.1\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}",
        "POST /v1/reload HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"}) {
    EXPECT_THAT(say(garbage), StartsWith("HTTP/1.1 400 ")) << garbage;
  }
  EXPECT_EQ(api::Client(socket).get("/v1/status")->status, 200);
}

TEST_F(ServerAbuse, LongHeadersAreRefused) {
  const support::Service service(world, socket);
  EXPECT_THAT(say("GET /v1/status HTTP/1.1\r\nX: " + std::string(20'000, 'x') + "\r\n\r\n"),
              StartsWith("HTTP/1.1 431 "));
  EXPECT_THAT(say("GET /" + std::string(20'000, 'x') + " HTTP/1.1\r\n\r\n"),
              StartsWith("HTTP/1.1 431 "));
}

TEST_F(ServerAbuse, LargeBodiesAreRefusedBeforeTheyCome) {
  const support::Service service(world, socket);
  EXPECT_THAT(say("POST /v1/reload HTTP/1.1\r\nContent-Type: application/json\r\n"
                  "Content-Length: 1073741824\r\n\r\n"),
              StartsWith("HTTP/1.1 413 "));
  EXPECT_THAT(say("POST /v1/reload HTTP/1.1\r\nContent-Type: application/json\r\n"
                  "Transfer-Encoding: chunked\r\n\r\n20000\r\n" +
                  std::string(0x20000, ' ') + "\r\n0\r\n\r\n"),
              StartsWith("HTTP/1.1 413 "));
}

TEST_F(ServerAbuse, WritesWantJsonAndRightMethods) {
  const support::Service service(world, socket);
  EXPECT_THAT(say("POST /v1/reload HTTP/1.1\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}"),
              StartsWith("HTTP/1.1 415 "));
  EXPECT_THAT(say("POST /v1/reload HTTP/1.1\r\nConnection: close\r\n"
                  "Content-Type: application/json; charset=utf-8\r\nContent-Length: 2\r\n\r\n{}"),
              StartsWith("HTTP/1.1 200 "));
  EXPECT_THAT(say("POST /v1/reload HTTP/1.1\r\nConnection: close\r\n"
                  "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n[]"),
              StartsWith("HTTP/1.1 400 "));
  EXPECT_THAT(say("DELETE /v1/feeds HTTP/1.1\r\nConnection: close\r\n\r\n"),
              StartsWith("HTTP/1.1 405 "));
  EXPECT_THAT(say("GET /v1/reload HTTP/1.1\r\nConnection: close\r\n\r\n"),
              StartsWith("HTTP/1.1 405 "));
  EXPECT_THAT(say("GET http://evil/v1/status HTTP/1.1\r\nConnection: close\r\n\r\n"),
              StartsWith("HTTP/1.1 400 "));
}

TEST_F(ServerAbuse, DeeplyNestedJsonIsRefused) {
  const support::Service service(world, socket);
  const std::string body = std::string(30'000, '[') + std::string(30'000, ']');
  const auto answer = api::Client(socket).post("/v1/reload", body);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 400);
}

TEST_F(ServerAbuse, OneWhoStopsInTheMiddleIsDropped) {
  const support::Service service(world, socket, [](api::ServerOptions& options) {
    options.patience = std::chrono::milliseconds(200);
  });
  EXPECT_EQ(say("GET /v1/status HTT"), "");
  EXPECT_EQ(say(""), "");
  const auto begun = std::chrono::steady_clock::now();
  EXPECT_EQ(say("POST /v1/reload HTTP/1.1\r\nContent-Type: application/json\r\n"
                "Content-Length: 10\r\n\r\n{"),
            "");
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(5));
}

TEST_F(ServerAbuse, OneWhoDoesNotReadIsDropped) {
  for (int i = 0; i < 200; ++i) {
    world.add_alert("Niger " + std::string(1000, 'x'), {"hook"});
  }
  const support::Service service(world, socket, [](api::ServerOptions& options) {
    options.patience = std::chrono::milliseconds(200);
  });
  const support::RawSocket lazy(socket);
  std::string many;
  for (int i = 0; i < 20; ++i) {
    many += "GET /v1/alerts?limit=1000 HTTP/1.1\r\n\r\n";
  }
  ASSERT_TRUE(lazy.send(many));
  // Others are served meanwhile, and once the lazy one is dropped what it did not read ends early.
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(api::Client(socket).get("/v1/alerts?limit=1000")->status, 200);
  }
  const support::RawSocket idle(socket);
  EXPECT_EQ(idle.read_all(), "");
  const std::string got = lazy.read_all();
  EXPECT_LT(got.size(), 1U << 20U);
}

TEST_F(ServerAbuse, RequestsOneAfterTheOtherShareAConnection) {
  const support::Service service(world, socket);
  const support::RawSocket raw(socket);
  ASSERT_TRUE(
      raw.send("GET /v1/nothing HTTP/1.1\r\n\r\nGET /v1/status HTTP/1.1\r\n\r\n"
               "GET /v1/feeds HTTP/1.1\r\nConnection: close\r\n\r\n"));
  const std::string all = raw.read_all();
  EXPECT_THAT(all, StartsWith("HTTP/1.1 404 "));
  EXPECT_THAT(all, HasSubstr("\"running\":true"));
  EXPECT_TRUE(all.ends_with("{\"feeds\":[]}"));
}

TEST_F(ServerAbuse, ConnectionsBeyondTheLimitAreTurnedAwayAndPlacesComeBack) {
  const support::Service service(world, socket);
  std::vector<std::unique_ptr<support::RawSocket>> held;
  for (int i = 0; i < 64; ++i) {
    held.push_back(std::make_unique<support::RawSocket>(socket));
    ASSERT_TRUE(held.back()->send("GET /v1/status HTTP/1.1\r\n\r\n"));
    ASSERT_THAT(held.back()->read_until("\r\n\r\n"), StartsWith("HTTP/1.1 200 "));
  }
  for (int i = 0; i < 40; ++i) {
    const support::RawSocket late(socket);
    EXPECT_THAT(late.read_all(), StartsWith("HTTP/1.1 503 "));
  }
  held.clear();
  // The server learns of the closed ones in its own time; each try takes it a step further.
  int status = 503;
  for (int tries = 0; tries < 1000 && status != 200; ++tries) {
    const auto answer = api::Client(socket).get("/v1/status");
    status = answer ? answer->status : 503;
  }
  EXPECT_EQ(status, 200);
}

}  // namespace
