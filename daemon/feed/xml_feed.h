// RSS of all versions, RDF and Atom. Private to the room.
#pragma once

#include <string_view>

#include "base/result.h"
#include "feed/links.h"
#include "feed/parse.h"

namespace feed {

/// The text is valid UTF-8. Fails as parse does.
[[nodiscard]] base::Result<Document> parse_xml(std::string_view utf8, const LinkBase& base);

}  // namespace feed
