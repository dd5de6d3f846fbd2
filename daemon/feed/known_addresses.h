// Where the feeds of an address are likely to be, told by the address alone. Pure; nobody is asked.
#pragma once

#include <vector>

#include "base/url.h"
#include "feed/discover.h"

namespace feed {

/// For pages of sites that have feeds in a known place: a channel or playlist of YouTube, a
/// community of Reddit, a profile on Mastodon, a repository on GitHub, hosted blogs. Empty for
/// others.
[[nodiscard]] std::vector<Candidate> known_addresses(const base::Url& page);

/// Where many sites have a feed: /feed, /rss.xml and so on, in the folder of the page and at the
/// root. At most twice as many as there are usual names.
[[nodiscard]] std::vector<Candidate> usual_addresses(const base::Url& page);

}  // namespace feed
