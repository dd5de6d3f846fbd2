// `newswatch match --cases`: one case a line in, one answer a line out, for those who score the
// query language.
#include <algorithm>
#include <array>
#include <fstream>
#include <iostream>
#include <optional>
#include <string_view>
#include <utility>

#include <boost/json.hpp>

#include "base/text.h"
#include "cli/json_line.h"
#include "cli/match.h"
#include "match/matcher.h"
#include "text/html_text.h"

namespace cli {
namespace {

namespace json = boost::json;

constexpr std::size_t longest_case = 64U << 20U;  // bytes
constexpr std::string_view query_name = "query";
constexpr std::array case_fields = {model::Field::title,
                                    model::Field::summary,
                                    model::Field::content,
                                    model::Field::author,
                                    model::Field::category,
                                    model::Field::link};

struct Case {
  model::Watch watch;
  model::Item item;
  std::string feed;
  std::vector<std::string> tags;
};

[[nodiscard]] std::vector<std::string> strings_at(const json::object& object,
                                                  std::string_view key) {
  std::vector<std::string> strings;
  const auto* const value = object.if_contains(key);
  const auto* const list = value == nullptr ? nullptr : value->if_array();
  if (list == nullptr) return strings;
  for (const json::value& each : *list) {
    if (const auto* const text = each.if_string()) strings.emplace_back(*text);
  }
  return strings;
}

/// As a feed would bring it: summary and content are HTML.
[[nodiscard]] model::Item item_at(const json::object& given) {
  model::Item item;
  item.title = text::fold_space(string_at(given, "title"));
  item.summary = text::html_to_text(string_at(given, "summary"));
  item.content = text::html_to_text(string_at(given, "content"));
  item.author = text::fold_space(string_at(given, "author"));
  for (const std::string& category : strings_at(given, "categories")) {
    item.categories.push_back(text::fold_space(category));
  }
  item.link = text::fold_space(string_at(given, "link"));
  item.language = string_at(given, "language");
  return item;
}

[[nodiscard]] base::Result<Case> case_at(const json::object& given) {
  Case made;
  made.watch.name = "case";
  made.watch.where = "case";
  for (std::string& keyword : strings_at(given, "keywords")) {
    made.watch.keywords.push_back({std::move(keyword), "keywords"});
  }
  for (std::string& phrase : strings_at(given, "except")) {
    made.watch.except.push_back({std::move(phrase), "except"});
  }
  if (given.contains("query")) {
    made.watch.query = model::QueryText{
        .text = string_at(given, "query"), .file = std::string(query_name), .spots = {}};
  }
  if (given.contains("in")) made.watch.in.clear();
  for (const std::string& name : strings_at(given, "in")) {
    const auto* const field = std::ranges::find(
        case_fields, name, [](model::Field each) { return std::string_view(model::word(each)); });
    if (field == case_fields.end()) {
      return base::fail(base::Cause::invalid, "in: there is no field " + name);
    }
    made.watch.in.push_back(*field);
  }
  const auto* const item = given.if_contains("item");
  if (item != nullptr && item->is_object()) {
    made.item = item_at(item->get_object());
    made.feed = string_at(item->get_object(), "feed");
    made.tags = strings_at(item->get_object(), "tags");
  }
  return made;
}

[[nodiscard]] json::object refusal(std::string_view message) {
  json::object answer{{"error", message}};
  const std::string_view prefix = message.substr(0, message.find(": "));
  if (!prefix.starts_with(query_name)) return answer;
  if (const auto column = base::parse_number(prefix.substr(query_name.size() + 1))) {
    answer["column"] = *column;
  }
  return answer;
}

[[nodiscard]] json::object answer_to(const json::object& given) {
  const auto asked = case_at(given);
  if (!asked) return refusal(asked.error().message);
  const auto matcher = match::Matcher::compile(std::span(&asked->watch, 1));
  if (!matcher) return refusal(matcher.error().front().message);
  const auto hits = matcher->hits(
      asked->item, {.feed = asked->feed, .tags = asked->tags, .language = asked->item.language});
  json::array spans;
  for (const model::Hit& hit : hits) {
    for (const model::Span& span : hit.spans) {
      spans.push_back(json::array{model::word(span.field), span.start, span.end, span.term});
    }
  }
  return {{"match", !hits.empty()}, {"spans", std::move(spans)}};
}

}  // namespace

int match_cases(const std::string& file, const Terminal& terminal) {
  std::ifstream opened;
  if (file != "-") opened.open(file, std::ios::binary);
  std::istream& lines = file == "-" ? std::cin : opened;
  if (!lines) return complain(terminal, file + ": cannot be opened", usage);
  std::string line;
  for (std::size_t number = 1; std::getline(lines, line); ++number) {
    if (base::trim(line).empty()) continue;
    boost::system::error_code wrong;
    const json::value given = line.size() > longest_case ? json::value() : json::parse(line, wrong);
    if (wrong || !given.is_object()) {
      return complain(
          terminal, "--cases: line " + std::to_string(number) + " is no JSON object", usage);
    }
    json::object answer = answer_to(given.get_object());
    if (const auto* const id = given.get_object().if_contains("id")) answer["id"] = *id;
    terminal.out << json::serialize(answer) << '\n';
  }
  return done;
}

}  // namespace cli
