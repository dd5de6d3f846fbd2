// A watch: what the user wants to be told about. Its name is its identity.
#pragma once

#include <cstddef>
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

struct Watch {
  std::string name;
  std::string where;  ///< of the watch in the configuration
  std::vector<Phrase> keywords;
  std::vector<Phrase> except;
  std::vector<Field> in = {Field::title, Field::summary, Field::content};
  std::vector<std::string> channels;

  bool operator==(const Watch&) const = default;
};

}  // namespace model
