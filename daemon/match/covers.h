// Spans that cover others: the right side of WITHIN, and masks. Private to the room.
#pragma once

#include <vector>

#include "match/finding.h"

namespace match {

/// Built from occurrences in any order; then asked any number of times.
class Covers final {
 public:
  explicit Covers(std::vector<Finding> spans);

  [[nodiscard]] bool empty() const { return spans_.empty(); }
  /// Whether it lies inside one of the spans: the same or a larger one of the same field.
  [[nodiscard]] bool hold(const Finding& inner) const;

 private:
  std::vector<Finding> spans_;  ///< by field and start; `end` is the widest of the field so far
};

}  // namespace match
