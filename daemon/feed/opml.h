// Lists of feeds as readers exchange them: OPML 2.0 (opml.org/spec2.opml) in and out. Pure. What
// OPML has no word for stands in attributes of our own namespace. A list comes from anywhere, so it
// can make http and https feeds alone, and never says how a feed is reached (logins, headers,
// proxies, private addresses).
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/feed.h"

namespace feed {

inline constexpr std::size_t max_opml = 16U << 20U;   ///< bytes
inline constexpr std::size_t max_outlines = 50'000;   ///< of one list, folders included
inline constexpr std::size_t max_outline_depth = 32;  ///< of folders in folders
inline constexpr std::size_t max_outline_tags = 100;  ///< of one feed
inline constexpr std::size_t max_outline_tag = 100;   ///< characters
inline constexpr std::size_t max_refusals = 20;       ///< told in words; the rest are counted
inline constexpr std::string_view opml_namespace = "https://newswatch.example/ns/opml";

struct ListedFeed {
  model::Feed feed;   ///< the id is empty where the list gives none
  std::string title;  ///< one line, or empty
};

struct FeedList {
  std::string title;
  std::vector<ListedFeed> feeds;      ///< in the order of the list, each address once
  std::vector<std::string> refusals;  ///< outlines that were not taken, and why; a sentence each
  std::size_t refused = 0;            ///< how many they were
};

/// Categories and the folders a feed lies in become its tags; an address that stands twice is one
/// feed with the tags of both. Causes: `not_found` for what is no OPML, `invalid` for damaged XML,
/// `limit` for a list beyond the limits above.
[[nodiscard]] base::Result<FeedList> read_opml(std::string_view bytes);

/// Whether a feed can stand in a list: it is on the web, and its address is no secret.
[[nodiscard]] bool can_be_listed(const model::Feed& feed);

/// Whether something about the feed stays behind: logins, headers, how it is reached.
[[nodiscard]] bool has_more_than_a_list(const model::Feed& feed);

/// Those that can be listed, one outline each. Read again it gives the same feeds, save for what
/// stays behind.
[[nodiscard]] std::string write_opml(std::string_view title, std::span<const model::Feed> feeds);

/// A backlog as the configuration writes it: none, all, a number, a span.
[[nodiscard]] std::string backlog_words(const model::Backlog& backlog);

/// A text as a tag: one line, white space folded, cut to the limit; empty if nothing is left.
[[nodiscard]] std::string tag_of(std::string_view text);

}  // namespace feed
