#include "cli/discover.h"

#include <algorithm>
#include <ostream>
#include <string_view>
#include <utility>

#include <boost/json.hpp>

#include "base/result.h"
#include "base/text.h"
#include "base/url.h"
#include "cli/yaml_text.h"
#include "feed/discover.h"
#include "feed/known_addresses.h"
#include "feed/parse.h"
#include "net/fetch_once.h"

namespace cli {
namespace {

namespace json = boost::json;

constexpr std::size_t shown_feed_title = 100;  // characters

struct FoundFeed {
  std::string url;
  std::string title;
  std::string format;
  std::size_t items = 0;
  std::string source;  ///< how it was found, in words
};

struct FailedTry {
  std::string url;
  std::string why;
};

base::Result<base::Url> page_address(const std::string& text) {
  const bool has_scheme = text.find("://") != std::string::npos;
  auto url = base::Url::parse(has_scheme ? text : "https://" + text);
  if (url && url->scheme() != "http" && url->scheme() != "https") {
    return base::fail(base::Cause::invalid, "only http and https addresses have feeds to discover");
  }
  return url;
}

/// Whether another address of the same host may do better.
bool host_answers(model::Trouble::Kind kind) {
  using Kind = model::Trouble::Kind;
  return kind != Kind::dns && kind != Kind::connect && kind != Kind::tls && kind != Kind::timeout &&
         kind != Kind::refused;
}

/// Asks, reads, and keeps what was a feed.
class Search final {
 public:
  explicit Search(const DiscoverOptions& options) : options_(options) {}

  void run(const base::Url& page) {
    const net::Response answer = get(page.str());
    if (answer.kind != net::Response::Kind::body) {
      failed_.push_back({page.str(), answer.trouble.message});
      try_all(feed::known_addresses(page));
      if (found_.empty() && host_answers(answer.trouble.kind)) {
        try_all(feed::usual_addresses(page));
      }
      return;
    }
    if (keep(answer, page.str(), "the address itself")) return;
    const auto landed = base::Url::parse(answer.final_url);
    const base::Url& last = landed ? *landed : page;
    try_all(feed::feeds_of_page(answer.body,
                                {.content_type = answer.content_type,
                                 .url = last.str(),
                                 .content_location = answer.content_location}));
    try_all(feed::known_addresses(page));
    try_all(feed::known_addresses(last));
    if (found_.empty()) try_all(feed::usual_addresses(last));
  }

  [[nodiscard]] const std::vector<FoundFeed>& found() const { return found_; }
  [[nodiscard]] const std::vector<FailedTry>& failed() const { return failed_; }
  [[nodiscard]] std::size_t untried() const { return untried_; }

 private:
  [[nodiscard]] net::Response get(const std::string& address) const {
    net::Request request;
    request.feed.id = "discover";
    request.feed.address = address;
    request.feed.allow_private = options_.allow_private;
    return net::fetch(std::move(request), {.user_agent = options_.user_agent});
  }

  void try_all(const std::vector<feed::Candidate>& candidates) {
    for (const feed::Candidate& candidate : candidates) {
      if (std::find(tried_.begin(), tried_.end(), candidate.url) != tried_.end()) continue;
      if (tried_.size() >= most_tries) {
        ++untried_;
        continue;
      }
      tried_.push_back(candidate.url);
      const net::Response answer = get(candidate.url);
      if (answer.kind == net::Response::Kind::body) {
        (void)keep(answer, candidate.url, std::string(feed::words_for(candidate.source)));
      } else {
        failed_.push_back({candidate.url, answer.trouble.message});
      }
    }
  }

  /// False, and a reason noted, for what is no feed.
  bool keep(const net::Response& answer, const std::string& asked, std::string source) {
    const auto document = feed::parse(answer.body,
                                      {.content_type = answer.content_type,
                                       .url = answer.final_url,
                                       .content_location = answer.content_location});
    if (!document) {
      failed_.push_back({asked, document.error().message});
      return false;
    }
    const std::string& url = answer.permanent ? answer.final_url : asked;
    const bool known = std::any_of(
        found_.begin(), found_.end(), [&](const FoundFeed& other) { return other.url == url; });
    if (!known) {
      found_.push_back(
          {url, document->title, document->format, document->items.size(), std::move(source)});
    }
    return true;
  }

  const DiscoverOptions& options_;
  std::vector<std::string> tried_;
  std::vector<FoundFeed> found_;
  std::vector<FailedTry> failed_;
  std::size_t untried_ = 0;
};

void print_as_json(const Search& search, const Terminal& terminal) {
  json::array feeds;
  for (const FoundFeed& feed : search.found()) {
    feeds.push_back({{"url", feed.url},
                     {"title", feed.title.empty() ? json::value() : json::value(feed.title)},
                     {"format", feed.format},
                     {"items", feed.items},
                     {"found", feed.source}});
  }
  json::array failed;
  for (const FailedTry& tried : search.failed()) {
    failed.push_back({{"url", tried.url}, {"why", tried.why}});
  }
  terminal.out << json::serialize(json::object{{"feeds", std::move(feeds)},
                                               {"failed", std::move(failed)},
                                               {"untried", search.untried()}})
               << '\n';
}

void print_as_text(const Search& search, const Terminal& terminal) {
  for (const FoundFeed& feed : search.found()) {
    const std::string title =
        feed.title.empty() ? "(no title)" : base::shorten(feed.title, shown_feed_title);
    terminal.out << base::printable(feed.url) << '\n'
                 << "    " << base::printable(title) << '\n'
                 << "    " << feed.format << ", " << base::count_of(feed.items, "item") << "; "
                 << feed.source << '\n';
  }
  terminal.out << "\nfeeds:\n";
  for (const FoundFeed& feed : search.found()) {
    terminal.out << "  - url: " << yaml_quoted(feed.url) << '\n';
  }
}

int complain_of_none(const Search& search, const base::Url& page, const Terminal& terminal) {
  std::string message = "no feed found at " + page.display();
  for (const FailedTry& tried : search.failed()) {
    const auto url = base::Url::parse(tried.url);
    message += "\n" + (url ? url->display() : tried.url) + ": " + tried.why;
  }
  return complain(terminal, message, partly);
}

}  // namespace

int discover(const Common& common, const DiscoverOptions& options, const Terminal& terminal) {
  const auto page = page_address(options.address);
  if (!page) return complain(terminal, page.error().in(options.address).message, usage);
  Search search(options);
  search.run(*page);
  if (common.json) {
    print_as_json(search, terminal);
    return search.found().empty() ? partly : done;
  }
  if (search.found().empty()) return complain_of_none(search, *page, terminal);
  print_as_text(search, terminal);
  if (search.untried() > 0) {
    terminal.err << "newswatch: " << base::count_of(search.untried(), "more address")
                 << " named by the page, not asked\n";
  }
  return done;
}

}  // namespace cli
