// What the labels of encodings mean in practice (after the WHATWG Encoding Standard, where ICU
// differs).
#pragma once

#include <string>
#include <string_view>

namespace text {

/// The name to ask ICU for: lower case, without what people put around it; "latin1" is
/// windows-1252. "utf-8" for all its spellings; empty for an empty label.
[[nodiscard]] std::string encoding_for(std::string_view label);

}  // namespace text
