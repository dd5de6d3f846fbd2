// Row numbers of the store that do not compare with each other. They never leave the process: what
// crosses the border (API, JSON, idempotency keys) is text.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>

namespace base {

template <class Noun>
struct Id {
  std::int64_t value = 0;  ///< 0 is no row

  auto operator<=>(const Id&) const = default;
  [[nodiscard]] explicit operator bool() const { return value != 0; }
};

using FeedId = Id<struct FeedNoun>;
using ItemId = Id<struct ItemNoun>;
using StoryId = Id<struct StoryNoun>;
using AlertId = Id<struct AlertNoun>;
using DeliveryId = Id<struct DeliveryNoun>;

}  // namespace base

template <class Noun>
struct std::hash<base::Id<Noun>> {
  std::size_t operator()(base::Id<Noun> id) const noexcept {
    return std::hash<std::int64_t>{}(id.value);
  }
};
