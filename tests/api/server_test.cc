#include "api/server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "api/client.h"
#include "api/read.h"
#include "api/socket.h"
#include "api/world.h"

namespace {

using testing::HasSubstr;

class Server : public testing::Test {
 protected:
  support::TempDir folder;
  support::World world{folder / "newswatch.db"};
  std::filesystem::path socket = folder / "run/api.sock";
  api::Client client{socket};
};

TEST_F(Server, AnswersOverItsSocket) {
  const support::Service service(world, socket);
  world.add_feed("bbc-africa", "https://feeds.example.org/africa.xml");
  const auto answer = client.get("/v1/feeds");
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->status, 200);
  EXPECT_EQ(api::read_feeds(answer->body)->at(0).id, "bbc-africa");
}

TEST_F(Server, KeepsItsSocketFromOthers) {
  const support::Service service(world, socket);
  struct stat file {};
  ASSERT_EQ(::stat(socket.c_str(), &file), 0);
  EXPECT_EQ(file.st_mode & 07777U, 0660U);
  struct stat parent {};
  ASSERT_EQ(::stat(socket.parent_path().c_str(), &parent), 0);
  EXPECT_EQ(parent.st_mode & 0027U, 0U);
}

TEST_F(Server, TakesItsSocketAwayWhenItEnds) {
  { const support::Service service(world, socket); }
  EXPECT_FALSE(std::filesystem::exists(socket));
  EXPECT_EQ(client.get("/v1/status").error().cause, base::Cause::unavailable);
}

TEST_F(Server, ReplacesAStaleSocketAndRefusesOneInUse) {
  const auto left = api::ListeningSocket::open(socket);
  ASSERT_TRUE(left);
  const auto second = api::ListeningSocket::open(socket);
  ASSERT_FALSE(second);
  EXPECT_THAT(second.error().message, HasSubstr("another newswatchd answers at"));
  {
    const support::TempDir other;
    std::filesystem::rename(socket, other / "kept");
    // A crashed daemon's file: nobody listens behind it.
    auto gone = api::ListeningSocket::open(socket);
    ASSERT_TRUE(gone);
    std::filesystem::rename(socket, other / "moved");
    gone = tl::unexpected(base::Error{});
    std::filesystem::rename(other / "moved", socket);
  }
  EXPECT_TRUE(api::ListeningSocket::open(socket));
}

TEST_F(Server, NeverRemovesWhatIsNoSocket) {
  folder.write("run/api.sock", "precious");
  const auto opened = api::ListeningSocket::open(socket);
  ASSERT_FALSE(opened);
  EXPECT_THAT(opened.error().message, HasSubstr("is not a socket"));
  EXPECT_EQ(support::read_file(socket), "precious");
}

TEST_F(Server, SaysThatAPathIsTooLongForASocket) {
  const auto opened = api::ListeningSocket::open(folder / std::string(120, 'x'));
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().cause, base::Cause::invalid);
}

TEST_F(Server, DoesWhatPostAsks) {
  const support::Service service(world, socket);
  world.add_feed("bbc-africa", "https://feeds.example.org/africa.xml");
  EXPECT_EQ(client.post("/v1/reload", "{}")->status, 200);
  EXPECT_EQ(*api::read_refresh(client.post("/v1/feeds/refresh", "{}")->body), 1);
  EXPECT_EQ(*api::read_refresh(client.post("/v1/feeds/bbc-africa/refresh", "")->body), 1);
  EXPECT_EQ(client.post("/v1/feeds/none/refresh", "{}")->status, 404);
  const auto keys = api::read_test(client.post("/v1/channels/hook/test", "{}")->body);
  ASSERT_EQ(keys->size(), 1U);
  EXPECT_EQ(client.post("/v1/channels/none/test", "{}")->status, 404);
  EXPECT_EQ(client.post("/v1/deliveries/" + keys->at(0) + "/discard", "{}")->status, 200);
  EXPECT_EQ(world.delivery(keys->at(0))->state, model::Delivery::State::discarded);
  EXPECT_EQ(client.post("/v1/deliveries/" + keys->at(0) + "/retry", "{}")->status, 200);
  EXPECT_EQ(world.delivery(keys->at(0))->state, model::Delivery::State::pending);
  EXPECT_EQ(client.post("/v1/deliveries/none/retry", "{}")->status, 404);
}

TEST_F(Server, ARefusedReloadSaysEveryProblem) {
  const support::Service service(world, socket);
  world.break_reload("newswatch.yaml:1:1: a\nnewswatch.yaml:2:1: b");
  const auto answer = client.post("/v1/reload", "{}");
  EXPECT_EQ(answer->status, 400);
  EXPECT_EQ(api::read_error(answer->body), "newswatch.yaml:1:1: a\nnewswatch.yaml:2:1: b");
}

TEST_F(Server, SendsABackupAndLeavesNothingBehind) {
  const support::Service service(world, socket);
  world.add_alert("Niger votes", {"hook"});
  folder.write(".newswatch-copy-of-a-crash", "old");
  const auto copy = folder / "copy.db";
  const auto answer = client.download("/v1/backup", "{}", copy);
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->status, 200);
  EXPECT_EQ((*store::open_reader(copy))->totals().alerts, 1);
  EXPECT_EQ(std::filesystem::status(copy).permissions(), std::filesystem::perms(0600));
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
    EXPECT_THAT(entry.path().filename().string(), testing::Not(HasSubstr("copy-")));
  }
  EXPECT_FALSE(client.download("/v1/backup", "{}", copy)) << "a backup is a new file";
}

TEST_F(Server, AnswersTheAtomFeedUnchangedWithAnEtag) {
  const support::Service service(world, socket);
  world.add_alert("Niger votes", {"hook"});
  const support::RawSocket first(socket);
  ASSERT_TRUE(first.send("GET /v1/alerts.atom HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
  const std::string full = first.read_all();
  const std::size_t at = full.find("ETag: ") + 6;
  const std::string etag = full.substr(at, full.find('\r', at) - at);
  EXPECT_THAT(etag, testing::StartsWith("\""));
  const support::RawSocket second(socket);
  ASSERT_TRUE(second.send("GET /v1/alerts.atom HTTP/1.1\r\nHost: x\r\nIf-None-Match: \"a\", W/" +
                          etag + "\r\nConnection: close\r\n\r\n"));
  const std::string unchanged = second.read_all();
  EXPECT_THAT(unchanged, HasSubstr("304 Not Modified"));
  EXPECT_TRUE(unchanged.ends_with("\r\n\r\n"));
}

TEST_F(Server, ABrokenStoreIsAnAnswerAndTheNextRequestIsTriedAnew) {
  bool broken = true;
  const support::Service service(world, socket, [&](api::ServerOptions& options) {
    const auto open = options.open_reader;
    options.open_reader = [&broken, open]() -> std::unique_ptr<store::Reader> {
      return broken ? throw store::Broken("disk I/O error", false) : open();
    };
  });
  const auto answer = client.get("/v1/status");
  EXPECT_EQ(answer->status, 503);
  EXPECT_THAT(api::read_error(answer->body), HasSubstr("disk I/O error"));
  broken = false;
  EXPECT_EQ(client.get("/v1/status")->status, 200);
}

TEST_F(Server, StartsAndStopsHundredsOfTimes) {
  for (int i = 0; i < 300; ++i) {
    support::Service service(world, socket);
    service.server().wake_agents();
    if (i % 3 == 0) {
      EXPECT_EQ(client.get("/v1/status")->status, 200);
    }
  }
  EXPECT_FALSE(std::filesystem::exists(socket));
}

}  // namespace
