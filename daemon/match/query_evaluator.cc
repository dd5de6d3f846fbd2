// Upwards along the row of nodes: which match, and where occurrences are asked for, which. Then
// downwards: whose occurrences made the whole match.
#include "match/query_evaluator.h"

#include <algorithm>
#include <string_view>
#include <tuple>
#include <utility>

#include "base/text.h"
#include "match/covers.h"
#include "match/leaf_finder.h"

namespace match {
namespace {

using Places = std::vector<Finding>;

/// BCP 47: the same, or the beginning of it up to a hyphen.
[[nodiscard]] bool is_language(std::string_view wanted, std::string_view language) {
  return language.size() >= wanted.size() &&
         base::equal_ignoring_case(language.substr(0, wanted.size()), wanted) &&
         (language.size() == wanted.size() || language[wanted.size()] == '-');
}

/// Occurrences by where their tokens stand, to ask for the nearest one.
class Neighbours final {
 public:
  explicit Neighbours(const Places& places) : by_first_(places), by_last_(places) {
    std::ranges::sort(by_first_, [](const Finding& a, const Finding& b) {
      return std::tie(a.field, a.first) < std::tie(b.field, b.first);
    });
    std::ranges::sort(by_last_, [](const Finding& a, const Finding& b) {
      return std::tie(a.field, a.last) < std::tie(b.field, b.last);
    });
  }

  [[nodiscard]] bool one_behind(const Finding& place, std::uint32_t distance) const {
    const auto next = std::ranges::upper_bound(
        by_first_, std::tuple(place.field, place.last), {}, [](const Finding& each) {
          return std::tuple(each.field, each.first);
        });
    return next != by_first_.end() && together(place, *next) &&
           next->first - place.last - 1 <= distance;
  }

  [[nodiscard]] bool one_before(const Finding& place, std::uint32_t distance) const {
    const auto next = std::ranges::lower_bound(
        by_last_, std::tuple(place.field, place.first), {}, [](const Finding& each) {
          return std::tuple(each.field, each.last);
        });
    return next != by_last_.begin() && together(place, *std::prev(next)) &&
           place.first - std::prev(next)->last - 1 <= distance;
  }

 private:
  [[nodiscard]] static bool together(const Finding& a, const Finding& b) {
    return a.field == b.field && a.block == b.block;
  }

  Places by_first_;
  Places by_last_;
};

class Evaluation final {
 public:
  Evaluation(const Query& query, ItemText& item, const Source& source)
      : query_(query),
        item_(item),
        source_(source),
        found_(query.leaves.size()),
        matches_(query.nodes.size()),
        places_(query.nodes.size()),
        ends_(query.nodes.size()) {}

  std::optional<std::vector<model::Span>> run(Findings indexed) {
    gather(indexed);
    for (std::size_t at = 0; at < query_.nodes.size(); ++at) {
      matches_[at] = judge(at);
    }
    if (!matches_.back()) return std::nullopt;
    return spans(reasons());
  }

 private:
  void gather(Findings indexed) {
    const Covers masked(sort_out(indexed));
    for (std::uint32_t number = 0; number < query_.leaves.size(); ++number) {
      const Leaf& leaf = query_.leaves[number];
      if (!is_indexed(leaf)) find(leaf, number);
      if (!leaf.negated && !masked.empty()) hide(masked, found_[number]);
    }
  }

  /// Each leaf gets its own; what is left are masks.
  Places sort_out(Findings indexed) {
    Places masks;
    for (const Finding& each : indexed) {
      (each.entry == mask ? masks : found_[each.entry]).push_back(each);
    }
    return masks;
  }

  static void hide(const Covers& masked, Places& found) {
    std::erase_if(found, [&](const Finding& each) { return masked.hold(each); });
  }

  void find(const Leaf& leaf, std::uint32_t number) {
    for (const model::Field field : item_fields) {
      if ((leaf.fields & bit(field)) == 0 || item_[field].text().empty()) continue;
      find_leaf(leaf, item_[field], {.field = field, .entry = number}, found_[number]);
    }
  }

  /// The occurrences of a node whose parent lists them.
  [[nodiscard]] const Places& places(std::uint32_t node) const {
    const Node& each = query_.nodes[node];
    return each.kind == Node::Kind::leaf ? found_[each.number] : places_[node];
  }

  [[nodiscard]] bool judge(std::size_t at) {
    const Node& node = query_.nodes[at];
    const auto holds = [&](std::uint32_t child) { return matches_[child]; };
    switch (node.kind) {
      case Node::Kind::gone:
        return false;
      case Node::Kind::every:
        return true;
      case Node::Kind::feed:
        return source_.feed == node.value;
      case Node::Kind::tag:
        return std::ranges::find(source_.tags, node.value) != source_.tags.end();
      case Node::Kind::lang:
        return is_language(node.value, source_.language);
      case Node::Kind::leaf:
        return !found_[node.number].empty();
      case Node::Kind::near:
        return judge_near(at);
      case Node::Kind::within:
        return judge_within(at);
      case Node::Kind::at_least:
        return distinct(places(node.children.front())) >= node.number;
      case Node::Kind::negation:
        return !matches_[node.children.front()];
      case Node::Kind::all:
        return std::ranges::all_of(node.children, holds);
      case Node::Kind::any:
        if (node.listed) unite(at);
        return std::ranges::any_of(node.children, holds);
    }
    return false;
  }

  void unite(std::size_t at) {
    for (const std::uint32_t child : query_.nodes[at].children) {
      const Places& more = places(child);
      places_[at].insert(places_[at].end(), more.begin(), more.end());
    }
  }

  bool judge_near(std::size_t at) {
    const Node& node = query_.nodes[at];
    const Places& left = places(node.children[0]);
    const Places& right = places(node.children[1]);
    if (left.empty() || right.empty()) return false;
    const Neighbours lefts(left);
    const Neighbours rights(right);
    std::ranges::copy_if(left, std::back_inserter(places_[at]), [&](const Finding& each) {
      return rights.one_behind(each, node.number) ||
             (!node.flag && rights.one_before(each, node.number));
    });
    ends_[at] = places_[at];
    std::ranges::copy_if(right, std::back_inserter(ends_[at]), [&](const Finding& each) {
      return lefts.one_before(each, node.number) ||
             (!node.flag && lefts.one_behind(each, node.number));
    });
    return !places_[at].empty();
  }

  bool judge_within(std::size_t at) {
    const Node& node = query_.nodes[at];
    const Covers around(places(node.children[1]));
    std::ranges::copy_if(places(node.children[0]),
                         std::back_inserter(places_[at]),
                         [&](const Finding& each) { return around.hold(each) != node.flag; });
    return !places_[at].empty();
  }

  [[nodiscard]] static std::size_t distinct(Places places) {
    const auto place = [](const Finding& each) {
      return std::tuple(each.field, each.start, each.end);
    };
    std::ranges::sort(places, {}, place);
    const auto repeated = std::ranges::unique(places, {}, place);
    return places.size() - repeated.size();
  }

  /// The occurrences of the positive parts that made it match.
  [[nodiscard]] Places reasons() const {
    Places all;
    std::vector<bool> wanted(query_.nodes.size());
    wanted.back() = true;
    for (std::size_t at = query_.nodes.size(); at-- > 0;) {
      const Node& node = query_.nodes[at];
      if (!wanted[at] || !matches_[at] || node.kind == Node::Kind::negation) continue;
      if (node.kind == Node::Kind::near || node.kind == Node::Kind::within ||
          node.kind == Node::Kind::leaf) {
        const Places& own =
            node.kind == Node::Kind::near ? ends_[at] : places(static_cast<std::uint32_t>(at));
        all.insert(all.end(), own.begin(), own.end());
        continue;
      }
      for (const std::uint32_t child : node.children) {
        wanted[child] = true;
      }
    }
    return all;
  }

  [[nodiscard]] std::vector<model::Span> spans(Places all) const {
    std::ranges::sort(all, {}, [](const Finding& each) {
      return std::tuple(each.field, each.start, each.end, each.entry);
    });
    std::vector<model::Span> spans;
    for (const Finding& each : all) {
      const bool known = !spans.empty() && spans.back().field == each.field &&
                         spans.back().start == each.start && spans.back().end == each.end;
      if (known) continue;
      spans.push_back({.field = each.field,
                       .start = each.start,
                       .end = each.end,
                       .term = query_.leaves[each.entry].shown});
    }
    return spans;
  }

  const Query& query_;
  ItemText& item_;
  const Source& source_;
  std::vector<Places> found_;   ///< by leaf
  std::vector<bool> matches_;   ///< by node
  std::vector<Places> places_;  ///< by node: what a parent that lists occurrences takes
  std::vector<Places> ends_;    ///< by node: both ends of a NEAR
};

}  // namespace

std::optional<std::vector<model::Span>> evaluate(const Query& query,
                                                 ItemText& item,
                                                 const Source& source,
                                                 Findings indexed) {
  return Evaluation(query, item, source).run(indexed);
}

}  // namespace match
