// Which two items of a feed are the same item, and by what, in order of trust: guid, else link and
// title, else title and content (design: fetching, B3). Dates never decide. Pure.
#pragma once

#include <string>
#include <string_view>

#include "model/item.h"

namespace feed {

[[nodiscard]] model::ItemKeys identity(const model::Item& item);

/// The link without what does not change what it leads to: scheme and host lower-cased, default
/// port, fragment and tracking parameters (utm_*, fbclid, gclid, …) removed, query order kept.
[[nodiscard]] std::string canonical_link(std::string_view link);

}  // namespace feed
