// Which two items of a feed are the same item, and by what, in order of trust: guid, else link and
// title, else title and content; feeds whose guids are of no use go by link, or by link and title
// (design: fetching, B3). Dates never decide. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "model/feed.h"
#include "model/item.h"

namespace feed {

[[nodiscard]] model::ItemKeys identity(const model::Item& item,
                                       model::Identity by = model::Identity::guid);

/// The keys of a document's items, in their order. A guid that several different items of it bear
/// tells none of them from the others: those go by link and title instead, or every one but the
/// first would be missed.
[[nodiscard]] std::vector<model::ItemKeys> document_keys(const std::vector<model::Item>& items,
                                                         model::Identity by);

/// How much of a document cannot be told apart by one means.
struct Unclean {
  std::size_t items = 0;
  std::size_t guids =
      0;  ///< items with a guid another item bears too, or none beside some that have
  std::size_t links = 0;  ///< items with a link another item bears too, or none
};

/// `keys` are those of the items, in their order.
[[nodiscard]] Unclean unclean(const std::vector<model::Item>& items,
                              const std::vector<model::ItemKeys>& keys);

/// What of the document its items should be told apart by: guids unless more than 5 % are unclean,
/// then links unless more than 5 % are, then link and title.
[[nodiscard]] model::Identity fitting(const Unclean& document);

/// By what a feed's items are told apart, and when that was last not the guid for a reason.
struct Trusted {
  model::Identity by = model::Identity::guid;
  std::optional<base::TimePoint> unclean;
};

inline constexpr base::Seconds clean_again_after{30LL * 24 * 60 * 60};

/// Trust falls at once and returns only after 30 clean days.
[[nodiscard]] Trusted next_identity(const Trusted& before,
                                    const Unclean& document,
                                    base::TimePoint now);

/// The link without what does not change what it leads to: scheme and host lower-cased, default
/// port, fragment and tracking parameters (utm_*, fbclid, gclid, …) and session
/// ids removed, query order kept.
[[nodiscard]] std::string canonical_link(std::string_view link);

/// The canonical link without what often changes while the page stays: the scheme http(s), "www."
/// and a slash at the end. Anything else is only trimmed.
[[nodiscard]] std::string loose_link(std::string_view link);

/// The loose link without its host: what stays when a site moves as it is. Empty for no URL and for
/// a host's front page.
[[nodiscard]] std::string hostless_link(std::string_view link);

}  // namespace feed
