// Which items of a document are new, and in what order they are told. Reads what is known of them,
// writes nothing.
#pragma once

#include <optional>
#include <vector>

#include "base/hash.h"
#include "base/time.h"
#include "model/feed.h"
#include "model/item.h"
#include "store/store.h"

namespace runtime {

struct SortedOut {
  std::vector<store::NewItem> fresh;  ///< newest first; without ids
  std::vector<base::Key128>
      seen_again;  ///< known, and last seen long enough ago to be written down
};

[[nodiscard]] SortedOut sort_out(std::vector<model::Item> items,
                                 const model::FeedState& state,
                                 store::Reader& reader,
                                 base::TimePoint now);

/// The dates of their own that items have, in their order.
[[nodiscard]] std::vector<std::optional<base::TimePoint>> dates_of(
    const std::vector<store::NewItem>& items);

}  // namespace runtime
