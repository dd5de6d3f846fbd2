// Queries beside the plainest thing that could be right: every pair and every choice tried. The
// query's text and what it means are made together.
#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "match/matcher.h"
#include "match/parts.h"

namespace {

constexpr unsigned rounds = 4000;
constexpr std::size_t word_size = 2;

/// First and last token.
using Stretch = std::pair<int, int>;
using Stretches = std::set<Stretch>;

struct Text {
  std::vector<std::string> words;
  std::vector<int> blocks;  ///< of each word

  [[nodiscard]] std::string str() const {
    std::string all;
    for (std::size_t i = 0; i < words.size(); ++i) {
      if (i > 0) all += blocks[i] == blocks[i - 1] ? " " : "\n";
      all += words[i];
    }
    return all;
  }
};

/// A query, and what it comes to in one text.
struct Made {
  std::string query = {};
  bool matches = false;
  Stretches found = {};   ///< occurrences; of an operand, all
  Stretches marked = {};  ///< what is told if it matches
};

class Maker {
 public:
  explicit Maker(unsigned seed) : random_(seed) {
    const int length = below(12);
    for (int i = 0; i < length; ++i) {
      text_.words.push_back(word());
      text_.blocks.push_back(i == 0 ? 0 : text_.blocks.back() + (below(5) == 0 ? 1 : 0));
    }
  }

  [[nodiscard]] const Text& text() const { return text_; }

  Made expression(int depth) {
    if (depth == 0) return told(operand(1));
    switch (below(6)) {
      case 0:
        return near();
      case 1:
        return at_least();
      case 2:
        return both(expression(depth - 1), expression(depth - 1));
      case 3:
        return either(expression(depth - 1), expression(depth - 1));
      case 4:
        return without(expression(depth - 1), expression(depth - 1));
      default:
        return told(operand(2));
    }
  }

 private:
  int below(int limit) { return std::uniform_int_distribution<int>(0, limit - 1)(random_); }
  std::string word() { return std::string(word_size, static_cast<char>('a' + below(4))); }

  static Made told(Made made) {
    made.matches = !made.found.empty();
    made.marked = made.found;
    return made;
  }

  Made operand(int depth) {
    if (depth == 0) return row();
    switch (below(4)) {
      case 0: {
        Made left = operand(depth - 1);
        const Made right = operand(depth - 1);
        left.query = "(" + left.query + " OR " + right.query + ")";
        left.found.insert(right.found.begin(), right.found.end());
        return left;
      }
      case 1: {
        const bool outside = below(2) == 0;
        const Made left = operand(depth - 1);
        const Made right = operand(depth - 1);
        Made made{.query = "(" + left.query + (outside ? " NOT WITHIN " : " WITHIN ") +
                           right.query + ")"};
        for (const Stretch& each : left.found) {
          const bool inside = std::ranges::any_of(right.found, [&](const Stretch& around) {
            return around.first <= each.first && each.second <= around.second;
          });
          if (inside != outside) made.found.insert(each);
        }
        return made;
      }
      default:
        return row();
    }
  }

  /// A word, a phrase or a proximity.
  Made row() {
    std::vector<std::string> wanted{word()};
    std::string inner = wanted.front();
    for (int more = below(3); more > 0; --more) {
      wanted.push_back(word());
      inner += " " + wanted.back();
    }
    const int slack = below(2) == 0 ? 0 : below(4);
    Made made{.query = wanted.size() == 1 ? inner : "\"" + inner + "\""};
    if (wanted.size() > 1 && slack > 0) made.query += "~" + std::to_string(slack);
    for (int at = 0; at < static_cast<int>(text_.words.size()); ++at) {
      choose(wanted, 0, at, at, wanted.size() == 1 ? 0 : slack, made.found);
    }
    return made;
  }

  /// Every way to find the wanted words from `at` on.
  void choose(const std::vector<std::string>& wanted,
              std::size_t next,
              int first,
              int at,
              int slack,
              Stretches& found) {
    const auto here = static_cast<std::size_t>(at);
    if (here >= text_.words.size() || text_.words[here] != wanted[next] ||
        text_.blocks[here] != text_.blocks[static_cast<std::size_t>(first)]) {
      return;
    }
    if (next + 1 == wanted.size()) {
      found.emplace(first, at);
      return;
    }
    for (int skipped = 0; skipped <= slack; ++skipped) {
      choose(wanted, next + 1, first, at + 1 + skipped, slack - skipped, found);
    }
  }

  [[nodiscard]] int block(int at) const { return text_.blocks[static_cast<std::size_t>(at)]; }

  Made near() {
    const bool ordered = below(2) == 0;
    const int distance = below(4);
    const Made left = operand(1);
    const Made right = operand(1);
    Made made{.query = left.query + (ordered ? " ONEAR/" : " NEAR/") + std::to_string(distance) +
                       " " + right.query};
    for (const Stretch& a : left.found) {
      for (const Stretch& b : right.found) {
        const int behind = b.first - a.second - 1;
        const int before = a.first - b.second - 1;
        const bool close =
            (behind >= 0 && behind <= distance) || (!ordered && before >= 0 && before <= distance);
        if (!close || block(a.first) != block(b.first)) continue;
        made.found.insert(a);
        made.marked.insert(a);
        made.marked.insert(b);
      }
    }
    made.matches = !made.found.empty();
    return made;
  }

  Made at_least() {
    const int times = 1 + below(4);
    Made counted = below(2) == 0 ? near() : told(operand(1));
    counted.query = "ATLEAST/" + std::to_string(times) + " " + counted.query;
    counted.matches = static_cast<int>(counted.found.size()) >= times;
    return counted;
  }

  static Made both(Made left, const Made& right) {
    left.query = "(" + left.query + ") (" + right.query + ")";
    left.matches = left.matches && right.matches;
    left.marked.insert(right.marked.begin(), right.marked.end());
    return left;
  }

  static Made either(Made left, const Made& right) {
    left.query = "(" + left.query + " OR " + right.query + ")";
    if (!left.matches) left.marked.clear();
    if (right.matches) left.marked.insert(right.marked.begin(), right.marked.end());
    left.matches = left.matches || right.matches;
    return left;
  }

  static Made without(Made left, const Made& right) {
    left.query = "(" + left.query + ") NOT (" + right.query + ")";
    left.matches = left.matches && !right.matches;
    return left;
  }

  std::mt19937 random_;
  Text text_;
};

Stretches stretches(const std::vector<model::Span>& spans) {
  Stretches all;
  for (const model::Span& span : spans) {
    all.emplace(static_cast<int>(span.start / (word_size + 1)),
                static_cast<int>(span.end / (word_size + 1)));
  }
  return all;
}

TEST(QueryProperty, FindsWhatThePlainestMatcherFinds) {
  unsigned matched = 0;
  for (unsigned seed = 1; seed <= rounds; ++seed) {
    Maker maker(seed);
    const Made made = maker.expression(3);
    model::Watch watch;
    watch.name = "made";
    watch.query = model::QueryText{.text = made.query, .file = "made", .spots = {}};
    const auto matcher = match::Matcher::compile(std::vector{watch});
    ASSERT_TRUE(matcher.has_value()) << made.query << "\n" << matcher.error().front().message;
    const auto hits = matcher->hits(Parts{.content = maker.text().str()}.item());
    ASSERT_EQ(!hits.empty(), made.matches) << seed << ": " << made.query << "\n"
                                           << maker.text().str();
    if (hits.empty()) continue;
    ++matched;
    ASSERT_EQ(stretches(hits.front().spans), made.marked) << seed << ": " << made.query << "\n"
                                                          << maker.text().str();
    ASSERT_EQ(hits.front().spans.size(), made.marked.size()) << "a span stands twice";
  }
  EXPECT_GT(matched, rounds / 10);
}

}  // namespace
