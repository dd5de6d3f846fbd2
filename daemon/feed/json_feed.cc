#include "feed/json_feed.h"

#include <cmath>
#include <cstdint>
#include <string>
#include <utility>

#include <boost/json.hpp>

#include "base/text.h"
#include "feed/draft.h"
#include "feed/notes.h"
#include "text/html_text.h"

namespace feed {
namespace {

namespace json = boost::json;

constexpr std::size_t max_json_depth = 32;

std::string_view text_at(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  const json::string* text = value == nullptr ? nullptr : value->if_string();
  return text == nullptr ? std::string_view() : limited({text->data(), text->size()});
}

/// Identifiers should be strings; numbers are common.
std::string id_of(const json::object& item) {
  const json::value* id = item.if_contains("id");
  if (id == nullptr || id->is_structured() || id->is_null()) return {};
  if (id->is_string()) return std::string(base::trim(text_at(item, "id")));
  if (const double* number = id->if_double();
      number != nullptr && *number == std::floor(*number) && std::fabs(*number) < 9e15) {
    return std::to_string(static_cast<std::int64_t>(*number));  // 18.0 is 18
  }
  return json::serialize(*id);
}

const json::array* array_at(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  return value == nullptr ? nullptr : value->if_array();
}

std::string person(const json::value& value) {
  const json::object* author = value.if_object();
  if (author == nullptr) return {};
  for (const std::string_view key : {"name", "url"}) {
    if (std::string name = text::fold_space(text_at(*author, key)); !name.empty()) return name;
  }
  return {};
}

void read_authors(const json::object& object, int rank, BestList& authors) {
  if (const json::array* list = array_at(object, "authors")) {
    for (const json::value& author : *list)
      authors.offer(rank, person(author));
  } else if (const json::value* only = object.if_contains("authors")) {
    authors.offer(rank, person(*only));
  }
  if (const json::value* author = object.if_contains("author"))
    authors.offer(rank + 1, person(*author));
}

void read_body(const json::object& item, Draft& draft) {
  draft.summary.offer(0, text::html_to_text(text_at(item, "summary")));
  draft.content.offer(0, text::html_to_text(text_at(item, "content_html")));
  draft.content.offer(1, text::fold_space(text_at(item, "content_text")));
}

void read_tags(const json::object& item, Draft& draft) {
  const json::array* tags = array_at(item, "tags");
  if (tags == nullptr) return;
  for (const json::value& tag : *tags) {
    if (const json::string* word = tag.if_string()) {
      draft.add_category(text::fold_space(limited({word->data(), word->size()})));
    }
  }
}

model::Item read_item(const json::object& item, const json::object& feed, const LinkBase& base) {
  Draft draft;
  draft.guid.offer(0, id_of(item));
  draft.link.offer(0, base.absolute(text_at(item, "url")));
  draft.link.offer(1, base.absolute(text_at(item, "external_url")));
  if (is_web_url(draft.guid.value())) draft.link.offer(2, base.absolute(draft.guid.value()));
  draft.title.offer(0, text::fold_space(text_at(item, "title")));
  read_body(item, draft);
  draft.published.offer(0, text::fold_space(text_at(item, "date_published")));
  draft.updated.offer(0, text::fold_space(text_at(item, "date_modified")));
  draft.language.offer(0, text::fold_space(text_at(item, "language")));
  draft.language.offer(1, text::fold_space(text_at(feed, "language")));
  read_authors(item, 0, draft.authors);
  read_authors(feed, 10, draft.authors);
  read_tags(item, draft);
  return std::move(draft).finish();
}

std::string format_of(const json::object& feed) {
  const std::string_view version = text_at(feed, "version");
  return version.ends_with("1.1") ? "json/1.1" : "json/1.0";
}

base::Result<json::value> read_value(std::string_view utf8) {
  json::parse_options options;
  options.max_depth = max_json_depth;
  json::stream_parser parser({}, options);
  json::error_code error;
  const std::size_t read = parser.write_some(json::string_view(utf8.data(), utf8.size()), error);
  if (!error && !parser.done()) error = json::error::incomplete;
  if (!error && !base::trim(utf8.substr(read)).empty()) error = json::error::extra_data;
  if (!error) return parser.release();
  const std::string at_byte = " at byte " + std::to_string(read);
  if (error == json::error::too_deep) {
    return base::fail(
        base::Cause::limit,
        "the JSON lies more than " + std::to_string(max_json_depth) + " deep" + at_byte);
  }
  if (error == json::error::incomplete) {
    return base::fail(base::Cause::invalid, "the JSON is cut off" + at_byte);
  }
  return base::fail(base::Cause::invalid, "the JSON is damaged" + at_byte + ": " + error.message());
}

}  // namespace

base::Result<Document> parse_json(std::string_view utf8, const LinkBase& base) {
  const auto value = read_value(utf8);
  if (!value) return base::fail(value.error());
  const json::object* feed = value->if_object();
  const json::array* items = feed == nullptr ? nullptr : array_at(*feed, "items");
  const bool version =
      feed != nullptr && text_at(*feed, "version").find("jsonfeed.org") != std::string_view::npos;
  if (items == nullptr && !version) {
    return base::fail(base::Cause::not_found, "JSON, but not a JSON Feed: it has no list of items");
  }
  Document document;
  document.format = format_of(*feed);
  document.title = text::fold_space(text_at(*feed, "title"));
  document.link = base.absolute(text_at(*feed, "home_page_url"));
  document.language = text::fold_space(text_at(*feed, "language"));
  if (items == nullptr) return document;
  for (const json::value& item : *items) {
    if (const json::object* object = item.if_object()) {
      document.items.push_back(read_item(*object, *feed, base));
    } else {
      Notes(document.notes).add("an item is no object and was left out");
    }
  }
  return document;
}

}  // namespace feed
