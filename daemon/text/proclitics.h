// Rule 9 of the design's query language (Tokens): what an Arabic word is without the particles
// written together with it. Private to the room.
#pragma once

#include <string>
#include <vector>

#include "text/tokens.h"

namespace text {

/// Whether a word that begins with this byte may be Arabic: U+0600 and what follows, in UTF-8.
[[nodiscard]] constexpr bool may_have_proclitics(char lead) {
  const auto byte = static_cast<unsigned char>(lead);
  return byte >= 0xD8 && byte <= 0xDB;
}

/// Adds the last word again, once for each reading without proclitics, at the same place. Their
/// text lies in the memory of the word, or is appended to it.
void add_without_proclitics(std::string& memory, std::vector<Tokens::Word>& words);

}  // namespace text
