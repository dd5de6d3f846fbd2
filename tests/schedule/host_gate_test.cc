#include "schedule/host_gate.h"

#include <gtest/gtest.h>

namespace {

using schedule::HostGate;
using std::chrono::milliseconds;
using std::chrono::seconds;

const base::SteadyPoint start{std::chrono::hours(1)};

TEST(HostGate, SpacesVisitsToOneHost) {
  HostGate gate({});
  EXPECT_EQ(gate.admit("a:443", start), start);
  EXPECT_EQ(gate.admit("a:443", start), start + seconds(1));
  EXPECT_EQ(gate.admit("a:443", start), start + seconds(2));
  EXPECT_EQ(gate.admit("b:443", start), start);
  EXPECT_EQ(gate.admit("a:443", start + seconds(10)), start + seconds(10));
}

TEST(HostGate, ShowsTheNextSlotWithoutTakingIt) {
  HostGate gate({});
  EXPECT_EQ(gate.earliest("a:443", start), start);
  EXPECT_EQ(gate.admit("a:443", start), start);
  EXPECT_EQ(gate.earliest("a:443", start), start + seconds(1));
  EXPECT_EQ(gate.earliest("a:443", start), start + seconds(1));
}

TEST(HostGate, FollowsTheRuleOfAHostOnAnyPort) {
  const std::vector<model::HostRule> rules{
      {"127.0.0.1", seconds(0), 64}, {"[::1]", seconds(5), 2}, {"fd00::1", seconds(7), 3}};
  HostGate gate(rules);
  EXPECT_EQ(gate.spacing("127.0.0.1:8080"), milliseconds(0));
  EXPECT_EQ(gate.spacing("127.0.0.1"), milliseconds(0));
  EXPECT_EQ(gate.spacing("[::1]:8080"), seconds(5));
  EXPECT_EQ(gate.spacing("[::1]"), seconds(5));
  EXPECT_EQ(gate.spacing("[fd00::1]:80"), seconds(7));
  EXPECT_EQ(gate.spacing("127.0.0.2:8080"), seconds(1));
  EXPECT_EQ(gate.admit("127.0.0.1:1", start), start);
  EXPECT_EQ(gate.admit("127.0.0.1:1", start), start);
}

TEST(HostGate, LetsOneVisitRunAtATimeUnlessARuleSaysMore) {
  const std::vector<model::HostRule> rules{{"mine", seconds(0), 2}};
  HostGate gate(rules);
  for (const char* host : {"a:443", "mine:80"}) {
    EXPECT_TRUE(gate.may_start(host));
    gate.started(host);
  }
  EXPECT_FALSE(gate.may_start("a:443"));
  EXPECT_TRUE(gate.may_start("mine:80"));
  gate.started("mine:80");
  EXPECT_FALSE(gate.may_start("mine:80"));
  gate.finished("a:443", start);
  EXPECT_TRUE(gate.may_start("a:443"));
}

TEST(HostGate, KeepsTheSlotsWhenRulesChange) {
  HostGate gate({});
  gate.started("a:443");
  EXPECT_EQ(gate.admit("a:443", start), start);
  gate.set_rules(std::vector<model::HostRule>{{"a", seconds(60), 2}});
  EXPECT_EQ(gate.admit("a:443", start), start + seconds(1));
  EXPECT_EQ(gate.admit("a:443", start), start + seconds(61));
  EXPECT_TRUE(gate.may_start("a:443"));
}

TEST(HostGate, ForgetsHostsNoLongerInUse) {
  HostGate gate({});
  base::SteadyPoint now = start;
  for (int visit = 0; visit < 10000; ++visit) {
    const std::string host = "host" + std::to_string(visit) + ":443";
    EXPECT_EQ(gate.admit(host, now), now);
    gate.started(host);
    now += seconds(1);
    gate.finished(host, now);
    EXPECT_LE(gate.hosts(), 10U);
  }
}

TEST(HostGate, ForgetsNoHostThatIsBusy) {
  HostGate gate({});
  gate.started("busy:443");
  for (int visit = 0; visit < 100; ++visit) {
    gate.started("a:443");
    gate.finished("a:443", start);
  }
  EXPECT_FALSE(gate.may_start("busy:443"));
}

TEST(HostGate, TakesAnEndWithoutABeginning) {
  HostGate gate({});
  gate.finished("a:443", start);
  EXPECT_TRUE(gate.may_start("a:443"));
}

}  // namespace
