#include "feed/known_addresses.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"

namespace feed {
namespace {

using Addresses = std::vector<Candidate>;

constexpr std::size_t most_segments = 32;

constexpr std::array<std::string_view, 7> usual_names = {
    "feed", "rss", "atom.xml", "feed.xml", "index.xml", "rss.xml", "feed.json"};

/// Hosts whose every site has its feed in one place.
struct HostedBlog {
  std::string_view domain;
  std::string_view path;
};
constexpr std::array<HostedBlog, 4> hosted_blogs = {{{"wordpress.com", "/feed/"},
                                                     {"blogspot.com", "/feeds/posts/default"},
                                                     {"substack.com", "/feed"},
                                                     {"tumblr.com", "/rss"}}};

/// First parts of paths on GitHub that are no owner of a repository.
constexpr std::array<std::string_view, 14> github_pages = {"about",
                                                           "apps",
                                                           "collections",
                                                           "enterprise",
                                                           "explore",
                                                           "features",
                                                           "login",
                                                           "marketplace",
                                                           "orgs",
                                                           "pricing",
                                                           "search",
                                                           "settings",
                                                           "sponsors",
                                                           "topics"};

bool is_of_domain(const std::string& host, std::string_view domain) {
  return host == domain || (host.size() > domain.size() && host.ends_with(domain) &&
                            host[host.size() - domain.size() - 1] == '.');
}

bool is_plain_segment(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '.';
  });
}

std::vector<std::string_view> segments_of(const base::Url& page) {
  std::vector<std::string_view> segments;
  for (const std::string_view segment : base::split(page.path(), '/')) {
    if (!segment.empty() && segments.size() < most_segments) segments.push_back(segment);
  }
  return segments;
}

std::string_view query_value(const base::Url& page, std::string_view name) {
  const std::string_view query = page.query();
  if (query.empty()) return {};
  for (const std::string_view pair : base::split(query.substr(1), '&')) {
    if (pair.size() > name.size() && pair.starts_with(name) && pair[name.size()] == '=') {
      return pair.substr(name.size() + 1);
    }
  }
  return {};
}

void add_address(Addresses& addresses,
                 const std::string& text,
                 Candidate::Source source,
                 std::string title = {}) {
  const auto url = base::Url::parse(text);
  if (!url) return;
  const bool known = std::any_of(addresses.begin(), addresses.end(), [&](const Candidate& other) {
    return other.url == url->str();
  });
  if (!known) {
    addresses.push_back(
        {.url = url->str(), .title = std::move(title), .type = {}, .source = source});
  }
}

void add_known(Addresses& addresses, const std::string& text, std::string title = {}) {
  add_address(addresses, text, Candidate::Source::well_known, std::move(title));
}

void add_youtube(Addresses& addresses, const base::Url& page) {
  const std::string feed = "https://www.youtube.com/feeds/videos.xml?";
  const auto segments = segments_of(page);
  if (segments.size() >= 2 && is_plain_segment(segments[1])) {
    if (segments[0] == "channel")
      add_known(addresses, feed + "channel_id=" + std::string(segments[1]));
    if (segments[0] == "user") add_known(addresses, feed + "user=" + std::string(segments[1]));
  }
  const std::string_view list = query_value(page, "list");
  if (is_plain_segment(list)) add_known(addresses, feed + "playlist_id=" + std::string(list));
}

void add_reddit(Addresses& addresses, const base::Url& page) {
  std::string path = page.path();
  if (path.ends_with(".rss")) return;
  while (path.ends_with('/'))
    path.pop_back();
  add_known(addresses, page.origin() + path + "/.rss");
}

void add_github(Addresses& addresses, const base::Url& page) {
  const auto segments = segments_of(page);
  if (segments.empty() ||
      std::find(github_pages.begin(), github_pages.end(), segments[0]) != github_pages.end()) {
    return;
  }
  const std::string owner = page.origin() + "/" + std::string(segments[0]);
  if (segments.size() == 1) {
    if (!segments[0].ends_with(".atom")) add_known(addresses, owner + ".atom");
    return;
  }
  std::string_view name = segments[1];
  if (name.ends_with(".git")) name.remove_suffix(4);
  const std::string repository = owner + "/" + std::string(name);
  add_known(addresses, repository + "/releases.atom", "releases");
  const bool branch = segments.size() >= 4 && (segments[2] == "tree" || segments[2] == "commits");
  add_known(addresses,
            repository + "/commits" + (branch ? "/" + std::string(segments[3]) : "") + ".atom",
            "commits");
  add_known(addresses, repository + "/tags.atom", "tags");
}

void add_medium(Addresses& addresses, const base::Url& page) {
  const auto segments = segments_of(page);
  if (segments.empty() || segments[0] == "feed") return;
  add_known(addresses, page.origin() + "/feed/" + std::string(segments[0]));
}

/// Servers of the Fediverse have no common domain; their profiles have a common shape.
void add_profile(Addresses& addresses, const base::Url& page) {
  const auto segments = segments_of(page);
  if (segments.size() != 1 || !segments[0].starts_with('@')) return;
  if (!is_plain_segment(segments[0].substr(1)) || segments[0].ends_with(".rss")) return;
  add_known(addresses, page.origin() + "/" + std::string(segments[0]) + ".rss");
}

/// The path up to its last "/", or all of it where the last part looks like a folder.
std::string folder_of(const base::Url& page) {
  std::string path = page.path();
  const std::size_t slash = path.rfind('/');
  if (path.find('.', slash == std::string::npos ? 0 : slash) != std::string::npos) {
    path.resize(slash == std::string::npos ? 0 : slash);
  }
  while (path.ends_with('/'))
    path.pop_back();
  return path;
}

}  // namespace

std::vector<Candidate> known_addresses(const base::Url& page) {
  Addresses addresses;
  const std::string& host = page.host();
  if (is_of_domain(host, "youtube.com")) {
    add_youtube(addresses, page);
  } else if (is_of_domain(host, "reddit.com")) {
    add_reddit(addresses, page);
  } else if (is_of_domain(host, "github.com")) {
    if (host == "github.com" || host == "www.github.com") add_github(addresses, page);
  } else if (host == "medium.com") {
    add_medium(addresses, page);
  } else {
    add_profile(addresses, page);
  }
  for (const HostedBlog& blog : hosted_blogs) {
    if (host != blog.domain && is_of_domain(host, blog.domain)) {
      add_known(addresses, page.origin() + std::string(blog.path));
    }
  }
  return addresses;
}

std::vector<Candidate> usual_addresses(const base::Url& page) {
  Addresses addresses;
  for (const std::string& folder : {folder_of(page), std::string()}) {
    for (const std::string_view name : usual_names) {
      add_address(
          addresses, page.origin() + folder + "/" + std::string(name), Candidate::Source::guessed);
    }
  }
  return addresses;
}

}  // namespace feed
