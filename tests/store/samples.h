// Small feeds, items, alerts and batches for the tests of the store.
#pragma once

#include <string>
#include <vector>

#include "base/hash.h"
#include "store/store.h"

namespace samples {

inline constexpr base::TimePoint start{base::Seconds(1'800'000'000)};
inline constexpr base::Seconds minute{60};

[[nodiscard]] inline model::Feed feed(const std::string& id) {
  model::Feed feed;
  feed.id = id;
  feed.address = "https://example.org/" + id + ".xml";
  return feed;
}

[[nodiscard]] inline store::NewItem item(const std::string& guid) {
  store::NewItem item;
  item.id = base::uuid5("item " + guid);
  item.item.guid = guid;
  item.item.link = "https://example.org/" + guid;
  item.item.title = "Title of " + guid;
  item.item.summary = "Summary of " + guid;
  item.item.content = "Content of " + guid;
  item.item.categories = {"one", "two"};
  item.item.first_seen = start;
  item.keys.best = base::key128(guid);
  item.keys.link = base::key128(item.item.link);
  item.keys.title_hash = base::key128(item.item.title);
  item.keys.content_hash = base::key128(item.item.content);
  return item;
}

[[nodiscard]] inline store::NewDelivery delivery(const std::string& name,
                                                 const std::string& channel,
                                                 const std::string& recipient = "") {
  store::NewDelivery delivery;
  delivery.idem_key = "key-" + name;
  delivery.channel = channel;
  delivery.recipient = recipient;
  delivery.next_at = start;
  return delivery;
}

/// An alert about nothing in particular, with these deliveries.
[[nodiscard]] inline store::NewAlert alert(const std::string& name,
                                           std::vector<store::NewDelivery> deliveries = {}) {
  store::NewAlert alert;
  alert.id = "alert-" + name;
  alert.story_id = "story-" + name;
  alert.watch = "sahel";
  alert.reason = "immediate";
  alert.created = start;
  alert.object = "{\"id\":\"alert-" + name + "\"}";
  alert.deliveries = std::move(deliveries);
  return alert;
}

/// A visit to a leased feed that found these items; each is a hit, an alert and a delivery to
/// "screen".
[[nodiscard]] inline store::Batch batch(const model::FeedState& leased,
                                        const std::vector<std::string>& guids) {
  store::Batch batch;
  batch.feed = leased;
  batch.feed.next_at = start + 60 * minute;
  batch.feed.last_attempt = start;
  batch.now = start;
  for (const std::string& guid : guids) {
    const std::size_t index = batch.items.size();
    batch.items.push_back(item(guid));
    batch.hits.push_back({.item = index, .watch = "sahel", .reason = "immediate", .spans = "[]"});
    store::NewAlert told = alert(guid, {delivery(guid, "screen")});
    told.item = index;
    batch.alerts.push_back(told);
  }
  return batch;
}

}  // namespace samples
