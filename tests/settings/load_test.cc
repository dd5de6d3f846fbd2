// What a folder of corpus cases cannot show: permissions, limits, many files.
#include "settings/load.h"

#include <filesystem>
#include <fstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "settings/yaml.h"

namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(Load, SaysWhyAFileCannotBeRead) {
  const support::TempDir folder;
  fs::create_directory(folder / "folder.yaml");

  EXPECT_THAT(yaml::problems_of(folder / "none.yaml"),
              ElementsAre("none.yaml: cannot be read: no such file or directory"));
  EXPECT_THAT(yaml::problems_of(folder / "folder.yaml"),
              ElementsAre("folder.yaml: cannot be read: it is a folder"));
}

TEST(Load, SaysThatAFileMayNotBeRead) {
  if (geteuid() == 0) GTEST_SKIP() << "root may read everything";
  const support::TempDir folder;
  const fs::path file = folder.write("a.yaml", "keep: 90d\n");
  fs::permissions(file, fs::perms::none);

  EXPECT_THAT(yaml::problems_of(file), ElementsAre("a.yaml: cannot be read: permission denied"));
}

TEST(Load, RefusesAFileThatIsTooLarge) {
  const support::TempDir folder;
  const fs::path file = folder.write("large.yaml", "");
  fs::resize_file(file, settings::max_file_size + 1);

  EXPECT_THAT(yaml::problems_of(file),
              ElementsAre("large.yaml: cannot be read: it is larger than 16777216 bytes"));
}

TEST(Load, RefusesMoreIncludedFilesThanALimitAndSaysItOnce) {
  const support::TempDir folder;
  for (std::size_t number = 0; number < settings::max_files + 5; ++number) {
    folder.write("feeds.d/" + std::to_string(number) + ".yaml", "feeds: []\n");
  }
  const fs::path file = folder.write("main.yaml", "include: [feeds.d/*.yaml]\n");

  EXPECT_THAT(yaml::problems_of(file),
              ElementsAre("main.yaml:1:11: more than 1000 files are included"));
}

TEST(Load, RefusesAChainOfIncludesThatIsTooLong) {
  const support::TempDir folder;
  for (int number = 0; number < 20; ++number) {
    folder.write(std::to_string(number) + ".yaml",
                 "include: [" + std::to_string(number + 1) + ".yaml]\n");
  }

  EXPECT_THAT(yaml::problems_of(folder / "0.yaml"),
              ElementsAre("8.yaml:1:11: files include one another more than 8 deep"));
}

TEST(Load, FollowsALinkToAnIncludedFileOnlyOnce) {
  const support::TempDir folder;
  folder.write("feeds.d/a.yaml", "feeds: [{url: \"https://example.org/a\"}]\n");
  fs::create_symlink("a.yaml", folder / "feeds.d/b.yaml");
  const fs::path file = folder.write("main.yaml", "include: [feeds.d/*.yaml]\n");

  ASSERT_EQ(yaml::problems_of(file).size(), 1U);
  EXPECT_THAT(yaml::problems_of(file)[0], HasSubstr("feeds.d/b.yaml is included already"));
}

TEST(Load, CollectsWhatChannelsFindLater) {
  const support::TempDir folder;
  const fs::path file = folder.write("main.yaml", "channels:\n  a: {type: log, colur: blue}\n");
  const settings::Loaded loaded = settings::load(file);
  ASSERT_EQ(loaded.settings.channels.size(), 1U);
  EXPECT_THAT(loaded.problems(), IsEmpty());

  const settings::Section& section = loaded.settings.channels[0].section;
  (void)section.text("colour");
  section.finish();

  ASSERT_EQ(loaded.problems().size(), 1U);
  EXPECT_EQ(loaded.problems()[0].message, "unknown key `colur`; did you mean `colour`?");
  EXPECT_EQ(loaded.problems()[0].place.line, 2);
}

TEST(Load, TellsProblemsInTheOrderOfFileLineAndColumn) {
  const support::TempDir folder;
  folder.write("b.yaml", "zz: 1\naa: 2\n");
  const fs::path file = folder.write("a.yaml", "include: [b.yaml]\nwatches: [{x: 1}]\nkep: 1\n");

  EXPECT_THAT(yaml::problems_of(file),
              ElementsAre(HasSubstr("a.yaml:2:11: `channels`"),
                          HasSubstr("a.yaml:2:11: `keywords`"),
                          HasSubstr("a.yaml:2:11: `name`"),
                          HasSubstr("a.yaml:2:12: unknown"),
                          HasSubstr("a.yaml:3:1: unknown"),
                          HasSubstr("b.yaml:1:1: unknown"),
                          HasSubstr("b.yaml:2:1: unknown")));
}

TEST(Load, MakesPathsAbsoluteFromTheFileThatNamesThem) {
  const support::TempDir folder;
  const fs::path file = folder.write("main.yaml", "feeds: [{file: ../samples/./a.xml}]\n");
  const settings::Loaded loaded = settings::load(file);

  ASSERT_EQ(loaded.settings.feeds.size(), 1U);
  EXPECT_EQ(loaded.settings.feeds[0].address,
            (folder.path().parent_path() / "samples/a.xml").string());
  EXPECT_EQ(loaded.settings.file, file);
}

TEST(Load, ReadsAHundredThousandFeeds) {
  const support::TempDir folder;
  std::string text = "feeds:\n";
  for (int number = 0; number < 100'000; ++number) {
    text += "  - url: https://example.org/" + std::to_string(number) + "\n";
  }
  const settings::Loaded loaded = settings::load(folder.write("many.yaml", text));

  EXPECT_THAT(loaded.problems(), IsEmpty());
  EXPECT_EQ(loaded.settings.feeds.size(), 100'000U);
  EXPECT_EQ(loaded.settings.feeds.back().id, "example-org-99999");
}

}  // namespace
