#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "settings/yaml.h"

namespace {

/// Where the word `here` of the query stands.
std::string place_of_here(std::string_view text) {
  const yaml::File file(text);
  if (!file.readable()) return "not readable";
  const auto query = file.root().query("query");
  if (!query) return "no query";
  const std::string before = query->text.substr(0, query->text.find("here"));
  std::size_t points = 0;
  for (const char c : before) {
    points += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U ? 1U : 0U;
  }
  return query->place_of(points + 1);
}

TEST(Written, FindsThePlaceInAPlainText) {
  EXPECT_EQ(place_of_here("query: été here\n"), "test.yaml:1:12");
  EXPECT_EQ(place_of_here("a: 1\nquery:   here\n"), "test.yaml:2:10");
}

TEST(Written, CountsQuotesAndEscapes) {
  EXPECT_EQ(place_of_here("query: 'rain''s here'\n"), "test.yaml:1:17");
  EXPECT_EQ(place_of_here("query: \"a \\\"b\\\" \\u00e9 here\"\n"), "test.yaml:1:24");
}

TEST(Written, FollowsLinesThatYamlJoins) {
  EXPECT_EQ(place_of_here("query: rain OR\n    snow here\n"), "test.yaml:2:10");
  EXPECT_EQ(place_of_here("query: >\n  rain OR\n  here\n"), "test.yaml:3:3");
  EXPECT_EQ(place_of_here("query: |\n  rain OR\n  snow here\n"), "test.yaml:3:8");
  EXPECT_EQ(place_of_here("query: 'rain\n\n  here'\n"), "test.yaml:3:3");
}

}  // namespace
