#include "feed/vocabulary.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "base/text.h"

namespace feed {
namespace {

struct Known {
  std::string_view name;
  Vocabulary vocabulary;
};

/// Lower case, without scheme, "www." and what trails: feeds differ in all of these.
constexpr std::array<Known, 23> uris = {{
    {"w3.org/2005/atom", Vocabulary::atom},
    {"purl.org/atom/ns", Vocabulary::atom},
    {"purl.org/dc/elements/1.1", Vocabulary::dublin_core},
    {"purl.org/dc/elements/1.0", Vocabulary::dublin_core},
    {"purl.org/dc/terms", Vocabulary::dublin_core},
    {"purl.org/rss/1.0/modules/content", Vocabulary::content},
    {"itunes.com/dtds/podcast-1.0.dtd", Vocabulary::itunes},
    {"itunes.com/dtds/podcast", Vocabulary::itunes},
    {"example.com/dtds/podcast-1.0.dtd", Vocabulary::itunes},
    {"google.com/schemas/play-podcasts/1.0", Vocabulary::itunes},
    {"search.yahoo.com/mrss", Vocabulary::media},
    {"search.yahoo.com/rss", Vocabulary::media},
    {"video.search.yahoo.com/mrss", Vocabulary::media},
    {"purl.org/rss/1.0/modules/syndication", Vocabulary::syndication},
    {"w3.org/1999/xhtml", Vocabulary::xhtml},
    {"w3.org/1999/02/22-rdf-syntax-ns", Vocabulary::rdf},
    {"rssnamespace.org/feedburner/ext/1.0", Vocabulary::feedburner},
    {"purl.org/rss/1.0", Vocabulary::plain},
    {"purl.org/net/rss1.1", Vocabulary::plain},
    {"my.netscape.com/rdf/simple/0.9", Vocabulary::plain},
    {"channel.netscape.com/rdf/simple/0.9", Vocabulary::plain},
    {"backend.userland.com/rss2", Vocabulary::plain},
    {"blogs.law.harvard.edu/tech/rss", Vocabulary::plain},
}};

/// Prefixes by which everybody knows these vocabularies, for documents that forget to declare them.
constexpr std::array<Known, 13> prefixes = {{
    {"atom", Vocabulary::atom},
    {"atom10", Vocabulary::atom},
    {"dc", Vocabulary::dublin_core},
    {"dcterms", Vocabulary::dublin_core},
    {"content", Vocabulary::content},
    {"itunes", Vocabulary::itunes},
    {"media", Vocabulary::media},
    {"sy", Vocabulary::syndication},
    {"xhtml", Vocabulary::xhtml},
    {"rdf", Vocabulary::rdf},
    {"feedburner", Vocabulary::feedburner},
    {"rss", Vocabulary::plain},
    {"", Vocabulary::plain},
}};

template <std::size_t Size>
Vocabulary among(const std::array<Known, Size>& table, std::string_view name) {
  const auto* const found = std::find_if(
      table.begin(), table.end(), [name](const Known& one) { return one.name == name; });
  return found == table.end() ? Vocabulary::other : found->vocabulary;
}

Vocabulary vocabulary_of(std::string_view uri) {
  const std::string lower = base::lower_ascii(base::trim(uri));
  std::string_view bare = lower;
  for (const std::string_view start : {"http://", "https://", "www."}) {
    if (bare.starts_with(start)) bare.remove_prefix(start.size());
  }
  while (!bare.empty() && (bare.back() == '/' || bare.back() == '#'))
    bare.remove_suffix(1);
  if (bare.starts_with("backend.userland.com/rss")) return Vocabulary::plain;
  return among(uris, bare);
}

/// The prefix an attribute declares, if it declares one.
std::optional<std::string_view> declared_prefix(const pugi::xml_attribute& attribute) {
  const std::string_view name = attribute.name();
  if (!name.starts_with("xmlns")) return std::nullopt;
  if (name.size() == 5) return std::string_view();
  return name[5] == ':' ? std::optional(name.substr(6)) : std::nullopt;
}

/// An unknown default namespace is somebody's whim: the names in it are still RSS's.
Vocabulary bound(std::string_view prefix, std::string_view uri) {
  const Vocabulary known = vocabulary_of(uri);
  return known == Vocabulary::other && prefix.empty() ? Vocabulary::plain : known;
}

}  // namespace

void Namespaces::enter(const pugi::xml_node& element) {
  marks_.push_back(bindings_.size());
  for (auto attribute = element.first_attribute(); attribute;
       attribute = attribute.next_attribute()) {
    if (const auto prefix = declared_prefix(attribute)) {
      bindings_.push_back({*prefix, bound(*prefix, attribute.value())});
    }
  }
}

void Namespaces::leave() {
  bindings_.resize(marks_.back());
  marks_.pop_back();
}

NameView Namespaces::name_of(const pugi::xml_node& element) const {
  const std::string_view name = element.name();
  const std::size_t colon = name.find(':');
  const std::string_view prefix = colon == std::string_view::npos ? "" : name.substr(0, colon);
  const std::string_view local = colon == std::string_view::npos ? name : name.substr(colon + 1);
  for (auto attribute = element.first_attribute(); attribute;
       attribute = attribute.next_attribute()) {
    const auto declared = declared_prefix(attribute);
    if (declared && *declared == prefix) return {bound(prefix, attribute.value()), local};
  }
  const auto found =
      std::find_if(bindings_.rbegin(), bindings_.rend(), [prefix](const BindingView& one) {
        return one.prefix == prefix;
      });
  if (found != bindings_.rend()) return {found->vocabulary, local};
  return {among(prefixes, base::lower_ascii(prefix)), local};
}

}  // namespace feed
