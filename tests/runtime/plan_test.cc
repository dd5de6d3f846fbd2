#include "runtime/plan.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "support/newsroom.h"

namespace {

class PlanTest : public testing::Test {
 protected:
  auto build(const std::string& yaml) {
    return runtime::build_plan(
        {.config = folder.write("newswatch.yaml", yaml), .state_directory = folder.path()},
        support::start_of_test,
        log);
  }

  support::TempDir folder;
  base::Log log{STDERR_FILENO, base::Log::Style::terminal, base::Level::error};
};

constexpr const char* good = R"(
feeds:
  - {id: site, url: "https://example.org/feed"}
watches:
  - {name: sahel, keywords: [Niger], channels: [screen, duty]}
channels:
  screen: {type: log}
  duty: {type: email, server: "smtp://localhost:25", from: a@example.org, to: [b@example.org, c@example.org]}
)";

std::string changed(std::string text, const std::string& from, const std::string& to) {
  text.replace(text.find(from), from.size(), to);
  return text;
}

TEST_F(PlanTest, HoldsWhatTheConfigurationSays) {
  const auto built = build(good);
  ASSERT_TRUE(built.has_value()) << built.error().front();
  EXPECT_EQ(runtime::summary(*built->plan), "1 feed, 1 watch, 2 channels");
  ASSERT_NE(built->plan->feed("site"), nullptr);
  EXPECT_EQ(built->plan->feed("other"), nullptr);
  EXPECT_EQ(built->plan->routes.at("duty").recipients,
            (std::vector<std::string>{"b@example.org", "c@example.org"}));
  EXPECT_EQ(built->channels.size(), 2U);
}

TEST_F(PlanTest, ProblemsOfReaderMatcherAndChannelsAreToldTogether) {
  std::string bad = changed(good, "type: log", "type: lgo");
  bad = changed(bad, "[Niger]", "[\"*\"]");
  bad = changed(bad, "url:", "ulr:");
  bad = changed(bad, "from: a@example.org, ", "");
  const auto built = build(bad);
  ASSERT_FALSE(built.has_value());
  const std::string all = [&] {
    std::string text;
    for (const std::string& problem : built.error()) {
      EXPECT_NE(problem.find("newswatch.yaml:"), std::string::npos) << problem;
      text += problem + "\n";
    }
    return text;
  }();
  EXPECT_NE(all.find("did you mean log"), std::string::npos) << all;
  EXPECT_NE(all.find("ulr"), std::string::npos) << all;
  EXPECT_NE(all.find("from"), std::string::npos) << all;
  EXPECT_NE(all.find("newswatch.yaml:5:"), std::string::npos) << all;
}

TEST_F(PlanTest, AWatchWithNothingToLookForIsAProblemOnce) {
  for (const char* keywords :
       {"query: NOT Niger", "keywords: []", "keywords: [\"\"]", "in: [title]"}) {
    const auto built = build(changed(good, "keywords: [Niger]", keywords));
    ASSERT_FALSE(built.has_value()) << keywords;
    EXPECT_EQ(built.error().size(), 1U) << keywords << ": " << built.error().back();
  }
}

TEST_F(PlanTest, KnowsTheTitlesOfAtomChannelsAlone) {
  const auto built = build(std::string(good) +
                           "  mine: {type: atom, path: mine.atom, title: My alerts}\n"
                           "  plain: {type: atom, path: plain.atom}\n");
  ASSERT_TRUE(built.has_value()) << built.error().front();
  using Titles = std::map<std::string, std::string, std::less<>>;
  EXPECT_EQ(built->plan->atom_titles, (Titles{{"mine", "My alerts"}, {"plain", ""}}));
  EXPECT_FALSE(built->plan->host_name.empty());
}

TEST_F(PlanTest, TheUserAgentSaysWhoAsksAndWhomToWriteTo) {
  EXPECT_NE(runtime::user_agent("").find("feed monitor"), std::string::npos);
  EXPECT_NE(runtime::user_agent("ops@example.org").find("ops@example.org"), std::string::npos);
}

}  // namespace
