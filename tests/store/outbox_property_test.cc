// Leases and deliveries under any order of calls, beside a model small enough to be believed.
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "store/one_store.h"

namespace store {
namespace {

using State = model::Delivery::State;
using samples::start;

constexpr base::Seconds lease_time{10};
const std::vector<std::string> recipients = {"", "amina", "boubacar"};

struct Believed {
  std::string recipient;
  State state = State::pending;
  int attempts = 0;
  bool maybe_duplicate = false;
  base::TimePoint next_at = start;
  base::TimePoint lease_until;
  std::optional<base::TimePoint> expires_at;
};

struct Held {
  std::string name;
  Claim claim;
  bool current = true;  ///< nobody changed hands since
};

/// The store and the model, taken through the same steps.
class Outbox {
 public:
  Outbox() : writer_(one_.writer()) {}

  void step() {
    switch (*rc::gen::inRange(0, 9)) {
      case 0:
        post();
        break;
      case 1:
        claim(std::nullopt);
        break;
      case 2:
        claim(*rc::gen::elementOf(recipients));
        break;
      case 3:
      case 4:
        settle();
        break;
      case 5:
        tidy();
        break;
      case 6:
        retry();
        break;
      case 7:
        discard();
        break;
      default:
        now_ += base::Seconds(*rc::gen::inRange(0, 15));
        break;
    }
  }

  void compare() const {
    const auto rows = writer_->deliveries({.limit = 1000});
    RC_ASSERT(rows.size() == believed_.size());
    for (const DeliveryRow& row : rows) {
      const Believed& expected = believed_.at(row.delivery.idem_key);
      RC_ASSERT(row.delivery.state == expected.state);
      RC_ASSERT(row.delivery.attempts == expected.attempts);
      RC_ASSERT(row.delivery.maybe_duplicate == expected.maybe_duplicate);
      RC_ASSERT(row.delivery.next_at == expected.next_at);
      RC_ASSERT(row.alert_objects.size() == 1U);
    }
  }

 private:
  void post() {
    const std::string name = std::to_string(believed_.size());
    Believed fresh;
    fresh.recipient = *rc::gen::elementOf(recipients);
    fresh.next_at = now_ + base::Seconds(*rc::gen::inRange(-3, 4));
    if (*rc::gen::inRange(0, 3) == 0) {
      fresh.expires_at = now_ + base::Seconds(*rc::gen::inRange(1, 20));
    }
    NewDelivery delivery = samples::delivery(name, "mail", fresh.recipient);
    delivery.next_at = fresh.next_at;
    delivery.expires_at = fresh.expires_at;
    writer_->transact([&] { writer_->add_alert(samples::alert(name, {delivery})); });
    believed_["key-" + name] = fresh;
  }

  [[nodiscard]] bool due(const Believed& row) const {
    return row.state == State::pending && row.next_at <= now_ &&
           (!row.expires_at || *row.expires_at > now_);
  }

  void claim(std::optional<std::string> recipient) {
    const auto most = static_cast<std::size_t>(*rc::gen::inRange(1, 4));
    std::vector<Claim> claims;
    writer_->transact(
        [&] { claims = writer_->claim("mail", recipient, now_, now_ + lease_time, most); });
    std::set<std::string> to;
    base::TimePoint before = base::TimePoint::min();
    for (const Claim& claim : claims) {
      Believed& row = believed_.at(claim.delivery.idem_key);
      RC_ASSERT(due(row));
      RC_ASSERT(before <= row.next_at);
      before = row.next_at;
      to.insert(row.recipient);
      take(claim, row);
    }
    std::size_t left = 0;
    for (const auto& [name, row] : believed_) {
      const bool wanted = recipient ? (row.recipient == *recipient || row.recipient.empty())
                                    : to.contains(row.recipient);
      left += due(row) && (wanted || (!recipient && to.empty())) ? 1U : 0U;
    }
    RC_ASSERT(claims.size() == most || left == 0U);
    if (!recipient) {
      RC_ASSERT(to.size() <= 1U);
    }
  }

  void take(const Claim& claim, Believed& row) {
    move_on(claim.delivery.idem_key);
    row.state = State::leased;
    row.lease_until = now_ + lease_time;
    held_.push_back({.name = claim.delivery.idem_key, .claim = claim});
  }

  void settle() {
    if (held_.empty()) {
      return;
    }
    const Held held = *rc::gen::elementOf(held_);
    const State state = *rc::gen::element(State::sent, State::pending, State::dead);
    const bool attempted = *rc::gen::arbitrary<bool>();
    bool done = false;
    writer_->transact([&] {
      done = writer_->settle({.row = held.claim.delivery.row,
                              .lease_epoch = held.claim.delivery.lease_epoch,
                              .state = state,
                              .next_at = now_ + base::Seconds(5),
                              .attempted = attempted,
                              .now = now_});
    });
    RC_ASSERT(done == held.current);
    if (done) {
      Believed& row = believed_.at(held.name);
      row.state = state;
      row.attempts += attempted ? 1 : 0;
      row.next_at = now_ + base::Seconds(5);
      move_on(held.name);
    }
  }

  void tidy() {
    writer_->transact([&] { writer_->tidy_deliveries(now_); });
    for (auto& [name, row] : believed_) {
      if (row.state == State::leased && row.lease_until <= now_) {
        row.state = State::pending;
        row.maybe_duplicate = true;
      }
      if (row.state == State::pending && row.expires_at && *row.expires_at <= now_) {
        row.state = State::expired;
        move_on(name);
      }
    }
  }

  void retry() {
    each_asked([&](const std::string& name, Believed& row) {
      const bool can =
          row.state == State::dead || row.state == State::expired || row.state == State::discarded;
      writer_->transact([&] { RC_ASSERT(writer_->retry(name, now_) == can); });
      if (can) {
        row.state = State::pending;
        row.attempts = 0;
        row.next_at = now_;
        row.expires_at.reset();
        move_on(name);
      }
    });
  }

  void discard() {
    each_asked([&](const std::string& name, Believed& row) {
      const bool can =
          row.state == State::pending || row.state == State::dead || row.state == State::expired;
      writer_->transact([&] { RC_ASSERT(writer_->discard(name, now_) == can); });
      if (can) {
        row.state = State::discarded;
        move_on(name);
      }
    });
  }

  template <class Work>
  void each_asked(const Work& work) {
    if (believed_.empty()) {
      return;
    }
    const auto number = *rc::gen::inRange<std::size_t>(0, believed_.size());
    const std::string name = "key-" + std::to_string(number);
    work(name, believed_.at(name));
  }

  void move_on(const std::string& name) {
    for (Held& held : held_) {
      held.current = held.current && held.name != name;
    }
  }

  support::OneStore one_;
  std::unique_ptr<Writer> writer_;
  base::TimePoint now_ = start;
  std::map<std::string, Believed> believed_;
  std::vector<Held> held_;
};

RC_GTEST_PROP(OutboxProperty, EveryOrderOfCallsEndsWhereTheModelDoes, ()) {
  Outbox outbox;
  const int steps = *rc::gen::inRange(1, 60);
  for (int i = 0; i < steps; ++i) {
    outbox.step();
    outbox.compare();
  }
}

RC_GTEST_PROP(LeaseProperty, NoFeedIsLeasedTwiceAndOnlyTheNewestLeaseCommits, ()) {
  const support::OneStore one;
  const auto writer = one.writer();
  writer->transact([&] {
    writer->register_feeds(std::vector{samples::feed("a"), samples::feed("b"), samples::feed("c")},
                           start);
  });
  base::TimePoint now = start;
  std::map<std::string, std::int64_t> newest;
  std::map<std::string, base::TimePoint> until;
  std::vector<model::FeedState> held;
  const int steps = *rc::gen::inRange(1, 60);
  for (int i = 0; i < steps; ++i) {
    now += base::Seconds(*rc::gen::inRange(0, 8));
    if (held.empty() || *rc::gen::arbitrary<bool>()) {
      const auto most = *rc::gen::inRange<std::size_t>(1, 4);
      writer->transact([&] {
        for (const model::FeedState& feed : writer->lease_due(now, now + lease_time, most)) {
          RC_ASSERT(!until.contains(feed.id) || until[feed.id] <= now);
          RC_ASSERT(feed.lease_epoch == newest[feed.id] + 1);
          newest[feed.id] = feed.lease_epoch;
          until[feed.id] = now + lease_time;
          held.push_back(feed);
        }
      });
      continue;
    }
    const model::FeedState feed = *rc::gen::elementOf(held);
    Batch batch = samples::batch(feed, {std::to_string(i)});
    batch.feed.next_at = now;
    writer->transact(
        [&] { RC_ASSERT(writer->commit(batch) == (feed.lease_epoch == newest[feed.id])); });
    if (feed.lease_epoch == newest[feed.id]) {
      until.erase(feed.id);
    }
  }
}

}  // namespace
}  // namespace store
