#include <algorithm>
#include <utility>

#include "base/text.h"
#include "feed/opml.h"

namespace feed {
namespace {

/// " name="value"", or nothing where there is no value.
std::string attribute(std::string_view name, std::string_view value) {
  if (value.empty()) return {};
  return " " + std::string(name) + "=\"" + base::escape_xml(value) + "\"";
}

/// Commas part categories, and a slash begins a path; a tag with either needs a place of its own.
bool is_category(const std::string& tag) {
  return tag.find(',') == std::string::npos && !tag.starts_with('/') && tag_of(tag) == tag;
}

std::string tag_attributes(const std::vector<std::string>& tags) {
  std::string written = attribute("category", base::join(tags, ","));
  if (std::all_of(tags.begin(), tags.end(), is_category)) return written;
  written += " newswatch:tags=\"";
  const char* before = "";
  for (const std::string& tag : tags) {
    written += std::exchange(before, "&#10;") + base::escape_xml(tag);
  }
  return written + "\"";
}

std::string outline_of(const model::Feed& feed) {
  const model::Feed plain;
  std::string outline = "    <outline type=\"rss\"" + attribute("text", feed.id) +
                        attribute("xmlUrl", feed.address) + attribute("language", feed.language) +
                        tag_attributes(feed.tags) + attribute("newswatch:id", feed.id);
  if (feed.every) outline += attribute("newswatch:every", base::format_span(*feed.every));
  if (feed.keep) outline += attribute("newswatch:keep", base::format_span(*feed.keep));
  if (feed.backlog != plain.backlog) {
    outline += attribute("newswatch:backlog", backlog_words(feed.backlog));
  }
  if (feed.max_size != plain.max_size) {
    outline += attribute("newswatch:max_size", std::to_string(feed.max_size));
  }
  outline += attribute("newswatch:user_agent", feed.user_agent);
  if (!feed.enabled) outline += attribute("newswatch:enabled", "false");
  if (!feed.http2) outline += attribute("newswatch:http2", "false");
  return outline + "/>\n";
}

}  // namespace

std::string backlog_words(const model::Backlog& backlog) {
  switch (backlog.kind) {
    case model::Backlog::Kind::all:
      return "all";
    case model::Backlog::Kind::count:
      return std::to_string(backlog.count);
    case model::Backlog::Kind::age:
      return base::format_span(backlog.age);
    case model::Backlog::Kind::none:
      break;
  }
  return "none";
}

bool can_be_listed(const model::Feed& feed) {
  return feed.source == model::Feed::Source::web && !feed.secret_address;
}

bool has_more_than_a_list(const model::Feed& feed) {
  return !feed.headers.empty() || !feed.user.empty() || !feed.password.reveal().empty() ||
         !feed.token.reveal().empty() || !feed.proxy.empty() || feed.insecure ||
         feed.operated_by_me || !feed.allow_private.empty();
}

std::string write_opml(std::string_view title, std::span<const model::Feed> feeds) {
  std::string opml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\"" +
                     attribute("xmlns:newswatch", opml_namespace) + ">\n  <head>\n    <title>" +
                     base::escape_xml(title) + "</title>\n  </head>\n  <body>\n";
  for (const model::Feed& feed : feeds) {
    if (can_be_listed(feed)) opml += outline_of(feed);
  }
  return opml + "  </body>\n</opml>\n";
}

}  // namespace feed
