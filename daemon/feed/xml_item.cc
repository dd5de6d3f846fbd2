#include "feed/xml_item.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/text.h"
#include "feed/draft.h"
#include "feed/text_construct.h"
#include "feed/xml_text.h"
#include "text/html_text.h"

namespace feed {
namespace {

enum class Part {
  title,
  link,
  guid,
  summary,
  content,
  published,
  updated,
  author,
  category,
  keywords,
  language,
  origin
};

struct Rule {
  Vocabulary vocabulary;
  std::string_view local;
  Part part;
  int rank;
};

/// Which elements say what, the most trusted with the lowest rank. RSS's own and Atom's names stand
/// together: feeds of either family borrow from the other, and Atom without its namespace is
/// common.
constexpr std::array<Rule, 63> rules = {{
    {Vocabulary::plain, "title", Part::title, 0},
    {Vocabulary::atom, "title", Part::title, 1},
    {Vocabulary::dublin_core, "title", Part::title, 2},
    {Vocabulary::itunes, "title", Part::title, 3},
    {Vocabulary::media, "title", Part::title, 4},
    {Vocabulary::plain, "link", Part::link, 0},
    {Vocabulary::atom, "link", Part::link, 1},
    {Vocabulary::feedburner, "origlink", Part::link, 3},
    {Vocabulary::plain, "guid", Part::guid, 0},
    {Vocabulary::plain, "id", Part::guid, 1},
    {Vocabulary::atom, "id", Part::guid, 1},
    {Vocabulary::dublin_core, "identifier", Part::guid, 2},
    {Vocabulary::plain, "description", Part::summary, 0},
    {Vocabulary::plain, "summary", Part::summary, 1},
    {Vocabulary::atom, "summary", Part::summary, 1},
    {Vocabulary::dublin_core, "description", Part::summary, 2},
    {Vocabulary::dublin_core, "abstract", Part::summary, 3},
    {Vocabulary::itunes, "summary", Part::summary, 4},
    {Vocabulary::media, "description", Part::summary, 5},
    {Vocabulary::itunes, "subtitle", Part::summary, 6},
    {Vocabulary::content, "encoded", Part::content, 0},
    {Vocabulary::plain, "content", Part::content, 1},
    {Vocabulary::atom, "content", Part::content, 1},
    {Vocabulary::xhtml, "body", Part::content, 2},
    {Vocabulary::xhtml, "div", Part::content, 3},
    {Vocabulary::plain, "body", Part::content, 4},
    {Vocabulary::plain, "fullitem", Part::content, 5},
    {Vocabulary::plain, "pubdate", Part::published, 0},
    {Vocabulary::plain, "published", Part::published, 0},
    {Vocabulary::atom, "published", Part::published, 1},
    {Vocabulary::plain, "issued", Part::published, 2},
    {Vocabulary::atom, "issued", Part::published, 2},
    {Vocabulary::dublin_core, "issued", Part::published, 3},
    {Vocabulary::dublin_core, "created", Part::published, 4},
    {Vocabulary::dublin_core, "date", Part::published, 5},
    {Vocabulary::plain, "created", Part::published, 6},
    {Vocabulary::atom, "created", Part::published, 6},
    {Vocabulary::plain, "date", Part::published, 7},
    {Vocabulary::itunes, "pubdate", Part::published, 8},
    {Vocabulary::plain, "updated", Part::updated, 0},
    {Vocabulary::atom, "updated", Part::updated, 1},
    {Vocabulary::plain, "modified", Part::updated, 2},
    {Vocabulary::atom, "modified", Part::updated, 2},
    {Vocabulary::dublin_core, "modified", Part::updated, 3},
    {Vocabulary::plain, "lastbuilddate", Part::updated, 4},
    {Vocabulary::plain, "author", Part::author, 0},
    {Vocabulary::atom, "author", Part::author, 1},
    {Vocabulary::dublin_core, "creator", Part::author, 2},
    {Vocabulary::dublin_core, "author", Part::author, 3},
    {Vocabulary::itunes, "author", Part::author, 4},
    {Vocabulary::plain, "creator", Part::author, 5},
    {Vocabulary::plain, "category", Part::category, 0},
    {Vocabulary::atom, "category", Part::category, 0},
    {Vocabulary::dublin_core, "subject", Part::category, 0},
    {Vocabulary::media, "category", Part::category, 0},
    {Vocabulary::itunes, "category", Part::category, 0},
    {Vocabulary::itunes, "keywords", Part::keywords, 0},
    {Vocabulary::media, "keywords", Part::keywords, 0},
    {Vocabulary::plain, "tags", Part::keywords, 0},
    {Vocabulary::plain, "language", Part::language, 0},
    {Vocabulary::dublin_core, "language", Part::language, 1},
    {Vocabulary::plain, "source", Part::origin, 0},
    {Vocabulary::atom, "source", Part::origin, 0},
}};

const Rule* rule_for(const NameView& name) {
  const auto* const found = std::find_if(rules.begin(), rules.end(), [&name](const Rule& rule) {
    return rule.vocabulary == name.vocabulary && base::equal_ignoring_case(rule.local, name.local);
  });
  return found == rules.end() ? nullptr : found;
}

std::string trimmed_text(const pugi::xml_node& element) {
  std::string room;
  return std::string(base::trim(direct_text(element, room)));
}

std::string one_line(const pugi::xml_node& element) {
  std::string room;
  return text::fold_space(limited(direct_text(element, room)));
}

/// A category or a name may hold escaped HTML references, as a title may.
std::string guessed_line(const pugi::xml_node& element) {
  std::string room;
  const std::string_view raw = limited(direct_text(element, room));
  if (!text::looks_like_html(raw)) return text::fold_space(raw);
  return text::fold_space(text::html_to_text(raw));
}

std::string html_body(const pugi::xml_node& element) {
  if (has_markup(element)) return text::html_to_text(inner_html(element));
  std::string room;
  return text::html_to_text(limited(direct_text(element, room)));
}

class ItemReader final {
 public:
  ItemReader(const Surroundings& around, Family family) : around_(around), family_(family) {}

  void read(const pugi::xml_node& element, const NameView& name) {
    const Rule* rule = rule_for(name);
    if (rule == nullptr) return;
    const bool construct = name.vocabulary == Vocabulary::atom || family_ == Family::atom;
    read_part(element, *rule, construct);
  }

  model::Item finish(std::string about) {
    if (draft_.guid.value().empty() && !about.empty()) {
      draft_.guid.offer(0, std::move(about));
      guid_is_link_ = false;  // it names the item; where the item is, <link> says
    }
    constexpr int last_resort = 50;
    if (guid_is_link_ && is_web_url(draft_.guid.value())) {
      draft_.link.offer(last_resort, around_.base.absolute(draft_.guid.value()));
    }
    draft_.language.offer(last_resort, around_.language);
    return std::move(draft_).finish();
  }

  /// What media:group and media:content say of the thing they show, and by that of the item.
  void read_media(const pugi::xml_node& group, const Namespaces& namespaces) {
    for (auto child = group.first_child(); child; child = child.next_sibling()) {
      if (child.type() != pugi::node_element) continue;
      read(child, namespaces.name_of(child));
      for (auto inner = child.first_child(); inner; inner = inner.next_sibling()) {
        if (inner.type() == pugi::node_element) read(inner, namespaces.name_of(inner));
      }
    }
  }

 private:
  void read_part(const pugi::xml_node& element, const Rule& rule, bool construct) {
    switch (rule.part) {
      case Part::title:
        if (draft_.title.wants(rule.rank)) {
          draft_.title.offer(rule.rank,
                             read_title(element, construct ? Family::atom : Family::rss));
        }
        break;
      case Part::link:
        read_link(element, rule.rank);
        break;
      case Part::guid:
        read_guid(element, rule.rank);
        break;
      case Part::summary:
        read_body(draft_.summary, element, rule, construct);
        break;
      case Part::content:
        read_body(draft_.content, element, rule, construct);
        break;
      case Part::published:
        draft_.published.offer(rule.rank, one_line(element));
        break;
      case Part::updated:
        draft_.updated.offer(rule.rank, one_line(element));
        break;
      case Part::author:
        draft_.authors.offer(rule.rank, read_person(element));
        break;
      case Part::category:
        read_category(element);
        break;
      case Part::keywords:
        read_keywords(element);
        break;
      case Part::language:
        draft_.language.offer(rule.rank, one_line(element));
        break;
      case Part::origin:
        read_origin(element);
        break;
    }
  }

  static void read_body(Best& best,
                        const pugi::xml_node& element,
                        const Rule& rule,
                        bool construct) {
    if (!best.wants(rule.rank)) return;
    const bool by_type =
        construct && (rule.vocabulary == Vocabulary::plain || rule.vocabulary == Vocabulary::atom);
    best.offer(rule.rank, by_type ? read_construct(element) : html_body(element));
  }

  void read_link(const pugi::xml_node& element, int rank) {
    const Surroundings here = around_.within(element);
    if (const auto href = element.attribute("href")) {
      const int by_relation = link_rank(element);
      if (by_relation < Best::none) {
        draft_.link.offer(rank * 4 + by_relation, here.base.absolute_href(href.value()));
      }
    } else if (const std::string text = trimmed_text(element); !text.empty()) {
      draft_.link.offer(rank * 4, here.base.absolute(text));
    }
  }

  void read_guid(const pugi::xml_node& element, int rank) {
    if (!draft_.guid.wants(rank)) return;
    draft_.guid.offer(rank, trimmed_text(element));
    const auto permanent = element.attribute("isPermaLink");
    guid_is_link_ = !base::equal_ignoring_case(base::trim(permanent.value()), "false");
  }

  void read_category(const pugi::xml_node& element) {
    for (const char* const name : {"term", "label", "text"}) {
      const std::string_view value = element.attribute(name).value();
      if (value.empty()) continue;
      draft_.add_category(text::fold_space(limited(value)));
      return;
    }
    draft_.add_category(guessed_line(element));
  }

  void read_keywords(const pugi::xml_node& element) {
    const std::string all = guessed_line(element);
    for (const std::string_view word : base::split(all, ','))
      draft_.add_category(std::string(base::trim(word)));
  }

  /// An entry taken over from another feed: who wrote that feed wrote it, if it says nothing
  /// itself.
  void read_origin(const pugi::xml_node& element) {
    constexpr int inherited = 20;
    for (auto child = element.first_child(); child; child = child.next_sibling()) {
      if (child.type() == pugi::node_element && local_name(child) == "author") {
        draft_.authors.offer(inherited, read_person(child));
      }
    }
  }

  const Surroundings& around_;
  Family family_;
  Draft draft_;
  bool guid_is_link_ = true;
};

}  // namespace

std::string read_person(const pugi::xml_node& element) {
  if (!has_markup(element)) return display_name(guessed_line(element));
  for (const std::string_view part : {"name", "email"}) {
    if (const std::string text = child_text(element, part); !text.empty())
      return display_name(text);
  }
  return {};
}

Surroundings Surroundings::within(const pugi::xml_node& element) const {
  if (!element.first_attribute()) return *this;
  Surroundings inner = *this;
  if (const auto base_attribute = element.attribute("xml:base")) {
    inner.base = base.within(base_attribute.value());
  }
  if (const auto language_attribute = element.attribute("xml:lang")) {
    inner.language = language_attribute.value();
  }
  return inner;
}

std::string read_title(const pugi::xml_node& element, Family family) {
  if (family == Family::atom) return text::fold_space(read_construct(element));
  if (has_markup(element)) return text::fold_space(text::html_to_text(inner_html(element)));
  return guessed_line(element);
}

int link_rank(const pugi::xml_node& link) {
  constexpr int other_type = 1;
  const std::string relation = base::lower_ascii(base::trim(link.attribute("rel").value()));
  if (!relation.empty() && relation != "alternate" && !relation.ends_with("/alternate"))
    return Best::none;
  const std::string_view type = link.attribute("type").value();
  return type.empty() || type.find("html") != std::string_view::npos ? 0 : other_type;
}

model::Item read_item(const pugi::xml_node& element,
                      const Surroundings& around,
                      Namespaces& namespaces,
                      Family family) {
  const Surroundings here = around.within(element);
  ItemReader reader(here, family);
  namespaces.enter(element);
  for (auto child = element.first_child(); child; child = child.next_sibling()) {
    if (child.type() != pugi::node_element) continue;
    const NameView name = namespaces.name_of(child);
    const bool media = name.vocabulary == Vocabulary::media;
    if (media && (name.local == "group" || name.local == "content")) {
      reader.read_media(child, namespaces);
    } else {
      reader.read(child, name);
    }
  }
  namespaces.leave();
  return reader.finish(element.attribute("rdf:about").value());
}

}  // namespace feed
