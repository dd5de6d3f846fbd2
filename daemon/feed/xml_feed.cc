#include "feed/xml_feed.h"

#include <optional>
#include <utility>
#include <vector>

#include <pugixml.hpp>

#include "base/text.h"
#include "feed/draft.h"
#include "feed/loose.h"
#include "feed/notes.h"
#include "feed/pace.h"
#include "feed/vocabulary.h"
#include "feed/xml_item.h"
#include "feed/xml_source.h"
#include "feed/xml_text.h"
#include "text/html_text.h"

namespace feed {
namespace {

constexpr unsigned parse_flags = pugi::parse_default | pugi::parse_ws_pcdata;

struct Kind {
  Family family = Family::rss;
  std::string format;
};

bool named(const pugi::xml_node& element, std::string_view name) {
  return base::equal_ignoring_case(local_name(element), name);
}

pugi::xml_node child_named(const pugi::xml_node& element, std::string_view name) {
  for (auto child = element.first_child(); child; child = child.next_sibling()) {
    if (child.type() == pugi::node_element && named(child, name)) return child;
  }
  return {};
}

bool declares(const pugi::xml_node& element, std::string_view part) {
  for (auto attribute = element.first_attribute(); attribute;
       attribute = attribute.next_attribute()) {
    const std::string_view name = attribute.name();
    if (name.starts_with("xmlns") &&
        std::string_view(attribute.value()).find(part) != std::string_view::npos) {
      return true;
    }
  }
  return false;
}

/// What kind of feed the root element begins, if it begins one.
std::optional<Kind> kind_of(const pugi::xml_node& root) {
  if (named(root, "feed")) {
    const bool old = std::string_view(root.attribute("version").value()) == "0.3" ||
                     declares(root, "purl.org/atom/ns");
    return Kind{Family::atom, old ? "atom/0.3" : "atom/1.0"};
  }
  if (named(root, "rss")) {
    std::string version = root.attribute("version").value();
    if (version.starts_with("2.")) version = "2.0";  // revisions of 2.0 are 2.0, says RSS 2.0
    return Kind{Family::rss, version.empty() ? "rss" : "rss/" + version};
  }
  if (named(root, "rdf")) {
    return Kind{Family::rss,
                declares(root, "netscape.com/rdf/simple/0.9") ? "rss/0.90" : "rss/1.0"};
  }
  if (named(root, "channel")) {
    const bool rss11 = declares(root, "purl.org/net/rss1.1");
    if (rss11) return Kind{Family::rss, "rss/1.1"};
    return Kind{Family::rss, root.attribute("HREF") || root.attribute("href") ? "cdf" : "rss"};
  }
  if (named(root, "entry")) return Kind{Family::atom, "atom/1.0"};
  return std::nullopt;
}

class FeedReader final {
 public:
  FeedReader(const LinkBase& base, Kind kind) : kind_(std::move(kind)) {
    around_.base = base;
    document_.format = kind_.format;
  }

  void read(const pugi::xml_node& root) {
    around_ = around_.within(root);
    namespaces_.enter(root);
    if (named(root, "entry")) {
      add_item(root);
      return;
    }
    const bool inner = kind_.family == Family::rss && !named(root, "channel");
    const pugi::xml_node channel = inner ? child_named(root, "channel") : root;
    if (channel && inner) read_channel(channel);
    read_children(root);
  }

  void forget_last() {
    if (!document_.items.empty()) document_.items.pop_back();
  }

  [[nodiscard]] const pugi::xml_node& last_item() const { return last_; }

  Document finish() {
    document_.title = title_.take();
    document_.link = link_.take();
    language_.offer(50, around_.language);
    document_.language = language_.take();
    document_.pace = pace_.finish();
    if (document_.link.empty() && !self_.empty()) resolve_against_self();
    const std::string author = authors_.joined();
    for (model::Item& item : document_.items) {
      if (item.language.empty()) item.language = document_.language;
      if (item.author.empty()) item.author = author;
    }
    return std::move(document_);
  }

 private:
  /// Where nothing else says where a document came from, it does so itself.
  void resolve_against_self() {
    const LinkBase own(Hints{.content_type = {}, .url = self_, .content_location = {}});
    for (model::Item& item : document_.items)
      item.link = own.absolute(item.link);
  }

  void read_channel(const pugi::xml_node& channel) {
    const Surroundings outer = around_;
    around_ = around_.within(channel);
    namespaces_.enter(channel);
    read_children(channel);
    namespaces_.leave();
    language_.offer(40, around_.language);
    around_ = outer;
  }

  void read_children(const pugi::xml_node& parent) {
    for (auto child = parent.first_child(); child; child = child.next_sibling()) {
      if (child.type() != pugi::node_element) continue;
      const NameView name = namespaces_.name_of(child);
      const bool own = name.vocabulary == Vocabulary::plain || name.vocabulary == Vocabulary::atom;
      if (own && (named(child, "item") || named(child, "entry"))) {
        add_item(child);
      } else if (own && named(child, "items")) {
        read_children_of_list(child);
      } else {
        read_about_feed(child, name);
      }
    }
  }

  /// RSS 1.1 and some RSS 0.9x put their items into a list.
  void read_children_of_list(const pugi::xml_node& list) {
    for (auto child = list.first_child(); child; child = child.next_sibling()) {
      if (child.type() == pugi::node_element && named(child, "item")) add_item(child);
    }
  }

  void add_item(const pugi::xml_node& element) {
    last_ = element;
    document_.items.push_back(read_item(element, around_, namespaces_, kind_.family));
  }

  void read_about_feed(const pugi::xml_node& element, const NameView& name) {
    const bool plain = name.vocabulary == Vocabulary::plain;
    const bool atom = name.vocabulary == Vocabulary::atom;
    const bool dublin_core = name.vocabulary == Vocabulary::dublin_core;
    if ((plain || atom || dublin_core) && named(element, "title")) {
      const bool construct = atom || kind_.family == Family::atom;
      title_.offer(plain ? 0 : 1, read_title(element, construct ? Family::atom : Family::rss));
    } else if ((plain || atom) && named(element, "link")) {
      read_link(element, plain ? 0 : 1);
    } else if (kind_.family == Family::atom && (plain || atom) && named(element, "author")) {
      authors_.offer(0, read_person(element));
    } else if ((plain || dublin_core) && named(element, "language")) {
      std::string room;
      language_.offer(plain ? 0 : 1, text::fold_space(limited(direct_text(element, room))));
    } else {
      pace_.read(element, name);
    }
  }

  void read_link(const pugi::xml_node& element, int rank) {
    const Surroundings here = around_.within(element);
    std::string room;
    if (const auto href = element.attribute("href")) {
      if (self_.empty() && base::equal_ignoring_case(element.attribute("rel").value(), "self"))
        self_ = href.value();
      if (const int by_relation = link_rank(element); by_relation < Best::none) {
        link_.offer(rank * 4 + by_relation, here.base.absolute_href(href.value()));
      }
    } else {
      link_.offer(rank * 4, here.base.absolute(direct_text(element, room)));
    }
  }

  Kind kind_;
  Surroundings around_;
  Namespaces namespaces_;
  Document document_;
  Best title_;
  Best link_;
  Best language_;
  std::string self_;  ///< where the feed says it is
  BestList authors_;  ///< of the entries that name none (RFC 4287, section 4.2.1)
  PaceReader pace_;
  pugi::xml_node last_;
};

/// Whether the element that begins at an offset was closed before another.
bool closed_between(std::string_view xml,
                    std::string_view name,
                    std::size_t begin,
                    std::size_t end) {
  const std::string closing = "</" + std::string(name);
  const std::size_t found = xml.substr(0, end).rfind(closing);
  return found != std::string_view::npos && found > begin;
}

std::size_t offset_of(const pugi::xml_node& element) {
  const std::ptrdiff_t offset = element.offset_debug();
  return offset < 0 ? 0 : static_cast<std::size_t>(offset);
}

base::Result<Document> refuse(const pugi::xml_node& root) {
  if (!root) return base::fail(base::Cause::not_found, "not a feed: there is no XML element in it");
  if (named(root, "html")) return base::fail(base::Cause::not_found, "an HTML page, not a feed");
  const std::string name = base::printable(root.name());
  return base::fail(base::Cause::not_found,
                    "not a feed: an XML document that begins with <" + name + ">");
}

struct Break {
  std::size_t offset = 0;
  std::string why;
};

base::Result<Document> finish_broken(FeedReader& reader,
                                     const pugi::xml_node& root,
                                     std::string_view xml,
                                     const Break& where) {
  const std::string at_byte = "at byte " + std::to_string(where.offset);
  if (closed_between(xml, root.name(), offset_of(root), where.offset)) {
    Document document = reader.finish();
    Notes(document.notes).add("what follows the end of the feed is not XML, " + at_byte);
    return document;
  }
  if (reader.last_item() &&
      !closed_between(
          xml, reader.last_item().name(), offset_of(reader.last_item()), where.offset)) {
    reader.forget_last();
  }
  Document document = reader.finish();
  document.cut_off = true;
  const std::string after =
      " after " + base::count_of(document.items.size(), "item") + ", " + at_byte;
  if (where.offset + 1 >= xml.size()) {
    Notes(document.notes).add("the document is cut off" + after);
  } else {
    Notes(document.notes).add("the XML breaks" + after + ": " + where.why);
  }
  return document;
}

struct Reading {
  base::Result<Document> document;
  std::string fault;  ///< where and why the parser stopped, or empty
};

Reading read_strictly(std::string_view utf8, const LinkBase& base) {
  XmlSource source = prepare_xml(std::string(utf8));
  // The parser works in place and leaves nothing to look back at.
  const std::string changed = source.text == utf8 ? std::string() : source.text;
  pugi::xml_document tree;
  const auto result = tree.load_buffer_inplace(
      source.text.data(), source.text.size(), parse_flags, pugi::encoding_utf8);
  const bool limit = !source.limit_passed.empty();
  const Break where{static_cast<std::size_t>(result.offset),
                    limit ? source.limit_passed : result.description()};
  Reading reading{.document = base::fail(base::Cause::invalid, ""), .fault = {}};
  if (!result || limit) {
    reading.fault = "at byte " + std::to_string(where.offset) + ": " + base::printable(where.why);
  }
  const pugi::xml_node root = tree.document_element();
  std::optional<Kind> kind = root ? kind_of(root) : std::nullopt;
  if (!kind) {
    if (root) reading.fault.clear();
    reading.document = refuse(root);
    return reading;
  }
  FeedReader reader(base, *std::move(kind));
  reader.read(root);
  if (reading.fault.empty()) {
    reading.document = reader.finish();
    return reading;
  }
  auto document =
      finish_broken(reader, root, changed.empty() ? utf8 : std::string_view(changed), where);
  if (document && document->items.empty() && document->cut_off) {
    const std::string at_byte = " (byte " + std::to_string(where.offset) + ")";
    document = limit ? base::fail(base::Cause::limit, source.limit_passed + at_byte)
                     : base::fail(base::Cause::invalid,
                                  "the XML is damaged before any item is complete: " +
                                      base::printable(where.why) + at_byte);
  }
  reading.document = std::move(document);
  return reading;
}

/// What the mended document holds, if that is anything.
std::optional<Document> read_mended(std::string_view utf8, const LinkBase& base) {
  const MendedXml mended = mend_xml(utf8);
  if (mended.text.empty()) return std::nullopt;
  Reading reading = read_strictly(mended.text, base);
  if (!reading.document || !reading.fault.empty()) return std::nullopt;
  Document document = *std::move(reading.document);
  document.cut_off = !mended.closed;
  if (document.cut_off && document.items.empty()) return std::nullopt;
  return document;
}

/// A limit is a limit: only items are worth more than saying so.
bool holds_more(const Document& mended, const base::Result<Document>& strict) {
  if (!strict) return !mended.items.empty() || strict.error().cause != base::Cause::limit;
  if (mended.items.size() != strict->items.size())
    return mended.items.size() > strict->items.size();
  return strict->cut_off && !mended.cut_off;
}

}  // namespace

base::Result<Document> parse_xml(std::string_view utf8, const LinkBase& base) {
  Reading strict = read_strictly(utf8, base);
  if (strict.fault.empty()) return std::move(strict.document);
  std::optional<Document> mended = read_mended(utf8, base);
  if (!mended || !holds_more(*mended, strict.document)) return std::move(strict.document);
  Notes notes(mended->notes);
  notes.add("the XML is ill-formed " + strict.fault + "; it was mended, which gave " +
            base::count_of(mended->items.size(), "item"));
  if (mended->cut_off) notes.add("the document ends early");
  return *std::move(mended);
}

}  // namespace feed
