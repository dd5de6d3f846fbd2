// A feed whose XML is broken written anew as XML that is not. A '<' that opens nothing becomes
// text, attributes get their quotes, what was left open is closed where a feed would have closed
// it: a new <item> ends the item before, the end of the channel ends both. Used only when the
// parser stops. Private to the room.
#pragma once

#include <string>
#include <string_view>

namespace feed {

struct MendedXml {
  std::string text;  ///< well-formed, from the root of a feed on; empty if there is none. An item
                     ///< that the end of the document cuts is not in it
  bool closed = false;  ///< the end tag of the root was there: nothing is missing at the end
};

/// Linear in time: no byte is read again after it was passed. The result is at most five times as
/// long, nests at most max_depth deep and has at most max_attributes in one element.
[[nodiscard]] MendedXml mend_xml(std::string_view xml);

}  // namespace feed
