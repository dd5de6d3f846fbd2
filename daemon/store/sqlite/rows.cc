#include "store/sqlite/rows.h"

#include <string>

namespace store {
namespace {

/// The enumerator whose word it is; `first` for a word of a later version.
template <class Kind>
Kind by_word(std::string_view written, Kind first, Kind last) {
  for (int number = static_cast<int>(first); number <= static_cast<int>(last); ++number) {
    const auto kind = static_cast<Kind>(number);
    if (written == word(kind)) {
      return kind;
    }
  }
  return first;
}

}  // namespace

model::FeedState take_feed(Run& row) {
  model::FeedState feed;
  feed.row.value = row.integer();
  feed.id = row.text();
  feed.next_at = row.time();
  feed.last_attempt = row.optional_time();
  feed.last_success = row.optional_time();
  feed.last_new = row.optional_time();
  feed.baseline_done = row.truth();
  feed.validators.etag = row.text();
  feed.validators.last_modified = row.text();
  feed.validators.origin = row.text();
  feed.body_hash = row.text();
  feed.failures = row.small();
  feed.trouble.kind =
      by_word(row.text(), model::Trouble::Kind::none, model::Trouble::Kind::internal);
  feed.trouble.status = row.small();
  feed.trouble.message = row.text();
  feed.trouble_since = row.optional_time();
  feed.title = row.text();
  feed.link = row.text();
  feed.format = row.text();
  feed.next_reason = row.text();
  feed.items = row.integer();
  feed.identity = by_word(row.text(), model::Identity::guid, model::Identity::link_title);
  feed.identity_unclean = row.optional_time();
  feed.usual_new = row.integer();
  feed.held = row.text();
  feed.held_at = row.optional_time();
  feed.lease_epoch = row.integer();
  return feed;
}

Likeness take_likeness(Run& row) {
  Likeness item;
  item.item.value = row.integer();
  item.guid = row.text();
  item.link = row.text();
  item.title_hash = row.key();
  item.content_hash = row.key();
  item.published = row.optional_time();
  return item;
}

model::Delivery take_delivery(Run& row) {
  using State = model::Delivery::State;
  model::Delivery delivery;
  delivery.row.value = row.integer();
  delivery.idem_key = row.text();
  delivery.channel = row.text();
  delivery.recipient = row.text();
  delivery.kind = row.text();
  delivery.state = by_word(row.text(), State::pending, State::orphaned);
  delivery.attempts = row.small();
  delivery.created = row.time();
  delivery.next_at = row.time();
  delivery.expires_at = row.optional_time();
  delivery.settled_at = row.optional_time();
  delivery.lease_epoch = row.integer();
  delivery.maybe_duplicate = row.truth();
  delivery.last_error = row.text();
  return delivery;
}

}  // namespace store
