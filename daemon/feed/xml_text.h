// The text in an element: as it stands, or as HTML where markup lies in it. Private to the room.
#pragma once

#include <string>
#include <string_view>

#include <pugixml.hpp>

namespace feed {

/// Whether elements lie in it.
[[nodiscard]] bool has_markup(const pugi::xml_node& element);

/// All text directly in the element. Views the tree, or `room` where there are several pieces.
[[nodiscard]] std::string_view direct_text(const pugi::xml_node& element, std::string& room);

/// What the text beside inline elements is: itself, or HTML once more.
enum class Inline { text, html };

/// What is in the element written as HTML: elements as tags without attributes, text escaped where
/// it is not HTML itself.
[[nodiscard]] std::string inner_html(const pugi::xml_node& element, Inline text = Inline::text);

/// The text of the first child of that name, in any case and with any prefix, or empty.
[[nodiscard]] std::string child_text(const pugi::xml_node& element, std::string_view local);

/// The name without its prefix. Views the tree.
[[nodiscard]] std::string_view local_name(const pugi::xml_node& element);

}  // namespace feed
