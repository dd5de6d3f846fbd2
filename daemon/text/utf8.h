// Steps through UTF-8 for the files of this room.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace text {

inline constexpr std::string_view replacement = "\xEF\xBF\xBD";  ///< U+FFFD

/// Length of the longest valid beginning.
[[nodiscard]] std::size_t valid_length(std::string_view bytes);

/// Adds a code point; what is none (surrogates, beyond U+10FFFF) becomes U+FFFD.
void append_code_point(std::string& out, char32_t code_point);

/// Bytes of the white space character (Unicode White_Space) that begins here, or 0.
[[nodiscard]] std::size_t white_space_length(std::string_view text);

}  // namespace text
