// What must survive a power cut. A Reader is opened read-only and may be had many times, one thread
// each; the one Writer of the process belongs to one thread and does every write and every
// checkpoint (SQLite 3.40's WAL-reset race, docs/decisions). Broken storage throws store::Broken;
// nothing else is an exception.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/delivery.h"
#include "store/batch.h"

namespace store {

/// The storage failed: full, unreadable, corrupt. `full` tells a full disk, after which work may be
/// tried again once there is room; `busy` that another program held the file longer than we wait,
/// after which it may be tried again at once. The transaction in hand was rolled back whole.
class Broken : public std::runtime_error {
 public:
  Broken(const std::string& what, bool disk_full, bool file_busy = false)
      : std::runtime_error(what), full_(disk_full), busy_(file_busy) {}
  [[nodiscard]] bool full() const { return full_; }
  [[nodiscard]] bool busy() const { return busy_; }

 private:
  bool full_;
  bool busy_;
};

/// What is known of an item's key.
struct Known {
  bool known = false;
  base::TimePoint last_seen = {};
  base::ItemId item = {};
};

/// What a stored item may be told by when a document has it under another key.
struct Likeness {
  base::ItemId item;
  std::string guid;
  std::string link;
  base::Key128 title_hash{};
  base::Key128 content_hash{};
  std::optional<base::TimePoint> published;
};

/// A row of the alert list, newest first; `object` is the alert object.
struct AlertRow {
  base::AlertId row;
  std::string id;
  base::TimePoint created;
  std::string object;
};

struct DeliveryRow {
  model::Delivery delivery;
  std::vector<std::string> alert_objects;
};

struct AlertQuery {
  std::size_t limit = 50;
  std::optional<std::string> watch = std::nullopt;
  std::optional<std::string> channel = std::nullopt;  ///< only alerts with a delivery to it
  std::optional<base::TimePoint> since = std::nullopt;
};

struct DeliveryQuery {
  std::size_t limit = 50;
  std::vector<model::Delivery::State> states = {};  ///< empty: all
  std::optional<std::string> channel = std::nullopt;
  std::optional<std::string> idem_key = std::nullopt;
};

struct Totals {
  std::int64_t items = 0;
  std::int64_t alerts = 0;
  std::int64_t pending = 0;  ///< pending, held and leased
  std::int64_t dead = 0;     ///< dead and expired: the dead letters
};

class Reader {
 public:
  Reader() = default;
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;
  Reader(Reader&&) = delete;
  Reader& operator=(Reader&&) = delete;
  virtual ~Reader() = default;

  /// For each key, whether the feed has an item whose best key it is. One snapshot.
  [[nodiscard]] virtual std::vector<Known> known(base::FeedId feed,
                                                 std::span<const base::Key128> keys) = 0;
  /// For each key of a link, the newest item of the feed that has the link. One snapshot.
  [[nodiscard]] virtual std::vector<std::optional<Likeness>> linked(
      base::FeedId feed, std::span<const base::Key128> links) = 0;
  /// At most `most` items of the feed, newest first, those whose content was pruned last.
  [[nodiscard]] virtual std::vector<Likeness> newest(base::FeedId feed, std::size_t most) = 0;
  [[nodiscard]] virtual std::optional<model::FeedState> feed(base::FeedId row) = 0;
  [[nodiscard]] virtual std::vector<model::FeedState> feeds() = 0;  ///< configured ones, by id
  [[nodiscard]] virtual std::vector<AlertRow> alerts(const AlertQuery& query) = 0;
  [[nodiscard]] virtual std::vector<DeliveryRow> deliveries(const DeliveryQuery& query) = 0;
  [[nodiscard]] virtual std::vector<std::string> recipients(std::string_view channel) = 0;
  [[nodiscard]] virtual Totals totals() = 0;
  [[nodiscard]] virtual std::optional<base::TimePoint> next_due() = 0;  ///< of feeds not leased
  [[nodiscard]] virtual std::optional<base::TimePoint> next_delivery(std::string_view channel) = 0;
};

/// A delivery a lane may send now: it alone holds it until `lease_until`.
struct Claim {
  model::Delivery delivery;
  std::vector<std::string> alert_objects;
};

/// How an attempt ended, to be written down. Ignored if the delivery's epoch has moved on.
struct Settlement {
  base::DeliveryId row = {};
  std::int64_t lease_epoch = 0;
  model::Delivery::State state = model::Delivery::State::sent;  ///< sent, pending (again) or dead
  base::TimePoint next_at = {};
  bool attempted = true;  ///< false: nothing was sent, the attempt does not count
  bool maybe_duplicate = false;
  std::string error = {};
  base::TimePoint now = {};
};

class Writer : public Reader {
 public:
  /// Runs `work` in one transaction: all of it is durable when this returns, or none and it throws
  /// what `work` or the storage threw. The writing calls below are made inside it. Not nested.
  virtual void transact(const std::function<void()>& work) = 0;

  /// Makes the feed table that of the configuration: new ids are added, due at once; ids gone are
  /// retired, not deleted, and come back with their memory. Leases of an earlier process end.
  /// Returns the row of each.
  virtual std::vector<base::FeedId> register_feeds(std::span<const model::Feed> feeds,
                                                   base::TimePoint now) = 0;

  /// Deliveries of channels not named become orphaned, those of channels named again pending.
  virtual void register_channels(std::span<const std::string> channels, base::TimePoint now) = 0;

  /// At most `most` feeds due at `now`, longest due first, not leased, enabled. They are leased
  /// until `until`.
  [[nodiscard]] virtual std::vector<model::FeedState> lease_due(base::TimePoint now,
                                                                base::TimePoint until,
                                                                std::size_t most) = 0;
  /// Ends a lease without a visit; the feed is due at `next_at`.
  virtual void release(base::FeedId feed, std::int64_t lease_epoch, base::TimePoint next_at) = 0;
  /// Makes a feed (empty id: every feed) due at `now`; the number of feeds.
  virtual std::size_t make_due(std::string_view feed_id, base::TimePoint now) = 0;

  /// False, and nothing is changed, if the lease's epoch has moved on. Items whose key is already
  /// there are skipped with their hits and alerts: a repeated batch changes nothing.
  virtual bool commit(const Batch& batch) = 0;

  /// An alert that no item caused (kinds channel and system).
  virtual void add_alert(const NewAlert& alert) = 0;

  /// At most `most` pending deliveries of the channel due at `now`, oldest first, all of one
  /// recipient, leased until `until`. `recipient`, if given, also claims those with an empty
  /// recipient for itself.
  [[nodiscard]] virtual std::vector<Claim> claim(std::string_view channel,
                                                 std::optional<std::string_view> recipient,
                                                 base::TimePoint now,
                                                 base::TimePoint until,
                                                 std::size_t most) = 0;
  virtual bool settle(const Settlement& settlement) = 0;
  /// Leases that ran out go back to pending (maybe duplicates); pending ones past expires_at
  /// expire.
  virtual void tidy_deliveries(base::TimePoint now) = 0;

  /// A dead, expired or discarded delivery is pending again, its attempts counted anew. False: no
  /// such one.
  virtual bool retry(std::string_view idem_key, base::TimePoint now) = 0;
  /// A pending, held, dead or expired delivery is given up for good. False: no such one.
  virtual bool discard(std::string_view idem_key, base::TimePoint now) = 0;

  /// Remembers a recipient of a channel (a user whose agent has run). True if it is new.
  virtual bool add_recipient(std::string_view channel,
                             std::string_view recipient,
                             base::TimePoint now) = 0;

  /// Empties the content of items first seen before `before` (of the one feed, or all), at most
  /// `most`; keys, titles and alerts stay. The number emptied.
  virtual std::size_t prune(std::optional<base::FeedId> feed,
                            base::TimePoint before,
                            std::size_t most) = 0;

  /// A complete copy as a new file; outside any transaction. Fails if the file exists.
  virtual base::Status backup(const std::filesystem::path& file) = 0;
};

}  // namespace store
