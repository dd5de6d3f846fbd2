#include "agent/note.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using testing::HasSubstr;
using testing::Not;

model::Message message() {
  model::Message message;
  message.idem_key = "key";
  model::Alert alert;
  alert.watch = "sahel";
  alert.item.title = "Coup in Niger";
  alert.item.feed_title = "BBC & others";
  alert.item.link = "https://example.org/1";
  alert.excerpt.text = "In <i>Niger</i> & é Mali";
  alert.excerpt.marks = {{6, 11}};
  message.alerts = {alert};
  return message;
}

TEST(Note, EscapesWhatAServerWouldReadAsMarkup) {
  const agent::Note note = agent::note_of(message(), {.markup = true, .actions = true});
  EXPECT_EQ(note.key, "key");
  EXPECT_THAT(note.title, HasSubstr("sahel: Coup in Niger"));
  EXPECT_THAT(note.body, HasSubstr("In &lt;i&gt;<b>Niger</b>&lt;/i&gt; &amp; é Mali"));
  EXPECT_THAT(note.body, HasSubstr("BBC &amp; others"));
  EXPECT_THAT(note.body, Not(HasSubstr("https://")));
  EXPECT_EQ(note.link, "https://example.org/1");
}

TEST(Note, IsPlainWhereTheServerKnowsNoMarkup) {
  const agent::Note note = agent::note_of(message(), {});
  EXPECT_THAT(note.body, HasSubstr("In <i>Niger</i> & é Mali"));
  EXPECT_THAT(note.body, HasSubstr("https://example.org/1"));
}

TEST(Note, NeverCarriesALinkThatIsNotOfTheWeb) {
  for (const char* link : {"file:///etc/passwd", "javascript:alert(1)", "mailto:a@b", "-x", ""}) {
    model::Message bad = message();
    bad.alerts[0].item.link = link;
    EXPECT_EQ(agent::note_of(bad, {.markup = true, .actions = true}).link, "") << link;
  }
}

TEST(Note, SurvivesMarksThatAreWrong) {
  model::Message bad = message();
  bad.alerts[0].excerpt.marks = {{20, 10}, {6, 11}, {8, 9}, {11, 4'000'000'000}};
  const agent::Note note = agent::note_of(bad, {.markup = true, .actions = true});
  EXPECT_THAT(note.body, HasSubstr("<b>Niger</b>"));
}

TEST(Note, HasABoundedBody) {
  model::Message vast = message();
  vast.alerts[0].excerpt.text = std::string(100'000, 'x');
  vast.alerts[0].excerpt.marks.clear();
  EXPECT_LT(agent::note_of(vast, {}).body.size(), 1000U);
}

TEST(Note, ShowsControlCharactersInsteadOfSendingThem) {
  model::Message odd = message();
  odd.alerts[0].excerpt.text = "a\x1b[31mb\u202e";
  odd.alerts[0].excerpt.marks.clear();
  EXPECT_THAT(agent::note_of(odd, {}).body, HasSubstr("a\\x1b[31mb\\u202e"));
}

TEST(Note, OfAnAlertTooNewSaysSo) {
  model::Message empty = message();
  empty.alerts.clear();
  EXPECT_THAT(agent::note_of(empty, {}).body, HasSubstr("too old"));
}

TEST(Note, SumsUpWhatWaited) {
  const agent::Note note = agent::summary_of(12, 5);
  EXPECT_EQ(note.title, "newswatch: 12 alerts while you were away");
  EXPECT_THAT(note.body, HasSubstr("newest 5"));
}

}  // namespace
