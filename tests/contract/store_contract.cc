#include "contract/store_contract.h"

#include <algorithm>
#include <stdexcept>

#include "store/samples.h"

namespace contract {

using samples::minute;
using samples::start;
using State = model::Delivery::State;

StoreContract::StoreContract() : now_(start), world_(GetParam()()) {
  restart();
}

void StoreContract::restart() {
  reader_.reset();
  writer_.reset();
  writer_ = world_->open_writer();
  reader_ = world_->open_reader();
}

std::vector<base::FeedId> StoreContract::configure(const std::vector<std::string>& feeds) {
  std::vector<model::Feed> configured;
  configured.reserve(feeds.size());
  for (const std::string& id : feeds) {
    configured.push_back(samples::feed(id));
  }
  std::vector<base::FeedId> rows;
  writer().transact([&] { rows = writer().register_feeds(configured, now_); });
  return rows;
}

model::FeedState StoreContract::lease(const std::string& feed) {
  std::optional<model::FeedState> wanted;
  writer().transact([&] {
    (void)writer().make_due(feed, now_);
    for (const model::FeedState& leased : writer().lease_due(now_, now_ + 5 * minute, 100)) {
      if (leased.id == feed) {
        wanted = leased;
      } else {
        writer().release(leased.row, leased.lease_epoch, leased.next_at);
      }
    }
  });
  return wanted.value();
}

bool StoreContract::commit(const store::Batch& batch) {
  bool done = false;
  writer().transact([&] { done = writer().commit(batch); });
  return done;
}

void StoreContract::post(const std::string& name,
                         const std::string& channel,
                         const std::string& recipient) {
  writer().transact([&] {
    writer().add_alert(samples::alert(name, {samples::delivery(name, channel, recipient)}));
  });
}

std::vector<store::Claim> StoreContract::claim(const std::string& channel, std::size_t most) {
  std::vector<store::Claim> claims;
  writer().transact(
      [&] { claims = writer().claim(channel, std::nullopt, now_, now_ + minute, most); });
  return claims;
}

bool StoreContract::settle(const store::Claim& claim, State state) {
  bool done = false;
  writer().transact([&] {
    done = writer().settle({.row = claim.delivery.row,
                            .lease_epoch = claim.delivery.lease_epoch,
                            .state = state,
                            .next_at = now_ + minute,
                            .error = state == State::sent ? "" : "no answer",
                            .now = now_});
  });
  return done;
}

model::Delivery StoreContract::delivery(const std::string& name) {
  const auto found = reader().deliveries({.idem_key = "key-" + name});
  return found.empty() ? model::Delivery{} : found.front().delivery;
}

// Feeds and leases.

TEST_P(StoreContract, ANewFeedIsDueAtOnceAndRemembersNothing) {
  const auto rows = configure({"b", "a"});
  ASSERT_EQ(rows.size(), 2U);
  const auto feeds = reader().feeds();
  ASSERT_EQ(feeds.size(), 2U);
  EXPECT_EQ(feeds[0].id, "a");
  EXPECT_EQ(feeds[0].row, rows[1]);
  EXPECT_EQ(feeds[0].next_at, now_);
  EXPECT_FALSE(feeds[0].baseline_done);
  EXPECT_EQ(reader().next_due(), now_);
}

TEST_P(StoreContract, LeasesTheLongestDueFirstAndNoFeedTwice) {
  configure({"a", "b", "c"});
  std::vector<model::FeedState> first;
  std::vector<model::FeedState> rest;
  writer().transact([&] {
    writer().make_due("b", now_ - minute);
    first = writer().lease_due(now_, now_ + minute, 1);
    rest = writer().lease_due(now_, now_ + minute, 10);
  });
  ASSERT_EQ(first.size(), 1U);
  EXPECT_EQ(first[0].id, "b");
  EXPECT_EQ(first[0].lease_epoch, 1);
  ASSERT_EQ(rest.size(), 2U);
  EXPECT_EQ(rest[0].id, "a");
  EXPECT_EQ(rest[1].id, "c");
  EXPECT_FALSE(reader().next_due());
}

TEST_P(StoreContract, DoesNotLeaseWhatIsNotYetDueOrSwitchedOff) {
  std::vector<model::Feed> feeds = {samples::feed("on"), samples::feed("off")};
  feeds[1].enabled = false;
  std::vector<model::FeedState> leased;
  writer().transact([&] {
    writer().register_feeds(feeds, now_);
    leased = writer().lease_due(now_ - minute, now_, 10);
    EXPECT_TRUE(leased.empty());
    leased = writer().lease_due(now_, now_ + minute, 10);
  });
  ASSERT_EQ(leased.size(), 1U);
  EXPECT_EQ(leased[0].id, "on");
}

TEST_P(StoreContract, ALeaseThatRanOutIsGivenAgainAndTheOlderOneMayNotCommit) {
  configure({"a"});
  const model::FeedState old = lease("a");
  now_ += 10 * minute;
  const model::FeedState fresh = lease("a");
  EXPECT_EQ(fresh.lease_epoch, old.lease_epoch + 1);
  EXPECT_FALSE(commit(samples::batch(old, {"x"})));
  EXPECT_EQ(reader().totals().items, 0);
  EXPECT_TRUE(commit(samples::batch(fresh, {"x"})));
  EXPECT_EQ(reader().totals().items, 1);
}

TEST_P(StoreContract, ALeaseOfAnEarlierProcessEndsWhenFeedsAreRegistered) {
  configure({"a"});
  (void)lease("a");
  restart();
  EXPECT_FALSE(reader().next_due());
  configure({"a"});
  EXPECT_TRUE(reader().next_due());
}

TEST_P(StoreContract, AReloadLeavesTheLeasesOfThisProcess) {
  configure({"a"});
  const model::FeedState leased = lease("a");
  configure({"a", "b"});
  std::vector<model::FeedState> due;
  writer().transact([&] { due = writer().lease_due(now_, now_ + minute, 10); });
  ASSERT_EQ(due.size(), 1U);
  EXPECT_EQ(due[0].id, "b");
  EXPECT_TRUE(commit(samples::batch(leased, {"x"})));
}

TEST_P(StoreContract, ReleasingEndsALeaseWithoutAVisit) {
  configure({"a"});
  const model::FeedState leased = lease("a");
  writer().transact([&] {
    writer().release(leased.row, leased.lease_epoch - 1, now_ + 5 * minute);
    EXPECT_FALSE(writer().next_due());
    writer().release(leased.row, leased.lease_epoch, now_ + 5 * minute);
  });
  EXPECT_EQ(reader().next_due(), now_ + 5 * minute);
}

TEST_P(StoreContract, AFeedThatLeavesTheConfigurationComesBackWithItsMemory) {
  const auto before = configure({"a", "b"});
  EXPECT_TRUE(commit(samples::batch(lease("a"), {"x"})));
  configure({"b"});
  EXPECT_EQ(reader().feeds().size(), 1U);
  writer().transact([&] { EXPECT_EQ(writer().make_due("a", now_), 0U); });
  EXPECT_EQ(reader().totals().items, 1);
  const auto after = configure({"a", "b"});
  EXPECT_EQ(before, after);
  const auto known = reader().known(after[0], std::vector{base::key128("x")});
  EXPECT_TRUE(known[0].known);
  EXPECT_EQ(reader().feed(after[0])->next_at, start + 60 * minute);
}

TEST_P(StoreContract, AnotherAddressUnderTheSameIdForgetsOnlyWhatTheServerGave) {
  std::vector<model::Feed> feeds = {samples::feed("a")};
  const auto rows = configure({"a"});
  store::Batch batch = samples::batch(lease("a"), {"x"});
  batch.feed.baseline_done = true;
  batch.feed.validators = {.etag = "\"1\"", .last_modified = "Mon", .origin = "https://a"};
  batch.feed.body_hash = std::string(32, '\xff');
  EXPECT_TRUE(commit(batch));
  EXPECT_EQ(reader().feed(rows[0])->validators, batch.feed.validators);
  EXPECT_EQ(reader().feed(rows[0])->body_hash, batch.feed.body_hash);
  feeds[0].address = "https://elsewhere.example.org/";
  writer().transact([&] { EXPECT_EQ(writer().register_feeds(feeds, now_), rows); });
  const auto feed = reader().feed(rows[0]);
  EXPECT_TRUE(feed->validators.empty());
  EXPECT_TRUE(feed->body_hash.empty());
  EXPECT_TRUE(feed->baseline_done);
  EXPECT_TRUE(reader().known(rows[0], std::vector{base::key128("x")})[0].known);
}

TEST_P(StoreContract, MakesOneFeedOrAllDue) {
  configure({"a", "b"});
  EXPECT_TRUE(commit(samples::batch(lease("a"), {})));
  writer().transact([&] {
    EXPECT_EQ(writer().make_due("a", now_), 1U);
    EXPECT_EQ(writer().make_due("nobody", now_), 0U);
    EXPECT_EQ(writer().make_due("", now_), 2U);
  });
  EXPECT_EQ(reader().feeds()[0].next_at, now_);
}

// What a commit keeps.

TEST_P(StoreContract, RemembersEverythingOfAFeedThatAVisitTaught) {
  configure({"a"});
  store::Batch batch = samples::batch(lease("a"), {});
  model::FeedState& feed = batch.feed;
  feed.last_success = now_;
  feed.last_new = now_ - minute;
  feed.baseline_done = true;
  feed.validators = {.etag = std::string("\"\0\xff\"", 4), .last_modified = "x", .origin = "o"};
  feed.body_hash = std::string(32, '\0');
  feed.failures = 3;
  feed.trouble = {.kind = model::Trouble::Kind::too_large, .status = 200, .message = "too large"};
  feed.trouble_since = now_;
  feed.title = "Fran\u00e7ais";
  feed.link = "https://example.org/";
  feed.format = "rss 2.0";
  feed.next_reason = "every hour";
  feed.identity = model::Identity::link_title;
  feed.identity_unclean = now_ - minute;
  feed.usual_new = 17;
  feed.held = std::string(32, '\x01');
  feed.held_at = now_ - minute;
  EXPECT_TRUE(commit(batch));
  EXPECT_EQ(reader().feed(feed.row), feed);
}

TEST_P(StoreContract, KnowsAnItemByItsBestKeyInItsOwnFeedOnly) {
  const auto rows = configure({"a", "b"});
  EXPECT_TRUE(commit(samples::batch(lease("a"), {"x", "y"})));
  const std::vector keys = {base::key128("y"), base::key128("z"), base::key128("x")};
  const auto in_a = reader().known(rows[0], keys);
  EXPECT_TRUE(in_a[0].known);
  EXPECT_EQ(in_a[0].last_seen, start);
  EXPECT_FALSE(in_a[1].known);
  EXPECT_TRUE(in_a[2].known);
  EXPECT_FALSE(reader().known(rows[1], keys)[0].known);
  EXPECT_TRUE(reader().known(rows[0], {}).empty());
}

TEST_P(StoreContract, FindsTheItemBehindALinkAndTheNewestItemsWithAndWithoutTheirContent) {
  const auto rows = configure({"a"});
  EXPECT_TRUE(commit(samples::batch(lease("a"), {"x", "y"})));
  const store::NewItem x = samples::item("x");
  const auto found = reader().linked(rows[0], std::vector{*x.keys.link, base::key128("other")});
  ASSERT_TRUE(found[0]);
  EXPECT_FALSE(found[1]);
  EXPECT_EQ(found[0]->guid, "x");
  EXPECT_EQ(found[0]->link, x.item.link);
  EXPECT_EQ(found[0]->title_hash, x.keys.title_hash);
  EXPECT_EQ(found[0]->content_hash, x.keys.content_hash);
  EXPECT_EQ(found[0]->item, reader().known(rows[0], std::vector{x.keys.best})[0].item);
  EXPECT_EQ(reader().newest(rows[0], 1).size(), 1U);
  writer().transact([&] { EXPECT_EQ(writer().prune(rows[0], start + minute, 1), 1U); });
  EXPECT_EQ(reader().newest(rows[0], 10).size(), 2U);
}

TEST_P(StoreContract, AnAliasMakesAnItemKnownByAnotherKeyAndCountsNoItem) {
  const auto rows = configure({"a"});
  EXPECT_TRUE(commit(samples::batch(lease("a"), {"x"})));
  const auto item = reader().known(rows[0], std::vector{base::key128("x")})[0].item;
  store::Batch batch = samples::batch(lease("a"), {});
  batch.aliases = {{.item = item, .best = base::key128("new"), .link = base::key128("link")}};
  EXPECT_TRUE(commit(batch));
  EXPECT_TRUE(commit(batch));
  EXPECT_EQ(reader().known(rows[0], std::vector{base::key128("new")})[0].item, item);
  EXPECT_EQ(reader().linked(rows[0], std::vector{base::key128("link")})[0]->item, item);
  EXPECT_TRUE(commit(samples::batch(lease("a"), {"new"})));
  EXPECT_EQ(reader().totals().items, 1);
}

TEST_P(StoreContract, ARepeatedBatchChangesNothing) {
  configure({"a"});
  const store::Batch batch = samples::batch(lease("a"), {"x", "y"});
  EXPECT_TRUE(commit(batch));
  EXPECT_TRUE(commit(batch));
  EXPECT_EQ(reader().totals().items, 2);
  EXPECT_EQ(reader().totals().alerts, 2);
  EXPECT_EQ(reader().totals().pending, 2);
  EXPECT_EQ(reader().feeds()[0].items, 2);
}

TEST_P(StoreContract, AnItemThatIsKnownIsSkippedWithItsHitsAndAlerts) {
  configure({"a"});
  EXPECT_TRUE(commit(samples::batch(lease("a"), {"x"})));
  store::Batch batch = samples::batch(lease("a"), {"x", "y"});
  batch.alerts[0].id = "another alert for x";
  batch.alerts[0].deliveries[0].idem_key = "another delivery for x";
  EXPECT_TRUE(commit(batch));
  const auto alerts = reader().alerts({});
  ASSERT_EQ(alerts.size(), 2U);
  EXPECT_EQ(alerts[0].id, "alert-y");
  EXPECT_EQ(reader().totals().pending, 2);
}

TEST_P(StoreContract, TheSameKeyTwiceInOneBatchIsOneItem) {
  configure({"a"});
  EXPECT_TRUE(commit(samples::batch(lease("a"), {"x", "x", "y"})));
  EXPECT_EQ(reader().totals().items, 2);
  EXPECT_EQ(reader().totals().alerts, 2);
}

TEST_P(StoreContract, ItemsMayShareALink) {
  configure({"a"});
  store::Batch batch = samples::batch(lease("a"), {"x", "y"});
  batch.items[1].keys.link = batch.items[0].keys.link;
  EXPECT_TRUE(commit(batch));
  EXPECT_EQ(reader().totals().items, 2);
}

TEST_P(StoreContract, BringsLastSeenForwardAndNeverBack) {
  const auto rows = configure({"a"});
  const std::vector keys = {base::key128("x")};
  EXPECT_TRUE(commit(samples::batch(lease("a"), {"x"})));
  store::Batch later = samples::batch(lease("a"), {});
  later.seen_again = keys;
  later.now = start + 60 * minute;
  EXPECT_TRUE(commit(later));
  EXPECT_EQ(reader().known(rows[0], keys)[0].last_seen, later.now);
  later.feed = lease("a");
  later.now = start;
  EXPECT_TRUE(commit(later));
  EXPECT_EQ(reader().known(rows[0], keys)[0].last_seen, start + 60 * minute);
}

TEST_P(StoreContract, WorkThatThrowsLeavesNothingBehindAndTheWriterUsable) {
  configure({"a"});
  const store::Batch batch = samples::batch(lease("a"), {"x"});
  EXPECT_THROW(writer().transact([&] {
    EXPECT_TRUE(writer().commit(batch));
    throw std::runtime_error("changed my mind");
  }),
               std::runtime_error);
  EXPECT_EQ(reader().totals().items, 0);
  EXPECT_TRUE(commit(batch));
  EXPECT_EQ(reader().totals().items, 1);
}

TEST_P(StoreContract, AReaderSeesNothingOfATransactionThatIsNotOver) {
  configure({"a"});
  const store::Batch batch = samples::batch(lease("a"), {"x"});
  writer().transact([&] {
    EXPECT_TRUE(writer().commit(batch));
    EXPECT_EQ(reader().totals().items, 0);
    EXPECT_EQ(writer().totals().items, 1);
  });
  EXPECT_EQ(reader().totals().items, 1);
}

TEST_P(StoreContract, KeepsEverythingOverARestart) {
  const auto rows = configure({"a"});
  EXPECT_TRUE(commit(samples::batch(lease("a"), {"x"})));
  restart();
  EXPECT_EQ(configure({"a"}), rows);
  EXPECT_TRUE(reader().known(rows[0], std::vector{base::key128("x")})[0].known);
  EXPECT_EQ(reader().alerts({}).at(0).object, "{\"id\":\"alert-x\"}");
  EXPECT_EQ(delivery("x").state, State::pending);
}

TEST_P(StoreContract, PruningEmptiesOldContentInPiecesAndKeepsTheKeys) {
  const auto rows = configure({"a", "b"});
  EXPECT_TRUE(commit(samples::batch(lease("a"), {"x", "y", "z"})));
  EXPECT_TRUE(commit(samples::batch(lease("b"), {"w"})));
  const base::TimePoint later = start + minute;
  writer().transact([&] {
    EXPECT_EQ(writer().prune(std::nullopt, start, 100), 0U);
    EXPECT_EQ(writer().prune(rows[1], later, 100), 1U);
    EXPECT_EQ(writer().prune(std::nullopt, later, 2), 2U);
    EXPECT_EQ(writer().prune(std::nullopt, later, 2), 1U);
    EXPECT_EQ(writer().prune(std::nullopt, later, 2), 0U);
  });
  EXPECT_TRUE(reader().known(rows[0], std::vector{base::key128("x")})[0].known);
  EXPECT_EQ(reader().totals().items, 4);
  EXPECT_EQ(reader().totals().alerts, 4);
}

// Alerts.

TEST_P(StoreContract, ListsAlertsNewestFirstByWatchChannelAndAge) {
  writer().transact([&] {
    store::NewAlert old = samples::alert("old", {samples::delivery("old", "hook")});
    old.created = start - 60 * minute;
    writer().add_alert(old);
    writer().add_alert(samples::alert("one", {samples::delivery("one", "screen")}));
    store::NewAlert other = samples::alert("two", {samples::delivery("two", "screen")});
    other.watch = "other";
    writer().add_alert(other);
  });
  const auto names = [&](const store::AlertQuery& query) {
    std::vector<std::string> ids;
    for (const store::AlertRow& row : reader().alerts(query)) {
      ids.push_back(row.id);
    }
    return ids;
  };
  using Names = std::vector<std::string>;
  EXPECT_EQ(names({}), (Names{"alert-two", "alert-one", "alert-old"}));
  EXPECT_EQ(names({.limit = 1}), (Names{"alert-two"}));
  EXPECT_EQ(names({.watch = "sahel"}), (Names{"alert-one", "alert-old"}));
  EXPECT_EQ(names({.channel = "hook"}), (Names{"alert-old"}));
  EXPECT_EQ(names({.since = start}), (Names{"alert-two", "alert-one"}));
  EXPECT_EQ(names({.watch = "other", .channel = "hook"}), Names{});
}

TEST_P(StoreContract, AnAlertIsToldOnceWhoeverAddsIt) {
  post("one", "screen");
  post("one", "screen");
  EXPECT_EQ(reader().totals().alerts, 1);
  EXPECT_EQ(reader().totals().pending, 1);
}

// Deliveries.

TEST_P(StoreContract, ClaimsTheOldestOfOneRecipientWithTheirAlerts) {
  post("one", "mail", "amina");
  post("two", "mail", "boubacar");
  post("three", "mail", "amina");
  post("four", "hook");
  const auto first = claim("mail");
  ASSERT_EQ(first.size(), 2U);
  EXPECT_EQ(first[0].delivery.idem_key, "key-one");
  EXPECT_EQ(first[1].delivery.idem_key, "key-three");
  EXPECT_EQ(first[0].delivery.state, State::leased);
  EXPECT_EQ(first[0].alert_objects, std::vector<std::string>{"{\"id\":\"alert-one\"}"});
  EXPECT_EQ(claim("mail").at(0).delivery.recipient, "boubacar");
  EXPECT_TRUE(claim("mail").empty());
  EXPECT_FALSE(reader().next_delivery("mail"));
  EXPECT_EQ(reader().next_delivery("hook"), start);
}

TEST_P(StoreContract, ClaimsNoMoreThanAskedAndNothingBeforeItsTime) {
  post("one", "mail");
  post("two", "mail");
  EXPECT_EQ(claim("mail", 1).size(), 1U);
  now_ -= minute;
  EXPECT_TRUE(claim("mail").empty());
  EXPECT_EQ(reader().next_delivery("mail"), start);
}

TEST_P(StoreContract, ARecipientClaimsItsOwnAndWhatIsForAnybody) {
  post("hers", "desk", "amina");
  post("his", "desk", "boubacar");
  post("anybody's", "desk");
  std::vector<store::Claim> claims;
  writer().transact([&] { claims = writer().claim("desk", "amina", now_, now_ + minute, 16); });
  ASSERT_EQ(claims.size(), 2U);
  EXPECT_EQ(claims[0].delivery.idem_key, "key-hers");
  EXPECT_EQ(claims[1].delivery.idem_key, "key-anybody's");
  EXPECT_EQ(delivery("his").state, State::pending);
}

TEST_P(StoreContract, ASettledDeliveryIsOverAndASecondAnswerIsIgnored) {
  post("one", "mail");
  const auto claims = claim("mail");
  EXPECT_TRUE(settle(claims.at(0), State::sent));
  EXPECT_FALSE(settle(claims.at(0), State::dead));
  const model::Delivery sent = delivery("one");
  EXPECT_EQ(sent.state, State::sent);
  EXPECT_EQ(sent.attempts, 1);
  EXPECT_EQ(sent.settled_at, now_);
  EXPECT_TRUE(claim("mail").empty());
}

TEST_P(StoreContract, ALaterAnswerBringsADeliveryBackAtItsTime) {
  post("one", "mail");
  EXPECT_TRUE(settle(claim("mail").at(0), State::pending));
  EXPECT_EQ(delivery("one").last_error, "no answer");
  EXPECT_FALSE(delivery("one").settled_at);
  EXPECT_TRUE(claim("mail").empty());
  EXPECT_EQ(reader().next_delivery("mail"), now_ + minute);
  now_ += minute;
  const auto again = claim("mail");
  ASSERT_EQ(again.size(), 1U);
  EXPECT_EQ(again[0].delivery.attempts, 1);
  EXPECT_FALSE(again[0].delivery.maybe_duplicate);
}

TEST_P(StoreContract, AnAttemptThatSentNothingDoesNotCount) {
  post("one", "mail");
  const auto claims = claim("mail");
  writer().transact([&] {
    EXPECT_TRUE(writer().settle({.row = claims.at(0).delivery.row,
                                 .lease_epoch = claims.at(0).delivery.lease_epoch,
                                 .state = State::pending,
                                 .next_at = now_,
                                 .attempted = false,
                                 .now = now_}));
  });
  EXPECT_EQ(delivery("one").attempts, 0);
}

TEST_P(StoreContract, ALeaseThatRanOutMayHaveArrivedAndTheNextOneFencesIt) {
  post("one", "mail");
  const auto slow = claim("mail");
  now_ += 2 * minute;
  writer().transact([&] { writer().tidy_deliveries(now_); });
  EXPECT_EQ(delivery("one").state, State::pending);
  EXPECT_TRUE(delivery("one").maybe_duplicate);
  const auto again = claim("mail");
  EXPECT_FALSE(settle(slow.at(0), State::dead));
  EXPECT_TRUE(settle(again.at(0), State::sent));
  EXPECT_EQ(delivery("one").state, State::sent);
}

TEST_P(StoreContract, AnAnswerAfterTheLeaseRanOutCountsWhileNobodyElseHasIt) {
  post("one", "mail");
  const auto slow = claim("mail");
  now_ += 2 * minute;
  writer().transact([&] { writer().tidy_deliveries(now_); });
  EXPECT_TRUE(settle(slow.at(0), State::sent));
  EXPECT_TRUE(claim("mail").empty());
}

TEST_P(StoreContract, WhatALaneHeldWhenItsProcessEndedIsPendingAgain) {
  post("one", "mail");
  (void)claim("mail");
  restart();
  writer().transact([&] { writer().register_channels(std::vector<std::string>{"mail"}, now_); });
  EXPECT_EQ(delivery("one").state, State::pending);
  EXPECT_TRUE(delivery("one").maybe_duplicate);
}

TEST_P(StoreContract, WhatIsTooLateExpiresAndIsNotClaimed) {
  writer().transact([&] {
    store::NewDelivery brief = samples::delivery("one", "mail");
    brief.expires_at = now_ + minute;
    writer().add_alert(samples::alert("one", {brief}));
  });
  now_ += minute;
  EXPECT_TRUE(claim("mail").empty());
  writer().transact([&] { writer().tidy_deliveries(now_); });
  EXPECT_EQ(delivery("one").state, State::expired);
  EXPECT_EQ(reader().totals().dead, 1);
}

TEST_P(StoreContract, ADeadDeliveryCanBeAskedForAgainWithAttemptsCountedAnew) {
  post("one", "mail");
  EXPECT_TRUE(settle(claim("mail").at(0), State::dead));
  EXPECT_EQ(reader().totals().dead, 1);
  writer().transact([&] {
    EXPECT_TRUE(writer().retry("key-one", now_));
    EXPECT_FALSE(writer().retry("key-one", now_));
    EXPECT_FALSE(writer().retry("nobody", now_));
  });
  EXPECT_EQ(delivery("one").state, State::pending);
  EXPECT_EQ(delivery("one").attempts, 0);
  EXPECT_EQ(claim("mail").size(), 1U);
}

TEST_P(StoreContract, AnExpiredDeliveryAskedForAgainDoesNotExpireAgain) {
  writer().transact([&] {
    store::NewDelivery brief = samples::delivery("one", "mail");
    brief.expires_at = now_;
    writer().add_alert(samples::alert("one", {brief}));
    writer().tidy_deliveries(now_);
    EXPECT_TRUE(writer().retry("key-one", now_));
    writer().tidy_deliveries(now_ + minute);
  });
  EXPECT_EQ(delivery("one").state, State::pending);
}

TEST_P(StoreContract, DiscardsWhatIsNotUnderWayOrOver) {
  post("one", "mail");
  post("two", "hook");
  (void)claim("hook");
  writer().transact([&] {
    EXPECT_TRUE(writer().discard("key-one", now_));
    EXPECT_FALSE(writer().discard("key-one", now_));
    EXPECT_FALSE(writer().discard("key-two", now_));
  });
  EXPECT_EQ(delivery("one").state, State::discarded);
  EXPECT_TRUE(claim("mail").empty());
}

TEST_P(StoreContract, DeliveriesWaitForAChannelThatIsGone) {
  const auto channels = [&](const std::vector<std::string>& names) {
    writer().transact([&] { writer().register_channels(names, now_); });
  };
  channels({"mail", "hook"});
  post("one", "mail");
  post("two", "hook");
  channels({"hook"});
  EXPECT_EQ(delivery("one").state, State::orphaned);
  EXPECT_EQ(delivery("two").state, State::pending);
  EXPECT_TRUE(claim("mail").empty());
  channels({"mail"});
  EXPECT_EQ(delivery("one").state, State::pending);
  EXPECT_EQ(delivery("two").state, State::orphaned);
}

TEST_P(StoreContract, AnAnswerForAChannelThatIsGoneIsStillWrittenDown) {
  post("one", "mail");
  post("two", "mail");
  const auto claims = claim("mail");
  writer().transact([&] {
    writer().register_channels(std::vector<std::string>{"mail"}, now_);
    writer().register_channels({}, now_);
  });
  EXPECT_TRUE(delivery("one").maybe_duplicate);
  EXPECT_TRUE(settle(claims.at(0), State::sent));
  EXPECT_TRUE(settle(claims.at(1), State::pending));
  EXPECT_EQ(delivery("one").state, State::sent);
  EXPECT_EQ(delivery("two").state, State::orphaned);
}

TEST_P(StoreContract, ListsDeliveriesNewestFirstByStateAndChannel) {
  post("one", "mail");
  post("two", "hook");
  post("three", "mail");
  EXPECT_TRUE(settle(claim("hook").at(0), State::dead));
  const auto names = [&](const store::DeliveryQuery& query) {
    std::vector<std::string> keys;
    for (const store::DeliveryRow& row : reader().deliveries(query)) {
      keys.push_back(row.delivery.idem_key);
      EXPECT_EQ(row.alert_objects.size(), 1U);
    }
    return keys;
  };
  using Names = std::vector<std::string>;
  EXPECT_EQ(names({}), (Names{"key-three", "key-two", "key-one"}));
  EXPECT_EQ(names({.limit = 2}), (Names{"key-three", "key-two"}));
  EXPECT_EQ(names({.states = {State::dead, State::expired}}), (Names{"key-two"}));
  EXPECT_EQ(names({.limit = 2, .states = {State::pending, State::dead, State::dead}}),
            (Names{"key-three", "key-two"}));
  EXPECT_EQ(names({.states = {State::pending}, .channel = "mail"}),
            (Names{"key-three", "key-one"}));
  EXPECT_EQ(names({.states = {State::sent}, .idem_key = "key-one"}), Names{});
  EXPECT_EQ(names({.idem_key = "key-one"}), Names{"key-one"});
}

TEST_P(StoreContract, RemembersRecipientsOncePerChannel) {
  writer().transact([&] {
    EXPECT_TRUE(writer().add_recipient("desk", "boubacar", now_));
    EXPECT_TRUE(writer().add_recipient("desk", "amina", now_));
    EXPECT_FALSE(writer().add_recipient("desk", "amina", now_));
    EXPECT_TRUE(writer().add_recipient("other", "amina", now_));
  });
  EXPECT_EQ(reader().recipients("desk"), (std::vector<std::string>{"amina", "boubacar"}));
  EXPECT_TRUE(reader().recipients("none").empty());
}

}  // namespace contract
