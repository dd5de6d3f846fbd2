#include "text/tokens.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace {

using text::Reading;
using text::Token;

using Words = std::vector<std::string>;

Words words(std::string_view text, Reading reading = Reading::query) {
  Words found;
  for (const Token& token : text::tokens(text, reading)) {
    found.push_back((token.mark_before != 0 ? std::string(1, token.mark_before) : "") +
                    token.folded + token.marks_after);
  }
  return found;
}

using Spans = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

Spans spans(std::string_view text, Reading reading = Reading::text) {
  Spans found;
  for (const Token& token : text::tokens(text, reading)) {
    found.emplace_back(token.place.start, token.place.end);
  }
  return found;
}

TEST(Tokens, AreRunsOfLettersMarksAndDigits) {
  EXPECT_EQ(words("The army has said.The junta"),
            (Words{"the", "army", "has", "said", "the", "junta"}));
  EXPECT_EQ(words("#2023coup G5"), (Words{"#2023coup", "g5"}));
  EXPECT_EQ(words(""), Words{});
  EXPECT_EQ(words(" — … "), Words{});
  EXPECT_EQ(spans("a bc"), (Spans{{0, 1}, {2, 4}}));
}

TEST(Tokens, PassOverInvisibleCharacters) {
  EXPECT_EQ(words("Tilla\u00ADberi"), (Words{"tillaberi"}));
  EXPECT_EQ(words("Ni\u200Bger"), (Words{"niger"}));
  EXPECT_EQ(spans("in Tilla\u00ADberi"), (Spans{{0, 2}, {3, 13}}));
  EXPECT_EQ(spans("\u200Fالنيجر\u200F:").front(), (std::pair{1U, 7U}));
}

TEST(Tokens, ThatFoldToNothingAreNone) {
  EXPECT_EQ(words("\u0301 a"), (Words{"a"}));
  EXPECT_EQ(words("ـ ـ"), Words{});
  const auto found = text::tokens("a ـ b", Reading::text);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[1].place.position, 1U);
}

TEST(Tokens, SplitAtEveryApostrophe) {
  EXPECT_EQ(words("l’armée"), (Words{"l", "armee"}));
  EXPECT_EQ(words("N'Djamena"), (Words{"n", "djamena"}));
  EXPECT_EQ(words("Maliʼde"), (Words{"mali", "de"}));
}

TEST(Tokens, DropAPossessiveAndItsPosition) {
  for (const char* text : {"Niger's army", "Niger’s army", "NIGERʼS army"}) {
    const auto found = text::tokens(text, Reading::text);
    ASSERT_EQ(found.size(), 2U) << text;
    EXPECT_EQ(found[0].place.end, 5U);
    EXPECT_EQ(found[1].place.position, 1U);
    EXPECT_EQ(found[1].place.start, 8U);
  }
  EXPECT_EQ(words("尼日尔's C++'s"), (Words{"尼", "日", "尔", "c++"}));
}

TEST(Tokens, KeepAnSThatIsNoPossessive) {
  EXPECT_EQ(words("'s"), (Words{"s"}));
  EXPECT_EQ(words("Niger 's"), (Words{"niger", "s"}));
  EXPECT_EQ(words("d'sud"), (Words{"d", "sud"}));
  EXPECT_EQ(words("Niger's.t"), (Words{"niger", "st"}));
}

TEST(Tokens, SplitAtHyphensSlashesAndUnderscores) {
  EXPECT_EQ(words("AQIM-linked G5–Sahel Niger/Mali coup_niger_2023"),
            (Words{"aqim", "linked", "g5", "sahel", "niger", "mali", "coup", "niger", "2023"}));
}

TEST(Tokens, JoinSingleLettersToAnAcronym) {
  EXPECT_EQ(words("U.N. U.N UN J.N.I.M."), (Words{"un", "un", "un", "jnim"}));
  EXPECT_EQ(words("l'O.N.U. à"), (Words{"l", "onu", "a"}));
  EXPECT_EQ(words("(أ.ف.ب)"), (Words{"افب"}));
  EXPECT_EQ(words("U. N."), (Words{"u", "n"}));
  EXPECT_EQ(words("B.1.1.7"), (Words{"b", "1.1.7"}));
  EXPECT_EQ(words("U.N.Security"), (Words{"un", "security"}));
  EXPECT_EQ(words("尼.日"), (Words{"尼", "日"}));
}

TEST(Tokens, LeaveAnAcronymsLastStopOutside) {
  EXPECT_EQ(spans("U.N. envoy"), (Spans{{0, 3}, {5, 10}}));
  EXPECT_EQ(words("The U.N.'s Sahel"), (Words{"the", "un", "sahel"}));
  EXPECT_EQ(words("U.'s"), (Words{"u", "s"}));
}

TEST(Tokens, KeepNumbersTogether) {
  EXPECT_EQ(words("1,000 3.5% 3. Niger, 5"), (Words{"1,000", "3.5", "3", "niger", "5"}));
  EXPECT_EQ(words("٣٫٥ ١,٢"), (Words{"٣", "٥", "١,٢"}));
  EXPECT_EQ(words("1,a a.5"), (Words{"1", "a", "a", "5"}));
}

TEST(Tokens, CarryTheMarksAroundThem) {
  EXPECT_EQ(words("#Niger @WHO C++ C# Canal+"), (Words{"#niger", "@who", "c++", "c#", "canal+"}));
  EXPECT_EQ(words("# Niger + a"), (Words{"niger", "a"}));
  EXPECT_EQ(words("a#b"), (Words{"a#", "#b"}));
  EXPECT_EQ(words("##a a+b"), (Words{"#a", "a+", "b"}));
  EXPECT_EQ(words("#é É+"), (Words{"#e", "e+"}));
}

TEST(Tokens, KnowWhereTheirMarksStand) {
  const auto found = text::tokens("x #Niger C++", Reading::text);
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[1].place.start, 3U);
  EXPECT_EQ(found[1].place.marks_start, 2U);
  EXPECT_EQ(found[1].place.marks_end, 8U);
  EXPECT_EQ(found[2].place.end, 10U);
  EXPECT_EQ(found[2].place.marks_end, 12U);
}

TEST(Tokens, ReadAnEmojiAsOne) {
  EXPECT_EQ(words("🇳🇪🇲🇱 summit"), (Words{"🇳🇪", "🇲🇱", "summit"}));
  EXPECT_EQ(words("👨‍👩‍👧"), (Words{"👨‍👩‍👧"}));
  EXPECT_EQ(words("👍🏽👍"), (Words{"👍🏽", "👍"}));
  EXPECT_EQ(words("Coup🔥Niamey"), (Words{"coup", "🔥", "niamey"}));
  EXPECT_EQ(words("🏴\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F"),
            (Words{"🏴\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F"}));
  EXPECT_EQ(words("#\uFE0F\u20E3 1\uFE0F\u20E3"), (Words{"#\u20E3", "1\u20E3"}));
  EXPECT_EQ(spans("👍🏽 Niger"), (Spans{{0, 2}, {3, 8}}));
}

TEST(Tokens, TakeBareSymbolsForPunctuation) {
  EXPECT_EQ(words("© ™ ❤"), Words{});
  EXPECT_EQ(words("❤\uFE0F ℹ\uFE0F"), (Words{"❤", "ℹ"}));
}

TEST(Tokens, AreSingleLettersWhereScriptsDoWithoutSpaces) {
  EXPECT_EQ(words("尼日尔军队"), (Words{"尼", "日", "尔", "军", "队"}));
  EXPECT_EQ(words("ジェール々").size(), 5U);
  EXPECT_EQ(words("니제르에서").size(), 5U);
  EXPECT_EQ(spans("ไนเจอร์"), (Spans{{0, 1}, {1, 2}, {2, 3}, {3, 4}, {4, 5}, {5, 7}}));
  EXPECT_EQ(words("G5사헬").front(), "g5");
  EXPECT_EQ(words("AB尼2023年"), (Words{"ab", "尼", "2023", "年"}));
  EXPECT_EQ(spans("\u1100\u1161\u11A8\u1100\u1161"), (Spans{{0, 3}, {3, 5}}));
}

TEST(Tokens, StandForArabicWordsWithoutProclitics) {
  EXPECT_EQ(words("والنيجر", Reading::text), (Words{"والنيجر", "النيجر", "نيجر"}));
  EXPECT_EQ(words("وبالنيجر", Reading::text), (Words{"وبالنيجر", "بالنيجر", "النيجر", "نيجر"}));
  EXPECT_EQ(words("ولد", Reading::text), (Words{"ولد"}));
  EXPECT_EQ(words("والنيجر", Reading::query), (Words{"والنيجر"}));
  for (const Token& token : text::tokens("والنيجر", Reading::text)) {
    EXPECT_EQ(token.place.position, 0U);
    EXPECT_EQ(token.place.end, 7U);
    EXPECT_EQ(token.alternative, token.folded != "والنيجر");
  }
}

TEST(Tokens, ReadTheContractedArticleBothWays) {
  const auto has = [](const Words& all, std::string_view word) {
    return std::find(all.begin(), all.end(), word) != all.end();
  };
  const Words niger = words("للنيجر", Reading::text);
  EXPECT_TRUE(has(niger, "النيجر") && has(niger, "نيجر"));
  EXPECT_TRUE(has(words("لليبيا", Reading::text), "ليبيا"));
  EXPECT_TRUE(has(words("للبنان", Reading::text), "لبنان"));
}

TEST(Tokens, OfDifferentBlocksAreNeverNeighbours) {
  const auto found = text::tokens("The G5\nSahel", Reading::text);
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[1].place.block, 0U);
  EXPECT_EQ(found[2].place.block, 1U);
  EXPECT_GT(found[2].place.position, found[1].place.position + 1);
}

TEST(Tokens, OfAPatternKeepItsWildcards) {
  EXPECT_EQ(words("armed group* t?llaberi *", Reading::pattern),
            (Words{"armed", "group*", "t?llaberi", "*"}));
  EXPECT_EQ(words("#Niger* 尼日尔*", Reading::pattern), (Words{"#niger*", "尼", "日", "尔", "*"}));
  EXPECT_EQ(words("t?llaberi", Reading::query), (Words{"t", "llaberi"}));
}

TEST(Tokens, AreTheSameWhicheverPathReadsThem) {
  // A word of ASCII takes a short cut; the same word beside a character that needs a look does not.
  EXPECT_EQ(words("Niger Mali"), words("Niger\u00A0Mali"));
  EXPECT_EQ(words("Niger, 5", Reading::text), words("Niger， 5", Reading::text));
  EXPECT_EQ(words("a.b c.", Reading::text), words("a.b c．", Reading::text));
}

TEST(Tokens, OfOrdinaryLettersTakeTheShortCutInEveryScript) {
  // A soft hyphen is passed over, but only by the long way.
  const std::string hyphen = "\u00AD";
  for (const std::string word :
       {"Élysée",  "Straße", "Łódź", "Ærø", "Нигер", "Ёлка", "Αθήνα",    "النيجر",
        "والنيجر", "ישראל",  "é",    "1é",  "é1",    "ΐ",    "x\u0301y", "ﬁn",
        "Ǆ",       "ʼn",     "ŀl",   "ـا",  "٣٤",    "½ü"}) {
    for (const std::string end :
         {"", " ", ". ", ".", ".b", ".é ", ",", ",5", "…", "’s", "'s x", "#", "+ ", "-é"}) {
      const std::string text = "a " + word + end;
      const std::string hyphened = "a " + word + hyphen + end;
      EXPECT_EQ(words(text, Reading::text), words(hyphened, Reading::text)) << text;
    }
  }
  EXPECT_EQ(words(std::string(100, 'a') + " é", Reading::text),
            (Words{std::string(100, 'a'), "e"}));
}

/// Lets one word through.
class Only final : public text::WordSieve {
 public:
  explicit Only(std::string_view word) : word_(word) { let_begin(word.front()); }
  [[nodiscard]] bool passes(std::string_view folded) const override { return folded == word_; }

 private:
  std::string_view word_;
};

TEST(Tokens, AreAllShownToASieve) {
  const std::string text =
      "Le Niger, l’Élysée et U.S.A. 1,000 tons; #Sahel C++ النيجر ولقد والنيجر 尼日尔 нигер… 🇳🇪 "
      "e\u0301te\u0301 " +
      std::string(100, 'a') + "\nfin";
  text::Tokens reader;
  const std::vector<Token> all = text::tokens(text, Reading::text);
  for (const Token& token : all) {
    EXPECT_TRUE(reader.any(text, Only(token.folded))) << token.folded;
    EXPECT_TRUE(reader.words().empty());
  }
  EXPECT_GT(all.size(), 20U);
  EXPECT_FALSE(reader.any(text, Only("mali")));
  EXPECT_FALSE(reader.any("", Only("mali")));
}

TEST(Tokens, TakeTheirMemoryAgain) {
  text::Tokens reader;
  reader.read("one two", Reading::text);
  reader.read("three", Reading::text);
  ASSERT_EQ(reader.words().size(), 1U);
  EXPECT_EQ(reader.folded(reader.words()[0]), "three");
}

}  // namespace
