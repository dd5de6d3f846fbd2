#include "feed/parse.h"

#include <utility>

#include "feed/json_feed.h"
#include "feed/links.h"
#include "feed/newest.h"
#include "feed/notes.h"
#include "feed/sniff.h"
#include "feed/xml_feed.h"
#include "text/charset.h"

namespace feed {

namespace {

/// Of a document that came from nowhere known, a file say, the site it names is the best base.
void resolve_against_site(Document& document) {
  const LinkBase site(Hints{.content_type = {}, .url = document.link, .content_location = {}});
  for (model::Item& item : document.items)
    item.link = site.absolute(item.link);
}

/// Warnings and greetings before the document would hide it.
void drop_what_is_before(std::string& utf8) {
  if (const std::size_t begin = feed_begins_at(utf8); begin > 0) utf8.erase(0, begin);
}

}  // namespace

base::Result<Document> parse(std::string_view bytes, const Hints& hints) {
  if (auto format = other_format(bytes))
    return base::fail(base::Cause::not_found, *std::move(format));
  std::string utf8 = text::to_utf8(bytes, charset_of(hints.content_type));
  if (auto reason = not_a_feed(utf8)) return base::fail(base::Cause::not_found, *std::move(reason));
  if (syntax_of(utf8) == Syntax::xml) drop_what_is_before(utf8);
  const LinkBase base(hints);
  auto document = syntax_of(utf8) == Syntax::json ? parse_json(utf8, base) : parse_xml(utf8, base);
  if (!document) return document;
  if (hints.url.empty()) resolve_against_site(*document);
  keep_newest(*document, max_items);
  if (document->truncated > 0) {
    Notes(document->notes)
        .add("the feed has more than " + std::to_string(max_items) + " items; the " +
             std::to_string(document->truncated) + " oldest were left out");
  }
  return document;
}

}  // namespace feed
