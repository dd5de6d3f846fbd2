#include "text/fold.h"

#include <string>

#include <gtest/gtest.h>

namespace {

using text::fold;

TEST(Fold, LowersCaseAndDropsDiacritics) {
  EXPECT_EQ(fold("Tillabéri"), "tillaberi");
  EXPECT_EQ(fold("NÍGER"), "niger");
  EXPECT_EQ(fold("Tillabe\u0301ri"), "tillaberi");
  EXPECT_EQ(fold("Việt Nam"), "viet nam");
}

TEST(Fold, MakesFullWidthAndLigaturesOrdinary) {
  EXPECT_EQ(fold("ＮＩＧＥＲ"), "niger");
  EXPECT_EQ(fold("ﬁghters"), "fighters");
}

TEST(Fold, ReplacesTheLettersThatNoDecompositionReaches) {
  EXPECT_EQ(fold("Tromsø Łódź Đakovo ðÞórÆgean cœur Straße"),
            "tromso lodz dakovo dthoraegean coeur strasse");
  EXPECT_EQ(fold("Ɓ ɓ Ɗ ɗ Ƙasar ƙ Ƴ ƴ"), "b b d d kasar k y y");
  EXPECT_EQ(fold("STRAẞE"), "strasse");
}

TEST(Fold, ReadsEveryTurkishIAlike) {
  EXPECT_EQ(fold("İstanbul"), "istanbul");
  EXPECT_EQ(fold("saldırı"), "saldiri");
  EXPECT_EQ(fold("SALDIRI"), "saldiri");
}

TEST(Fold, BringsTheGreekFinalSigmaToTheOther) {
  EXPECT_EQ(fold("Νίγηρας"), fold("ΝΙΓΗΡΑΣ"));
  EXPECT_EQ(fold("ς"), "σ");
}

TEST(Fold, BringsArabicLettersTogether) {
  EXPECT_EQ(fold("أإآٱا"), "ااااا");
  EXPECT_EQ(fold("مستشفى"), "مستشفي");
  EXPECT_EQ(fold("غزة"), "غزه");
  EXPECT_EQ(fold("مؤتمر"), "موتمر");
  EXPECT_EQ(fold("رئيس"), "رييس");
}

TEST(Fold, RemovesHarakatAndTatweel) {
  EXPECT_EQ(fold("النَّيْجَر"), "النيجر");
  EXPECT_EQ(fold("النـــيجر"), "النيجر");
}

TEST(Fold, KeepsMarksThatTellLettersApart) {
  EXPECT_NE(fold("バ"), fold("ハ"));
  EXPECT_NE(fold("パリ"), fold("バリ"));
  EXPECT_EQ(fold("ﾊﾟ"), fold("パ"));
  EXPECT_EQ(fold("ไนเจอร์"), "ไนเจอร์");
  EXPECT_EQ(fold("มาลี"), "มาลี");
}

TEST(Fold, DecomposesHangulAsUnicodeDoes) {
  EXPECT_EQ(fold("가"), "\u1100\u1161");
  EXPECT_EQ(fold("각"), "\u1100\u1161\u11A8");
  EXPECT_EQ(fold("힣"), "\u1112\u1175\u11C2");
  EXPECT_EQ(fold("\u1100\u1161\u11A8"), fold("각"));
}

TEST(Fold, BringsMarksIntoCanonicalOrder) {
  // Sara u (103) and mai ek (107) typed the wrong way round.
  EXPECT_EQ(fold("ก\u0E48\u0E38"), fold("ก\u0E38\u0E48"));
  // Nukta (7) before virama (9).
  EXPECT_EQ(fold("क\u094D\u093C"), fold("क\u093C\u094D"));
}

TEST(Fold, CanLeaveNothing) {
  EXPECT_EQ(fold(""), "");
  EXPECT_EQ(fold("ـ"), "");
  EXPECT_EQ(fold("\u0301"), "");
}

TEST(Fold, IsIdempotentForEveryCharacter) {
  for (char32_t code = 0x20; code < 0x32000; ++code) {
    if (code >= 0xD800 && code < 0xE000) {
      continue;
    }
    std::string one;
    if (code < 0x80) {
      one += static_cast<char>(code);
    } else if (code < 0x800) {
      one += static_cast<char>(0xC0U | (code >> 6U));
      one += static_cast<char>(0x80U | (code & 0x3FU));
    } else if (code < 0x10000) {
      one += static_cast<char>(0xE0U | (code >> 12U));
      one += static_cast<char>(0x80U | ((code >> 6U) & 0x3FU));
      one += static_cast<char>(0x80U | (code & 0x3FU));
    } else {
      one += static_cast<char>(0xF0U | (code >> 18U));
      one += static_cast<char>(0x80U | ((code >> 12U) & 0x3FU));
      one += static_cast<char>(0x80U | ((code >> 6U) & 0x3FU));
      one += static_cast<char>(0x80U | (code & 0x3FU));
    }
    const std::string once = fold(one);
    ASSERT_EQ(fold(once), once) << std::hex << static_cast<unsigned>(code);
  }
}

}  // namespace
