// Everything one fetch may change, committed in one transaction: items and their keys, hits,
// alerts, deliveries, validators and the next visit. Plain values.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/time.h"
#include "model/alert.h"
#include "model/delivery.h"
#include "model/feed.h"
#include "model/item.h"

namespace store {

struct NewItem {
  model::Item item;
  model::ItemKeys keys;
  std::string id;  ///< text, as in the alert object
};

/// A known item came under another key, by which it is known from now on too.
struct Alias {
  base::ItemId item;
  base::Key128 best{};
  std::optional<base::Key128> link;
};

/// A watch matched; `reason` says what came of it ("immediate", "baseline").
struct NewHit {
  std::size_t item = 0;  ///< index into Batch::items
  std::string watch;
  std::string reason;
  std::string spans;  ///< JSON, opaque here
};

struct NewDelivery {
  std::string idem_key;
  std::string channel;
  std::string recipient;
  base::TimePoint next_at;
  std::optional<base::TimePoint> expires_at;
};

struct NewAlert {
  std::optional<std::size_t> item;  ///< index into Batch::items; none for kinds channel and system
  std::string id;
  std::string story_id;  ///< a story row is made for it
  std::string watch;
  model::Alert::Kind kind = model::Alert::Kind::new_item;
  model::Alert::Priority priority = model::Alert::Priority::normal;
  std::string reason;
  std::int64_t revision = 0;
  base::TimePoint created;
  std::string object;  ///< the alert object, JSON, opaque here
  std::vector<NewDelivery> deliveries;
};

struct Batch {
  model::FeedState
      feed;  ///< row and lease_epoch as leased; everything else as it is to be remembered
  std::vector<NewItem> items;            ///< new ones, oldest first
  std::vector<base::Key128> seen_again;  ///< best keys whose last_seen is to be brought to `now`
  std::vector<Alias> aliases;
  std::vector<NewHit> hits;
  std::vector<NewAlert> alerts;
  base::TimePoint now;
};

}  // namespace store
