#include "alert/render.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include "base/text.h"
#include "base/time.h"
#include "support/alerts.h"

namespace alert {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

// What a hostile feed would put where: each must arrive as text.
const std::vector<std::string> hostile = {"\x1b]0;owned\x07",
                                          "\x1b[2J",
                                          "a\rb",
                                          "a\nNEW LINE",
                                          "\u009b31m",
                                          "\u202egpj.exe",
                                          "\x7f",
                                          "\xe2\x80\xa8sep"};

TEST(Headline, IsWatchAndTitle) {
  EXPECT_EQ(headline(support::niger_alert()), "sahel: Floods near Niger force thousands out");
}

TEST(Headline, IsOneShortLineWhateverTheTitle) {
  model::Alert alert = support::niger_alert();
  alert.item.title = std::string(5000, 'x') + "\r\nBcc: all@example.org";
  EXPECT_EQ(base::code_points(headline(alert)), 200U);
  alert.item.title = "x\r\nBcc: all@example.org";
  EXPECT_EQ(headline(alert), "sahel: x  Bcc: all@example.org");
}

TEST(Headline, NeedsNoWatch) {
  model::Alert alert = support::niger_alert();
  alert.watch.clear();
  EXPECT_EQ(headline(alert), alert.item.title);
}

TEST(Why, NamesTermsAndFieldsOnce) {
  model::Alert alert = support::niger_alert();
  alert.hits.push_back(alert.hits.front());
  EXPECT_EQ(why(alert),
            "watch \"sahel\" found \"Niger\" in the title and \"Niger\" in the summary");
}

TEST(Why, NamesAFewOfMany) {
  model::Alert alert = support::niger_alert();
  alert.hits.clear();
  for (const char* term : {"a", "b", "c", "d", "e", "f", "g"}) {
    alert.hits.push_back({model::Field::title, 0, 1, term});
  }
  EXPECT_EQ(why(alert),
            "watch \"sahel\" found \"a\" in the title, \"b\" in the title, \"c\" in the title, "
            "\"d\" in the title, \"e\" in the title and 2 more");
}

TEST(Why, IsTheReasonWhereNothingHit) {
  model::Alert alert = support::niger_alert();
  alert.hits.clear();
  EXPECT_EQ(why(alert), "immediate");
}

TEST(Terminal, ShowsWatchTitleTimeSourceLinkAndWhy) {
  const model::Alert alert = support::niger_alert();
  EXPECT_EQ(terminal(alert, Colour::no),
            "● sahel  Floods near *Niger* force thousands out\n  " +
                base::format_local(*alert.item.published) +
                " · BBC Africa · https://news.example.org/africa/42?a=1&b=2\n"
                "  watch \"sahel\" found \"Niger\" in the title and \"Niger\" in the summary\n");
}

TEST(Terminal, MarksTheHitInColour) {
  EXPECT_THAT(terminal(support::niger_alert(), Colour::yes),
              HasSubstr("Floods near \x1b[1;31mNiger\x1b[0m force"));
}

TEST(Terminal, ShowsTheExcerptWhereTheTitleDoesNotSayWhy) {
  model::Alert alert = support::niger_alert();
  alert.hits.erase(alert.hits.begin());
  EXPECT_THAT(terminal(alert, Colour::no), HasSubstr("\n  In *Niger*, the river rose.\n"));
}

TEST(Terminal, SaysWhenAnItemWithoutADateWasSeen) {
  model::Alert alert = support::niger_alert();
  alert.item.published.reset();
  EXPECT_THAT(terminal(alert, Colour::no),
              HasSubstr("  seen " + base::format_local(alert.item.first_seen)));
}

TEST(Terminal, SendsNoControlCharacterOfAFeed) {
  for (const std::string& text : hostile) {
    model::Alert alert = support::niger_alert();
    alert.watch = alert.item.title = alert.item.feed_title = alert.item.link = text;
    alert.excerpt = {"so: " + text, {{0, 2}}};
    alert.hits = {{model::Field::summary, 0, 1, text}};
    const std::string shown = terminal(alert, Colour::no);
    for (const std::string_view line : base::split(shown, '\n')) {
      EXPECT_EQ(base::printable(line), line);
    }
    EXPECT_EQ(base::split(shown, '\n').size(), 5U) << shown;
  }
}

TEST(Terminal, KeepsArabicBetweenLeftToRightText) {
  model::Alert alert = support::niger_alert();
  alert.item.title = "هجوم في النيجر";
  alert.item.feed_title = "الجزيرة";
  alert.hits = {{model::Field::title, 8, 14, "النيجر"}};
  EXPECT_THAT(terminal(alert, Colour::no),
              AllOf(StartsWith("● sahel  هجوم في *النيجر*\n"), HasSubstr(" · الجزيرة · https://")));
}

TEST(PlainText, ReadsAsAMail) {
  EXPECT_EQ(plain_text(support::niger_alert()),
            "Floods near *Niger* force thousands out\n\n"
            "In *Niger*, the river rose.\n\n"
            "https://news.example.org/africa/42?a=1&b=2\n\n"
            "BBC Africa, published 2026-11-23 03:45 UTC\n"
            "by A. Diallo\n"
            "watch \"sahel\" found \"Niger\" in the title and \"Niger\" in the summary\n"
            "\n-- \nnewswatch · alert 5f1c3c56-0d5c-5d0a-9b1e-1f1f5b0b7a01\n");
}

TEST(Html, MarksTheHitAndLinksTheTitle) {
  EXPECT_THAT(html(support::niger_alert()),
              AllOf(HasSubstr("<a href=\"https://news.example.org/africa/42?a=1&amp;b=2\">"
                              "Floods near <mark"),
                    HasSubstr("<b>Niger</b></mark> force thousands out</a>"),
                    HasSubstr("published 2026-11-23 03:45 UTC")));
}

TEST(Html, LoadsNothing) {
  EXPECT_THAT(html(support::niger_alert()),
              AllOf(Not(HasSubstr("<img")),
                    Not(HasSubstr("src=")),
                    Not(HasSubstr("url(")),
                    Not(HasSubstr("<script")),
                    Not(HasSubstr("<link"))));
}

TEST(Html, TurnsNoFeedTextIntoMarkup) {
  const std::string attack = "<script>x</script>\"'><img src=x onerror=y>&amp;";
  model::Alert alert = support::niger_alert();
  alert.watch = alert.item.title = alert.item.feed_title = alert.item.author = attack;
  alert.item.link = "javascript:alert('x')//\"><b>";
  alert.excerpt = {attack, {{1, 4}}};
  alert.hits = {{model::Field::title, 1, 7, attack}};
  const std::string shown = html(alert);
  EXPECT_THAT(shown,
              AllOf(Not(HasSubstr("<script")),
                    Not(HasSubstr("<img")),
                    Not(HasSubstr("href")),
                    HasSubstr("//&quot;&gt;&lt;b&gt;"),
                    HasSubstr("javascript:alert(&#39;x&#39;)")));
}

TEST(Html, LeavesTheDirectionOfTextToTheText) {
  model::Alert alert = support::niger_alert();
  alert.item.title = "هجوم في النيجر";
  alert.hits = {{model::Field::title, 8, 14, "النيجر"}};
  EXPECT_THAT(html(alert), AllOf(HasSubstr("<h1 dir=\"auto\""), HasSubstr("<b>النيجر</b>")));
}

}  // namespace
}  // namespace alert
