// Text as code points, which columns and spans count in. Private to the room.
#pragma once

#include <string>
#include <string_view>

namespace match {

/// Of valid UTF-8; of other bytes something, without reading beyond them.
[[nodiscard]] std::u32string points_of(std::string_view text);
[[nodiscard]] std::string utf8_of(std::u32string_view points);

}  // namespace match
