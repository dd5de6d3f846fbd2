// A watch: what the user wants to be told about. Its name is its identity.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace model {

/// A piece of an item's text that a watch may look at, in the order hits are sorted by.
enum class Field { title, summary, content, author, category, link };

[[nodiscard]] constexpr const char* word(Field field) {
  switch (field) {
    case Field::title:
      return "title";
    case Field::summary:
      return "summary";
    case Field::content:
      return "content";
    case Field::author:
      return "author";
    case Field::category:
      return "category";
    case Field::link:
      return "link";
  }
  return "title";
}

/// One entry of a list of terms, with the place it was written at ("newswatch.yaml:12:18") for
/// errors.
struct Phrase {
  std::string text;
  std::string where;

  bool operator==(const Phrase&) const = default;
};

/// A query, with where each part of it was written. Columns and lines count from 1.
struct QueryText {
  /// The code point at `offset`, and those behind it up to the next spot, stand here.
  struct Spot {
    std::size_t offset = 0;
    std::size_t line = 1;
    std::size_t column = 1;

    bool operator==(const Spot&) const = default;
  };

  std::string text;
  std::string file;         ///< or what else it was given by, "--query"
  std::vector<Spot> spots;  ///< sorted by offset, which begins with 0; empty: only columns are told

  /// "newswatch.yaml:12:18" for a column of the query.
  [[nodiscard]] std::string place_of(std::size_t column) const {
    std::size_t line = 0;
    std::size_t place = column;
    for (const Spot& spot : spots) {
      if (spot.offset >= column) break;
      line = spot.line;
      place = spot.column + (column - 1 - spot.offset);
    }
    return file + ":" + (line == 0 ? "" : std::to_string(line) + ":") + std::to_string(place);
  }

  bool operator==(const QueryText&) const = default;
};

struct Watch {
  std::string name;
  std::string where;  ///< of the watch in the configuration
  std::vector<Phrase> keywords;
  std::optional<QueryText> query;  ///< in place of keywords
  std::vector<Phrase> except;
  std::vector<Field> in = {Field::title, Field::summary, Field::content};
  std::vector<std::string> channels;

  bool operator==(const Watch&) const = default;
};

}  // namespace model
