// Which feeds a web page names: bytes of HTML in, addresses that may be feeds out. Pure: nobody is
// asked here whether they are. One pass over the tags, no tree. Autodiscovery: the HTML standard,
// "link type alternate" and "link type feed" (the latter proposed, and still written).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "feed/parse.h"

namespace feed {

inline constexpr std::size_t max_page = 4U << 20U;       ///< bytes of a page that are looked at
inline constexpr std::size_t max_page_tags = 200'000;    ///< of them, too
inline constexpr std::size_t max_tag_attributes = 64;    ///< of one tag
inline constexpr std::size_t max_candidates = 50;        ///< of one page
inline constexpr std::size_t max_candidate_title = 200;  ///< characters

/// An address that may be a feed.
struct Candidate {
  enum class Source {
    declared,    ///< the page names it as its feed
    well_known,  ///< sites of this kind have it there
    linked,      ///< the page has a link that looks like a feed
    guessed,     ///< many sites have a feed there
  };

  std::string url;    ///< absolute, http or https
  std::string title;  ///< as the page says, one line of plain text, or empty
  std::string type;   ///< the media type the page gives, lower case, or empty
  Source source = Source::declared;

  bool operator==(const Candidate&) const = default;
};

/// "named by the page", "a link of the page", …
[[nodiscard]] std::string_view words_for(Candidate::Source source);

/// The feeds a page names: declared ones first, well-known ones next, links last, each address
/// once. Empty for what is no page. Without a URL in the hints relative addresses are left out.
[[nodiscard]] std::vector<Candidate> feeds_of_page(std::string_view bytes, const Hints& hints);

}  // namespace feed
