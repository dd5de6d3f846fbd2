// Which items of a document are new, which are old ones under another name, and in what order the
// new ones are told (design: fetching, B3). Reads what is known of them, writes nothing. What may
// be old is held back for one visit at most, and said.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
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
      seen_again;                      ///< known, and last seen long enough ago to be written down
  std::vector<store::Alias> aliases;   ///< known items under other keys
  std::size_t held = 0;                ///< items neither new nor known before the next visit
  std::vector<std::string> surprises;  ///< what the operator should know, in words
};

/// What the items teach of their feed is written into `state`. A document with items held back must
/// be asked for again: its validators are not to be kept.
[[nodiscard]] SortedOut sort_out(std::vector<model::Item> items,
                                 model::FeedState& state,
                                 store::Reader& reader,
                                 base::TimePoint now);

/// The dates of their own that items have, in their order.
[[nodiscard]] std::vector<std::optional<base::TimePoint>> dates_of(
    const std::vector<store::NewItem>& items);

}  // namespace runtime
