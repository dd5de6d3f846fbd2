// Occurrences, as the matcher collects them and queries count them. Private to the room.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "model/watch.h"

namespace match {

inline constexpr std::uint32_t mask = 0xFFFFFFFF;  ///< the entry of what is in `except`

/// One occurrence, as one watch sees it: code points [start, end) of the field's text, and the
/// positions of its first and last token.
struct Finding {
  std::uint32_t watch = 0;
  model::Field field = model::Field::title;
  std::uint32_t start = 0;
  std::uint32_t end = 0;
  std::uint32_t entry = mask;  ///< of the entries as configured, or a leaf of the watch's query
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  std::uint32_t block = 0;
};

/// A country named in a text. `place` says no watch, field and entry.
struct CountryName {
  std::string_view code;  ///< good for ever
  Finding place;
};

using Findings = std::span<const Finding>;

}  // namespace match
