// One fetch, one commit: a batch becomes rows.
#include <algorithm>
#include <compare>
#include <tuple>

#include "base/text.h"
#include "store/sqlite/rows.h"
#include "store/sqlite/writer.h"

namespace store {
namespace {

constexpr Sql update_feed(
    "UPDATE feed SET next_at = ?3, next_reason = ?4, last_attempt = ?5, last_success = ?6, "
    "last_new = ?7,"
    " baseline_done = ?8, etag = ?9, last_modified = ?10, validators_origin = ?11, body_hash = ?12,"
    " failures = ?13, trouble = ?14, trouble_status = ?15, trouble_message = ?16, trouble_since = "
    "?17,"
    " title = ?18, link = ?19, format = ?20, identity = ?21, identity_unclean = ?22,"
    " usual_new = ?23, held = ?24, held_at = ?25, lease_until = NULL, lease_crashes = 0"
    " WHERE row_id = ?1 AND lease_epoch = ?2");

constexpr Sql select_item_count("SELECT items FROM feed WHERE row_id = ?1");

constexpr Sql count_items("UPDATE feed SET items = items + ?2 WHERE row_id = ?1");

constexpr Sql has_key("SELECT 1 FROM item_key WHERE feed = ?1 AND kind = ?2 AND hash = ?3");

constexpr Sql insert_item_row(
    "INSERT INTO item (feed, id, key_kind, first_seen, published, updated, published_raw, "
    "title_hash,"
    " content_hash, language, guid, link, title, author, categories, summary, content)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)");

// Nearly always the key is new. Inserting and, where need be, updating apart spares SQLite the
// savepoint that one statement for both would open each time.
constexpr Sql insert_key(
    "INSERT INTO item_key (feed, kind, hash, item, last_seen) VALUES (?1, ?2, ?3, ?4, ?5)"
    " ON CONFLICT DO NOTHING");

// Items may share a link; it leads to the newest of them.
constexpr Sql lead_key_to(
    "UPDATE item_key SET item = ?4, last_seen = ?5 WHERE feed = ?1 AND kind = ?2 AND hash = ?3");

constexpr Sql touch_key(
    "UPDATE item_key SET last_seen = ?4"
    " WHERE feed = ?1 AND kind = ?2 AND hash = ?3 AND last_seen < ?4");

constexpr Sql insert_hit(
    "INSERT INTO hit (item, watch, reason, spans) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING");

constexpr Sql insert_story(
    "INSERT INTO story (id, title, created, last_item) VALUES (?1, ?2, ?3, ?3)"
    " ON CONFLICT (id) DO UPDATE SET id = excluded.id RETURNING row_id");

constexpr Sql title_of_item("SELECT title FROM item WHERE row_id = ?1");

constexpr Sql place_item("UPDATE item SET story = ?2 WHERE row_id = ?1");

constexpr Sql insert_alert_row(
    "INSERT INTO alert (id, watch, item, story, revision, kind, priority, reason, created, object)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT (id) DO NOTHING");

constexpr Sql insert_delivery_row(
    "INSERT INTO delivery (channel, recipient, kind, idem_key, created, next_at, expires_at)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (idem_key) DO NOTHING");

constexpr Sql insert_delivery_alert("INSERT INTO delivery_alert (delivery, alert) VALUES (?1, ?2)");

constexpr int best = static_cast<int>(KeyRole::best);

struct Key {
  KeyRole role = KeyRole::best;
  base::Key128 hash{};
  std::size_t item = 0;  ///< index into the batch

  auto operator<=>(const Key&) const = default;
};

}  // namespace

/// The rows of a batch's items; none for those that were known already.
struct SqliteWriter::Stored {
  std::vector<base::ItemId> rows;
  std::int64_t count = 0;
};

bool SqliteWriter::commit(const Batch& batch) {
  require_transaction();
  if (!remember_feed(batch)) {
    return false;
  }
  const Stored stored = store_items(batch);
  insert_keys(batch, stored);
  add_aliases(batch);
  see_again(batch);
  for (const NewHit& hit : batch.hits) {
    if (const base::ItemId item = stored.rows.at(hit.item); item) {
      database().change(insert_hit, item, hit.watch, hit.reason, hit.spans);
    }
  }
  for (const NewAlert& alert : batch.alerts) {
    if (!alert.item) {
      insert_alert(alert, std::nullopt);
    } else if (const base::ItemId item = stored.rows.at(*alert.item); item) {
      insert_alert(alert, item);
    }
  }
  if (stored.count != 0) {
    database().change(count_items, batch.feed.row, stored.count);
  }
  return true;
}

void SqliteWriter::add_alert(const NewAlert& alert) {
  require_transaction();
  insert_alert(alert, std::nullopt);
}

bool SqliteWriter::remember_feed(const Batch& batch) {
  const model::FeedState& feed = batch.feed;
  return database().change(update_feed,
                           feed.row,
                           feed.lease_epoch,
                           feed.next_at,
                           feed.next_reason,
                           feed.last_attempt,
                           feed.last_success,
                           feed.last_new,
                           feed.baseline_done,
                           Blob{feed.validators.etag},
                           Blob{feed.validators.last_modified},
                           feed.validators.origin,
                           Blob{feed.body_hash},
                           feed.failures,
                           std::string_view(word(feed.trouble.kind)),
                           feed.trouble.status,
                           feed.trouble.message,
                           feed.trouble_since,
                           feed.title,
                           feed.link,
                           feed.format,
                           std::string_view(word(feed.identity)),
                           feed.identity_unclean,
                           feed.usual_new,
                           Blob{feed.held},
                           feed.held_at) != 0;
}

SqliteWriter::Stored SqliteWriter::store_items(const Batch& batch) {
  // Keys are looked up in their order, which is that of the table's pages, and items are put down
  // in theirs.
  std::vector<Key> keys;
  keys.reserve(batch.items.size());
  for (std::size_t i = 0; i < batch.items.size(); ++i) {
    keys.push_back({.role = KeyRole::best, .hash = batch.items[i].keys.best, .item = i});
  }
  std::ranges::sort(keys);
  const bool has_keys = !batch.items.empty() && item_count(batch.feed.row) != 0;
  std::vector<bool> fresh(batch.items.size(), false);
  const Key* before = nullptr;
  for (const Key& key : keys) {
    const bool repeated = before != nullptr && before->hash == key.hash;
    before = &key;
    fresh[key.item] =
        !repeated && !(has_keys && database().run(has_key, batch.feed.row, best, key.hash).next());
  }
  Stored stored;
  stored.rows.resize(batch.items.size());
  for (std::size_t i = 0; i < batch.items.size(); ++i) {
    if (fresh[i]) {
      stored.rows[i] = insert_item(batch.feed.row, batch.items[i]);
      ++stored.count;
    }
  }
  return stored;
}

std::int64_t SqliteWriter::item_count(base::FeedId feed) {
  Run row = database().run(select_item_count, feed);
  return row.next() ? row.integer() : 0;
}

base::ItemId SqliteWriter::insert_item(base::FeedId feed, const NewItem& fresh) {
  const model::Item& item = fresh.item;
  const std::string categories = base::join(item.categories, "\n");
  database().change(insert_item_row,
                    feed,
                    fresh.id,
                    static_cast<int>(fresh.keys.kind),
                    item.first_seen,
                    item.published,
                    item.updated,
                    item.published_raw,
                    fresh.keys.title_hash,
                    fresh.keys.content_hash,
                    item.language,
                    item.guid,
                    item.link,
                    item.title,
                    item.author,
                    categories,
                    item.summary,
                    item.content);
  return {database().last_row()};
}

void SqliteWriter::insert_keys(const Batch& batch, const Stored& stored) {
  std::vector<Key> keys;
  keys.reserve(batch.items.size() * 2);
  for (std::size_t i = 0; i < batch.items.size(); ++i) {
    if (!stored.rows[i]) {
      continue;
    }
    const model::ItemKeys& known_by = batch.items[i].keys;
    keys.push_back({.role = KeyRole::best, .hash = known_by.best, .item = i});
    if (known_by.link) {
      keys.push_back({.role = KeyRole::link, .hash = *known_by.link, .item = i});
    }
  }
  std::ranges::sort(keys);
  for (const Key& key : keys) {
    const int role = static_cast<int>(key.role);
    const base::ItemId item = stored.rows[key.item];
    if (database().change(insert_key, batch.feed.row, role, key.hash, item, batch.now) == 0) {
      database().change(lead_key_to, batch.feed.row, role, key.hash, item, batch.now);
    }
  }
}

void SqliteWriter::add_aliases(const Batch& batch) {
  for (const Alias& alias : batch.aliases) {
    const base::FeedId feed = batch.feed.row;
    database().change(insert_key, feed, best, alias.best, alias.item, batch.now);
    if (alias.link) {
      const int link = static_cast<int>(KeyRole::link);
      database().change(insert_key, feed, link, *alias.link, alias.item, batch.now);
    }
  }
}

void SqliteWriter::see_again(const Batch& batch) {
  std::vector<base::Key128> keys = batch.seen_again;
  std::ranges::sort(keys);
  for (const base::Key128& key : keys) {
    database().change(touch_key, batch.feed.row, best, key, batch.now);
  }
}

void SqliteWriter::insert_alert(const NewAlert& alert, std::optional<base::ItemId> item) {
  std::optional<base::StoryId> story;
  if (!alert.story_id.empty()) {
    story = story_of(alert, item);
  }
  const std::size_t made = database().change(insert_alert_row,
                                             alert.id,
                                             alert.watch,
                                             item,
                                             story,
                                             alert.revision,
                                             std::string_view(word(alert.kind)),
                                             std::string_view(word(alert.priority)),
                                             alert.reason,
                                             alert.created,
                                             alert.object);
  if (made == 0) {
    return;  // told before, with its deliveries
  }
  const base::AlertId row{database().last_row()};
  for (const NewDelivery& delivery : alert.deliveries) {
    insert_delivery(alert, row, delivery);
  }
}

base::StoryId SqliteWriter::story_of(const NewAlert& alert, std::optional<base::ItemId> item) {
  std::string title;
  if (item) {
    Run row = database().run(title_of_item, *item);
    title = row.next() ? row.text() : "";
  }
  base::StoryId story;
  {
    Run row = database().run(insert_story, alert.story_id, title, alert.created);
    story.value = row.next() ? row.integer() : 0;
    row.finish();
  }
  if (item) {
    database().change(place_item, *item, story);
  }
  return story;
}

void SqliteWriter::insert_delivery(const NewAlert& alert,
                                   base::AlertId row,
                                   const NewDelivery& delivery) {
  const std::size_t made = database().change(insert_delivery_row,
                                             delivery.channel,
                                             delivery.recipient,
                                             std::string_view(word(alert.kind)),
                                             delivery.idem_key,
                                             alert.created,
                                             delivery.next_at,
                                             delivery.expires_at);
  if (made != 0) {
    database().change(insert_delivery_alert, base::DeliveryId{database().last_row()}, row);
  }
}

}  // namespace store
