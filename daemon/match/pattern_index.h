// All patterns of all terms: a token is asked of all of them at once, by what they have literal at
// their start or end. Private to the room.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace match {

/// A byte trie of literal starts (or, walked backwards, ends), with the patterns that have them.
class LiteralTrie final {
 public:
  template <class Iterator>
  void add(Iterator from, Iterator to, std::uint32_t pattern) {
    std::uint32_t node = 0;
    for (; from != to; ++from) {
      node = child_or_new(node, *from);
    }
    nodes_[node].patterns.push_back(pattern);
  }

  /// Every pattern whose literal the bytes begin with is given to `visit`.
  template <class Iterator, class Visit>
  void walk(Iterator from, Iterator to, const Visit& visit) const {
    for (std::uint32_t node = 0; from != to; ++from) {
      node = child(node, *from);
      if (node == 0) {
        return;
      }
      for (const std::uint32_t pattern : nodes_[node].patterns) {
        visit(pattern);
      }
    }
  }

 private:
  struct Node {
    std::vector<std::pair<char, std::uint32_t>> children;  ///< sorted
    std::vector<std::uint32_t> patterns;
  };

  [[nodiscard]] std::uint32_t child(std::uint32_t node, char byte) const;  ///< 0: none
  std::uint32_t child_or_new(std::uint32_t node, char byte);

  std::vector<Node> nodes_{1};
};

/// Built once, then immutable.
class PatternIndex final {
 public:
  /// The pattern's number; the same pattern has the same.
  std::uint32_t add(std::string_view pattern);
  [[nodiscard]] bool empty() const { return patterns_.empty(); }

  /// Appends the numbers of the patterns that fit. Patterns with a wildcard at both ends are tried
  /// one by one.
  void find(std::string_view token, std::vector<std::uint32_t>& found) const;

 private:
  std::vector<std::string> patterns_;
  std::unordered_map<std::string, std::uint32_t> numbers_;
  LiteralTrie by_start_;
  LiteralTrie by_end_;
  std::vector<std::uint32_t> open_;
};

}  // namespace match
