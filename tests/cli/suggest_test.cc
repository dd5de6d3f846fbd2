#include "cli/suggest.h"

#include <array>

#include <gtest/gtest.h>

namespace {

constexpr std::array<std::string_view, 3> commands = {"status", "feeds", "alerts"};
constexpr std::array<std::string_view, 1> options = {"--config"};

std::optional<std::string> unknown(const std::vector<std::string>& words) {
  return cli::unknown_command(words, commands, options);
}

TEST(Suggest, NamesTheNearestCommand) {
  EXPECT_EQ(unknown({"statsu"}), "there is no command \"statsu\"; did you mean \"status\"?");
  EXPECT_EQ(unknown({"zzzzzzzz"}), "there is no command \"zzzzzzzz\"");
}

TEST(Suggest, IsSilentAboutKnownCommandsAndValuesOfOptions) {
  EXPECT_EQ(unknown({"--json", "--config", "file.yaml", "alerts", "more"}), std::nullopt);
  EXPECT_EQ(unknown({}), std::nullopt);
}

}  // namespace
