// The words in dates: months, zones, halves of the day. Private to the room.
#pragma once

#include <optional>
#include <string_view>

namespace feed {

/// 1 to 12, of a lower-case name or abbreviation without its full stop. Languages are added as
/// rows.
[[nodiscard]] std::optional<unsigned> month_named(std::string_view word);

/// Minutes east of UTC, of a lower-case zone name. Military letters other than "z" are no zones:
/// RFC 822 had their signs wrong, so nobody can tell what a writer meant.
[[nodiscard]] std::optional<int> zone_named(std::string_view word);

}  // namespace feed
