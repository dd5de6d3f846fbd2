#include <algorithm>
#include <array>

#include "base/text.h"

namespace base {
namespace {

constexpr std::size_t longest_word = 64;    // longer ones are no misspelt word of ours
constexpr std::size_t shortest_prefix = 3;  // "int" may mean "interval", "in" may mean anything

/// Edits that turn one word into the other: a letter added, dropped or changed, or two neighbours
/// exchanged (Damerau and Levenshtein, no piece edited twice). Both at most longest_word.
std::size_t edits_between(std::string_view a, std::string_view b) {
  using Row = std::array<std::size_t, longest_word + 1>;
  Row before_last{};
  Row last{};
  Row current{};
  for (std::size_t j = 0; j <= b.size(); ++j) {
    last[j] = j;
  }
  for (std::size_t i = 1; i <= a.size(); ++i) {
    current[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t changed = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      current[j] = std::min({last[j] + 1, current[j - 1] + 1, changed});
      const bool exchanged = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (exchanged) current[j] = std::min(current[j], before_last[j - 2] + 1);
    }
    before_last = last;
    last = current;
  }
  return last[b.size()];
}

bool begins(std::string_view candidate, std::string_view word) {
  return word.size() >= shortest_prefix && candidate.starts_with(word);
}

}  // namespace

std::optional<std::string> nearest_word(std::string_view word,
                                        std::span<const std::string_view> candidates) {
  if (word.empty() || word.size() > longest_word) return std::nullopt;
  const std::string meant = lower_ascii(word);
  std::size_t fewest = (meant.size() > 4 ? 2 : 1) + 1;
  fewest = std::min(fewest, meant.size());  // a word of one letter is near to nothing but itself
  std::optional<std::string> nearest;
  std::optional<std::string> begun;
  for (const std::string_view candidate : candidates) {
    if (candidate.size() > longest_word) continue;
    const std::string lower = lower_ascii(candidate);
    if (const std::size_t edits = edits_between(meant, lower); edits < fewest) {
      fewest = edits;
      nearest = candidate;
    }
    if (begins(lower, meant) && (!begun || candidate.size() < begun->size())) {
      begun = candidate;
    }
  }
  return nearest ? nearest : begun;
}

}  // namespace base
