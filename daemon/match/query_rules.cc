#include "match/query_rules.h"

#include <algorithm>

namespace match {
namespace {

[[nodiscard]] bool has_tokens(const Query& query, const Node& leaf) {
  const Leaf::Kind kind = query.leaves[leaf.number].kind;
  return kind != Leaf::Kind::regex && kind != Leaf::Kind::link;
}

/// A WITHIN whose left side has tokens, as NEAR counts them.
[[nodiscard]] bool left_has_tokens(const Query& query, const Node& within) {
  std::vector<std::uint32_t> left{within.children.front()};
  while (!left.empty()) {
    const Node& node = query.nodes[left.back()];
    left.pop_back();
    if (node.kind == Node::Kind::leaf) {
      if (!has_tokens(query, node)) return false;
    } else if (node.kind == Node::Kind::within) {
      left.push_back(node.children.front());
    } else {
      left.insert(left.end(), node.children.begin(), node.children.end());
    }
  }
  return true;
}

[[nodiscard]] bool takes(const Query& query, Taker taker, const Node& node) {
  switch (node.kind) {
    case Node::Kind::leaf:
      return taker != Taker::near || has_tokens(query, node);
    case Node::Kind::any:
      return true;
    case Node::Kind::near:
      return taker == Taker::at_least;
    case Node::Kind::within:
      return taker != Taker::near || left_has_tokens(query, node);
    default:
      return false;
  }
}

}  // namespace

bool can_take(const Query& query, Taker taker, std::uint32_t operand) {
  std::vector<std::uint32_t> left{operand};
  while (!left.empty()) {
    const Node& node = query.nodes[left.back()];
    left.pop_back();
    if (!takes(query, taker, node)) return false;
    if (node.kind == Node::Kind::any) {
      left.insert(left.end(), node.children.begin(), node.children.end());
    }
  }
  return true;
}

void pass_down(Query& query) {
  std::vector<bool> negated(query.nodes.size());
  std::vector<bool> container(query.nodes.size());
  for (std::size_t at = query.nodes.size(); at-- > 0;) {
    const Node& node = query.nodes[at];
    const bool lists = node.kind == Node::Kind::near || node.kind == Node::Kind::within ||
                       node.kind == Node::Kind::at_least || node.listed;
    for (std::size_t i = 0; i < node.children.size(); ++i) {
      const std::uint32_t child = node.children[i];
      query.nodes[child].listed = lists;
      negated[child] = negated[at] || node.kind == Node::Kind::negation;
      container[child] = container[at] || (node.kind == Node::Kind::within && i == 1);
    }
    if (node.kind != Node::Kind::leaf) continue;
    query.leaves[node.number].negated = negated[at];
    query.leaves[node.number].container = container[at];
  }
}

bool matches_without_finding(const Query& query) {
  std::vector<bool> matches(query.nodes.size());
  for (std::size_t at = 0; at < query.nodes.size(); ++at) {
    const auto& children = query.nodes[at].children;
    const auto holds = [&](std::uint32_t child) { return matches[child]; };
    switch (query.nodes[at].kind) {
      case Node::Kind::negation:
        matches[at] = !matches[children.front()];
        break;
      case Node::Kind::all:
        matches[at] = std::ranges::all_of(children, holds);
        break;
      case Node::Kind::any:
        matches[at] = std::ranges::any_of(children, holds);
        break;
      default:
        break;
    }
  }
  return matches.back();
}

}  // namespace match
