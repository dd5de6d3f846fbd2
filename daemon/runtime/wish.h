// What other threads want the main thread to know or do: the letters of its mailbox.
#pragma once

#include <future>
#include <memory>
#include <string>
#include <variant>

#include "base/mailbox.h"
#include "base/result.h"
#include "runtime/ingest.h"

namespace runtime {

/// A visit came to its end. `storage_error` is empty if it is in the store.
struct VisitDone {
  base::FeedId feed;
  Findings findings;
  std::string storage_error;
  bool disk_full = false;
};

struct ReloadWish {
  std::shared_ptr<std::promise<base::Status>> answer;
};

/// Feeds were made due, or deliveries of a channel: look again.
struct FeedsDue {};
struct DeliveriesDue {
  std::string channel;
};

/// The store's thread is alive: it answered a watchdog's question.
struct StoreAnswered {};

/// A lane's thread has ended.
struct LaneEnded {};

using Wish = std::variant<VisitDone, ReloadWish, FeedsDue, DeliveriesDue, StoreAnswered, LaneEnded>;
using Wishes = base::Mailbox<Wish>;

}  // namespace runtime
