// A term or phrase as a list of keywords has it, read into what must be found. Private to the room.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace match {

inline constexpr std::size_t max_term_length = 100'000;  ///< code points, as of a query

/// One token to be found, with the marks it must have.
struct Element {
  std::string folded;  ///< with `*` and `?` in it where it is a pattern
  bool pattern = false;
  char mark_before = 0;
  std::string marks_after;

  bool operator==(const Element&) const = default;
};

/// Elements next to each other in one block; never empty.
struct Term {
  std::vector<Element> elements;

  bool operator==(const Term&) const = default;
};

/// Everything but `*` and `?` is taken as written. Fails with what is wrong and what would be
/// right.
[[nodiscard]] base::Result<Term> parse_term(std::string_view entry);

}  // namespace match
