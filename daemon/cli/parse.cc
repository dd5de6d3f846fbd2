#include "cli/parse.h"

#include <iostream>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

#include <boost/json.hpp>

#include "base/result.h"
#include "base/text.h"
#include "base/time.h"
#include "cli/common.h"
#include "cli/input.h"
#include "cli/json_line.h"
#include "feed/discover.h"
#include "feed/parse.h"

namespace cli {
namespace {

namespace json = boost::json;

constexpr int unreadable_file = 2;
constexpr int not_a_feed = 3;
constexpr std::size_t title_width = 100;  // code points

json::value time_or_null(const std::optional<base::TimePoint>& when) {
  return when ? json::value(base::format_rfc3339(*when)) : json::value();
}

json::value text_or_null(const std::string& text) {
  return text.empty() ? json::value() : json::value(text);
}

json::object entry(const model::Item& item) {
  return {{"id", text_or_null(item.guid)},
          {"link", text_or_null(item.link)},
          {"title", text_or_null(item.title)},
          {"published", time_or_null(item.published)},
          {"updated", time_or_null(item.updated)},
          {"author", text_or_null(item.author)},
          {"summary_text", text_or_null(item.summary)},
          {"content_text", text_or_null(item.content)},
          {"categories", json::value_from(item.categories)},
          {"language", text_or_null(item.language)}};
}

/// The shape other feed parsers are compared by: summary_text and content_text, null for what is
/// not said.
json::object as_json(const feed::Document& document) {
  json::array entries;
  for (const model::Item& item : document.items)
    entries.push_back(entry(item));
  json::object about{{"title", text_or_null(document.title)},
                     {"link", text_or_null(document.link)},
                     {"format", document.format},
                     {"language", text_or_null(document.language)}};
  return {{"feed", std::move(about)},
          {"entries", std::move(entries)},
          {"cut_off", document.cut_off},
          {"truncated", document.truncated},
          {"notes", json::value_from(document.notes)}};
}

/// A document, or why it is none and which feeds it names instead.
struct Reading {
  base::Result<feed::Document> document;
  std::vector<feed::Candidate> feeds;
};

Reading read_document(const std::string& bytes, const feed::Hints& hints) {
  Reading reading{feed::parse(bytes, hints), {}};
  if (!reading.document && reading.document.error().cause == base::Cause::not_found) {
    reading.feeds = feed::feeds_of_page(bytes, hints);
  }
  return reading;
}

json::object as_json(const Reading& reading) {
  if (reading.document) return as_json(*reading.document);
  json::object said{{"error", reading.document.error().message}};
  if (reading.feeds.empty()) return said;
  json::array& feeds = said["feeds"].emplace_array();
  for (const feed::Candidate& feed : reading.feeds) {
    feeds.push_back({{"url", feed.url},
                     {"title", text_or_null(feed.title)},
                     {"type", text_or_null(feed.type)},
                     {"found", feed::words_for(feed.source)}});
  }
  return said;
}

std::string refusal(const Reading& reading) {
  std::string message = reading.document.error().message;
  const char* before = reading.feeds.size() == 1 ? "; its feed is " : "; its feeds are ";
  for (const feed::Candidate& feed : reading.feeds) {
    message += std::exchange(before, ", ") + feed.url;
  }
  return message;
}

std::string shown_date(const model::Item& item) {
  const auto& when = item.published ? item.published : item.updated;
  if (when) return base::format_rfc3339(*when);
  return item.published_raw.empty() ? "no date" : "unreadable date";
}

void print_for_reader(const feed::Document& document) {
  const auto show = [](const std::string& text) {
    return base::printable(base::shorten(text, title_width));
  };
  std::cout << show(document.title.empty() ? "(no title)" : document.title) << '\n'
            << document.format << ", " << base::count_of(document.items.size(), "item");
  if (!document.link.empty()) std::cout << ", " << base::printable(document.link);
  std::cout << "\n\n";
  for (const model::Item& item : document.items) {
    std::cout << shown_date(item) << "  " << show(item.title.empty() ? "(no title)" : item.title)
              << '\n';
    if (!item.link.empty()) std::cout << "    " << base::printable(item.link) << '\n';
  }
  for (const std::string& note : document.notes)
    std::cout << "note: " << base::printable(note) << '\n';
}

json::object answer(const std::string& line) {
  json::error_code error;
  const json::value request = json::parse(line, error);
  if (error || !request.is_object()) return {{"error", "the line is no JSON object"}};
  const json::object& asked = request.as_object();
  const auto bytes = read_input(string_at(asked, "file"));
  if (!bytes) return {{"error", bytes.error().in(string_at(asked, "file")).message}};
  return as_json(read_document(*bytes,
                               {.content_type = string_at(asked, "ct"),
                                .url = string_at(asked, "url"),
                                .content_location = string_at(asked, "base")}));
}

int answer_lines() {
  for (std::string line; std::getline(std::cin, line);) {
    std::cout << json::serialize(answer(line)) << std::endl;  // whoever asks waits for each line
  }
  return done;
}

}  // namespace

int parse_command(const ParseOptions& options) {
  if (options.json_lines) return answer_lines();
  const std::string name = options.file.empty() ? "-" : options.file;
  const auto bytes = read_input(options.file);
  if (!bytes) {
    std::cerr << "newswatch: " << base::printable(bytes.error().in(name).message) << '\n';
    return unreadable_file;
  }
  const Reading reading = read_document(*bytes,
                                        {.content_type = options.content_type,
                                         .url = options.url,
                                         .content_location = options.content_location});
  if (options.json) {
    std::cout << json::serialize(as_json(reading)) << '\n';
  } else if (reading.document) {
    print_for_reader(*reading.document);
  }
  if (reading.document) return done;
  std::cerr << "newswatch: " << base::printable(name + ": " + refusal(reading)) << '\n';
  return not_a_feed;
}

}  // namespace cli
