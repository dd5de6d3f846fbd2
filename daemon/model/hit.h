// A hit: a watch found something in an item, and where.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "model/watch.h"

namespace model {

/// One occurrence: code points [start, end) of the field's text, and the term that found it, as
/// configured.
struct Span {
  Field field = Field::title;
  std::uint32_t start = 0;
  std::uint32_t end = 0;
  std::string term;

  auto operator<=>(const Span&) const = default;
};

struct Hit {
  std::size_t watch = 0;    ///< index into the watches the matcher was compiled from
  std::vector<Span> spans;  ///< sorted by field, start, end; none twice

  bool operator==(const Hit&) const = default;
};

}  // namespace model
