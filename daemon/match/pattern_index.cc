#include "match/pattern_index.h"

#include <algorithm>

#include "match/pattern.h"

namespace match {

std::uint32_t LiteralTrie::child(std::uint32_t node, char byte) const {
  const auto& children = nodes_[node].children;
  const auto place = std::lower_bound(children.begin(), children.end(), std::pair{byte, 0U});
  return place != children.end() && place->first == byte ? place->second : 0;
}

std::uint32_t LiteralTrie::child_or_new(std::uint32_t node, char byte) {
  if (const std::uint32_t known = child(node, byte); known != 0) {
    return known;
  }
  const auto fresh = static_cast<std::uint32_t>(nodes_.size());
  auto& children = nodes_[node].children;
  children.insert(std::lower_bound(children.begin(), children.end(), std::pair{byte, 0U}),
                  {byte, fresh});
  nodes_.emplace_back();
  return fresh;
}

std::uint32_t PatternIndex::add(std::string_view pattern) {
  const auto number = static_cast<std::uint32_t>(patterns_.size());
  const auto [known, fresh] = numbers_.emplace(std::string(pattern), number);
  if (!fresh) {
    return known->second;
  }
  patterns_.emplace_back(pattern);
  const std::string_view start = literal_start(pattern);
  const std::string_view end = literal_end(pattern);
  if (start.empty() && end.empty()) {
    open_.push_back(number);
  } else if (start.size() >= end.size()) {
    by_start_.add(start.begin(), start.end(), number);
  } else {
    by_end_.add(end.rbegin(), end.rend(), number);
  }
  return number;
}

void PatternIndex::find(std::string_view token, std::vector<std::uint32_t>& found) const {
  const auto look = [&](std::uint32_t number) {
    if (fits(patterns_[number], token)) {
      found.push_back(number);
    }
  };
  by_start_.walk(token.begin(), token.end(), look);
  by_end_.walk(token.rbegin(), token.rend(), look);
  std::for_each(open_.begin(), open_.end(), look);
}

}  // namespace match
