// A watch query as values (design: query language). Nodes stand in a row, each behind its children,
// the root last: whoever walks it goes along the row and never recurses. Immutable once read.
// Private to the room.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "match/term.h"
#include "model/watch.h"

namespace re2 {
class RE2;
}

namespace match {

inline constexpr std::size_t max_query_length = 100'000;  ///< code points
inline constexpr std::size_t max_nesting = 200;           ///< brackets, NOT and -
inline constexpr std::uint32_t max_distance = 100;        ///< tokens, of NEAR
inline constexpr std::uint32_t max_slack = 1000;          ///< tokens, of "..."~n
inline constexpr std::size_t max_fuzzy_length = 100;      ///< code points

using Fields = std::uint32_t;  ///< a bit for each model::Field

[[nodiscard]] constexpr Fields bit(model::Field field) {
  return 1U << static_cast<unsigned>(field);
}

inline constexpr Fields unscoped = 0;
inline constexpr Fields every_field = 63;
inline constexpr Fields text_fields =
    bit(model::Field::title) | bit(model::Field::summary) | bit(model::Field::content);

/// What can be found at places of a text.
struct Leaf {
  enum class Kind { term, fuzzy, proximity, exact, regex, link, country };

  Kind kind = Kind::term;
  Term term;                         ///< of term, fuzzy, proximity and exact
  std::vector<std::string> written;  ///< of exact: each element in NFC
  std::uint32_t number = 0;          ///< edits of fuzzy; other tokens of proximity
  std::shared_ptr<const re2::RE2> regex;
  std::u32string piece;  ///< of link, case folded
  std::string country;   ///< in capitals
  Fields fields = unscoped;
  bool container = false;  ///< right of WITHIN: unscoped, it is looked for in every field
  bool negated = false;    ///< in a NOT: masks hide nothing of it
  std::string shown;       ///< as the query has it
};

struct Node {
  enum class Kind {
    gone,  ///< its children were taken over by a later node
    every,
    feed,
    tag,
    lang,
    leaf,
    near,
    within,
    at_least,
    negation,
    all,
    any
  };

  Kind kind = Kind::gone;
  bool flag = false;    ///< near: in order; within: NOT WITHIN
  bool listed = false;  ///< its parent asks for the occurrences, not only whether there are any
  std::uint32_t number = 0;  ///< of near and at_least; of a leaf, which
  std::string value;         ///< of feed, tag and lang
  std::size_t column = 1;    ///< of feed, tag and lang
  std::vector<std::uint32_t> children;
};

struct Query {
  std::vector<Node> nodes;
  std::vector<Leaf> leaves;
};

/// What is wrong with a query, and at which code point of it, counted from 1.
struct QueryFault {
  std::size_t column = 1;
  std::string message;
};

template <class Value>
using Readable = tl::expected<Value, QueryFault>;

[[nodiscard]] inline tl::unexpected<QueryFault> fault_at(std::size_t column, std::string message) {
  return tl::unexpected(QueryFault{column, std::move(message)});
}

/// Fails with the first fault. Linear in the text.
[[nodiscard]] Readable<Query> read_query(std::string_view text);

}  // namespace match
