// A place in a text, in bytes and code points, and the emoji that may begin there. Private to the
// room.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "text/characters.h"

namespace text {

/// Asks for the picture of the character before it.
constexpr char32_t emoji_style = U'\uFE0F';

struct Cursor {
  std::size_t byte = 0;
  std::uint32_t point = 0;

  [[nodiscard]] Cursor over(Point passed) const { return {byte + passed.size, point + 1}; }
};

/// The end of the emoji that begins at the cursor (UTS #51: a character with emoji presentation,
/// another one asked for by U+FE0F, a flag, keycap, modifier, tag or joined sequence), or the
/// cursor itself where none does.
[[nodiscard]] Cursor emoji_end(const Characters& characters, std::string_view text, Cursor from);

}  // namespace text
