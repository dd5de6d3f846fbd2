// Words a few edits apart. Private to the room.
#pragma once

#include <cstddef>
#include <string_view>

namespace match {

/// Whether the unrestricted Damerau-Levenshtein distance is at most `edits` and the first
/// characters are the same. Of code points; the product of both lengths, where the lengths allow
/// it.
[[nodiscard]] bool is_near(std::u32string_view word, std::u32string_view token, std::size_t edits);

}  // namespace match
