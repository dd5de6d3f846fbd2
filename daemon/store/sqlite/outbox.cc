// Deliveries from the alert's commit to their end: claimed by a lane, settled, given up, asked for
// again. lease_epoch counts every change of hands, so that an answer to an older attempt is known
// for one.
#include <algorithm>
#include <utility>

#include "store/sqlite/rows.h"
#include "store/sqlite/writer.h"

namespace store {
namespace {

// A lane of an earlier process may have sent what it held.
constexpr Sql end_leases_of_crash(
    "UPDATE delivery SET state = 'pending', lease_until = NULL, maybe_duplicate = 1"
    " WHERE state = 'leased'");

constexpr Sql select_channels_under_way(
    "SELECT DISTINCT channel FROM delivery WHERE state IN ('pending', 'held', 'leased')");

constexpr Sql orphan_channel(
    "UPDATE delivery SET state = 'orphaned', lease_until = NULL,"
    " maybe_duplicate = maybe_duplicate OR state = 'leased'"
    " WHERE state IN ('pending', 'held', 'leased') AND channel = ?1");

constexpr Sql adopt_channel(
    "UPDATE delivery SET state = 'pending' WHERE state = 'orphaned' AND channel = ?1");

constexpr Sql select_recipient_due(
    "SELECT recipient FROM delivery WHERE channel = ?1 AND state = 'pending' AND next_at <= ?2"
    " AND (expires_at IS NULL OR expires_at > ?2) ORDER BY next_at, id LIMIT 1");

constexpr Sql select_claimable(
    "SELECT id FROM delivery WHERE channel = ?1 AND recipient IN (?2, ?3) AND state = 'pending'"
    " AND next_at <= ?4 AND (expires_at IS NULL OR expires_at > ?4) ORDER BY next_at, id LIMIT ?5");

constexpr Sql lease_delivery(
    "UPDATE delivery SET state = 'leased', lease_until = ?2, lease_epoch = lease_epoch + 1"
    " WHERE id = ?1"
    " RETURNING id, idem_key, channel, recipient, kind, state, attempts, created, next_at, "
    "expires_at,"
    " settled_at, lease_epoch, maybe_duplicate, last_error");

// An answer that comes after the lease ran out is still true while nobody else has the delivery.
// One whose channel has gone waits for it, unless it arrived or is given up.
constexpr Sql settle_delivery(
    "UPDATE delivery SET"
    " state = CASE WHEN state = 'orphaned' AND ?3 = 'pending' THEN 'orphaned' ELSE ?3 END,"
    " attempts = attempts + ?4, next_at = ?5, maybe_duplicate = maybe_duplicate OR ?6, last_error "
    "= ?7,"
    " settled_at = CASE WHEN ?3 = 'pending' THEN NULL ELSE ?8 END, lease_until = NULL, lease_epoch "
    "= lease_epoch + 1"
    " WHERE id = ?1 AND lease_epoch = ?2 AND state IN ('leased', 'pending', 'orphaned')");

constexpr Sql insert_attempt(
    "INSERT INTO attempt (delivery, lease_epoch, ended, state, maybe_duplicate, error)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6)");

constexpr Sql end_leases_run_out(
    "UPDATE delivery SET state = 'pending', lease_until = NULL, maybe_duplicate = 1"
    " WHERE state = 'leased' AND lease_until <= ?1");

constexpr Sql expire_late(
    "UPDATE delivery SET state = 'expired', settled_at = ?1, lease_epoch = lease_epoch + 1"
    " WHERE state = 'pending' AND expires_at IS NOT NULL AND expires_at <= ?1");

// Whoever asks for it again wants it however late it is.
constexpr Sql retry_delivery(
    "UPDATE delivery SET state = 'pending', attempts = 0, next_at = ?2, expires_at = NULL,"
    " settled_at = NULL, lease_epoch = lease_epoch + 1"
    " WHERE idem_key = ?1 AND state IN ('dead', 'expired', 'discarded')");

constexpr Sql discard_delivery(
    "UPDATE delivery SET state = 'discarded', settled_at = ?2, lease_epoch = lease_epoch + 1"
    " WHERE idem_key = ?1 AND state IN ('pending', 'held', 'dead', 'expired')");

/// Channels with something under way that are not among those configured.
std::vector<std::string> channels_missing(Database& database,
                                          std::span<const std::string> configured) {
  std::vector<std::string> missing;
  Run row = database.run(select_channels_under_way);
  while (row.next()) {
    std::string channel = row.text();
    if (std::ranges::find(configured, channel) == configured.end()) {
      missing.push_back(std::move(channel));
    }
  }
  return missing;
}

}  // namespace

void SqliteWriter::register_channels(std::span<const std::string> channels, base::TimePoint now) {
  require_transaction();
  (void)now;  // nothing here is dated: what becomes pending again keeps its next time
  if (!channels_registered_.done) {
    database().change(end_leases_of_crash);
    channels_registered_.in_hand = true;
  }
  const std::vector<std::string> gone = channels_missing(database(), channels);
  for (const std::string& channel : gone) {
    database().change(orphan_channel, channel);
  }
  for (const std::string& channel : channels) {
    database().change(adopt_channel, channel);
  }
}

std::vector<Claim> SqliteWriter::claim(std::string_view channel,
                                       std::optional<std::string_view> recipient,
                                       base::TimePoint now,
                                       base::TimePoint until,
                                       std::size_t most) {
  require_transaction();
  std::string to;
  if (recipient) {
    to = *recipient;
  } else {
    Run row = database().run(select_recipient_due, channel, now);
    if (!row.next()) {
      return {};
    }
    to = row.text();
  }
  const std::string_view or_to = recipient ? std::string_view() : std::string_view(to);
  std::vector<base::DeliveryId> due;
  {
    Run row = database().run(select_claimable, channel, to, or_to, now, most);
    while (row.next()) {
      due.push_back({row.integer()});
    }
  }
  std::vector<Claim> claims;
  claims.reserve(due.size());
  for (const base::DeliveryId id : due) {
    Run row = database().run(lease_delivery, id, until);
    if (row.next()) {
      claims.push_back({.delivery = take_delivery(row), .alert_objects = {}});
    }
    row.finish();
  }
  for (Claim& claim : claims) {
    claim.alert_objects = queries().alert_objects(claim.delivery.row);
  }
  return claims;
}

bool SqliteWriter::settle(const Settlement& settlement) {
  require_transaction();
  const std::string_view state = word(settlement.state);
  const std::size_t changed = database().change(settle_delivery,
                                                settlement.row,
                                                settlement.lease_epoch,
                                                state,
                                                settlement.attempted,
                                                settlement.next_at,
                                                settlement.maybe_duplicate,
                                                settlement.error,
                                                settlement.now);
  if (changed != 0 && settlement.attempted) {
    database().change(insert_attempt,
                      settlement.row,
                      settlement.lease_epoch,
                      settlement.now,
                      state,
                      settlement.maybe_duplicate,
                      settlement.error);
  }
  return changed != 0;
}

void SqliteWriter::tidy_deliveries(base::TimePoint now) {
  require_transaction();
  database().change(end_leases_run_out, now);
  database().change(expire_late, now);
}

bool SqliteWriter::retry(std::string_view idem_key, base::TimePoint now) {
  require_transaction();
  return database().change(retry_delivery, idem_key, now) != 0;
}

bool SqliteWriter::discard(std::string_view idem_key, base::TimePoint now) {
  require_transaction();
  return database().change(discard_delivery, idem_key, now) != 0;
}

}  // namespace store
