#include "channel/registry.h"

#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "channel/made.h"

namespace channel {
namespace {

TEST(Registry, HasEveryTypeOnce) {
  std::set<std::string_view> names;
  for (const Type& type : types())
    names.insert(type.name);
  EXPECT_THAT(
      names,
      testing::UnorderedElementsAre("log", "command", "webhook", "email", "desktop", "atom"));
  EXPECT_EQ(names.size(), types().size());
}

TEST(Registry, FindsATypeByName) {
  ASSERT_NE(find_type("email"), nullptr);
  EXPECT_EQ(find_type("email")->name, "email");
  EXPECT_EQ(find_type("pigeon"), nullptr);
  EXPECT_EQ(find_type(""), nullptr);
}

TEST(Registry, GivesEachTypeAScheduleThatEnds) {
  for (const Type& type : types()) {
    EXPECT_FALSE(type.help.empty()) << type.name;
    EXPECT_FALSE(type.delays.empty()) << type.name;
    EXPECT_GT(type.give_up_after, type.delays.front()) << type.name;
    for (std::size_t i = 1; i < type.delays.size(); ++i) {
      EXPECT_GT(type.delays[i], type.delays[i - 1]) << type.name;
    }
    EXPECT_EQ(type.carrier, type.name == "desktop" ? Carrier::agent : Carrier::lane);
    EXPECT_EQ(type.deadline.count() > 0, type.carrier == Carrier::lane) << type.name;
  }
}

TEST(Registry, LetsNoTypeTakeAKeyItDoesNotKnow) {
  for (const Type& type : types()) {
    const Made made("type: " + std::string(type.name) + ", pigeonhole: 7");
    EXPECT_FALSE(made.fine()) << type.name;
    EXPECT_THAT(made.problems(), testing::HasSubstr("`pigeonhole`")) << type.name;
  }
}

TEST(Registry, TellsAllThatIsWrongAtOnce) {
  const Made made("type: email, server: \"http://x\", from: nobody, tls: maybe");
  EXPECT_FALSE(made.fine());
  const std::string problems = made.problems();
  EXPECT_GE(std::count(problems.begin(), problems.end(), '\n'), 4) << problems;
}

}  // namespace
}  // namespace channel
