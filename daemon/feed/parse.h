// Bytes of any supported feed become a Document. Pure: no network, no clock, no log. Damaged items
// are skipped with a note, never fatal. Limits on foreign input are named here.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "model/item.h"

namespace feed {

inline constexpr std::size_t max_depth = 256;       ///< of nested elements
inline constexpr std::size_t max_attributes = 256;  ///< of one element
inline constexpr std::size_t max_text = 1U << 20U;  ///< bytes of one text
inline constexpr std::size_t max_items = 10'000;    ///< the newest are kept, the rest counted
inline constexpr std::size_t max_notes = 20;

/// What is known of the bytes from outside.
struct Hints {
  std::string content_type;      ///< the HTTP header, with its charset, or empty
  std::string url;               ///< the document came from here, after redirects
  std::string content_location;  ///< the HTTP header, or empty
};

/// When the publisher wants to be asked again, as the document says it.
struct Pace {
  std::optional<base::Seconds> ttl;  ///< <ttl>, or sy:updatePeriod and sy:updateFrequency
  std::vector<int> skip_hours;       ///< 0-23, GMT
  std::vector<int> skip_days;        ///< 0 is Sunday, GMT
};

struct Document {
  std::string format;  ///< "rss/2.0", "atom/1.0", "rss/1.0" (RDF), "json/1.1", …
  std::string title;
  std::string link;  ///< the site
  std::string language;
  Pace pace;
  std::vector<model::Item> items;  ///< in document order; first_seen is left at its default
  bool cut_off = false;  ///< the document ends or breaks early: what was complete is here, the rest
                         ///< is still to come
  std::size_t truncated = 0;       ///< items beyond max_items
  std::vector<std::string> notes;  ///< what was odd, for a person; at most max_notes
};

/// Causes: `not_found` for what is no feed at all (an HTML page, an empty body), `invalid` for a
/// feed too damaged to read, `limit` for one beyond the limits above.
[[nodiscard]] base::Result<Document> parse(std::string_view bytes, const Hints& hints);

}  // namespace feed
