#include <chrono>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/client.h"
#include "api/read.h"
#include "api/world.h"

namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::StartsWith;

class DeliveryStream : public testing::Test {
 protected:
  /// The next offers, until as many came; each is settled as shown.
  std::vector<api::Offer> follow(std::size_t many) {
    std::vector<api::Offer> offers;
    const base::Status ended =
        client.follow("/v1/deliveries/stream", 10s, [&](std::string_view json) {
          offers.push_back(*api::read_offer(json));
          const std::string& key = offers.back().message.idem_key;
          EXPECT_EQ(client
                        .post(api::target_of("/v1/deliveries/", key, "/settle"),
                              api::settle_body(true, ""))
                        ->status,
                    200);
          return offers.size() < many;
        });
    EXPECT_TRUE(ended) << ended.error().message;
    return offers;
  }

  support::TempDir folder;
  support::World world{folder / "newswatch.db"};
  std::filesystem::path socket = folder / "api.sock";
  api::Client client{socket};
};

TEST_F(DeliveryStream, OffersWhatWaitsAndSaysHowManyFollow) {
  const support::Service service(world, socket);
  for (int i = 0; i < 20; ++i) {
    world.add_alert("Niger " + std::to_string(i), {"desk"}, support::user_name());
  }
  const auto offers = follow(20);
  ASSERT_EQ(offers.size(), 20U);
  EXPECT_EQ(offers.front().waiting, 19);
  EXPECT_EQ(offers.back().waiting, 0);
  EXPECT_EQ(offers.front().message.attempt, 1);
  EXPECT_EQ(offers.front().message.alerts.at(0).item.title, "Niger 0");
}

TEST_F(DeliveryStream, IsForTheUserAtTheOtherEndAlone) {
  const support::Service service(world, socket);
  const std::string other = world.add_alert("Niger for another", {"desk"}, "somebody-else");
  const std::string mine = world.add_alert("Niger for me", {"desk"}, support::user_name());
  const auto offers = follow(1);
  EXPECT_EQ(offers.at(0).message.idem_key, mine);
  EXPECT_EQ(world.delivery(other)->state, model::Delivery::State::pending);
  EXPECT_EQ(world.delivery(mine)->state, model::Delivery::State::sent);
  const auto held = world.lock();
  EXPECT_EQ(world.settled, std::vector<std::string>{support::user_name() + " " + mine + " shown "});
}

TEST_F(DeliveryStream, LooksAtOnceWhenItIsWoken) {
  support::Service service(world, socket, [](api::ServerOptions& options) {
    options.agent_look = std::chrono::hours(1);
  });
  const support::RawSocket raw(socket);
  ASSERT_TRUE(raw.send("GET /v1/deliveries/stream HTTP/1.1\r\n\r\n"));
  EXPECT_THAT(raw.read_until(": newswatch\n\n"), HasSubstr("text/event-stream"));
  world.add_alert("Niger now", {"desk"}, support::user_name());
  service.server().wake_agents();
  EXPECT_THAT(raw.read_until("\n\n"),
              testing::AllOf(StartsWith("data: {"), HasSubstr("Niger now")));
}

TEST_F(DeliveryStream, LooksByItselfBeforeLong) {
  const support::Service service(
      world, socket, [](api::ServerOptions& options) { options.agent_look = 20ms; });
  const support::RawSocket raw(socket);
  ASSERT_TRUE(raw.send("GET /v1/deliveries/stream HTTP/1.1\r\n\r\n"));
  (void)raw.read_until(": newswatch\n\n");
  world.add_alert("Niger later", {"desk"}, support::user_name());
  EXPECT_THAT(raw.read_until("\n\n"), HasSubstr("Niger later"));
}

TEST_F(DeliveryStream, KeepsTheLineAlive) {
  const support::Service service(world, socket, [](api::ServerOptions& options) {
    options.agent_look = 10ms;
    options.keep_alive = 20ms;
  });
  const support::RawSocket raw(socket);
  ASSERT_TRUE(raw.send("GET /v1/deliveries/stream HTTP/1.1\r\n\r\n"));
  (void)raw.read_until(": newswatch\n\n");
  EXPECT_EQ(raw.read_until("\n\n").substr(0, 14), ": keep-alive\n\n");
}

TEST_F(DeliveryStream, EndsForAFollowerWhenTheServerStops) {
  auto service = std::make_unique<support::Service>(world, socket);
  world.add_alert("Niger", {"desk"}, support::user_name());
  const base::Status ended = client.follow("/v1/deliveries/stream", 10s, [&](std::string_view) {
    service.reset();
    return true;
  });
  // Whether the end comes clean or as a reset is the kernel's to say.
  EXPECT_TRUE(ended || ended.error().cause == base::Cause::unavailable);
}

TEST_F(DeliveryStream, GivesUpOnAServerThatSaysNothing) {
  const support::Service service(world, socket, [](api::ServerOptions& options) {
    options.agent_look = std::chrono::hours(1);
    options.keep_alive = std::chrono::hours(1);
  });
  const base::Status ended =
      client.follow("/v1/deliveries/stream", 1s, [](std::string_view) { return true; });
  ASSERT_FALSE(ended);
  EXPECT_EQ(ended.error().message, "the daemon does not answer");
}

TEST_F(DeliveryStream, OneMayStopFollowingThroughADescriptor) {
  const support::Service service(world, socket);
  base::Bell stop;
  stop.ring();
  const base::Status ended = client.follow(
      "/v1/deliveries/stream", 10s, [](std::string_view) { return true; }, stop.descriptor());
  ASSERT_FALSE(ended);
  EXPECT_EQ(ended.error().cause, base::Cause::cancelled);
}

TEST_F(DeliveryStream, SettlingWantsToKnowWhetherItWasShown) {
  const support::Service service(world, socket);
  const std::string key = world.add_alert("Niger", {"desk"}, support::user_name());
  const std::string target = api::target_of("/v1/deliveries/", key, "/settle");
  EXPECT_EQ(client.post(target, "{}")->status, 400);
  EXPECT_EQ(client.post(target, R"({"shown":"yes"})")->status, 400);
  EXPECT_EQ(client.post(target, api::settle_body(false, std::string(2000, 'x')))->status, 400);
}

}  // namespace
