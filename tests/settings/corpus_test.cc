// Every folder of tests/corpus/settings is a case: good.yaml with what is read from it, or bad.yaml
// with every problem, in expect.txt. To add one, add a folder.
#include <algorithm>
#include <filesystem>
#include <ostream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "settings/describe.h"
#include "settings/load.h"
#include "support/temp_dir.h"

namespace {

namespace fs = std::filesystem;

fs::path corpus() {
  return fs::path(NEWSWATCH_SOURCE_DIR) / "tests/corpus/settings";
}

std::vector<std::string> cases() {
  std::vector<std::string> names;
  for (const fs::directory_entry& entry : fs::directory_iterator(corpus())) {
    names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

/// Paths as seen from the folder of the case.
std::string without_folder(std::string text, const fs::path& folder) {
  const std::string prefix = folder.string() + "/";
  for (std::size_t at = text.find(prefix); at != std::string::npos; at = text.find(prefix, at)) {
    text.erase(at, prefix.size());
  }
  return text;
}

class SettingsCorpus : public testing::TestWithParam<std::string> {};

TEST_P(SettingsCorpus, SaysWhatIsExpected) {
  const fs::path folder = corpus() / GetParam();
  const bool good = fs::exists(folder / "good.yaml");
  const settings::Loaded loaded = settings::load(folder / (good ? "good.yaml" : "bad.yaml"));

  std::string problems;
  for (const settings::Problem& problem : loaded.problems())
    problems += problem.str() + "\n";
  const std::string said = good ? problems + describe::settings(loaded.settings) : problems;

  EXPECT_EQ(problems.empty(), good);
  EXPECT_EQ(without_folder(said, folder), support::read_file(folder / "expect.txt"));
}

INSTANTIATE_TEST_SUITE_P(Settings,
                         SettingsCorpus,
                         testing::ValuesIn(cases()),
                         [](const testing::TestParamInfo<std::string>& given) {
                           std::string name = given.param;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

}  // namespace
