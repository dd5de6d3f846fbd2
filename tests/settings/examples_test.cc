// The files we hand out are right: the default configuration and the examples.
#include <algorithm>
#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "settings/yaml.h"

namespace {

namespace fs = std::filesystem;

fs::path config() {
  return fs::path(NEWSWATCH_SOURCE_DIR) / "config";
}

TEST(DefaultConfiguration, HasNoProblem) {
  EXPECT_THAT(yaml::problems_of(config() / "newswatch.yaml"), testing::IsEmpty());
}

TEST(DefaultConfiguration, AsksPublicFeedsNoOftenerThanTheyTeach) {
  for (const model::Feed& feed : settings::load(config() / "newswatch.yaml").settings.feeds) {
    EXPECT_FALSE(feed.every) << feed.id;
  }
}

TEST(DefaultConfiguration, HasTheSampleFeedBetweenItsMarks) {
  const settings::Loaded loaded = settings::load(config() / "newswatch.yaml");
  const auto& feeds = loaded.settings.feeds;
  const auto sample = std::find_if(
      feeds.begin(), feeds.end(), [](const model::Feed& feed) { return feed.id == "sample"; });
  ASSERT_NE(sample, feeds.end());
  EXPECT_EQ(sample->source, model::Feed::Source::file);
  EXPECT_EQ(sample->backlog.kind, model::Backlog::Kind::all);
  EXPECT_TRUE(fs::exists(sample->address));
  const std::string text = support::read_file(config() / "newswatch.yaml");
  EXPECT_LT(text.find("# sample begin"), text.find("- id: sample"));
  EXPECT_LT(text.find("- id: sample"), text.find("# sample end"));
}

TEST(DefaultConfiguration, IsRightWithoutTheSampleFeedToo) {
  const support::TempDir folder;
  std::string text = support::read_file(config() / "newswatch.yaml");
  const std::size_t begin = text.rfind('\n', text.find("# sample begin")) + 1;
  text.erase(begin, text.find('\n', text.find("# sample end")) + 1 - begin);
  const fs::path file = folder.write("newswatch.yaml", text);

  EXPECT_THAT(yaml::problems_of(file), testing::IsEmpty());
  EXPECT_EQ(text.find("sample"), std::string::npos);
}

TEST(Examples, HaveNoProblemButTheSecretsThatAreNotHere) {
  for (const fs::directory_entry& entry : fs::directory_iterator(config() / "examples")) {
    if (entry.path().extension() != ".yaml") continue;
    for (const std::string& problem : yaml::problems_of(entry.path())) {
      EXPECT_THAT(problem, testing::HasSubstr("CREDENTIALS_DIRECTORY")) << entry.path();
    }
  }
}

}  // namespace
