// The watches, their terms and the channels they name.
#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "settings/file.h"
#include "settings/gathering.h"
#include "settings/words.h"

namespace settings {
namespace {

constexpr std::size_t max_terms_file = 64U << 20U;  // bytes
constexpr std::size_t max_terms = 2'000'000;        // of one list

constexpr std::array fields{model::Field::title,
                            model::Field::summary,
                            model::Field::content,
                            model::Field::author,
                            model::Field::category,
                            model::Field::link};

std::optional<model::Field> field_named(std::string_view name) {
  const auto* found = std::find_if(
      fields.begin(), fields.end(), [&](model::Field field) { return name == model::word(field); });
  if (found == fields.end()) return std::nullopt;
  return *found;
}

/// One term a line; blank lines are passed over.
std::vector<model::Phrase> terms_of_file(const Section& reference) {
  const auto path = reference.input_path("file");
  if (!path) return {};
  const std::string shown = base::printable(path->string());
  const auto content = read_whole(*path, max_terms_file);
  if (!content) {
    reference.problem(reference.place_of("file"),
                      shown + " cannot be read: " + content.error().message);
    return {};
  }
  std::string_view rest = content->bytes;
  if (rest.starts_with("\xEF\xBB\xBF")) rest.remove_prefix(3);
  std::vector<model::Phrase> terms;
  for (int line = 1; !rest.empty(); ++line) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view term = base::trim(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    const Place place{shown, line, 1};
    if (first_invalid_utf8(term) != std::string_view::npos) {
      reference.problem(place, "this line is not UTF-8; save the file as UTF-8");
      return {};
    }
    if (term.empty()) continue;
    if (terms.size() >= max_terms) {
      reference.problem(place, "there are more than " + std::to_string(max_terms) + " terms");
      return {};
    }
    terms.push_back({std::string(term), place.str()});
  }
  if (terms.empty()) reference.problem(reference.place_of("file"), shown + " holds no term");
  return terms;
}

std::vector<model::Phrase> terms_by_reference(const Section& reference, std::string_view key) {
  if (!reference.has("file")) {
    reference.problem(reference.place(),
                      "`" + std::string(key) + "` must be a list of terms, or {file: terms.txt}");
  }
  std::vector<model::Phrase> terms = terms_of_file(reference);
  reference.finish();
  return terms;
}

std::vector<model::Phrase> read_terms(const Section& section, std::string_view key) {
  if (section.is_mapping(key)) {
    const auto reference = section.section(key);
    return reference ? terms_by_reference(*reference, key) : std::vector<model::Phrase>();
  }
  std::vector<model::Phrase> terms;
  const std::size_t before = section.problem_count();
  for (const Located& term : section.list(key)) {
    if (base::trim(term.text).empty()) {
      section.problem(term.place, "an empty term would find nothing; remove it");
    } else {
      terms.push_back({term.text, term.place.str()});
    }
  }
  if (terms.empty() && section.has(key) && section.problem_count() == before) {
    section.problem(section.place_of(key),
                    "`" + std::string(key) + "` is an empty list; write a term, or remove the key");
  }
  return terms;
}

void read_fields(const Section& section, model::Watch& watch) {
  if (!section.has("in")) return;
  watch.in.clear();
  const std::size_t before = section.problem_count();
  for (const Located& name : section.list("in")) {
    const auto field = field_named(name.text);
    if (field && std::find(watch.in.begin(), watch.in.end(), *field) == watch.in.end()) {
      watch.in.push_back(*field);
    }
    if (field) continue;
    std::vector<std::string_view> names;
    names.reserve(fields.size());
    for (const model::Field known : fields)
      names.emplace_back(model::word(known));
    const auto near = base::nearest_word(name.text, names);
    section.problem(name.place,
                    "unknown field \"" + base::shorten(base::printable(name.text), 60) + "\"; " +
                        (near ? "did you mean " + *near + "?"
                              : "there are title, summary, content, author, category and link"));
  }
  if (watch.in.empty() && section.problem_count() == before) {
    section.problem(section.place_of("in"),
                    "`in` is an empty list; name a field, or remove the key");
  }
}

void read_channel_names(const Section& section, model::Watch& watch, Gathering& all) {
  if (!section.has("channels")) {
    section.problem(section.place(),
                    "`channels` is missing: a watch without one would tell nobody");
    return;
  }
  const std::size_t before = section.problem_count();
  for (Located& name : section.list("channels")) {
    if (std::find(watch.channels.begin(), watch.channels.end(), name.text) !=
        watch.channels.end()) {
      continue;
    }
    watch.channels.push_back(name.text);
    all.channel_uses.push_back(std::move(name));
  }
  if (watch.channels.empty() && section.problem_count() == before) {
    section.problem(section.place_of("channels"),
                    "`channels` is an empty list: a watch without one would tell nobody");
  }
}

void read_watch(const Section& section, Gathering& all) {
  model::Watch watch;
  watch.where = section.place().str();
  watch.name = section.required_text("name");
  if (section.has("query") && section.has("keywords")) {
    section.problem(section.place_of("query"),
                    "a watch has `query` or `keywords`, not both; a query has OR for more terms");
  } else if (!section.has("query") && !section.has("keywords")) {
    section.problem(section.place(), "`keywords` or `query` is missing: the words to look for");
  }
  watch.query = section.query("query");
  watch.keywords = read_terms(section, "keywords");
  watch.except = read_terms(section, "except");
  read_fields(section, watch);
  read_channel_names(section, watch, all);
  section.finish();
  if (watch.name.empty()) return;
  if (!is_plain_text(watch.name)) {
    section.problem(section.place_of("name"),
                    "`name` must be 1 to 100 characters without white space around them");
  } else if (first_of(all.watch_names,
                      section,
                      {watch.name, section.place_of("name")},
                      "a watch \"" + watch.name + "\"") &&
             (!watch.keywords.empty() || watch.query) && !watch.in.empty()) {
    // Where nothing is left to look for, why is told; the matcher would only tell it again.
    all.settings.watches.push_back(std::move(watch));
  }
}

}  // namespace

void read_watches(const Section& file, Gathering& all) {
  for (const Section& section : file.sections("watches")) {
    read_watch(section, all);
  }
}

void read_channels(const Section& file, Origin origin, Gathering& all) {
  for (const auto& [name, section] : file.entries("channels")) {
    const std::string type = section.required_text("type");
    if (type == "command" && origin == Origin::included) {
      section.problem(
          section.place_of("type"),
          "a channel that runs commands is taken from the main configuration only; write it there");
    }
    if (!is_plain_name(name.text)) {
      section.problem(name.place, "the name of a channel must be " + std::string(plain_name_rule));
    } else if (first_of(all.channel_names, section, name, "a channel \"" + name.text + "\"") &&
               !type.empty()) {
      all.settings.channels.push_back({name.text, type, section});
    }
  }
}

void check_channel_uses(const Section& root, const Gathering& all) {
  std::vector<std::string_view> names;
  for (const auto& [name, place] : all.channel_names)
    names.emplace_back(name);
  std::sort(names.begin(), names.end());
  for (const Located& use : all.channel_uses) {
    if (all.channel_names.contains(use.text)) continue;
    const auto near = base::nearest_word(use.text, names);
    root.problem(use.place,
                 "there is no channel \"" + base::shorten(base::printable(use.text), 60) +
                     "\" under `channels`" + (near ? "; did you mean " + *near + "?" : ""));
  }
}

}  // namespace settings
