// The tree under a Section: limits, and what yaml-cpp would let pass.
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "settings/file.h"
#include "settings/source.h"
#include "settings/yaml.h"

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Document, IsRefusedWhenAliasesStandForTooMuch) {
  std::string bomb = "a0: &a0 [x]\n";
  for (int level = 1; level < 30; ++level) {
    const std::string below = "*a" + std::to_string(level - 1);
    bomb += "a" + std::to_string(level) + ": &a" + std::to_string(level) + " [" + below + ", " +
            below + "]\n";
  }
  const yaml::File file(bomb);

  EXPECT_FALSE(file.readable());
  ASSERT_EQ(file.problems().size(), 1U);
  EXPECT_THAT(file.problems()[0], testing::HasSubstr("more than 8000000 values"));
}

TEST(Document, IsRefusedWhenItIsNestedTooDeeply) {
  EXPECT_TRUE(yaml::File("a: " + std::string(31, '[') + std::string(31, ']')).readable());
  EXPECT_FALSE(yaml::File("a: " + std::string(32, '[') + std::string(32, ']')).readable());
  EXPECT_FALSE(yaml::File(std::string(100'000, '[')).readable());
  EXPECT_FALSE(yaml::File(std::string(100'000, '{')).readable());
}

TEST(Document, TakesTheFirstOfTwoEqualKeysAndSaysSo) {
  const yaml::File file("a: 1\na: {b: 2}\n");

  EXPECT_EQ(file.root().text("a"), "1");
  EXPECT_THAT(file.problems(),
              ElementsAre("test.yaml:2:1: `a` stands here twice; the first is in line 1"));
}

TEST(Document, KeepsNoMoreThanAThousandProblems) {
  std::string text;
  for (int line = 0; line < 3000; ++line)
    text += "a: 1\n";

  EXPECT_EQ(yaml::File(text).problems().size(), settings::max_problems);
}

TEST(Document, ReadsALongLineInShortTime) {
  std::string text = "a: [";
  for (int item = 0; item < 200'000; ++item)
    text += "xyz, ";
  const yaml::File file(text + "end]\n");

  ASSERT_TRUE(file.readable());
  EXPECT_EQ(file.root().list("a").size(), 200'001U);
}

RC_GTEST_PROP(Document, EndsOnAnyBytes, (const std::vector<std::uint8_t>& bytes)) {
  const yaml::File file(std::string(bytes.begin(), bytes.end()));
  RC_ASSERT(file.readable() || !file.problems().empty());
}

RC_GTEST_PROP(Document, EndsOnAnyPunctuation, ()) {
  const auto text = *rc::gen::container<std::string>(
      rc::gen::elementOf(std::string("ab:-[]{},#&*!|>'\"%@?~ \n\t\\")));
  const yaml::File file(text);
  RC_ASSERT(file.readable() || !file.problems().empty());
}

TEST(Utf8, IsCheckedToTheLetter) {
  const auto bad_at = [](std::string_view text) { return settings::first_invalid_utf8(text); };
  const auto fine = std::string::npos;

  EXPECT_EQ(bad_at("Tillabéri النيجر 尼日尔 🌍"), fine);
  EXPECT_EQ(bad_at("\xED\x9F\xBF\xEE\x80\x80\xF4\x8F\xBF\xBF"), fine);
  EXPECT_EQ(bad_at("a\xC0\xAF"), 1U) << "overlong";
  EXPECT_EQ(bad_at("\xE0\x80\xAF"), 0U) << "overlong";
  EXPECT_EQ(bad_at("\xED\xA0\x80"), 0U) << "a surrogate";
  EXPECT_EQ(bad_at("\xF4\x90\x80\x80"), 0U) << "beyond Unicode";
  EXPECT_EQ(bad_at("ab\xC3"), 2U) << "cut short";
  EXPECT_EQ(bad_at("\x80"), 0U) << "a continuation alone";
}

TEST(Source, CountsLinesAndCharactersFromOne) {
  const settings::Source source("a\né: x\n");

  EXPECT_EQ(source.position(0), (std::pair{1, 1}));
  EXPECT_EQ(source.position(source.offset(1, 4)), (std::pair{2, 4}));
  EXPECT_EQ(source.position(source.offset(99, 99)), (std::pair{3, 1}));
  EXPECT_EQ(source.offset(-1, -1), 0U);
}

}  // namespace
