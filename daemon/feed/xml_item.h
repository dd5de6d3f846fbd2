// One <item> or <entry>, of whatever family, becomes an item. Private to the room.
#pragma once

#include <string>

#include <pugixml.hpp>

#include "feed/links.h"
#include "feed/vocabulary.h"
#include "model/item.h"

namespace feed {

/// What an element inherits from those around it.
struct Surroundings {
  LinkBase base;
  std::string language;

  /// The same inside the element: its xml:base and xml:lang.
  [[nodiscard]] Surroundings within(const pugi::xml_node& element) const;
};

enum class Family { rss, atom };

/// The namespaces are those around the item and are the same again afterwards.
[[nodiscard]] model::Item read_item(const pugi::xml_node& element,
                                    const Surroundings& around,
                                    Namespaces& namespaces,
                                    Family family);

/// A title as a person reads it: in Atom by its type, in RSS as HTML if it looks like it.
[[nodiscard]] std::string read_title(const pugi::xml_node& element, Family family);

/// The name, else the address, of a person written as one text or as <name> and <email>.
[[nodiscard]] std::string read_person(const pugi::xml_node& element);

/// The rank of an Atom link as the address of the thing itself (0 is best), or Best::none.
[[nodiscard]] int link_rank(const pugi::xml_node& link);

}  // namespace feed
