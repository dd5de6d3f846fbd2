// Finds in a text what the index of all terms cannot: fuzzy words, proximities, exact(), regular
// expressions, pieces of links and countries. Private to the room.
#pragma once

#include <cstddef>
#include <vector>

#include "match/field_text.h"
#include "match/finding.h"
#include "match/query.h"

namespace match {

inline constexpr std::size_t max_found = 100'000;  ///< occurrences of one leaf in one field

/// Whether the index of all terms finds it.
[[nodiscard]] inline bool is_indexed(const Leaf& leaf) {
  return leaf.kind == Leaf::Kind::term;
}

/// Appends the occurrences of a leaf that is not indexed, sorted by start; `place` is copied into
/// each and says watch, field and entry.
void find_leaf(const Leaf& leaf,
               FieldText& text,
               const Finding& place,
               std::vector<Finding>& found);

}  // namespace match
