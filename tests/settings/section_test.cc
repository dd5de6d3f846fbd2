#include "settings/section.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "settings/yaml.h"

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(Section, ReadsEachKindOfValue) {
  const yaml::File file(
      "text: Niger\nnumber: -12\nflag: true\nspan: 90d\nsize: 10M\nword: off\n"
      "url: https://example.org/a\nlist: [a, b]\npath: samples/a.xml\n");
  const settings::Section root = file.root();

  EXPECT_EQ(root.text("text"), "Niger");
  EXPECT_EQ(root.number("number", -20, 20), -12);
  EXPECT_EQ(root.flag("flag"), true);
  EXPECT_EQ(root.span("span"), base::Seconds(90LL * 86400));
  EXPECT_EQ(root.size("size", 0, 1LL << 40U), 10 << 20);
  EXPECT_EQ(root.choice("word", {"on", "off"}), "off");
  EXPECT_EQ(root.url("url", {"https"})->str(), "https://example.org/a");
  EXPECT_EQ(root.list("list").at(1).text, "b");
  EXPECT_EQ(root.list("text").size(), 1U);
  EXPECT_EQ(root.input_path("path"), file.folder() / "samples/a.xml");
  root.finish();
  EXPECT_THAT(file.problems(), IsEmpty());
}

TEST(Section, GivesNothingAndSaysNothingWhereAKeyIsAbsent) {
  const yaml::File file("a: 1\n");
  const settings::Section root = file.root();

  EXPECT_FALSE(root.has("b"));
  EXPECT_EQ(root.text("b"), std::nullopt);
  EXPECT_EQ(root.number("b", 0, 1), std::nullopt);
  EXPECT_EQ(root.flag("b"), std::nullopt);
  EXPECT_EQ(root.url("b", {"https"}), std::nullopt);
  EXPECT_FALSE(root.secret("b"));
  EXPECT_FALSE(root.section("b"));
  EXPECT_TRUE(root.list("b").empty());
  EXPECT_TRUE(root.sections("b").empty());
  EXPECT_TRUE(root.entries("b").empty());
  EXPECT_THAT(file.problems(), IsEmpty());
}

TEST(Section, SaysThatARequiredKeyIsMissing) {
  const yaml::File file("channels:\n  hook: {type: webhook}\n");
  const settings::Section hook = file.root().entries("channels").at(0).section;

  EXPECT_EQ(hook.required_text("from"), "");
  EXPECT_EQ(hook.required_url("url", {"https"}), std::nullopt);
  EXPECT_THAT(file.problems(),
              ElementsAre("test.yaml:2:9: `from` is missing", "test.yaml:2:9: `url` is missing"));
}

TEST(Section, NamesTheNearestKeyForOneNobodyAskedFor) {
  const yaml::File file("servr: a\nfrom: b\nwholly-else: c\n");
  const settings::Section root = file.root();
  (void)root.text("server");
  (void)root.text("from");
  root.finish();

  EXPECT_THAT(
      file.problems(),
      ElementsAre("test.yaml:1:1: unknown key `servr`; did you mean `server`?",
                  "test.yaml:3:1: unknown key `wholly-else`; the keys here are server, from"));
}

TEST(Section, NamesTheNearestWordOfAChoice) {
  const yaml::File file("tls: requird\nmode: loud\n");

  EXPECT_FALSE(file.root().choice("tls", {"off", "opportunistic", "required"}));
  EXPECT_FALSE(file.root().choice("mode", {"on", "off"}));
  EXPECT_THAT(
      file.problems(),
      ElementsAre(
          "test.yaml:1:6: `tls` must be \"required\" or another of off, opportunistic, required, "
          "not \"requird\"",
          "test.yaml:2:7: `mode` must be one of on, off, not \"loud\""));
}

TEST(Section, CountsColumnsInCharacters) {
  const yaml::File file("{é: \"ü\", النيجر: [x]}\n");

  EXPECT_EQ(file.root().place_of("é").str(), "test.yaml:1:5");
  EXPECT_EQ(file.root().place_of("النيجر").str(), "test.yaml:1:18");
  EXPECT_EQ(file.root().place_of("absent").str(), "test.yaml:1:1");
}

TEST(Section, KeepsTheOrderOfKeysTheUserChose) {
  const yaml::File file("headers: {X-B: 1, X-A: 2}\n");
  const auto keys = file.root().section("headers")->keys();

  ASSERT_EQ(keys.size(), 2U);
  EXPECT_EQ(keys[0].text, "X-B");
  EXPECT_EQ(keys[1].place.str(), "test.yaml:1:19");
}

TEST(Section, ShowsControlCharactersInsteadOfSendingThem) {
  const yaml::File file("every: \"\\e[31mred\"\n");

  EXPECT_FALSE(file.root().span("every"));
  ASSERT_EQ(file.problems().size(), 1U);
  EXPECT_THAT(file.problems()[0], testing::Not(HasSubstr("\x1b")));
}

TEST(Section, OutlivesTheFileItCameFrom) {
  std::optional<settings::Section> kept;
  {
    const yaml::File file("channels:\n  a: {type: log, colour: blue}\n");
    kept = file.root().entries("channels").at(0).section;
  }
  EXPECT_EQ(kept->text("colour"), "blue");
  EXPECT_EQ(kept->place().str(), "test.yaml:2:6");
}

RC_GTEST_PROP(Section, TakesANumberOnlyAsItIsPrinted, (std::int64_t number)) {
  const std::string text = std::to_string(number / 2);  // both ends are far from the limits
  const yaml::File file("n: " + text + "\nzero: 0" +
                        std::to_string(number == 0 ? 1 : std::abs(number / 2)) + "\n");
  const auto most = std::numeric_limits<std::int64_t>::max();

  RC_ASSERT(file.root().number("n", -most, most) == number / 2);
  RC_ASSERT(!file.root().number("zero", -most, most));
}

}  // namespace
