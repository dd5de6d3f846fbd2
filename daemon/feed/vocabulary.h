// The vocabularies feeds are written in, told by namespace URI, and by prefix where nobody declared
// one. Private to the room.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include <pugixml.hpp>

namespace feed {

enum class Vocabulary {
  plain,  ///< no namespace, or one of RSS's own
  atom,
  dublin_core,
  content,
  itunes,
  media,
  syndication,
  xhtml,
  rdf,
  feedburner,
  other,
};

struct NameView {
  Vocabulary vocabulary = Vocabulary::plain;
  std::string_view local;
};

/// The namespaces in scope. Elements are entered and left in the order of the document.
class Namespaces final {
 public:
  void enter(const pugi::xml_node& element);
  void leave();

  /// Of an element that stands in what was entered last. Views the element.
  [[nodiscard]] NameView name_of(const pugi::xml_node& element) const;

 private:
  struct BindingView {
    std::string_view prefix;
    Vocabulary vocabulary = Vocabulary::plain;
  };

  std::vector<BindingView> bindings_;
  std::vector<std::size_t> marks_;
};

}  // namespace feed
