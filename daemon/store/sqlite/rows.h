// How rows become model values: the column lists here and the functions that take them belong
// together.
#pragma once

#include <string_view>

#include "model/delivery.h"
#include "model/feed.h"
#include "store/sqlite/statement.h"

namespace store {

/// Which of a feed's items a key of item_key is about.
enum class KeyRole { best = 0, link = 1 };

/// Takes: row_id, id, next_at, last_attempt, last_success, last_new, baseline_done, etag,
/// last_modified, validators_origin, body_hash, failures, trouble, trouble_status, trouble_message,
/// trouble_since, title, link, format, next_reason, items, identity,
/// identity_unclean, usual_new, held, held_at, lease_epoch.
[[nodiscard]] model::FeedState take_feed(Run& row);

/// Takes: id, idem_key, channel, recipient, kind, state, attempts, created, next_at, expires_at,
/// settled_at, lease_epoch, maybe_duplicate, last_error.
[[nodiscard]] model::Delivery take_delivery(Run& row);

/// Takes: row_id, guid, link, title_hash, content_hash, published.
[[nodiscard]] Likeness take_likeness(Run& row);

}  // namespace store
