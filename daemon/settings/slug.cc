#include "settings/slug.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/text.h"

namespace settings {
namespace {

constexpr std::array<std::string_view, 9> feed_words{
    "rss", "feed", "feeds", "atom", "rdf", "rss2", "index", "xml", "json"};
constexpr std::array<std::string_view, 6> extensions{
    ".xml", ".rss", ".atom", ".rdf", ".json", ".php"};

bool says_only_feed(std::string_view segment) {
  return segment.empty() ||
         std::find(feed_words.begin(), feed_words.end(), segment) != feed_words.end();
}

std::string_view without_extension(std::string_view segment) {
  for (const std::string_view extension : extensions) {
    if (segment.ends_with(extension)) return segment.substr(0, segment.size() - extension.size());
  }
  return segment;
}

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/// Lower case; whatever is neither letter nor digit, and an escape such as %C3, becomes one "-".
std::string dashed(std::string_view text) {
  std::string slug;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (is_plain(text[at])) {
      slug += text[at];
      continue;
    }
    if (text[at] == '%') at += 2;
    if (!slug.empty() && slug.back() != '-') slug += '-';
  }
  slug.resize(std::min(slug.size(), max_slug));
  while (slug.ends_with('-'))
    slug.pop_back();
  return slug.empty() ? "feed" : slug;
}

/// The segments that tell one feed from another.
std::string telling(std::string_view path) {
  const std::string lower = base::lower_ascii(path);
  std::vector<std::string_view> segments = base::split(lower, '/');
  while (!segments.empty() && says_only_feed(without_extension(segments.back()))) {
    segments.pop_back();
  }
  if (!segments.empty()) segments.back() = without_extension(segments.back());
  std::string joined;
  for (const std::string_view segment : segments) {
    joined += std::string(segment) + "-";
  }
  return joined;
}

}  // namespace

std::string slug_of(const base::Url& url) {
  return dashed(url.host() + "-" + telling(url.path()));
}

std::string slug_of_path(std::string_view path) {
  return dashed(telling(path));
}

}  // namespace settings
