#include "settings/source.h"

#include <algorithm>
#include <iterator>

#include "base/text.h"

namespace settings {

Source::Source(std::string_view bytes) : bytes_(bytes), starts_{0} {
  for (std::size_t at = bytes_.find('\n'); at != std::string::npos;
       at = bytes_.find('\n', at + 1)) {
    starts_.push_back(at + 1);
  }
}

std::size_t Source::offset(int line, int column) const {
  const auto row = static_cast<std::size_t>(std::max(line, 0));
  const std::size_t start = row < starts_.size() ? starts_[row] : bytes_.size();
  return std::min(start + static_cast<std::size_t>(std::max(column, 0)), bytes_.size());
}

std::pair<int, int> Source::position(std::size_t offset) const {
  const auto next = std::upper_bound(starts_.begin(), starts_.end(), offset);
  const std::size_t start = *std::prev(next);
  const std::string_view before = std::string_view(bytes_).substr(start, offset - start);
  const std::size_t column =
      before.size() <= longest_counted ? base::code_points(before) : before.size();
  return {static_cast<int>(next - starts_.begin()), static_cast<int>(column) + 1};
}

std::optional<std::size_t> Source::tab_in_indentation(int line) const {
  for (int row = std::max(line, 0); row >= std::max(0, line - 1); --row) {
    const std::size_t start = offset(row, 0);
    const std::size_t text = bytes_.find_first_not_of(" \t", start);
    const std::size_t tab = bytes_.find('\t', start);
    if (tab < text) return tab;
  }
  return std::nullopt;
}

}  // namespace settings
