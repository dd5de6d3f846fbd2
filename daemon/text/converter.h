// ICU's converters and its detector, with strings in and out.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace text {

inline constexpr std::size_t max_conversion = 256U
                                              << 20U;  ///< bytes; what is longer is not converted
inline constexpr std::size_t detection_window = 64U << 10U;  ///< bytes the detector looks at

/// Valid UTF-8, U+FFFD for what the encoding has no character for; nothing if the encoding is
/// unknown.
[[nodiscard]] std::optional<std::string> convert(std::string_view bytes,
                                                 const std::string& encoding);

/// The likeliest encoding of bytes that say nothing about it.
[[nodiscard]] std::string detect_encoding(std::string_view bytes);

}  // namespace text
