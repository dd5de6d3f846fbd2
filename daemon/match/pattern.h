// A word with wildcards: `*` is any characters, also none, `?` exactly one. Private to the room.
#pragma once

#include <cstddef>
#include <string_view>

namespace match {

/// Whether the folded token is one the pattern names. Never worse than the product of both lengths.
[[nodiscard]] bool fits(std::string_view pattern, std::string_view token);

/// What is literal before the first wildcard, and after the last: views of the pattern.
[[nodiscard]] std::string_view literal_start(std::string_view pattern);
[[nodiscard]] std::string_view literal_end(std::string_view pattern);

}  // namespace match
