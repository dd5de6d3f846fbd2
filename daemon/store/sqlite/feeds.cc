// Which feeds there are, and who visits which now.
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

#include "store/sqlite/writer.h"

namespace store {
namespace {

constexpr Sql end_visits_of_crash(
    "UPDATE feed SET lease_until = NULL, lease_crashes = lease_crashes + 1"
    " WHERE lease_until IS NOT NULL");

constexpr Sql select_registered(
    "SELECT row_id, id, address, enabled, retired_at IS NOT NULL FROM feed");

constexpr Sql insert_feed(
    "INSERT INTO feed (id, address, enabled, created, next_at) VALUES (?1, ?2, ?3, ?4, ?4)");

constexpr Sql return_feed("UPDATE feed SET retired_at = NULL, enabled = ?2 WHERE row_id = ?1");

// What the server gave belongs to the address it came from.
constexpr Sql move_feed(
    "UPDATE feed SET address = ?2, etag = x'', last_modified = x'', validators_origin = '',"
    " body_hash = x'' WHERE row_id = ?1");

constexpr Sql retire_feed("UPDATE feed SET retired_at = ?2, enabled = 0 WHERE row_id = ?1");

constexpr Sql end_visits_run_out("UPDATE feed SET lease_until = NULL WHERE lease_until <= ?1");

constexpr Sql select_due(
    "SELECT row_id FROM feed WHERE enabled = 1 AND lease_until IS NULL AND next_at <= ?1"
    " ORDER BY next_at, row_id LIMIT ?2");

constexpr Sql lease_feed(
    "UPDATE feed SET lease_until = ?2, lease_epoch = lease_epoch + 1 WHERE row_id = ?1");

constexpr Sql release_feed(
    "UPDATE feed SET lease_until = NULL, next_at = ?3 WHERE row_id = ?1 AND lease_epoch = ?2");

constexpr Sql make_one_due(
    "UPDATE feed SET next_at = ?1, next_reason = ?2 WHERE enabled = 1 AND id = ?3");

constexpr Sql make_all_due("UPDATE feed SET next_at = ?1, next_reason = ?2 WHERE enabled = 1");

constexpr std::string_view asked_for = "asked for";

struct Registered {
  base::FeedId row;
  std::string address;
  bool enabled = false;
  bool retired = false;
  bool wanted = false;  ///< named by the configuration now
};

using Registry = std::unordered_map<std::string, Registered>;

Registry registry_in(Database& database) {
  Registry registry;
  Run row = database.run(select_registered);
  while (row.next()) {
    const std::int64_t number = row.integer();
    Registered& feed = registry[row.text()];
    feed.row.value = number;
    feed.address = row.text();
    feed.enabled = row.truth();
    feed.retired = row.truth();
  }
  return registry;
}

/// Brings one row to what the configuration says; the row of a new feed is made.
void bring_up_to_date(Database& database,
                      Registered& row,
                      const model::Feed& feed,
                      base::TimePoint now) {
  if (!row.row) {
    database.change(insert_feed, feed.id, feed.address, feed.enabled, now);
    row.row.value = database.last_row();
  } else {
    if (row.retired || row.enabled != feed.enabled) {
      database.change(return_feed, row.row, feed.enabled);
    }
    if (row.address != feed.address) {
      database.change(move_feed, row.row, feed.address);
    }
  }
  row.address = feed.address;
  row.enabled = feed.enabled;
  row.retired = false;
  row.wanted = true;
}

}  // namespace

std::vector<base::FeedId> SqliteWriter::register_feeds(std::span<const model::Feed> feeds,
                                                       base::TimePoint now) {
  require_transaction();
  if (!feeds_registered_.done) {
    database().change(end_visits_of_crash);
    feeds_registered_.in_hand = true;
  }
  Registry registry = registry_in(database());
  std::vector<base::FeedId> rows;
  rows.reserve(feeds.size());
  for (const model::Feed& feed : feeds) {
    Registered& row = registry[feed.id];
    bring_up_to_date(database(), row, feed, now);
    rows.push_back(row.row);
  }
  for (const auto& [id, row] : registry) {
    if (!row.wanted && !row.retired) {
      database().change(retire_feed, row.row, now);
    }
  }
  return rows;
}

std::vector<model::FeedState> SqliteWriter::lease_due(base::TimePoint now,
                                                      base::TimePoint until,
                                                      std::size_t most) {
  require_transaction();
  database().change(end_visits_run_out, now);
  std::vector<base::FeedId> due;
  {
    Run row = database().run(select_due, now, most);
    while (row.next()) {
      due.push_back({row.integer()});
    }
  }
  std::vector<model::FeedState> leased;
  leased.reserve(due.size());
  for (const base::FeedId feed : due) {
    database().change(lease_feed, feed, until);
    if (std::optional<model::FeedState> state = queries().feed(feed)) {
      leased.push_back(*std::move(state));
    }
  }
  return leased;
}

void SqliteWriter::release(base::FeedId feed, std::int64_t lease_epoch, base::TimePoint next_at) {
  require_transaction();
  database().change(release_feed, feed, lease_epoch, next_at);
}

std::size_t SqliteWriter::make_due(std::string_view feed_id, base::TimePoint now) {
  require_transaction();
  return feed_id.empty() ? database().change(make_all_due, now, asked_for)
                         : database().change(make_one_due, now, asked_for, feed_id);
}

}  // namespace store
