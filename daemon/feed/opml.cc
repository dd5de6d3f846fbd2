#include "feed/opml.h"

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <utility>

#include <pugixml.hpp>

#include "base/text.h"
#include "base/url.h"
#include "feed/sniff.h"
#include "feed/xml_source.h"
#include "text/charset.h"
#include "text/html_text.h"

namespace feed {
namespace {

constexpr std::size_t shown_address = 80;        // characters
constexpr std::size_t longest_user_agent = 500;  // characters

pugi::xml_node element_called(const pugi::xml_node& parent, std::string_view name) {
  for (const pugi::xml_node& child : parent.children()) {
    if (base::equal_ignoring_case(child.name(), name)) return child;
  }
  return {};
}

/// Attributes of OPML are written in any case: xmlUrl, xmlURL, xmlurl.
std::string_view attribute_called(const pugi::xml_node& element, std::string_view name) {
  for (const pugi::xml_attribute& attribute : element.attributes()) {
    if (base::equal_ignoring_case(attribute.name(), name)) return attribute.value();
  }
  return {};
}

/// The prefix the list binds to our namespace, with its colon; empty if none.
std::string own_prefix(const pugi::xml_node& root) {
  constexpr std::string_view declaration = "xmlns:";
  for (const pugi::xml_attribute& attribute : root.attributes()) {
    const std::string_view name = attribute.name();
    if (name.starts_with(declaration) && attribute.value() == opml_namespace) {
      return std::string(name.substr(declaration.size())) + ":";
    }
  }
  return {};
}

void add_tag(std::vector<std::string>& tags, std::string tag) {
  const bool known = std::find(tags.begin(), tags.end(), tag) != tags.end();
  if (!tag.empty() && !known && tags.size() < max_outline_tags) tags.push_back(std::move(tag));
}

/// "sport,/Africa/Niger" is sport, Africa, Niger.
void add_categories(std::vector<std::string>& tags, std::string_view categories) {
  for (const std::string_view category : base::split(categories, ',')) {
    const std::string_view words = base::trim(category);
    if (!words.starts_with('/')) {
      add_tag(tags, tag_of(words));
      continue;
    }
    for (const std::string_view part : base::split(words, '/')) {
      add_tag(tags, tag_of(part));
    }
  }
}

std::optional<model::Backlog> backlog_from(std::string_view words) {
  using Kind = model::Backlog::Kind;
  if (words == "all") return model::Backlog{Kind::all, 0, {}};
  if (const auto count = base::parse_number(words)) return model::Backlog{Kind::count, *count, {}};
  if (const auto age = base::parse_span(words)) return model::Backlog{Kind::age, 0, *age};
  return std::nullopt;
}

class OpmlReader final {
 public:
  explicit OpmlReader(const pugi::xml_node& root) : own_(own_prefix(root)) {}

  base::Status walk(const pugi::xml_node& body) {
    for (pugi::xml_node node = body.first_child(); node; node = after(node)) {
      if (++seen_ > max_outlines) return too_much("it has more than ", max_outlines, "outline");
      if (folders_.size() > max_outline_depth) {
        return too_much("its outlines lie more than ", max_outline_depth, "level");
      }
      if (is_outline(node)) take(node);
    }
    return {};
  }

  FeedList finish() { return std::move(list_); }

 private:
  static bool is_outline(const pugi::xml_node& node) {
    return base::equal_ignoring_case(node.name(), "outline");
  }

  /// The next one in the order of the document: down and up again without recursion.
  pugi::xml_node after(pugi::xml_node node) {
    if (is_outline(node) && node.first_child()) {
      folders_.push_back(folder_name(node));
      return node.first_child();
    }
    while (!node.next_sibling() && !folders_.empty()) {
      node = node.parent();
      folders_.pop_back();
    }
    return node.next_sibling();
  }

  static base::Status too_much(const char* what, std::size_t limit, std::string_view noun) {
    return base::fail(base::Cause::limit,
                      what + base::count_of(limit, noun) + (noun == "level" ? " deep" : ""));
  }

  [[nodiscard]] std::string_view own(const pugi::xml_node& outline, const char* name) const {
    return own_.empty() ? std::string_view() : outline.attribute((own_ + name).c_str()).value();
  }

  static std::string title_of(const pugi::xml_node& outline) {
    const std::string_view title = attribute_called(outline, "title");
    return tag_of(base::trim(title).empty() ? attribute_called(outline, "text") : title);
  }

  /// A feed may hold outlines, too; it is no folder then.
  static std::string folder_name(const pugi::xml_node& outline) {
    return attribute_called(outline, "xmlUrl").empty() ? title_of(outline) : std::string();
  }

  void take(const pugi::xml_node& outline) {
    const std::string_view written = base::trim(attribute_called(outline, "xmlUrl"));
    if (written.empty()) return;
    const auto url = base::Url::parse(written);
    const std::string shown =
        "\"" + base::printable(base::shorten(url ? url->display() : written, shown_address)) + "\"";
    if (!url) return refuse(shown + " is not an address: " + url.error().message);
    if (url->scheme() != "http" && url->scheme() != "https") {
      return refuse(shown + ": only http and https feeds are taken from a list; write any other " +
                    "into the configuration yourself");
    }
    if (!url->user_info().empty()) {
      return refuse(shown + " has a user or password in it; write this feed into the " +
                    "configuration yourself, with `user` and `password`");
    }
    add(outline, url->str());
  }

  void add(const pugi::xml_node& outline, const std::string& address) {
    const auto [place, fresh] = places_.emplace(address, list_.feeds.size());
    if (fresh) {
      list_.feeds.push_back({settings_of(outline), title_of(outline)});
      list_.feeds.back().feed.address = address;
    }
    add_tags(outline, list_.feeds[place->second].feed.tags);
  }

  void add_tags(const pugi::xml_node& outline, std::vector<std::string>& tags) const {
    const std::string_view exact = own(outline, "tags");
    if (!exact.empty()) {
      for (const std::string_view tag : base::split(exact, '\n')) {
        add_tag(tags, std::string(tag));
      }
      return;
    }
    for (const std::string& folder : folders_) {
      add_tag(tags, folder);
    }
    add_categories(tags, attribute_called(outline, "category"));
  }

  [[nodiscard]] model::Feed settings_of(const pugi::xml_node& outline) const {
    model::Feed feed;
    feed.id = own(outline, "id");
    feed.every = base::parse_span(own(outline, "every"));
    feed.keep = base::parse_span(own(outline, "keep"));
    feed.backlog = backlog_from(own(outline, "backlog")).value_or(model::Backlog{});
    feed.language = own_.empty() ? std::string() : attribute_called(outline, "language");
    feed.enabled = own(outline, "enabled") != "false";
    feed.http2 = own(outline, "http2") != "false";
    feed.user_agent =
        base::shorten(text::fold_space(own(outline, "user_agent")), longest_user_agent);
    const auto size = base::parse_number(own(outline, "max_size"));
    if (size && *size > 0) feed.max_size = static_cast<std::size_t>(*size);
    return feed;
  }

  void refuse(std::string sentence) {
    ++list_.refused;
    if (list_.refusals.size() < max_refusals) list_.refusals.push_back(std::move(sentence));
  }

  std::string own_;
  FeedList list_;
  std::unordered_map<std::string, std::size_t> places_;  ///< in the list, by address
  std::vector<std::string> folders_;  ///< those around the outline at hand; empty names are none
  std::size_t seen_ = 0;
};

base::Result<FeedList> list_of(const pugi::xml_node& root) {
  if (!base::equal_ignoring_case(root.name(), "opml")) {
    return base::fail(base::Cause::not_found,
                      "not an OPML list: an XML document that begins with <" +
                          base::printable(base::shorten(root.name(), shown_address)) + ">");
  }
  const pugi::xml_node body = element_called(root, "body");
  if (!body) return base::fail(base::Cause::invalid, "the OPML list has no <body>");
  OpmlReader reader(root);
  if (auto walked = reader.walk(body); !walked) return base::fail(std::move(walked).error());
  FeedList list = reader.finish();
  list.title = tag_of(element_called(element_called(root, "head"), "title").text().get());
  return list;
}

}  // namespace

std::string tag_of(std::string_view text) {
  std::string plain(text);
  const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
  std::replace_if(plain.begin(), plain.end(), control, ' ');
  plain = base::shorten(text::fold_space(plain), max_outline_tag);
  return std::string(base::trim(plain));
}

base::Result<FeedList> read_opml(std::string_view bytes) {
  if (bytes.size() > max_opml) {
    return base::fail(base::Cause::limit, "the list is larger than 16 MiB");
  }
  if (auto other = other_format(bytes)) {
    return base::fail(base::Cause::not_found, "not an OPML list but " + *other);
  }
  XmlSource source = prepare_xml(text::to_utf8(bytes, {}));
  if (!source.limit_passed.empty()) return base::fail(base::Cause::limit, source.limit_passed);
  pugi::xml_document tree;
  const auto result = tree.load_buffer_inplace(
      source.text.data(), source.text.size(), pugi::parse_default, pugi::encoding_utf8);
  const pugi::xml_node root = tree.document_element();
  if (!root) return base::fail(base::Cause::not_found, "not an OPML list: there is no XML in it");
  if (!result && base::equal_ignoring_case(root.name(), "opml")) {
    return base::fail(base::Cause::invalid,
                      "the XML breaks at byte " + std::to_string(result.offset) + ": " +
                          base::lower_ascii(result.description()));
  }
  return list_of(root);
}

}  // namespace feed
