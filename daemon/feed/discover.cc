#include "feed/discover.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "base/text.h"
#include "feed/links.h"
#include "feed/sniff.h"
#include "text/charset.h"
#include "text/html_tag.h"
#include "text/html_text.h"

namespace feed {
namespace {

constexpr std::size_t no_more = std::string_view::npos;

/// Types that only feeds have, and those that feeds have among other things.
constexpr std::array<std::string_view, 8> feed_types = {"application/atom+xml",
                                                        "application/feed+json",
                                                        "application/rdf+xml",
                                                        "application/rss+xml",
                                                        "application/x.atom+xml",
                                                        "application/xml",
                                                        "text/rss+xml",
                                                        "text/xml"};
/// Last parts of paths that feeds have.
constexpr std::array<std::string_view, 13> feed_endings = {"atom",
                                                           "atom.xml",
                                                           "feed",
                                                           "feed.json",
                                                           "feed.php",
                                                           "feed.xml",
                                                           "feeds",
                                                           "index.rdf",
                                                           "index.xml",
                                                           "rss",
                                                           "rss.php",
                                                           "rss.xml",
                                                           "rss2.xml"};
constexpr std::array<std::string_view, 4> feed_extensions = {".atom", ".rdf", ".rss", ".rss2"};

struct AttributeView {
  std::string_view name;
  std::string_view value;  ///< with its character references
};

/// The attributes of one tag, from '<' to '>'. Linear; what is not well-formed is read as a browser
/// would, more or less.
std::vector<AttributeView> attributes_of(std::string_view tag) {
  constexpr std::string_view white = " \t\r\n\f";
  std::vector<AttributeView> attributes;
  tag = tag.substr(0, tag.size() - 1);
  std::size_t at = std::min(tag.find_first_of(white), tag.size());
  while (attributes.size() < max_tag_attributes) {
    at = tag.find_first_not_of(" \t\r\n\f/", at);
    if (at == no_more) break;
    const std::size_t name_end = std::min(tag.find_first_of(" \t\r\n\f/=", at + 1), tag.size());
    AttributeView attribute{tag.substr(at, name_end - at), {}};
    at = std::min(tag.find_first_not_of(white, name_end), tag.size());
    if (at < tag.size() && tag[at] == '=') {
      at = std::min(tag.find_first_not_of(white, at + 1), tag.size());
      const bool quoted = at < tag.size() && (tag[at] == '"' || tag[at] == '\'');
      const std::size_t begin = quoted ? at + 1 : at;
      const std::size_t end = quoted ? tag.find(tag[at], begin) : tag.find_first_of(white, begin);
      attribute.value = tag.substr(begin, std::min(end, tag.size()) - begin);
      at = std::min(std::min(end, tag.size()) + (quoted ? 1 : 0), tag.size());
    }
    attributes.push_back(attribute);
  }
  return attributes;
}

bool has_word(std::string_view words, std::string_view wanted) {
  while (!words.empty()) {
    const std::size_t end = std::min(words.find_first_of(" \t\r\n\f"), words.size());
    if (base::equal_ignoring_case(words.substr(0, end), wanted)) return true;
    words.remove_prefix(std::min(end + 1, words.size()));
  }
  return false;
}

bool is_feed_type(std::string_view type) {
  return std::find(feed_types.begin(), feed_types.end(), type) != feed_types.end();
}

/// Readers are offered feeds as feed:https://… and feed://…, too.
std::string without_feed_scheme(std::string_view reference) {
  reference = base::trim(reference);
  if (!base::equal_ignoring_case(reference.substr(0, 5), "feed:")) return std::string(reference);
  reference.remove_prefix(5);
  return (reference.starts_with("//") ? "http:" : "") + std::string(reference);
}

bool looks_like_feed(const std::string& address) {
  const auto url = base::Url::parse(address);
  if (!url) return false;
  std::string path = base::lower_ascii(url->path());
  while (path.ends_with('/'))
    path.pop_back();
  const std::string_view ending = std::string_view(path).substr(path.rfind('/') + 1);
  const std::string query = base::lower_ascii(url->query());
  return std::find(feed_endings.begin(), feed_endings.end(), ending) != feed_endings.end() ||
         std::any_of(feed_extensions.begin(),
                     feed_extensions.end(),
                     [&](std::string_view extension) { return ending.ends_with(extension); }) ||
         query.find("feed=rss") != std::string::npos ||
         query.find("feed=atom") != std::string::npos ||
         query.find("format=rss") != std::string::npos ||
         query.find("format=atom") != std::string::npos;
}

std::string one_line(std::string_view html) {
  return base::shorten(text::fold_space(text::decode_references(html)), max_candidate_title);
}

/// One pass from left to right; every step consumes at least one byte.
class PageScan final {
 public:
  PageScan(std::string_view html, const Hints& hints)
      : html_(html), tags_(html), base_(hints), page_(hints) {}

  std::vector<Candidate> scan() {
    std::size_t at = html_.find('<');
    for (std::size_t seen = 0; at != no_more && seen < max_page_tags; ++seen) {
      at = html_.find('<', pass(at));
    }
    add_wordpress();
    std::vector<Candidate> all = std::move(declared_);
    for (auto* more : {&known_, &linked_}) {
      for (Candidate& candidate : *more) {
        add_once(all, std::move(candidate));
      }
    }
    return all;
  }

 private:
  std::size_t pass(std::size_t at) {
    if (html_.substr(at).starts_with("<!--")) {
      const std::size_t end = html_.find("-->", at + 4);
      return end == no_more ? html_.size() : end + 3;
    }
    const auto tag = tags_.tag_at(at, text::TagReader::Quotes::may_stay_open);
    if (!tag) return at + 1;
    if (tag->closing) return tag->end;
    look_at(*tag, html_.substr(at, tag->end - at));
    const bool dropped = text::element_named(tag->local) == text::Element::dropped;
    return dropped && !tag->self_closing ? end_of_element(*tag) : tag->end;
  }

  [[nodiscard]] std::size_t end_of_element(const text::TagView& tag) const {
    for (std::size_t close = html_.find("</", tag.end); close != no_more;
         close = html_.find("</", close + 2)) {
      if (base::equal_ignoring_case(html_.substr(close + 2, tag.name.size()), tag.name)) {
        return close;
      }
    }
    return html_.size();
  }

  void look_at(const text::TagView& tag, std::string_view whole) {
    const bool link = base::equal_ignoring_case(tag.name, "link");
    const bool anchor = !link && (base::equal_ignoring_case(tag.name, "a") ||
                                  base::equal_ignoring_case(tag.name, "area"));
    const bool root = base::equal_ignoring_case(tag.name, "base");
    const bool meta = base::equal_ignoring_case(tag.name, "meta");
    if (!link && !anchor && !root && !meta) return;
    attributes_ = attributes_of(whole);
    if (link) look_at_link();
    if (anchor) look_at_anchor(tag);
    if (root && !std::exchange(base_seen_, true)) {
      base_ = page_.within(text::decode_references(value("href")));
    }
    if (meta && base::equal_ignoring_case(value("name"), "generator") &&
        base::equal_ignoring_case(value("content").substr(0, 9), "wordpress")) {
      wordpress_ = true;
    }
  }

  void look_at_link() {
    const std::string_view rel = value("rel");
    if (has_word(rel, "https://api.w.org/")) wordpress_api_ = address();
    const bool alternate = has_word(rel, "alternate") && !has_word(rel, "stylesheet");
    const std::string type = media_type();
    const bool json = type == "application/json" && looks_like_feed(address());
    if (has_word(rel, "feed") || (alternate && (is_feed_type(type) || json))) {
      add(declared_, {address(), one_line(value("title")), type, Candidate::Source::declared});
    }
  }

  void look_at_anchor(const text::TagView& tag) {
    if (linked_.size() >= max_candidates || value("href").empty()) return;
    const std::string type = media_type();
    const bool feed_scheme =
        base::equal_ignoring_case(base::trim(value("href")).substr(0, 5), "feed:");
    const std::string url = address();
    if (!feed_scheme && !is_feed_type(type) && !looks_like_feed(url)) return;
    std::string_view title = value("title");
    if (title.empty()) {
      title = html_.substr(tag.end, std::min(html_.find('<', tag.end), html_.size()) - tag.end);
    }
    add(linked_, {url, one_line(title), type, Candidate::Source::linked});
  }

  /// Every site made with WordPress has its feed there, unless somebody took it away.
  void add_wordpress() {
    constexpr std::string_view interface = "wp-json/";
    if (wordpress_api_.ends_with(interface)) {
      const std::size_t root = wordpress_api_.size() - interface.size();
      add(known_,
          {wordpress_api_.substr(0, root) + "feed/", {}, {}, Candidate::Source::well_known});
    } else if (wordpress_) {
      add(known_, {page_.absolute("/feed/"), {}, {}, Candidate::Source::well_known});
    }
  }

  [[nodiscard]] std::string_view value(std::string_view name) const {
    for (const AttributeView& attribute : attributes_) {
      if (base::equal_ignoring_case(attribute.name, name)) return attribute.value;
    }
    return {};
  }

  [[nodiscard]] std::string media_type() const {
    const std::string_view type = value("type");
    return base::lower_ascii(base::trim(type.substr(0, type.find(';'))));
  }

  [[nodiscard]] std::string address() const {
    return base_.absolute(without_feed_scheme(text::decode_references(value("href"))));
  }

  static void add(std::vector<Candidate>& list, Candidate candidate) {
    if (is_web_url(candidate.url)) add_once(list, std::move(candidate));
  }

  static void add_once(std::vector<Candidate>& list, Candidate candidate) {
    const bool known = std::any_of(list.begin(), list.end(), [&](const Candidate& other) {
      return other.url == candidate.url;
    });
    if (!known && list.size() < max_candidates) list.push_back(std::move(candidate));
  }

  std::string_view html_;
  text::TagReader tags_;
  LinkBase base_;  ///< what <base> says
  LinkBase page_;
  bool base_seen_ = false;
  bool wordpress_ = false;
  std::string wordpress_api_;
  std::vector<AttributeView> attributes_;  ///< of the tag at hand
  std::vector<Candidate> declared_;
  std::vector<Candidate> known_;
  std::vector<Candidate> linked_;
};

}  // namespace

std::string_view words_for(Candidate::Source source) {
  switch (source) {
    case Candidate::Source::declared:
      return "named by the page";
    case Candidate::Source::well_known:
      return "where such sites have it";
    case Candidate::Source::linked:
      return "a link of the page";
    case Candidate::Source::guessed:
      return "where many sites have it";
  }
  return "named by the page";
}

std::vector<Candidate> feeds_of_page(std::string_view bytes, const Hints& hints) {
  if (other_format(bytes)) return {};
  const std::string html = text::to_utf8(bytes.substr(0, max_page), charset_of(hints.content_type));
  return PageScan(html, hints).scan();
}

}  // namespace feed
