#include "base/text.h"

#include <array>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace base {
namespace {

using testing::ElementsAre;

TEST(Trim, TakesWhiteSpaceFromBothEndsOnly) {
  EXPECT_EQ(trim("  a b\t\r\n"), "a b");
  EXPECT_EQ(trim(" \t "), "");
  EXPECT_EQ(trim(""), "");
}

TEST(LowerAscii, LeavesOtherScriptsAlone) {
  EXPECT_EQ(lower_ascii("ABC É"), "abc É");
}

TEST(EqualIgnoringCase, ComparesAsciiLetters) {
  EXPECT_TRUE(equal_ignoring_case("Content-Type", "content-type"));
  EXPECT_FALSE(equal_ignoring_case("a", "ab"));
}

TEST(Split, KeepsEmptyParts) {
  EXPECT_THAT(split("a,,b", ','), ElementsAre("a", "", "b"));
  EXPECT_THAT(split("", ','), ElementsAre(""));
  EXPECT_THAT(split(",", ','), ElementsAre("", ""));
}

TEST(Join, PutsTheWordBetween) {
  const std::vector<std::string> parts = {"a", "b"};
  EXPECT_EQ(join(parts, ", "), "a, b");
  EXPECT_EQ(join({}, ", "), "");
}

TEST(ParseNumber, TakesDigitsAndNothingElse) {
  EXPECT_EQ(parse_number("0"), 0);
  EXPECT_EQ(parse_number("9223372036854775807"), INT64_MAX);
  for (const char* text : {"", "-1", "+1", " 1", "1 ", "0x1", "1e3", "9223372036854775808"}) {
    EXPECT_EQ(parse_number(text), std::nullopt) << text;
  }
}

TEST(CountOf, SpeaksEnglish) {
  EXPECT_EQ(count_of(1, "feed"), "1 feed");
  EXPECT_EQ(count_of(0, "feed"), "0 feeds");
  EXPECT_EQ(count_of(2, "watch"), "2 watches");
  EXPECT_EQ(count_of(3, "delivery"), "3 deliveries");
  EXPECT_EQ(count_of(4, "day"), "4 days");
}

constexpr std::array<std::string_view, 6> keys = {
    "url", "every", "keywords", "token", "interval", "user_agent"};

TEST(NearestWord, FindsWhatWasMisspelt) {
  EXPECT_EQ(nearest_word("evrey", keys), "every");       // two neighbours exchanged
  EXPECT_EQ(nearest_word("keyword", keys), "keywords");  // a letter forgotten
  EXPECT_EQ(nearest_word("ulr", keys), "url");
  EXPECT_EQ(nearest_word("Tokens", keys), "token");
  EXPECT_EQ(nearest_word("user-agent", keys), "user_agent");
}

TEST(NearestWord, TakesABeginningForTheWhole) {
  EXPECT_EQ(nearest_word("inter", keys), "interval");
  EXPECT_EQ(nearest_word("int", keys), "interval");
}

TEST(NearestWord, DoesNotGuess) {
  for (const char* word : {"", "x", "in", "colour", "ab", "urgent"}) {
    EXPECT_EQ(nearest_word(word, keys), std::nullopt) << word;
  }
  EXPECT_EQ(nearest_word(std::string(100'000, 'e'), keys), std::nullopt);
}

TEST(NearestWord, IsMoreCarefulWithShortWords) {
  constexpr std::array<std::string_view, 1> only = {"url"};
  EXPECT_EQ(nearest_word("uxx", only), std::nullopt);
}

TEST(Printable, ShowsWhatATerminalWouldObey) {
  EXPECT_EQ(printable("a\x1b[31mb"), "a\\x1b[31mb");
  EXPECT_EQ(printable("a\r\nb\tc"), "a\\x0d\\x0ab\\x09c");
  EXPECT_EQ(printable(std::string_view("\0", 1)), "\\x00");
  EXPECT_EQ(printable("\x7f"), "\\x7f");
  EXPECT_EQ(printable("\xc2\x9b"
                      "31m"),
            "\\x9b31m");                                               // CSI as one C1 character
  EXPECT_EQ(printable("\xe2\x80\xae\xe2\x81\xa6"), "\\u202e\\u2066");  // bidirectional
  EXPECT_EQ(printable("\xe2\x80\xa8\xe2\x80\xa9"), "\\u2028\\u2029");  // separators
}

TEST(Printable, LeavesEveryScriptAsItIs) {
  const std::string text = "Niger, النيجر, 尼日尔, Нигер, naïve 🙂";
  EXPECT_EQ(printable(text), text);
}

TEST(Printable, ReplacesBrokenUtf8) {
  const std::string sign = "\xef\xbf\xbd";
  EXPECT_EQ(printable("a\xff\x62"), "a" + sign + "b");
  EXPECT_EQ(printable("\xe2\x82"), sign);                               // cut off
  EXPECT_EQ(printable("\xc0\xaf"), sign + sign);                        // overlong
  EXPECT_EQ(printable("\xed\xa0\x80"), sign + sign + sign);             // a surrogate
  EXPECT_EQ(printable("\xf4\x90\x80\x80"), sign + sign + sign + sign);  // beyond Unicode
}

TEST(Printable, IsAlwaysOneHarmlessLine) {
  EXPECT_TRUE(rc::check("nothing below space is left", [](const std::string& any) {
    const std::string shown = printable(any);
    RC_ASSERT(shown.find_first_of(std::string_view("\0\n\r\t\x1b\x7f", 6)) == std::string::npos);
    RC_ASSERT(printable(shown) == shown);
  }));
}

TEST(EscapeXml, WritesReferencesAndLeavesOutWhatXmlForbids) {
  EXPECT_EQ(escape_xml(R"(<a href="x">R&D's</a>)"),
            "&lt;a href=&quot;x&quot;&gt;R&amp;D&#39;s&lt;/a&gt;");
  EXPECT_EQ(escape_xml(std::string_view("a\0\x01\tb\n\xef\xbf\xbe", 9)), "a\tb\n");
  EXPECT_EQ(escape_xml("\xff"), "\xef\xbf\xbd");
}

TEST(Shorten, CutsBetweenCodePoints) {
  EXPECT_EQ(shorten("naïveté", 7), "naïveté");
  EXPECT_EQ(shorten("naïveté", 4), "naï…");
  EXPECT_EQ(shorten("abc", 1), "…");
  EXPECT_EQ(shorten("abc", 0), "");
  EXPECT_EQ(shorten("", 0), "");
}

TEST(CodePoints, CountCharactersAndNotBytes) {
  EXPECT_EQ(code_points(""), 0U);
  EXPECT_EQ(code_points("naïveté"), 7U);
  EXPECT_EQ(byte_offset("naïveté", 3), 4U);
  EXPECT_EQ(byte_offset("ab", 9), 2U);
}

}  // namespace
}  // namespace base
