#include "store/sqlite/queries.h"

#include <algorithm>
#include <limits>

#include "store/sqlite/rows.h"

namespace store {
namespace {

constexpr Sql select_key(
    "SELECT last_seen, item FROM item_key WHERE feed = ?1 AND kind = ?2 AND hash = ?3");

constexpr Sql select_feed(
    "SELECT row_id, id, next_at, last_attempt, last_success, last_new, baseline_done, etag, "
    "last_modified,"
    " validators_origin, body_hash, failures, trouble, trouble_status, trouble_message, "
    "trouble_since,"
    " title, link, format, next_reason, items, identity, identity_unclean, usual_new, held, "
    "held_at,"
    " lease_epoch FROM feed WHERE row_id = ?1");

constexpr Sql select_feeds(
    "SELECT row_id, id, next_at, last_attempt, last_success, last_new, baseline_done, etag, "
    "last_modified,"
    " validators_origin, body_hash, failures, trouble, trouble_status, trouble_message, "
    "trouble_since,"
    " title, link, format, next_reason, items, identity, identity_unclean, usual_new, held, "
    "held_at,"
    " lease_epoch FROM feed WHERE retired_at IS NULL "
    "ORDER BY id");

constexpr Sql select_alike(
    "SELECT item.row_id, guid, link, title_hash, content_hash, published FROM item_key"
    " JOIN item ON item.row_id = item_key.item"
    " WHERE item_key.feed = ?1 AND kind = ?2 AND hash = ?3");

// Two indexes, one of items with their content and one of those without.
constexpr Sql select_newest(
    "SELECT row_id, guid, link, title_hash, content_hash, published FROM item"
    " WHERE feed = ?1 AND pruned = 0 ORDER BY first_seen DESC LIMIT ?2");

constexpr Sql select_newest_pruned(
    "SELECT row_id, guid, link, title_hash, content_hash, published FROM item"
    " WHERE feed = ?1 AND pruned = 1 ORDER BY first_seen DESC LIMIT ?2");

constexpr Sql select_alerts(
    "SELECT row_id, id, created, object FROM alert WHERE created >= ?1"
    " AND (?2 IS NULL OR EXISTS (SELECT 1 FROM delivery_alert JOIN delivery"
    "   ON delivery.id = delivery_alert.delivery"
    "   WHERE delivery_alert.alert = alert.row_id AND delivery.channel = ?2))"
    " ORDER BY created DESC, row_id DESC LIMIT ?3");

constexpr Sql select_alerts_of_watch(
    "SELECT row_id, id, created, object FROM alert WHERE watch = ?4 AND created >= ?1"
    " AND (?2 IS NULL OR EXISTS (SELECT 1 FROM delivery_alert JOIN delivery"
    "   ON delivery.id = delivery_alert.delivery"
    "   WHERE delivery_alert.alert = alert.row_id AND delivery.channel = ?2))"
    " ORDER BY created DESC, row_id DESC LIMIT ?3");

constexpr Sql select_objects(
    "SELECT alert.object FROM delivery_alert JOIN alert ON alert.row_id = delivery_alert.alert"
    " WHERE delivery_alert.delivery = ?1 ORDER BY alert.row_id");

constexpr Sql select_deliveries(
    "SELECT id, idem_key, channel, recipient, kind, state, attempts, created, next_at, expires_at, "
    "settled_at,"
    " lease_epoch, maybe_duplicate, last_error FROM delivery"
    " WHERE ?1 IS NULL OR channel = ?1 ORDER BY id DESC LIMIT ?2");

constexpr Sql select_deliveries_in_state(
    "SELECT id, idem_key, channel, recipient, kind, state, attempts, created, next_at, expires_at, "
    "settled_at,"
    " lease_epoch, maybe_duplicate, last_error FROM delivery"
    " WHERE state = ?3 AND (?1 IS NULL OR channel = ?1) ORDER BY id DESC LIMIT ?2");

constexpr Sql select_delivery_by_key(
    "SELECT id, idem_key, channel, recipient, kind, state, attempts, created, next_at, expires_at, "
    "settled_at,"
    " lease_epoch, maybe_duplicate, last_error FROM delivery"
    " WHERE idem_key = ?3 AND (?1 IS NULL OR channel = ?1) LIMIT ?2");

constexpr Sql select_recipients(
    "SELECT recipient FROM recipient WHERE channel = ?1 ORDER BY recipient");

constexpr Sql select_totals(
    "SELECT (SELECT coalesce(sum(items), 0) FROM feed), (SELECT count(*) FROM alert),"
    " (SELECT count(*) FROM delivery WHERE state IN ('pending', 'held', 'leased')),"
    " (SELECT count(*) FROM delivery WHERE state IN ('dead', 'expired'))");

constexpr Sql select_next_due(
    "SELECT next_at FROM feed WHERE enabled = 1 AND lease_until IS NULL ORDER BY next_at LIMIT 1");

constexpr Sql select_next_delivery(
    "SELECT next_at FROM delivery WHERE channel = ?1 AND state = 'pending' ORDER BY next_at LIMIT "
    "1");

/// A number for LIMIT; SQLite reads a negative one as none.
std::int64_t limit_of(std::size_t most) {
  constexpr auto top = static_cast<std::size_t>(std::numeric_limits<std::int64_t>::max());
  return static_cast<std::int64_t>(std::min(most, top));
}

}  // namespace

std::vector<Known> Queries::known(base::FeedId feed, std::span<const base::Key128> keys) {
  std::vector<Known> answers(keys.size());
  const Snapshot snapshot(database_);
  for (std::size_t i = 0; i < keys.size(); ++i) {
    Run row = database_.run(select_key, feed, static_cast<int>(KeyRole::best), keys[i]);
    if (row.next()) {
      answers[i].known = true;
      answers[i].last_seen = row.time();
      answers[i].item.value = row.integer();
    }
  }
  return answers;
}

std::vector<std::optional<Likeness>> Queries::linked(base::FeedId feed,
                                                     std::span<const base::Key128> links) {
  std::vector<std::optional<Likeness>> answers(links.size());
  const Snapshot snapshot(database_);
  for (std::size_t i = 0; i < links.size(); ++i) {
    Run row = database_.run(select_alike, feed, static_cast<int>(KeyRole::link), links[i]);
    if (row.next()) {
      answers[i] = take_likeness(row);
    }
  }
  return answers;
}

std::vector<Likeness> Queries::newest(base::FeedId feed, std::size_t most) {
  std::vector<Likeness> found;
  const Snapshot snapshot(database_);
  for (const Sql& question : {select_newest, select_newest_pruned}) {
    Run row = database_.run(question, feed, limit_of(most - std::min(most, found.size())));
    while (row.next()) {
      found.push_back(take_likeness(row));
    }
  }
  return found;
}

std::optional<model::FeedState> Queries::feed(base::FeedId row) {
  Run found = database_.run(select_feed, row);
  return found.next() ? std::optional(take_feed(found)) : std::nullopt;
}

std::vector<model::FeedState> Queries::feeds() {
  std::vector<model::FeedState> feeds;
  Run row = database_.run(select_feeds);
  while (row.next()) {
    feeds.push_back(take_feed(row));
  }
  return feeds;
}

std::vector<AlertRow> Queries::alerts(const AlertQuery& query) {
  const base::TimePoint since = query.since.value_or(base::TimePoint::min());
  const std::int64_t limit = limit_of(query.limit);
  Run row = query.watch
                ? database_.run(select_alerts_of_watch, since, query.channel, limit, *query.watch)
                : database_.run(select_alerts, since, query.channel, limit);
  std::vector<AlertRow> alerts;
  while (row.next()) {
    AlertRow& alert = alerts.emplace_back();
    alert.row.value = row.integer();
    alert.id = row.text();
    alert.created = row.time();
    alert.object = row.text();
  }
  return alerts;
}

std::vector<DeliveryRow> Queries::deliveries(const DeliveryQuery& query) {
  const Snapshot snapshot(database_);
  const std::int64_t limit = limit_of(query.limit);
  std::vector<DeliveryRow> found;
  const auto take = [&](Run&& row) {
    while (row.next()) {
      found.push_back({.delivery = take_delivery(row), .alert_objects = {}});
    }
  };
  const auto wanted = [&](const DeliveryRow& row) {
    return query.states.empty() ||
           std::ranges::find(query.states, row.delivery.state) != query.states.end();
  };
  if (query.idem_key) {
    take(database_.run(select_delivery_by_key, query.channel, limit, *query.idem_key));
    std::erase_if(found, [&](const DeliveryRow& row) { return !wanted(row); });
  } else if (query.states.empty()) {
    take(database_.run(select_deliveries, query.channel, limit));
  } else {
    std::vector<model::Delivery::State> states = query.states;
    std::ranges::sort(states);
    const auto twice = std::ranges::unique(states);
    states.erase(twice.begin(), twice.end());
    for (const model::Delivery::State state : states) {
      take(database_.run(
          select_deliveries_in_state, query.channel, limit, std::string_view(word(state))));
    }
    std::ranges::sort(
        found, std::ranges::greater(), [](const DeliveryRow& row) { return row.delivery.row; });
    found.resize(std::min(found.size(), query.limit));
  }
  for (DeliveryRow& row : found) {
    row.alert_objects = alert_objects(row.delivery.row);
  }
  return found;
}

std::vector<std::string> Queries::alert_objects(base::DeliveryId delivery) {
  std::vector<std::string> objects;
  Run row = database_.run(select_objects, delivery);
  while (row.next()) {
    objects.push_back(row.text());
  }
  return objects;
}

std::vector<std::string> Queries::recipients(std::string_view channel) {
  std::vector<std::string> names;
  Run row = database_.run(select_recipients, channel);
  while (row.next()) {
    names.push_back(row.text());
  }
  return names;
}

Totals Queries::totals() {
  Run row = database_.run(select_totals);
  Totals totals;
  if (row.next()) {
    totals.items = row.integer();
    totals.alerts = row.integer();
    totals.pending = row.integer();
    totals.dead = row.integer();
  }
  return totals;
}

std::optional<base::TimePoint> Queries::next_due() {
  Run row = database_.run(select_next_due);
  return row.next() ? std::optional(row.time()) : std::nullopt;
}

std::optional<base::TimePoint> Queries::next_delivery(std::string_view channel) {
  Run row = database_.run(select_next_delivery, channel);
  return row.next() ? std::optional(row.time()) : std::nullopt;
}

}  // namespace store
