#include "cli/commands.h"

#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/world.h"

namespace {

using testing::HasSubstr;

class Commands : public testing::Test {
 protected:
  cli::Common common(bool json = false) const {
    return {.config = (folder / "none.yaml").string(),
            .state_dir = folder.path().string(),
            .socket = socket.string(),
            .json = json};
  }

  support::TempDir folder;
  std::optional<support::World> world{std::in_place, folder / "newswatch.db"};
  std::filesystem::path socket = folder / "api.sock";
  std::ostringstream out;
  std::ostringstream err;
  cli::Terminal terminal{out, err};
};

TEST_F(Commands, ShowTheSameWithAndWithoutADaemon) {
  world->add_feed("bbc-africa", "https://feeds.example.org/");
  world->add_alert("Niger votes", {"hook"});
  {
    const support::Service service(*world, socket);
    EXPECT_EQ(cli::alerts(common(true), {}, terminal), cli::done);
    EXPECT_EQ(cli::status(common(), terminal), cli::done);
    EXPECT_THAT(out.str(), HasSubstr("newswatchd 0.1.0"));
  }
  world.reset();
  const std::string with = out.str().substr(0, out.str().find('\n'));
  out.str("");
  EXPECT_EQ(cli::alerts(common(true), {}, terminal), cli::done);
  EXPECT_EQ(out.str(), with + "\n");
  EXPECT_EQ(cli::status(common(), terminal), cli::done);
  EXPECT_THAT(out.str(), HasSubstr("not running"));
  EXPECT_EQ(cli::feeds(common(), terminal), cli::done);
  EXPECT_THAT(out.str(), HasSubstr("bbc-africa"));
}

TEST_F(Commands, OrdersNeedADaemon) {
  world.reset();
  EXPECT_EQ(cli::retry(common(), "k", terminal), cli::failed);
  EXPECT_EQ(err.str(), "newswatch: no daemon answers at " + socket.string() + "; start it\n");
}

TEST_F(Commands, AnUnreachableDaemonIsNotReadBehindItsBack) {
  EXPECT_EQ(cli::status(common(), terminal), cli::failed);
  EXPECT_THAT(err.str(), HasSubstr("name its socket with --socket"));
}

TEST_F(Commands, DeadLettersAreShownWithTheirReasonAndTriedAgain) {
  const support::Service service(*world, socket);
  const std::string key = world->add_alert("Niger votes", {"hook"});
  world->kill_delivery(key, "410 Gone");
  cli::DeliveriesOptions dead;
  dead.dead_letters = true;
  EXPECT_EQ(cli::deliveries(common(), dead, terminal), cli::done);
  EXPECT_THAT(out.str(), testing::AllOf(HasSubstr(key), HasSubstr("410 Gone"), HasSubstr("dead")));
  EXPECT_EQ(cli::retry(common(), key, terminal), cli::done);
  EXPECT_EQ(world->delivery(key)->state, model::Delivery::State::pending);
  EXPECT_EQ(cli::discard(common(), key, terminal), cli::done);
  EXPECT_EQ(cli::discard(common(), "none", terminal), cli::usage);
}

TEST_F(Commands, ATestThatNobodySendsIsSaidToWait) {
  const support::Service service(*world, socket);
  EXPECT_EQ(cli::test(common(), "hook", terminal, std::chrono::milliseconds(1)), cli::partly);
  EXPECT_THAT(err.str(), HasSubstr("still waiting"));
  EXPECT_EQ(cli::test(common(), "none", terminal), cli::usage);
}

TEST_F(Commands, BackUpWithAndWithoutADaemonButNeverOverAFile) {
  {
    const support::Service service(*world, socket);
    EXPECT_EQ(cli::backup(common(), folder / "one.db", terminal), cli::done);
  }
  world.reset();
  EXPECT_EQ(cli::backup(common(), folder / "two.db", terminal), cli::done);
  EXPECT_EQ(cli::backup(common(), folder / "two.db", terminal), cli::failed);
  EXPECT_TRUE(store::open_reader(folder / "one.db"));
  EXPECT_TRUE(store::open_reader(folder / "two.db"));
}

}  // namespace
