#include "text/charset.h"

#include <random>
#include <string>

#include <gtest/gtest.h>

namespace {

using namespace std::string_literals;
using text::repair_utf8;
using text::to_utf8;
using text::valid_utf8;

TEST(ValidUtf8, KnowsEveryKindOfIllFormedSequence) {
  for (const auto& good : {""s, "a"s, "\u00E9"s, "\u20AC"s, "\U0001F600"s, "\U0010FFFF"s}) {
    EXPECT_TRUE(valid_utf8(good)) << good;
  }
  for (const auto& bad : {"\x80"s,
                          "\xC3"s,
                          "\xC0\xAF"s,
                          "\xE0\x80\xAF"s,
                          "\xED\xA0\x80"s,
                          "\xF4\x90\x80\x80"s,
                          "\xF8\x88\x80\x80\x80"s,
                          "\xE2\x82"s,
                          "abcdefgh\xFF"s}) {
    EXPECT_FALSE(valid_utf8(bad));
  }
}

TEST(RepairUtf8, ReplacesEachBrokenSequenceOnceAndKeepsTheRest) {
  EXPECT_EQ(repair_utf8("a\xFFz"), "a\uFFFDz");
  EXPECT_EQ(repair_utf8("a\xE2\x82z"), "a\uFFFDz");
  EXPECT_EQ(repair_utf8("\xF0\x9F\x98"), "\uFFFD");
  EXPECT_EQ(repair_utf8("\xC3\xA9\xC3"), "\u00E9\uFFFD");
}

TEST(RepairUtf8, LeavesNulOut) {
  EXPECT_EQ(repair_utf8("a\0b\0"s), "ab");
}

TEST(ToUtf8, ByteOrderMarkBeatsEveryLabel) {
  EXPECT_EQ(to_utf8("\xEF\xBB\xBF"
                    "caf\xC3\xA9",
                    "iso-8859-1"),
            "caf\u00E9");
  EXPECT_EQ(to_utf8("\xFF\xFE"
                    "a\0\xE9\0"s,
                    "utf-8"),
            "a\u00E9");
  EXPECT_EQ(to_utf8("\xFE\xFF\0a\0\xE9"s, ""), "a\u00E9");
  EXPECT_EQ(to_utf8("\xFF\xFE\0\0a\0\0\0"s, ""), "a");
}

TEST(ToUtf8, KnowsWideTextWithoutAMarkByItsFirstBracket) {
  EXPECT_EQ(to_utf8("<\0a\0>\0"s, ""), "<a>");
  EXPECT_EQ(to_utf8("\0<\0a\0>"s, "utf-16"), "<a>");
}

TEST(ToUtf8, HttpLabelBeatsTheXmlDeclaration) {
  EXPECT_EQ(to_utf8("<?xml encoding='iso-8859-1'?>\xEF", "koi8-r"),
            "<?xml encoding='iso-8859-1'?>\u041E");
}

TEST(ToUtf8, XmlDeclarationCountsWhereHttpIsSilent) {
  EXPECT_EQ(to_utf8("<?xml version=\"1.0\" encoding=\"windows-1251\"?>\xCD\xE8\xE3\xE5\xF0", ""),
            "<?xml version=\"1.0\" encoding=\"windows-1251\"?>\u041D\u0438\u0433\u0435\u0440");
}

TEST(ToUtf8, ReadsLatin1LabelsAsWindows1252) {
  for (const auto* label : {"iso-8859-1", "latin1", "US-ASCII", " \"ISO-8859-1\" "}) {
    EXPECT_EQ(to_utf8("\x93Niger\x94", label), "\u201CNiger\u201D") << label;
  }
}

TEST(ToUtf8, ReadsTheEncodingsOfAsia) {
  EXPECT_EQ(to_utf8("\x8B\xE2\x8D\x73", "shift_jis"), "\u9280\u884C");
  EXPECT_EQ(to_utf8("\xD2\xF8\xD0\xD0", "gb2312"), "\u94F6\u884C");
  EXPECT_EQ(to_utf8("\xBB\xC8\xA6\xE6", "big5"), "\u9280\u884C");
  EXPECT_EQ(to_utf8("\xC0\xBA\xC7\xE0", "ks_c_5601-1987"), "\uC740\uD589");
}

TEST(ToUtf8, DoesNotBelieveALabelThatCannotBeTrue) {
  EXPECT_EQ(to_utf8("<rss>caf\xC3\xA9</rss>", "utf-16"), "<rss>caf\u00E9</rss>");
  EXPECT_EQ(to_utf8("<?xml encoding='utf-16'?><a/>", ""), "<?xml encoding='utf-16'?><a/>");
  EXPECT_EQ(to_utf8("caf\xC3\xA9", "no-such-encoding"), "caf\u00E9");
}

TEST(ToUtf8, AWrongUtf8LabelGivesWayToTheDeclaration) {
  EXPECT_EQ(to_utf8("<?xml encoding='iso-8859-1'?>caf\xE9", "utf-8"),
            "<?xml encoding='iso-8859-1'?>caf\u00E9");
}

TEST(ToUtf8, OneBadByteDoesNotSpoilTheRest) {
  std::string text;
  for (int i = 0; i < 30; ++i)
    text += "Tillab\u00E9ri ";
  EXPECT_EQ(to_utf8(text + "\xFF", ""), text + "\uFFFD");
}

TEST(ToUtf8, DetectsWhatNobodyDeclared) {
  const std::string french =
      "Le pr\xE9sident du Niger a \xE9t\xE9 re\xE7u \xE0 Paris par le Premier ministre fran\xE7"
      "ais";
  EXPECT_EQ(to_utf8(french, ""),
            "Le pr\u00E9sident du Niger a \u00E9t\u00E9 re\u00E7u \u00E0 Paris par le Premier "
            "ministre fran\u00E7"
            "ais");
}

TEST(ToUtf8, AlwaysGivesValidUtf8) {
  std::mt19937 chance(7);
  for (int round = 0; round < 2000; ++round) {
    std::string bytes(chance() % 60, '\0');
    for (char& c : bytes)
      c = static_cast<char>(chance());
    for (const auto* label :
         {"", "utf-8", "utf-16", "shift_jis", "iso-2022-jp", "gb18030", "utf-7"}) {
      const std::string out = to_utf8(bytes, label);
      ASSERT_TRUE(valid_utf8(out));
      ASSERT_EQ(out.find('\0'), std::string::npos);
    }
  }
}

}  // namespace
