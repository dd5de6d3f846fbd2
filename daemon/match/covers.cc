#include "match/covers.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace match {

Covers::Covers(std::vector<Finding> spans) : spans_(std::move(spans)) {
  std::ranges::sort(spans_, [](const Finding& a, const Finding& b) {
    return std::tie(a.field, a.start) < std::tie(b.field, b.start);
  });
  for (std::size_t i = 1; i < spans_.size(); ++i) {
    if (spans_[i].field == spans_[i - 1].field) {
      spans_[i].end = std::max(spans_[i].end, spans_[i - 1].end);
    }
  }
}

bool Covers::hold(const Finding& inner) const {
  const auto behind =
      std::ranges::upper_bound(spans_, inner, [](const Finding& a, const Finding& b) {
        return std::tie(a.field, a.start) < std::tie(b.field, b.start);
      });
  if (behind == spans_.begin()) return false;
  const Finding& widest = *std::prev(behind);
  return widest.field == inner.field && widest.end >= inner.end;
}

}  // namespace match
