// One step through UTF-8 that may be broken. Private to the room; the room `text` has the rest.
#pragma once

#include <cstddef>
#include <string_view>

namespace base {

struct Utf8Step {
  char32_t code_point = 0;
  std::size_t length =
      1;  ///< bytes to go on by: the character, or the longest broken beginning of one
  bool valid = false;
};

inline constexpr std::string_view replacement_character = "\xEF\xBF\xBD";

/// The first character of a text that is not empty.
[[nodiscard]] Utf8Step first_utf8(std::string_view text);

}  // namespace base
