#include "text/html_text.h"

#include <chrono>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "text/charset.h"

namespace {

using text::decode_references;
using text::fold_space;
using text::html_to_text;
using text::looks_like_html;

TEST(HtmlToText, JoinsBlocksByOneNewlineAndKeepsInlineTextTogether) {
  EXPECT_EQ(html_to_text("<p>One <b>t</b>wo</p>\n\n<p>three</p>"), "One two\nthree");
  EXPECT_EQ(html_to_text("a<br/>b<hr>c"), "a\nb\nc");
  EXPECT_EQ(html_to_text("<ul><li>x</li><li>y</li></ul>"), "x\ny");
  EXPECT_EQ(html_to_text("<table><tr><td>1</td><td>2</td></tr></table>"), "1\n2");
  EXPECT_EQ(html_to_text("<p></p><p> </p>"), "");
}

TEST(HtmlToText, FoldsEveryKindOfWhiteSpace) {
  EXPECT_EQ(html_to_text(" a&nbsp;&nbsp;b \t\n c\u3000d\u2028e "), "a b c d e");
  EXPECT_EQ(html_to_text("a\u200Bb"), "a\u200Bb");  // a zero width space is no white space
}

TEST(HtmlToText, DropsScriptStyleTemplateAppletAndComments) {
  EXPECT_EQ(html_to_text("a<script>if (1<2) x('<p>')</script>b"), "ab");
  EXPECT_EQ(html_to_text("a<STYLE type=x>p{}</style >b"), "ab");
  EXPECT_EQ(html_to_text("a<template><p>x</p></template>b"), "a\nb");
  EXPECT_EQ(html_to_text("a<!-- <p>x</p> -->b<!DOCTYPE x>c<?php d ?>e"), "abce");
  EXPECT_EQ(html_to_text("a<script>never ends"), "a");
  EXPECT_EQ(html_to_text("a<!-- never ends"), "a");
  EXPECT_EQ(html_to_text("a<script/>b"), "ab");
}

TEST(HtmlToText, ABracketThatOpensNoTagIsText) {
  EXPECT_EQ(html_to_text("5 < 6 and a<b"), "5 < 6 and a<b");
  EXPECT_EQ(html_to_text("I <3 you <"), "I <3 you <");
}

TEST(HtmlToText, ReadsQuotedAttributesAndForgivesOpenQuotes) {
  EXPECT_EQ(html_to_text("<a title=\"1 > 0\">x</a>"), "x");
  EXPECT_EQ(html_to_text("<a title=\"open>x</a>"), "x");
  EXPECT_EQ(html_to_text("<svg:p>a</svg:p>b"), "a\nb");
}

TEST(HtmlToText, KeepsWhatIsInStrayCdata) {
  EXPECT_EQ(html_to_text("<![CDATA[a <b>bold</b> word]]> end"), "a bold word end");
  EXPECT_EQ(html_to_text("a ]]> b"), "a ]]> b");
}

TEST(HtmlToText, DecodesReferences) {
  EXPECT_EQ(html_to_text("caf&eacute; &#233; &#xE9; &copy2026 &notit; &bogus; &"),
            "caf\u00E9 \u00E9 \u00E9 \u00A92026 \u00ACit; &bogus; &");
  EXPECT_EQ(html_to_text("&lt;b&gt;"), "<b>");  // decoded once, never read as a tag
}

TEST(HtmlToText, LeavesControlsOut) {
  EXPECT_EQ(html_to_text("a\x01&#1;&#x7f;b"), "ab");
}

TEST(DecodeReferences, KnowsTheWholeListOfHtml) {
  EXPECT_EQ(decode_references("&CounterClockwiseContourIntegral;"), "\u2233");
  EXPECT_EQ(decode_references("&NotEqualTilde;"), "\u2242\u0338");  // two code points
  EXPECT_EQ(decode_references("&AElig &zwnj;"), "\u00C6 \u200C");
  EXPECT_EQ(decode_references("&AMP;&amp"), "&&");
}

TEST(DecodeReferences, ReadsNumbersAsBrowsersDo) {
  EXPECT_EQ(decode_references("&#146;&#x80;"), "\u2019\u20AC");
  EXPECT_EQ(decode_references("&#0;&#xD800;&#x110000;&#99999999999999999999;"),
            "\uFFFD\uFFFD\uFFFD\uFFFD");
  EXPECT_EQ(decode_references("&#65 &#; &#x; &#xZ;"), "A &#; &#x; &#xZ;");
}

TEST(FoldSpace, GivesOneTrimmedLine) {
  EXPECT_EQ(fold_space("  a \r\n\t b\u00A0"), "a b");
  EXPECT_EQ(fold_space("<b>&amp;"), "<b>&amp;");
  EXPECT_EQ(fold_space(" \n "), "");
}

TEST(FoldSpace, FindsSpaceWhereverItStandsInALongText) {
  const std::string text = "one two three four five six seven eight Нигер النيجر";
  for (const std::string_view space : {"  ", "\n", " \u00A0", "\u2003", "\t ", "\u3000"}) {
    for (std::size_t at = 0; at <= 40; ++at) {
      const std::string begin = text.substr(0, at);
      const std::string end = text.substr(at);
      const bool beside = begin.empty() || begin.back() == ' ' || end.front() == ' ';
      EXPECT_EQ(fold_space(begin + std::string(space) + end), beside ? text : begin + " " + end)
          << at;
    }
  }
  EXPECT_EQ(fold_space(text + " ! ไทย \u2014 हिन्दी "), text + " ! ไทย \u2014 हिन्दी");
}

TEST(LooksLikeHtml, WantsAKnownTagOrACompleteReference) {
  EXPECT_TRUE(looks_like_html("<b>Niger</b>"));
  EXPECT_TRUE(looks_like_html("Q&amp;A"));
  EXPECT_TRUE(looks_like_html("&#8217;"));
  EXPECT_FALSE(looks_like_html("Q&A and R&D; x"));
  EXPECT_FALSE(looks_like_html("use the <foo> tag, not <b>"));
  EXPECT_FALSE(looks_like_html("5 < 6"));
  EXPECT_FALSE(looks_like_html("&amp"));
  EXPECT_FALSE(looks_like_html("plain"));
}

std::string balanced_html(std::mt19937& chance) {
  static const char* const words[] = {"Niger", "p", "&amp;", "caf\u00E9", " ", "\n", "li"};
  static const char* const names[] = {"p", "b", "div", "span", "li", "td", "h1"};
  std::string html;
  std::vector<std::string> open;
  for (int step = 0; step < 40; ++step) {
    if (chance() % 3 == 0) {
      open.emplace_back(names[chance() % 7]);
      html += "<" + open.back() + (chance() % 2 == 0 ? " title='a > b'>" : ">");
    } else if (chance() % 3 == 0 && !open.empty()) {
      html += "</" + open.back() + ">";
      open.pop_back();
    } else {
      html += words[chance() % 7];
    }
  }
  for (; !open.empty(); open.pop_back())
    html += "</" + open.back() + ">";
  return html;
}

TEST(HtmlToText, NeverShowsMarkupOfBalancedInput) {
  std::mt19937 chance(11);
  for (int round = 0; round < 3000; ++round) {
    const std::string plain = html_to_text(balanced_html(chance));
    ASSERT_EQ(plain.find('<'), std::string::npos) << plain;
    ASSERT_EQ(plain.find('>'), std::string::npos) << plain;
    ASSERT_EQ(plain.find("\n\n"), std::string::npos);
  }
}

TEST(HtmlToText, GivesValidUtf8ForAnyText) {
  std::mt19937 chance(13);
  const std::string alphabet = "<>&;#x!-/'\" ap\xC3\xA9\xE2\x80\xA8[]CDATA";
  for (int round = 0; round < 5000; ++round) {
    std::string html;
    for (std::size_t i = chance() % 80; i > 0; --i)
      html += alphabet[chance() % alphabet.size()];
    ASSERT_TRUE(text::valid_utf8(html_to_text(text::repair_utf8(html))));
    (void)looks_like_html(html);  // must come back, whatever it says
  }
}

std::string repeated(const std::string& part, std::size_t bytes) {
  std::string all;
  while (all.size() < bytes)
    all += part;
  return all;
}

TEST(HtmlToText, IsLinearOnNastyInput) {
  using Clock = std::chrono::steady_clock;
  for (const char* part : {"<",
                           "<a",
                           "<a ",
                           "<!",
                           "<!--",
                           "</",
                           "<a \"",
                           "<a '",
                           "&",
                           "&#",
                           "&a",
                           "<script>",
                           "<![CDATA[",
                           "]]>",
                           "<a \">\"",
                           "<p>",
                           "<a '\""}) {
    for (const char* tail : {"", ">", "'", "\" x>"}) {
      const std::string html = repeated(part, 1'000'000) + tail;
      const auto start = Clock::now();
      (void)html_to_text(html);
      (void)looks_like_html(html);
      EXPECT_LT(Clock::now() - start, std::chrono::seconds(5)) << part << " … " << tail;
    }
  }
}

}  // namespace
