#include "text/html_tag.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "base/text.h"

namespace text {
namespace {

constexpr std::size_t longest_element = 10;  // "blockquote", "figcaption"

constexpr std::array<std::string_view, 70> blocks = {
    "address",  "article", "aside",   "blockquote", "body",      "br",         "button",
    "caption",  "center",  "col",     "colgroup",   "dd",        "details",    "dialog",
    "dir",      "div",     "dl",      "dt",         "fieldset",  "figcaption", "figure",
    "footer",   "form",    "frame",   "frameset",   "h1",        "h2",         "h3",
    "h4",       "h5",      "h6",      "head",       "header",    "hgroup",     "hr",
    "html",     "iframe",  "isindex", "legend",     "li",        "link",       "listing",
    "main",     "menu",    "meta",    "nav",        "noframes",  "noscript",   "ol",
    "optgroup", "option",  "p",       "param",      "plaintext", "pre",        "section",
    "select",   "source",  "summary", "table",      "tbody",     "td",         "textarea",
    "tfoot",    "th",      "thead",   "title",      "tr",        "ul",         "xmp"};
constexpr std::array<std::string_view, 3> dropped = {"applet", "script", "style"};
constexpr std::array<std::string_view, 70> inlines = {
    "a",       "abbr",   "acronym",  "area",   "audio",    "b",      "base",   "basefont",
    "bdi",     "bdo",    "bgsound",  "big",    "blink",    "canvas", "cite",   "code",
    "command", "data",   "datalist", "del",    "dfn",      "em",     "embed",  "font",
    "i",       "image",  "img",      "input",  "ins",      "kbd",    "keygen", "label",
    "map",     "mark",   "marquee",  "math",   "menuitem", "meter",  "nobr",   "noembed",
    "object",  "output", "picture",  "portal", "progress", "q",      "rb",     "rbc",
    "rp",      "rt",     "rtc",      "ruby",   "s",        "samp",   "slot",   "small",
    "spacer",  "span",   "strike",   "strong", "sub",      "sup",    "svg",    "time",
    "track",   "tt",     "u",        "var",    "video",    "wbr"};

struct Named {
  std::string_view name;
  Element element = Element::unknown;
};

/// All of them, sorted by name.
constexpr std::array<Named, blocks.size() + dropped.size() + inlines.size() + 1> elements = [] {
  std::array<Named, blocks.size() + dropped.size() + inlines.size() + 1> all{};
  std::size_t count = 0;
  const auto add = [&](const auto& names, Element element) {
    for (const std::string_view name : names)
      all[count++] = {name, element};
  };
  add(blocks, Element::block);
  add(inlines, Element::inline_text);
  add(dropped, Element::dropped);
  all[count] = {"template", Element::dropped_block};
  std::sort(all.begin(), all.end(), [](const Named& a, const Named& b) { return a.name < b.name; });
  return all;
}();

/// Where the names begin that begin with each letter, and one more for the end.
constexpr std::array<std::uint8_t, 27> first_with = [] {
  std::array<std::uint8_t, 27> places{};
  for (std::size_t letter = 0; letter < places.size(); ++letter) {
    std::size_t at = 0;
    while (at < elements.size() && elements[at].name[0] < static_cast<char>('a' + letter))
      ++at;
    places[letter] = static_cast<std::uint8_t>(at);
  }
  return places;
}();

}  // namespace

Element element_named(std::string_view name) {
  if (name.size() > longest_element) return Element::unknown;
  std::array<char, longest_element> lower{};
  std::transform(name.begin(), name.end(), lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  const std::string_view word(lower.data(), name.size());
  if (word.empty() || word[0] < 'a' || word[0] > 'z') return Element::unknown;
  const auto letter = static_cast<std::size_t>(word[0] - 'a');
  for (std::size_t at = first_with.at(letter); at < first_with.at(letter + 1); ++at) {
    if (elements.at(at).name == word) return elements.at(at).element;
  }
  return Element::unknown;
}

TagReader::TagReader(std::string_view text) : text_(text), budget_(text.size() + walk_allowance) {}

std::size_t TagReader::next(char wanted, std::size_t from) {
  Seen& seen = wanted == '>' ? greater_ : wanted == '"' ? double_quote_ : single_quote_;
  if (from >= seen.none_from) return std::string_view::npos;
  if (from >= seen.from && from <= seen.found) return seen.found;
  const std::size_t found = text_.find(wanted, from);
  if (found == std::string_view::npos) {
    seen.none_from = from;
  } else {
    seen.from = from;
    seen.found = found;
  }
  return found;
}

/// Where the tag ends if a '>' between quotes does not count; npos if the quotes do not close.
std::size_t TagReader::end_after_quotes(std::size_t from) {
  std::size_t at = from;
  std::size_t end = std::string_view::npos;
  while (at < from + budget_) {
    const std::size_t greater = next('>', at);
    const std::size_t quote = std::min(next('"', at), next('\'', at));
    if (quote >= greater) {  // also where there is neither
      end = greater;
      break;
    }
    const std::size_t close = next(text_[quote], quote + 1);
    if (close == std::string_view::npos) break;
    at = close + 1;
  }
  if (end == std::string_view::npos) budget_ -= std::min(budget_, at - from + 1);
  return end;
}

std::optional<TagView> TagReader::tag_at(std::size_t at, Quotes quotes) {
  TagView tag;
  std::size_t cursor = at + 1;
  tag.closing = cursor < text_.size() && text_[cursor] == '/';
  if (tag.closing) ++cursor;
  if (cursor >= text_.size() || !base::is_letter(text_[cursor])) return std::nullopt;
  const std::size_t sloppy_end = next('>', cursor);
  if (sloppy_end == std::string_view::npos) return std::nullopt;
  std::size_t name_end = cursor;
  while (text_[name_end] != '>' && text_[name_end] != '/' && !base::is_space(text_[name_end])) {
    ++name_end;
  }
  tag.name = text_.substr(cursor, name_end - cursor);
  tag.local = tag.name.substr(tag.name.rfind(':') + 1);
  std::size_t end = end_after_quotes(name_end);
  if (end == std::string_view::npos) {
    if (quotes == Quotes::must_close) return std::nullopt;
    end = sloppy_end;
  }
  tag.self_closing = end > name_end && text_[end - 1] == '/';
  tag.end = end + 1;
  return tag;
}

}  // namespace text
