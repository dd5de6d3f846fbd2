// Foreign bytes to valid UTF-8: the gate every feed body passes. Pure. One bad byte never spoils
// the rest.
#pragma once

#include <string>
#include <string_view>

namespace text {

/// `declared` is a label from HTTP or the document ("iso-8859-1"), or empty: then the byte order
/// mark, the XML declaration, valid UTF-8 and detection decide, in this order. Never fails; what
/// cannot be read becomes U+FFFD.
[[nodiscard]] std::string to_utf8(std::string_view bytes, std::string_view declared);

/// Bytes that claim to be UTF-8, with each ill-formed sequence replaced by U+FFFD and NUL left out.
[[nodiscard]] std::string repair_utf8(std::string_view bytes);

[[nodiscard]] bool valid_utf8(std::string_view bytes);

}  // namespace text
