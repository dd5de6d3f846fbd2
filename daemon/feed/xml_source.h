// What is done to an XML text before the parser sees it: limits are checked and references the
// parser would not survive or not know are replaced. One linear pass. Private to the room.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace feed {

struct XmlSource {
  std::string text;          ///< up to where a limit was passed
  std::string limit_passed;  ///< in words, or empty
};

/// Character references become characters: those of HTML that XML does not know, those for numbers
/// that XML forbids (a NUL would end the parser's string), and windows-1252 numbers as their
/// writers meant them. Entities that the document declares itself become their text, if that holds
/// no markup and no other entity: nothing grows.
[[nodiscard]] XmlSource prepare_xml(std::string utf8);

}  // namespace feed
