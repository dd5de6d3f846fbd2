#include "cli/match.h"

#include <algorithm>
#include <array>
#include <iostream>
#include <optional>
#include <string_view>
#include <utility>

#include <boost/json.hpp>

#include "base/places.h"
#include "base/result.h"
#include "base/text.h"
#include "cli/input.h"
#include "feed/parse.h"
#include "match/explain.h"
#include "match/matcher.h"
#include "settings/load.h"
#include "text/charset.h"
#include "text/html_text.h"

namespace cli {
namespace {

namespace json = boost::json;

constexpr std::size_t shown_title = 100;  // code points
constexpr std::array fields = {model::Field::title,
                               model::Field::summary,
                               model::Field::content,
                               model::Field::author,
                               model::Field::category,
                               model::Field::link};

/// What was found in one item.
struct Answer {
  model::Item item;
  std::vector<model::Hit> hits;
};

/// Why the command ends here.
struct Refusal {
  Exit code = usage;
  std::vector<std::string> messages;
};

template <class Value>
using Outcome = tl::expected<Value, Refusal>;

[[nodiscard]] tl::unexpected<Refusal> refuse(Exit code, std::string message) {
  return tl::unexpected(Refusal{code, {std::move(message)}});
}

/// Plain text as an item: the first paragraph is its title, the others are blocks of its content.
[[nodiscard]] model::Item item_of(std::string_view plain) {
  std::vector<std::string> paragraphs(1);
  for (const std::string_view line : base::split(plain, '\n')) {
    if (base::trim(line).empty()) {
      paragraphs.emplace_back();
    } else {
      paragraphs.back().append(line).push_back(' ');
    }
  }
  model::Item item;
  for (const std::string& paragraph : paragraphs) {
    std::string block = text::fold_space(paragraph);
    if (block.empty()) {
      continue;
    }
    if (item.title.empty()) {
      item.title = std::move(block);
    } else {
      item.content += (item.content.empty() ? "" : "\n") + block;
    }
  }
  return item;
}

[[nodiscard]] Outcome<std::vector<model::Item>> read_items(const MatchOptions& options) {
  auto bytes = read_input(options.file);
  if (!bytes) {
    return refuse(usage, bytes.error().in(options.file.empty() ? "-" : options.file).message);
  }
  if (!options.feed) {
    return std::vector{item_of(text::to_utf8(*bytes, ""))};
  }
  auto document = feed::parse(*bytes, {});
  if (!document) {
    return refuse(partly, document.error().message);
  }
  return std::move(document->items);
}

[[nodiscard]] Outcome<std::vector<model::Field>> read_fields(const std::vector<std::string>& in) {
  std::vector<std::string_view> names;
  for (const std::string& list : in) {
    for (const std::string_view name : base::split(list, ',')) {
      names.push_back(base::trim(name));
    }
  }
  std::vector<model::Field> found;
  for (const std::string_view name : names) {
    const auto* const field = std::ranges::find(
        fields, name, [](model::Field each) { return std::string_view(model::word(each)); });
    if (field == fields.end()) {
      return refuse(usage,
                    "--in: there is no field \"" + base::printable(name) +
                        "\"; there are title, summary, content, author, category, link");
    }
    found.push_back(*field);
  }
  return found;
}

[[nodiscard]] Outcome<std::vector<model::Watch>> watch_of_options(const MatchOptions& options) {
  model::Watch watch;
  watch.name = options.query.empty() ? "keywords" : "query";
  watch.where = "--keyword";
  for (const std::string& keyword : options.keywords) {
    watch.keywords.push_back({keyword, "--keyword"});
  }
  if (!options.query.empty()) {
    watch.query =
        model::QueryText{.text = text::to_utf8(options.query, ""), .file = "--query", .spots = {}};
  }
  for (const std::string& phrase : options.except) {
    watch.except.push_back({phrase, "--except"});
  }
  auto in = read_fields(options.in);
  if (!in) {
    return tl::unexpected(std::move(in.error()));
  }
  if (!in->empty()) {
    watch.in = std::move(*in);
  }
  return std::vector{std::move(watch)};
}

[[nodiscard]] Outcome<std::vector<model::Watch>> watches_of_configuration(
    const MatchOptions& options) {
  settings::Loaded loaded = settings::load(base::config_file(options.config));
  if (const auto problems = loaded.problems(); !problems.empty()) {
    Refusal refusal{failed, {}};
    for (const settings::Problem& problem : problems) {
      refusal.messages.push_back(problem.str());
    }
    return tl::unexpected(std::move(refusal));
  }
  std::vector<model::Watch> watches = std::move(loaded.settings.watches);
  if (options.watch.empty()) {
    return watches;
  }
  const auto named = std::find_if(watches.begin(), watches.end(), [&](const model::Watch& watch) {
    return watch.name == options.watch;
  });
  if (named == watches.end()) {
    std::vector<std::string_view> names;
    std::transform(
        watches.begin(), watches.end(), std::back_inserter(names), [](const model::Watch& watch) {
          return std::string_view(watch.name);
        });
    const auto meant = base::nearest_word(options.watch, names);
    return refuse(usage,
                  "there is no watch \"" + base::printable(options.watch) + "\"" +
                      (meant ? "; did you mean \"" + base::printable(*meant) + "\"?" : ""));
  }
  return std::vector{std::move(*named)};
}

[[nodiscard]] bool given_here(const MatchOptions& options) {
  return !options.keywords.empty() || !options.query.empty();
}

[[nodiscard]] Outcome<std::vector<model::Watch>> read_watches(const MatchOptions& options) {
  if (!options.keywords.empty() && !options.query.empty()) {
    return refuse(usage, "--keyword and --query do not go together; a query has OR");
  }
  if (!given_here(options)) {
    if (!options.except.empty() || !options.in.empty()) {
      return refuse(usage,
                    "--except and --in go with --keyword or --query; a watch of the configuration "
                    "has its own");
    }
    return watches_of_configuration(options);
  }
  if (!options.watch.empty()) {
    return refuse(usage,
                  "--watch names a watch of the configuration; it cannot go with --keyword "
                  "or --query");
  }
  return watch_of_options(options);
}

[[nodiscard]] json::object as_json(const Answer& answer, const std::vector<model::Watch>& watches) {
  json::array hits;
  for (const model::Hit& hit : answer.hits) {
    json::array spans;
    for (const model::Span& span : hit.spans) {
      spans.push_back(json::object{{"term", span.term},
                                   {"field", model::word(span.field)},
                                   {"start", span.start},
                                   {"end", span.end}});
    }
    const model::Excerpt excerpt = match::excerpt(answer.item, hit);
    json::array marks;
    for (const auto& [start, end] : excerpt.marks) {
      marks.push_back(json::array{start, end});
    }
    hits.push_back(json::object{
        {"watch", watches[hit.watch].name},
        {"hits", std::move(spans)},
        {"excerpt", json::object{{"text", excerpt.text}, {"marks", std::move(marks)}}}});
  }
  return {{"title", answer.item.title},
          {"link", answer.item.link},
          {"summary", answer.item.summary},
          {"content", answer.item.content},
          {"author", answer.item.author},
          {"categories", json::value_from(answer.item.categories)},
          {"watches", std::move(hits)}};
}

/// The excerpt with its hits in bold, or in brackets where there are no colours.
[[nodiscard]] std::string marked(const model::Excerpt& excerpt, bool colour) {
  const std::string_view open = colour ? "\x1b[1;33m" : "[";
  const std::string_view close = colour ? "\x1b[0m" : "]";
  std::string line;
  std::size_t shown = 0;
  const auto show_to = [&](std::size_t point) {
    const std::size_t end = base::byte_offset(excerpt.text, point);
    line += base::printable(std::string_view(excerpt.text).substr(shown, end - shown));
    shown = end;
  };
  std::uint32_t marked_to = 0;
  for (const auto& [start, end] : excerpt.marks) {
    if (start >= marked_to) {  // marks may lie inside one another
      show_to(start);
      line += open;
      show_to(end);
      line += close;
      marked_to = end;
    }
  }
  line += base::printable(std::string_view(excerpt.text).substr(shown));
  return line;
}

void print(const Answer& answer,
           const std::vector<model::Watch>& watches,
           const Terminal& terminal) {
  terminal.out << base::printable(base::shorten(
                      answer.item.title.empty() ? "(no title)" : answer.item.title, shown_title))
               << '\n';
  if (!answer.item.link.empty()) {
    terminal.out << "  " << base::printable(answer.item.link) << '\n';
  }
  for (const model::Hit& hit : answer.hits) {
    terminal.out << "  " << base::printable(watches[hit.watch].name) << ": ";
    if (hit.spans.empty()) {
      terminal.out << "matched by what the query leaves out or filters\n";
      continue;
    }
    terminal.out << base::count_of(hit.spans.size(), "hit") << ", first in "
                 << model::word(hit.spans.front().field) << ": "
                 << marked(match::excerpt(answer.item, hit), terminal.colour) << '\n';
  }
}

void tell(const std::vector<Answer>& answers,
          std::size_t items,
          const std::vector<model::Watch>& watches,
          const MatchOptions& options,
          const Terminal& terminal) {
  if (options.json) {
    json::array found;
    for (const Answer& answer : answers) {
      found.push_back(as_json(answer, watches));
    }
    terminal.out << json::serialize(json::object{
                        {"items", items}, {"matched", answers.size()}, {"found", std::move(found)}})
                 << '\n';
    return;
  }
  for (const Answer& answer : answers) {
    print(answer, watches, terminal);
  }
  if (options.feed) {
    terminal.out << base::count_of(answers.size(), "item") << " of " << items << " matched\n";
  } else if (answers.empty()) {
    terminal.out << "nothing matched\n";
  }
}

[[nodiscard]] Outcome<match::Matcher> compile(const std::vector<model::Watch>& watches, Exit code) {
  auto matcher = match::Matcher::compile(watches);
  if (matcher) {
    return std::move(*matcher);
  }
  Refusal refusal{code, {}};
  for (const base::Error& fault : matcher.error()) {
    refusal.messages.push_back(fault.message);
  }
  return tl::unexpected(std::move(refusal));
}

[[nodiscard]] Outcome<Exit> run(const MatchOptions& options, const Terminal& terminal) {
  const auto watches = read_watches(options);
  if (!watches) {
    return tl::unexpected(watches.error());
  }
  const auto matcher = compile(*watches, given_here(options) ? usage : failed);
  if (!matcher) {
    return tl::unexpected(matcher.error());
  }
  auto items = read_items(options);
  if (!items) {
    return tl::unexpected(items.error());
  }
  std::vector<Answer> answers;
  for (model::Item& item : *items) {
    auto hits = matcher->hits(item, {.feed = {}, .tags = {}, .language = item.language});
    if (!hits.empty()) {
      answers.push_back({std::move(item), std::move(hits)});
    }
  }
  tell(answers, items->size(), *watches, options, terminal);
  return done;
}

}  // namespace

int match_command(const MatchOptions& options, const Terminal& terminal) {
  if (!options.cases.empty()) return match_cases(options.cases, terminal);
  const auto outcome = run(options, terminal);
  if (outcome) {
    return *outcome;
  }
  for (const std::string& message : outcome.error().messages) {
    complain(terminal, message, outcome.error().code);
  }
  return outcome.error().code;
}

}  // namespace cli
