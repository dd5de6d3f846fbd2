// An item of a feed, as a reader would see it: plain text, absolute links, UTC times.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/hash.h"
#include "base/time.h"

namespace model {

/// Texts are valid UTF-8 without markup. In summary and content white space inside a block is one
/// space and blocks are joined by one newline; the other fields are one line (design: Text of the
/// query language).
struct Item {
  std::string guid;  ///< as the feed wrote it, trimmed; never resolved or changed; may be empty
  std::string link;  ///< absolute where it can be, or empty
  std::string title;
  std::string summary;
  std::string content;
  std::string author;
  std::vector<std::string> categories;
  std::string language;  ///< the item's own, else the feed document's; empty: unknown
  std::optional<base::TimePoint> published;
  std::optional<base::TimePoint> updated;
  std::string published_raw;   ///< the date as the feed wrote it, also if it could not be read
  base::TimePoint first_seen;  ///< when we first saw it

  bool operator==(const Item&) const = default;
};

/// What tells an item from others of its feed.
struct ItemKeys {
  enum class Kind { guid, link_title, title_content, link };  ///< numbers are stored

  Kind kind = Kind::guid;
  base::Key128 best{};               ///< by this an item is known or new
  std::optional<base::Key128> link;  ///< of the loose link: also without scheme and "www."
  base::Key128 title_hash{};
  base::Key128 content_hash{};

  bool operator==(const ItemKeys&) const = default;
};

}  // namespace model
