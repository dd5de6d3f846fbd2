#include "alert/object.h"

#include <array>
#include <limits>
#include <utility>

#include <boost/json.hpp>

namespace alert {
namespace {

namespace json = boost::json;

template <class Enum, std::size_t Size>
using Words = std::array<Enum, Size>;

constexpr Words<model::Alert::Kind, 6> kinds = {model::Alert::Kind::new_item,
                                                model::Alert::Kind::update,
                                                model::Alert::Kind::digest,
                                                model::Alert::Kind::feed,
                                                model::Alert::Kind::channel,
                                                model::Alert::Kind::system};
constexpr Words<model::Alert::Priority, 4> priorities = {model::Alert::Priority::low,
                                                         model::Alert::Priority::normal,
                                                         model::Alert::Priority::high,
                                                         model::Alert::Priority::urgent};
constexpr Words<model::Field, 6> fields = {model::Field::title,
                                           model::Field::summary,
                                           model::Field::content,
                                           model::Field::author,
                                           model::Field::category,
                                           model::Field::link};

json::value time_or_null(const std::optional<base::TimePoint>& when) {
  if (!when) return nullptr;
  return json::value(base::format_rfc3339(*when));
}

json::object item_object(const model::AlertItem& item) {
  json::array categories;
  for (const std::string& category : item.categories)
    categories.emplace_back(category);
  return {{"id", item.id},
          {"feed", item.feed},
          {"feed_title", item.feed_title},
          {"link", item.link},
          {"title", item.title},
          {"summary", item.summary},
          {"author", item.author},
          {"categories", std::move(categories)},
          {"language", item.language},
          {"published", time_or_null(item.published)},
          {"updated", time_or_null(item.updated)},
          {"first_seen", base::format_rfc3339(item.first_seen)}};
}

json::array hit_array(std::span<const model::Span> hits) {
  json::array list;
  for (const model::Span& span : hits) {
    list.push_back(json::object{{"term", span.term},
                                {"field", model::word(span.field)},
                                {"start", span.start},
                                {"end", span.end}});
  }
  return list;
}

json::object excerpt_object(const model::Excerpt& excerpt) {
  json::array marks;
  for (const auto& [start, end] : excerpt.marks)
    marks.push_back(json::array{start, end});
  return {{"text", excerpt.text}, {"marks", std::move(marks)}};
}

/// One object being read: the first thing wrong with it is kept, and what follows reads as empty.
class Reading final {
 public:
  Reading(const json::object& object, std::string place, std::string& wrong)
      : object_(object), place_(std::move(place)), wrong_(wrong) {}

  std::string text(std::string_view key) {
    const json::value* value = at(key);
    if (value == nullptr) return {};
    if (const auto* string = value->if_string()) return {string->data(), string->size()};
    return complain(key, "is not a text"), std::string();
  }

  std::int64_t number(std::string_view key, std::int64_t least, std::int64_t most) {
    const json::value* value = at(key);
    if (value == nullptr) return least;
    json::error_code failure;
    const auto number = value->to_number<std::int64_t>(failure);
    if (!failure && number >= least && number <= most) return number;
    return complain(key, "is not a whole number in its range"), least;
  }

  std::uint32_t index(std::string_view key) {
    return static_cast<std::uint32_t>(
        number(key, 0, std::numeric_limits<std::uint32_t>::max()));  // the range was checked
  }

  base::TimePoint time(std::string_view key) {
    const std::string written = text(key);
    if (!wrong_.empty()) return {};
    if (const auto when = base::parse_rfc3339(written)) return *when;
    return complain(key, "is not a time"), base::TimePoint();
  }

  std::optional<base::TimePoint> time_or_none(std::string_view key) {
    const json::value* value = object_.if_contains(key);
    if (value == nullptr || value->is_null()) return std::nullopt;
    return time(key);
  }

  template <class Enum, std::size_t Size>
  Enum choice(std::string_view key, const Words<Enum, Size>& known) {
    const std::string written = text(key);
    for (const Enum one : known) {
      if (written == model::word(one)) return one;
    }
    return complain(key, "is none of the known words"), known.front();
  }

  const json::array& array(std::string_view key) {
    static const json::array none;
    const json::value* value = at(key);
    if (value == nullptr) return none;
    if (const auto* list = value->if_array()) return *list;
    return complain(key, "is not a list"), none;
  }

  Reading object(std::string_view key) {
    static const json::object none;
    const json::value* value = at(key);
    const json::object* inner = value == nullptr ? nullptr : value->if_object();
    if (value != nullptr && inner == nullptr) complain(key, "is not an object");
    return {inner == nullptr ? none : *inner, place_ + std::string(key) + ".", wrong_};
  }

  [[nodiscard]] bool fine() const { return wrong_.empty(); }
  void complain(std::string_view key, std::string_view what) {
    if (wrong_.empty()) wrong_ = "`" + place_ + std::string(key) + "` " + std::string(what);
  }

 private:
  const json::value* at(std::string_view key) {
    if (!wrong_.empty()) return nullptr;
    const json::value* value = object_.if_contains(key);
    if (value == nullptr) complain(key, "is missing");
    return value;
  }

  const json::object& object_;
  std::string place_;
  std::string& wrong_;
};

model::AlertItem read_item(Reading from) {
  model::AlertItem item;
  item.id = from.text("id");
  item.feed = from.text("feed");
  item.feed_title = from.text("feed_title");
  item.link = from.text("link");
  item.title = from.text("title");
  item.summary = from.text("summary");
  item.author = from.text("author");
  for (const json::value& category : from.array("categories")) {
    if (!category.is_string()) {
      from.complain("categories", "holds something that is not a text");
      break;
    }
    item.categories.emplace_back(category.as_string());
  }
  item.language = from.text("language");
  item.published = from.time_or_none("published");
  item.updated = from.time_or_none("updated");
  item.first_seen = from.time("first_seen");
  return item;
}

std::vector<model::Span> read_hits(Reading& alert, std::string& wrong) {
  std::vector<model::Span> hits;
  for (const json::value& value : alert.array("hits")) {
    const json::object* object = value.if_object();
    if (object == nullptr) {
      alert.complain("hits", "holds something that is not an object");
      break;
    }
    Reading from(*object, "hits.", wrong);
    model::Span span;
    span.term = from.text("term");
    span.field = from.choice("field", fields);
    span.start = from.index("start");
    span.end = from.index("end");
    hits.push_back(std::move(span));
  }
  return hits;
}

model::Excerpt read_excerpt(Reading from) {
  model::Excerpt excerpt;
  excerpt.text = from.text("text");
  constexpr std::int64_t most = std::numeric_limits<std::uint32_t>::max();
  for (const json::value& value : from.array("marks")) {
    const json::array* pair = value.if_array();
    json::error_code failure;
    std::array<std::int64_t, 2> ends = {-1, -1};
    for (std::size_t i = 0; pair != nullptr && pair->size() == 2 && i < 2; ++i) {
      ends.at(i) = pair->at(i).to_number<std::int64_t>(failure);
      if (failure) break;
    }
    if (failure || ends[0] < 0 || ends[1] < 0 || ends[0] > most || ends[1] > most) {
      from.complain("marks", "holds something that is not a pair of places");
      break;
    }
    excerpt.marks.emplace_back(static_cast<std::uint32_t>(ends[0]),
                               static_cast<std::uint32_t>(ends[1]));
  }
  return excerpt;
}

model::Alert read_alert(Reading from, std::string& wrong) {
  model::Alert alert;
  alert.id = from.text("id");
  alert.kind = from.choice("kind", kinds);
  alert.watch = from.text("watch");
  alert.priority = from.choice("priority", priorities);
  alert.reason = from.text("reason");
  alert.created = from.time("created");
  alert.item = read_item(from.object("item"));
  alert.hits = read_hits(from, wrong);
  alert.excerpt = read_excerpt(from.object("excerpt"));
  constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
  Reading story = from.object("story");
  alert.story.id = story.text("id");
  alert.story.items = story.number("items", 0, most);
  alert.story.publishers = story.number("publishers", 0, most);
  alert.revision = from.number("revision", 0, most);
  alert.sequence = from.number("sequence", 0, most);
  return alert;
}

}  // namespace

std::string to_json(const model::Alert& alert, int attempt) {
  const json::object object = {{"version", model::Alert::version},
                               {"id", alert.id},
                               {"kind", model::word(alert.kind)},
                               {"watch", alert.watch},
                               {"priority", model::word(alert.priority)},
                               {"reason", alert.reason},
                               {"created", base::format_rfc3339(alert.created)},
                               {"item", item_object(alert.item)},
                               {"hits", hit_array(alert.hits)},
                               {"excerpt", excerpt_object(alert.excerpt)},
                               {"story",
                                {{"id", alert.story.id},
                                 {"items", alert.story.items},
                                 {"publishers", alert.story.publishers}}},
                               {"revision", alert.revision},
                               {"sequence", alert.sequence},
                               {"attempt", attempt}};
  return json::serialize(object);
}

base::Result<model::Alert> from_json(std::string_view text) {
  json::error_code failure;
  const json::value value = json::parse(json::string_view(text.data(), text.size()), failure);
  if (failure) {
    return base::fail(base::Cause::invalid, "not an alert: not JSON: " + failure.message());
  }
  const json::object* object = value.if_object();
  if (object == nullptr) {
    return base::fail(base::Cause::invalid, "not an alert: not a JSON object");
  }
  std::string wrong;
  Reading from(*object, "", wrong);
  const std::int64_t version = from.number("version", 1, std::numeric_limits<int>::max());
  if (from.fine() && version > model::Alert::version) {
    return base::fail(base::Cause::invalid,
                      "an alert of version " + std::to_string(version) +
                          ", newer than this program reads (" +
                          std::to_string(model::Alert::version) + ")");
  }
  model::Alert alert = read_alert(from, wrong);
  if (!wrong.empty()) return base::fail(base::Cause::invalid, "not an alert: " + wrong);
  return alert;
}

std::string spans_to_json(std::span<const model::Span> spans) {
  return json::serialize(hit_array(spans));
}

}  // namespace alert
