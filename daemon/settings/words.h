// Values that several readers take. Private to the room.
#pragma once

#include <string>
#include <string_view>

#include "base/time.h"
#include "settings/section.h"

namespace settings {

inline constexpr base::Seconds shortest_keep{24LL * 60 * 60};
inline constexpr base::Seconds longest_keep{36500LL * 24 * 60 * 60};

/// 1 to 100 characters, none of them a control character, no white space at either end.
[[nodiscard]] bool is_plain_text(std::string_view text);

/// Neither a line break nor another control character, save for tabs.
[[nodiscard]] bool is_one_line(std::string_view text);

/// The key `language`, a BCP 47 tag; empty if absent or wrong.
[[nodiscard]] std::string read_language(const Section& section);

}  // namespace settings
