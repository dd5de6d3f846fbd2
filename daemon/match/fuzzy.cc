// The recurrence of Lowrance and Wagner, "An Extension of the String-to-String Correction Problem"
// (1975): a swap may have other edits between the two letters.
#include "match/fuzzy.h"

#include <algorithm>
#include <unordered_map>
#include <vector>

namespace match {
namespace {

/// Distances of all beginnings of one word to all beginnings of another.
class Distances final {
 public:
  Distances(std::size_t rows, std::size_t columns)
      : columns_(columns + 1), cells_((rows + 1) * (columns + 1)) {
    for (std::size_t row = 0; row <= rows; ++row) {
      at(row, 0) = row;
    }
    for (std::size_t column = 0; column <= columns; ++column) {
      at(0, column) = column;
    }
  }

  std::size_t& at(std::size_t row, std::size_t column) { return cells_[row * columns_ + column]; }

 private:
  std::size_t columns_;
  std::vector<std::size_t> cells_;
};

[[nodiscard]] std::size_t distance_of(std::u32string_view word, std::u32string_view token) {
  Distances distance(word.size(), token.size());
  std::unordered_map<char32_t, std::size_t> last_row;  // where a letter was last in the word
  for (std::size_t i = 1; i <= word.size(); ++i) {
    std::size_t last_column = 0;  // where this row's letter was last in the token
    for (std::size_t j = 1; j <= token.size(); ++j) {
      const bool same = word[i - 1] == token[j - 1];
      const std::size_t row = last_row[token[j - 1]];  // 0: not yet
      std::size_t best = std::min({distance.at(i - 1, j) + 1,
                                   distance.at(i, j - 1) + 1,
                                   distance.at(i - 1, j - 1) + (same ? 0 : 1)});
      const bool swapped = row > 0 && last_column > 0;
      const std::size_t edits_between = i + j - row - last_column - 1;
      best = swapped ? std::min(best, distance.at(row - 1, last_column - 1) + edits_between) : best;
      distance.at(i, j) = best;
      if (same) last_column = j;
    }
    last_row[word[i - 1]] = i;
  }
  return distance.at(word.size(), token.size());
}

}  // namespace

bool is_near(std::u32string_view word, std::u32string_view token, std::size_t edits) {
  const std::size_t longer = std::max(word.size(), token.size());
  const std::size_t shorter = std::min(word.size(), token.size());
  if (shorter == 0 || longer - shorter > edits || word.front() != token.front()) return false;
  return word == token || distance_of(word, token) <= edits;
}

}  // namespace match
