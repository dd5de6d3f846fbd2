// The id of a feed that was given none: made of its address, so that it stays the same. Pure.
#pragma once

#include <string>
#include <string_view>

#include "base/url.h"

namespace settings {

inline constexpr std::size_t max_slug = 56;  ///< leaves room for a number behind it

/// Host and path without what every feed has ("rss.xml", "feed"):
/// https://feeds.bbci.co.uk/news/world/africa/rss.xml is feeds-bbci-co-uk-news-world-africa.
[[nodiscard]] std::string slug_of(const base::Url& url);

/// The same of a path as the configuration writes it: samples/sahel.xml is samples-sahel.
[[nodiscard]] std::string slug_of_path(std::string_view path);

}  // namespace settings
