#include "alert/decide.h"

#include <chrono>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/alerts.h"

namespace alert {
namespace {

using std::chrono::days;
using std::chrono::hours;
using testing::ElementsAre;

using Dates = std::vector<std::optional<base::TimePoint>>;

Dates aged(std::initializer_list<std::optional<base::Seconds>> ages) {
  Dates dates;
  for (const auto& age : ages) {
    dates.push_back(age ? std::optional(support::november() - *age) : std::nullopt);
  }
  return dates;
}

model::Backlog of_age(base::Seconds age) {
  return {.kind = model::Backlog::Kind::age, .count = 0, .age = age};
}

TEST(Decide, TellsNothingOfAFirstVisitWithoutBacklog) {
  EXPECT_THAT(decide(aged({hours(1), std::nullopt}), {}, true, support::november()),
              ElementsAre(Reason::baseline, Reason::baseline));
}

TEST(Decide, TellsEverythingOnceTheBaselineStands) {
  EXPECT_THAT(decide(aged({hours(1), days(9000)}), {}, false, support::november()),
              ElementsAre(Reason::immediate, Reason::immediate));
}

TEST(Decide, LetsTheWholeBacklogThrough) {
  const model::Backlog all{.kind = model::Backlog::Kind::all, .count = 0, .age = {}};
  EXPECT_THAT(decide(aged({std::nullopt, days(9000)}), all, true, support::november()),
              ElementsAre(Reason::backlog, Reason::backlog));
}

TEST(Decide, LetsTheNewestFewThrough) {
  const model::Backlog two{.kind = model::Backlog::Kind::count, .count = 2, .age = {}};
  EXPECT_THAT(decide(aged({hours(1), std::nullopt, hours(3)}), two, true, support::november()),
              ElementsAre(Reason::backlog, Reason::backlog, Reason::baseline));
}

TEST(Decide, CountsNobodyForANegativeNumber) {
  const model::Backlog odd{.kind = model::Backlog::Kind::count, .count = -1, .age = {}};
  EXPECT_THAT(decide(aged({hours(1)}), odd, true, support::november()),
              ElementsAre(Reason::baseline));
}

TEST(Decide, JudgesAnAgeByTheItemsOwnDate) {
  EXPECT_THAT(decide(aged({hours(24), hours(24) + base::Seconds(1)}),
                     of_age(hours(24)),
                     true,
                     support::november()),
              ElementsAre(Reason::backlog, Reason::baseline));
}

TEST(Decide, TakesNoItemWithoutADateForYoung) {
  EXPECT_THAT(decide(aged({std::nullopt}), of_age(days(9000)), true, support::november()),
              ElementsAre(Reason::baseline));
}

TEST(Decide, TakesNoImplausibleDateForYoung) {
  EXPECT_THAT(
      decide(
          aged({-days(2), -hours(23), days(3660)}), of_age(days(9000)), true, support::november()),
      ElementsAre(Reason::baseline, Reason::backlog, Reason::baseline));
}

TEST(Decide, HasAWordForEveryReason) {
  EXPECT_STREQ(word(Reason::immediate), "immediate");
  EXPECT_STREQ(word(Reason::backlog), "backlog");
  EXPECT_STREQ(word(Reason::baseline), "baseline");
  EXPECT_TRUE(tells(Reason::backlog));
  EXPECT_FALSE(tells(Reason::baseline));
}

TEST(Ids, StayTheSameForEver) {  // they are in the databases and inboxes of users
  model::ItemKeys keys;
  keys.best.fill(std::byte{7});
  EXPECT_EQ(item_id("bbc-africa", keys), "49b83d7e-7829-58b8-bf93-41d83c670350");
  EXPECT_EQ(alert_id("sahel", "item", 0, model::Alert::Kind::new_item),
            "a93a9f36-ead5-5e81-836b-cc97f7ab2312");
  EXPECT_EQ(idem_key(support::niger_alert(), "duty", "duty@example.org"),
            "7b550316-fc04-5697-851a-b1ccc6891226");
}

TEST(Ids, DifferInEveryPart) {
  const model::Alert plain = support::niger_alert();
  model::Alert other_watch = plain;
  other_watch.watch = "G5";
  model::Alert other_feed = plain;
  other_feed.item.feed = "rfi";
  model::Alert other_item = plain;
  other_item.item.id = "another";
  model::Alert revised = plain;
  revised.revision = 1;
  model::Alert update = plain;
  update.kind = model::Alert::Kind::update;
  model::Alert repeated = plain;
  repeated.sequence = 1;
  std::set<std::string> keys;
  for (const model::Alert& alert :
       {plain, other_watch, other_feed, other_item, revised, update, repeated}) {
    keys.insert(idem_key(alert, "duty", "a@example.org"));
  }
  keys.insert(idem_key(plain, "duty2", "a@example.org"));
  keys.insert(idem_key(plain, "duty", "b@example.org"));
  EXPECT_EQ(keys.size(), 9U);
}

TEST(Ids, DoNotRunTogether) {
  const model::Alert alert = support::niger_alert();
  EXPECT_NE(idem_key(alert, "ab", "c"), idem_key(alert, "a", "bc"));
  EXPECT_NE(idem_key(alert, "a", "1:b"), idem_key(alert, "a1:", "b"));
}

TEST(Ids, DoNotDependOnTheAttempt) {
  model::Alert later = support::niger_alert();
  later.created += hours(5);
  later.item.title = "corrected";
  EXPECT_EQ(idem_key(later, "duty", ""), idem_key(support::niger_alert(), "duty", ""));
}

}  // namespace
}  // namespace alert
