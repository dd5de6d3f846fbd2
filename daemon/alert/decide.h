// Whether a hit becomes an alert, and what each outcome is called. Quiet hours, budgets and digests
// will be decided here too; today a hit on a new item is an alert at once, save for a first visit's
// baseline.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/alert.h"
#include "model/feed.h"
#include "model/item.h"

namespace alert {

enum class Reason {
  immediate,  ///< a new item hit: told at once
  backlog,    ///< on the first visit, and the feed's `backlog` lets it through
  baseline,   ///< on the first visit: stored, not told
};

[[nodiscard]] const char* word(Reason reason);
[[nodiscard]] bool tells(Reason reason);

/// The reason for each new item of one document, which are given by their own dates, newest item
/// first. On a first visit `backlog` says which of them may be told; later all may.
[[nodiscard]] std::vector<Reason> decide(
    std::span<const std::optional<base::TimePoint>> published_newest_first,
    const model::Backlog& backlog,
    bool first_visit,
    base::TimePoint now);

/// The texts alert ids and idempotency keys are made of (design: contracts, Alerts and deliveries).
[[nodiscard]] std::string item_id(std::string_view feed, const model::ItemKeys& keys);
[[nodiscard]] std::string alert_id(std::string_view watch,
                                   std::string_view item_id,
                                   std::int64_t revision,
                                   model::Alert::Kind kind);
[[nodiscard]] std::string idem_key(const model::Alert& alert,
                                   std::string_view channel,
                                   std::string_view recipient);

}  // namespace alert
