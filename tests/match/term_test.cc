#include "match/term.h"

#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using match::parse_term;
using testing::HasSubstr;

std::vector<std::string> elements(std::string_view entry) {
  const auto term = parse_term(entry);
  std::vector<std::string> found;
  if (term) {
    for (const match::Element& element : term->elements) {
      found.push_back(element.folded);
    }
  }
  return found;
}

using Words = std::vector<std::string>;

std::string fault(std::string_view entry) {
  const auto term = parse_term(entry);
  return term ? "" : term.error().message;
}

TEST(Term, IsAWordOrAPhraseAsWritten) {
  EXPECT_EQ(elements("Niger"), (Words{"niger"}));
  EXPECT_EQ(elements("G5 Sahel"), (Words{"g5", "sahel"}));
  EXPECT_EQ(elements("Niger OR Mali"), (Words{"niger", "or", "mali"}));
  EXPECT_EQ(elements("title:(Niger)"), (Words{"title", "niger"}));
  EXPECT_EQ(elements("Niger's"), (Words{"niger"}));
  EXPECT_EQ(elements("والنيجر"), (Words{"والنيجر"}));
}

TEST(Term, KeepsItsMarks) {
  const auto term = parse_term("#Niger C++");
  ASSERT_TRUE(term);
  EXPECT_EQ(term->elements[0].mark_before, '#');
  EXPECT_EQ(term->elements[1].marks_after, "++");
}

TEST(Term, MayHaveWildcards) {
  const auto term = parse_term("armed group*");
  ASSERT_TRUE(term);
  EXPECT_FALSE(term->elements[0].pattern);
  EXPECT_TRUE(term->elements[1].pattern);
  EXPECT_EQ(term->elements[1].folded, "group*");
}

TEST(Term, LosesStarsBesideScriptsWithoutSpaces) {
  EXPECT_EQ(elements("尼日尔*"), (Words{"尼", "日", "尔"}));
  EXPECT_EQ(elements("*尼日"), (Words{"尼", "日"}));
  EXPECT_EQ(elements("尼*army"), (Words{"尼", "army"}));
  EXPECT_EQ(elements("尼 army*"), (Words{"尼", "army*"}));
}

TEST(Term, RefusesWildcardsInsideScriptsWithoutSpaces) {
  EXPECT_THAT(fault("尼*尔"), HasSubstr("without spaces"));
  EXPECT_THAT(fault("尼?尔"), HasSubstr("without spaces"));
}

TEST(Term, WantsTwoLiteralLetters) {
  for (const char* entry : {"n*", "?a?", "armed *", "尼 *", "🔥*"}) {
    EXPECT_THAT(fault(entry), HasSubstr("at least two letters")) << entry;
  }
  EXPECT_EQ(fault("ni*"), "");
  EXPECT_EQ(fault("n*r"), "");
}

TEST(Term, RefusesWhatFindsNothingOrEverything) {
  EXPECT_THAT(fault(""), HasSubstr("without a word"));
  EXPECT_THAT(fault("  "), HasSubstr("without a word"));
  EXPECT_THAT(fault("*"), HasSubstr("every word"));
  EXPECT_THAT(fault("—"), HasSubstr("nothing to look for"));
  EXPECT_THAT(fault("ـ"), HasSubstr("nothing to look for"));
}

TEST(Term, HasALengthLimit) {
  EXPECT_THAT(fault(std::string(match::max_term_length + 1, 'a')), HasSubstr("100000"));
  EXPECT_EQ(fault(std::string(match::max_term_length, 'a')), "");
}

TEST(Term, IsQuotedShortAndPrintableInItsFault) {
  const std::string message = fault(std::string(200, '-') + "\x1b[31m");
  EXPECT_LT(message.size(), 200U);
  EXPECT_EQ(message.find('\x1b'), std::string::npos);
}

}  // namespace
