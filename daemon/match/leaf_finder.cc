#include "match/leaf_finder.h"

#include <algorithm>

#include <re2/re2.h>

#include "base/text.h"
#include "match/fuzzy.h"
#include "match/pattern.h"
#include "match/points.h"
#include "match/written.h"

namespace match {
namespace {

using Word = text::Tokens::Word;
using Words = std::span<const Word>;

[[nodiscard]] bool has_marks(const Element& element, const text::Tokens& tokens, const Word& word) {
  return (element.mark_before == 0 || element.mark_before == word.mark_before) &&
         (element.marks_after.empty() || element.marks_after == tokens.marks_after(word));
}

[[nodiscard]] bool is_element(const Element& element,
                              const text::Tokens& tokens,
                              const Word& word) {
  const std::string_view folded = tokens.folded(word);
  return (element.pattern ? fits(element.folded, folded) : element.folded == folded) &&
         has_marks(element, tokens, word);
}

/// From the first to the last word, marks inside only where they were asked for.
[[nodiscard]] Finding spanned(const Term& term, const Word& first, const Word& last, Finding made) {
  made.start = term.elements.front().mark_before != 0 ? first.place.marks_start : first.place.start;
  made.end = term.elements.back().marks_after.empty() ? last.place.end : last.place.marks_end;
  made.first = first.place.position;
  made.last = last.place.position;
  made.block = first.place.block;
  return made;
}

void find_fuzzy(const Leaf& leaf,
                const text::Tokens& tokens,
                const Finding& place,
                std::vector<Finding>& found) {
  const Element& element = leaf.term.elements.front();
  const std::u32string wanted = points_of(element.folded);
  for (const Word& word : tokens.words()) {
    const std::string_view folded = tokens.folded(word);
    if (folded.front() != element.folded.front() || !has_marks(element, tokens, word)) continue;
    if (is_near(wanted, points_of(folded), leaf.number)) {
      found.push_back(spanned(leaf.term, word, word, place));
    }
  }
}

/// Every choice of words in order, with so many others among them: only where it begins and ends
/// counts, so the words between are taken as early as they come.
class ProximityFinder final {
 public:
  ProximityFinder(const Leaf& leaf, const text::Tokens& tokens)
      : leaf_(leaf), tokens_(tokens), words_(tokens.words()) {}

  void find(const Finding& place, std::vector<Finding>& found) const {
    const std::size_t before = found.size();
    for (std::size_t at = 0; at < words_.size() && found.size() - before < max_found; ++at) {
      if (is_element(leaf_.term.elements.front(), tokens_, words_[at])) {
        find_ends(at, place, found);
      }
    }
  }

 private:
  void find_ends(std::size_t start, const Finding& place, std::vector<Finding>& found) const {
    const auto& elements = leaf_.term.elements;
    if (elements.size() == 1) {
      found.push_back(spanned(leaf_.term, words_[start], words_[start], place));
      return;
    }
    const text::Place& begin = words_[start].place;
    const std::size_t reach = begin.position + elements.size() - 1 + leaf_.number;
    std::size_t next = 1;  // the element looked for
    std::uint32_t behind = begin.position;
    for (std::size_t at = start + 1; at < words_.size(); ++at) {
      const Word& word = words_[at];
      if (word.place.block != begin.block || word.place.position > reach) return;
      if (word.place.position <= behind || !is_element(elements[next], tokens_, word)) continue;
      if (next + 1 == elements.size()) {
        found.push_back(spanned(leaf_.term, words_[start], word, place));
      } else {
        ++next;
        behind = word.place.position;
      }
    }
  }

  const Leaf& leaf_;
  const text::Tokens& tokens_;
  Words words_;
};

class ExactFinder final {
 public:
  ExactFinder(const Leaf& leaf, FieldText& text)
      : leaf_(leaf), text_(text), tokens_(text.tokens()) {
    for (const Word& word : tokens_.words()) {
      if (!word.alternative) words_.push_back(&word);  // proclitics do not count here
    }
  }

  void find(const Finding& place, std::vector<Finding>& found) {
    const std::size_t length = leaf_.term.elements.size();
    for (std::size_t at = 0; at + length <= words_.size(); ++at) {
      if (begins_at(at)) {
        found.push_back(spanned(leaf_.term, *words_[at], *words_[at + length - 1], place));
      }
    }
  }

 private:
  [[nodiscard]] bool begins_at(std::size_t at) {
    for (std::size_t i = 0; i < leaf_.term.elements.size(); ++i) {
      const Word& word = *words_[at + i];
      if (word.place.block != words_[at]->place.block || !is_written(i, word)) return false;
    }
    return true;
  }

  [[nodiscard]] bool is_written(std::size_t i, const Word& word) {
    const Element& element = leaf_.term.elements[i];
    if (!has_marks(element, tokens_, word)) return false;
    if (!element.pattern && element.folded != tokens_.folded(word)) return false;
    const std::string written = as_written(text_.points(), word.place);
    return element.pattern ? fits(leaf_.written[i], written) : leaf_.written[i] == written;
  }

  const Leaf& leaf_;
  FieldText& text_;
  const text::Tokens& tokens_;
  std::vector<const Word*> words_;
};

[[nodiscard]] std::size_t character_end(std::string_view text, std::size_t at) {
  ++at;
  while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) {
    ++at;
  }
  return at;
}

void find_regex(const Leaf& leaf,
                std::string_view text,
                const Finding& place,
                std::vector<Finding>& found) {
  const std::size_t before = found.size();
  const re2::StringPiece whole(text.data(), text.size());
  re2::StringPiece match;
  std::size_t counted = 0;  // bytes whose code points are in `points`
  std::size_t points = 0;
  const auto point_at = [&](std::size_t byte) {
    points += base::code_points(text.substr(counted, byte - counted));
    counted = byte;
    return static_cast<std::uint32_t>(points);
  };
  for (std::size_t at = 0; at <= text.size() && found.size() - before < max_found;) {
    if (!leaf.regex->Match(whole, at, text.size(), re2::RE2::UNANCHORED, &match, 1)) return;
    const auto start = static_cast<std::size_t>(match.data() - text.data());
    if (match.empty()) {
      at = character_end(text, start);
      continue;
    }
    at = start + match.size();
    Finding made = place;
    made.start = point_at(start);
    made.end = point_at(at);
    found.push_back(made);
  }
}

void find_link(const Leaf& leaf,
               const std::u32string& text,
               const Finding& place,
               std::vector<Finding>& found) {
  const std::size_t before = found.size();
  const std::u32string folded = case_folded(text);
  for (std::size_t at = folded.find(leaf.piece);
       at != std::u32string::npos && found.size() - before < max_found;
       at = folded.find(leaf.piece, at + 1)) {
    Finding made = place;
    made.start = static_cast<std::uint32_t>(at);
    made.end = static_cast<std::uint32_t>(at + leaf.piece.size());
    found.push_back(made);
  }
}

void find_country(const Leaf& leaf,
                  FieldText& text,
                  const Finding& place,
                  std::vector<Finding>& found) {
  for (const CountryName& name : text.countries()) {
    if (name.code != leaf.country) continue;
    Finding made = name.place;
    made.watch = place.watch;
    made.field = place.field;
    made.entry = place.entry;
    found.push_back(made);
  }
}

}  // namespace

void find_leaf(const Leaf& leaf,
               FieldText& text,
               const Finding& place,
               std::vector<Finding>& found) {
  switch (leaf.kind) {
    case Leaf::Kind::term:
      return;
    case Leaf::Kind::fuzzy:
      return find_fuzzy(leaf, text.tokens(), place, found);
    case Leaf::Kind::proximity:
      return ProximityFinder(leaf, text.tokens()).find(place, found);
    case Leaf::Kind::exact:
      return ExactFinder(leaf, text).find(place, found);
    case Leaf::Kind::regex:
      return find_regex(leaf, text.text(), place, found);
    case Leaf::Kind::link:
      return find_link(leaf, text.points(), place, found);
    case Leaf::Kind::country:
      return find_country(leaf, text, place, found);
  }
}

}  // namespace match
