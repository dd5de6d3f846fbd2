// The text constructs of Atom 1.0 (RFC 4287, section 3.1) and Atom 0.3. Private to the room.
#pragma once

#include <string>

#include <pugixml.hpp>

namespace feed {

/// Plain text with blocks, whatever its type or mode: text, HTML, XHTML, base64. Empty for content
/// that is elsewhere (src) or not text.
[[nodiscard]] std::string read_construct(const pugi::xml_node& element);

}  // namespace feed
