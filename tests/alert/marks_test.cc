#include "alert/marks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/alerts.h"

namespace alert {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Pieces, AreTheTextCutAtItsMarks) {
  EXPECT_THAT(pieces("In Niger now", {{3, 8}}, 100),
              ElementsAre(Piece{"In ", false}, Piece{"Niger", true}, Piece{" now", false}));
}

TEST(Pieces, CountCodePointsNotBytes) {
  EXPECT_THAT(pieces("à Nigér", {{2, 7}}, 100),
              ElementsAre(Piece{"à ", false}, Piece{"Nigér", true}));
}

TEST(Pieces, JoinMarksThatOverlapOrTouch) {
  EXPECT_THAT(pieces("abcdef", {{2, 4}, {0, 3}, {4, 5}}, 100),
              ElementsAre(Piece{"abcde", true}, Piece{"f", false}));
}

TEST(Pieces, SurviveMarksThatLieOutside) {
  EXPECT_THAT(pieces("abc", {{1, 99}, {7, 9}, {5, 2}, {2, 2}}, 100),
              ElementsAre(Piece{"a", false}, Piece{"bc", true}));
  EXPECT_THAT(pieces("", {{0, 5}}, 100), IsEmpty());
}

TEST(Pieces, SayWhereTheyWereCut) {
  EXPECT_THAT(pieces("abcdef", {{2, 6}}, 3),
              ElementsAre(Piece{"ab", false}, Piece{"c", true}, Piece{"…", false}));
}

TEST(Pieces, AreOfOneLine) {
  EXPECT_THAT(pieces("a\nb\tc", {}, 100), ElementsAre(Piece{"a b c", false}));
}

TEST(TitlePieces, StandInForAMissingTitle) {
  model::Alert alert = support::niger_alert();
  alert.item.title = "  ";
  EXPECT_THAT(
      title_pieces(alert),
      ElementsAre(Piece{"In ", false}, Piece{"Niger", true}, Piece{", the river rose.", false}));
  EXPECT_THAT(excerpt_pieces(alert), IsEmpty());
  alert.excerpt = {};
  EXPECT_THAT(title_pieces(alert), ElementsAre(Piece{alert.item.link, false}));
  alert.item.link.clear();
  EXPECT_THAT(title_pieces(alert), ElementsAre(Piece{"(no title)", false}));
}

TEST(ExcerptPieces, DoNotRepeatTheTitle) {
  model::Alert alert = support::niger_alert();
  alert.excerpt.text = alert.item.title;
  EXPECT_THAT(excerpt_pieces(alert), IsEmpty());
}

TEST(SafeLink, IsOfTheWebOrNotThere) {
  model::Alert alert = support::niger_alert();
  EXPECT_EQ(safe_link(alert), alert.item.link);
  for (const char* link : {"javascript:alert(1)",
                           "file:///etc/passwd",
                           "data:text/html,x",
                           "news",
                           "mailto:a@example.org",
                           ""}) {
    alert.item.link = link;
    EXPECT_EQ(safe_link(alert), "") << link;
  }
}

}  // namespace
}  // namespace alert
