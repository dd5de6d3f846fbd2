#include "match/query_leaf.h"

#include <utility>

#include <re2/re2.h>
#include <unicode/uchar.h>

#include "match/countries.h"
#include "match/points.h"
#include "match/written.h"
#include "text/tokens.h"

namespace match {
namespace {

using Kind = Lexeme::Kind;
using Leaves = Readable<Leaf>;

constexpr int regex_memory = 8 << 20;  ///< bytes, of one expression

[[nodiscard]] std::size_t letters_and_digits(std::string_view word) {
  std::size_t count = 0;
  for (const char32_t point : points_of(word)) {
    const auto kind = U_GET_GC_MASK(static_cast<UChar32>(point));
    count += (kind & (U_GC_L_MASK | U_GC_N_MASK)) != 0 ? 1U : 0U;
  }
  return count;
}

[[nodiscard]] Leaves read_fuzzy(const Lexeme& lexeme, Leaf leaf) {
  const std::uint32_t edits = lexeme.number.value_or(0);
  const Element& word = leaf.term.elements.front();
  if (edits != 1 && edits != 2) {
    return fault_at(lexeme.column, "~ takes 1 or 2 behind a word: Tillaberi~1");
  }
  if (leaf.term.elements.size() > 1 || word.pattern) {
    return fault_at(lexeme.column, "~ stands behind one word without wildcards");
  }
  const std::size_t length = letters_and_digits(word.folded);
  if (length < (edits == 1 ? 4U : 7U)) {
    return fault_at(lexeme.column,
                    edits == 1 ? "~1 wants a word of four letters or digits or more"
                               : "~2 wants a word of seven letters or digits or more");
  }
  if (length > max_fuzzy_length) {
    return fault_at(
        lexeme.column,
        "~ wants a word of at most " + std::to_string(max_fuzzy_length) + " letters or digits");
  }
  leaf.kind = Leaf::Kind::fuzzy;
  leaf.number = edits;
  return leaf;
}

/// Stars beside letters of rule 8 mean nothing: the element has lost them.
[[nodiscard]] std::string as_element(std::string written, const Element& element) {
  if (!element.folded.starts_with('*')) written.erase(0, written.find_first_not_of('*'));
  if (!element.folded.ends_with('*')) written.erase(written.find_last_not_of('*') + 1);
  return written;
}

[[nodiscard]] Leaves read_exact_leaf(const Lexeme& lexeme, Leaf leaf) {
  leaf.kind = Leaf::Kind::exact;
  text::Tokens tokens;
  tokens.read(utf8_of(lexeme.text), text::Reading::pattern);
  leaf.written.clear();
  for (const text::Tokens::Word& word : tokens.words()) {
    const bool only_stars = tokens.folded(word).find_first_not_of('*') == std::string_view::npos;
    if (only_stars || leaf.written.size() == leaf.term.elements.size()) continue;
    const Element& element = leaf.term.elements[leaf.written.size()];
    leaf.written.push_back(as_element(as_written(lexeme.text, word.place), element));
  }
  if (leaf.written.size() == leaf.term.elements.size()) return leaf;
  return fault_at(lexeme.column, "a wildcard cannot stand here in exact()");
}

[[nodiscard]] Leaves read_terms(const Lexeme& lexeme, Leaf leaf) {
  const bool phrase = lexeme.kind == Kind::phrase;
  auto term = parse_term(utf8_of(lexeme.text));
  if (!term) return fault_at(lexeme.column, std::move(term.error().message));
  leaf.term = std::move(*term);
  if (lexeme.kind == Kind::exact) return read_exact_leaf(lexeme, std::move(leaf));
  if (lexeme.number && !phrase) return read_fuzzy(lexeme, std::move(leaf));
  if (lexeme.number.value_or(0) == 0) return leaf;
  leaf.kind = Leaf::Kind::proximity;
  leaf.number = lexeme.number.value_or(0);
  if (leaf.number <= max_slack) return leaf;
  return fault_at(lexeme.column, "~ looks at most " + std::to_string(max_slack) + " words far");
}

[[nodiscard]] Leaves read_regex_leaf(const Lexeme& lexeme, Leaf leaf) {
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(regex_memory);
  options.set_case_sensitive(!lexeme.fold_case);
  leaf.kind = Leaf::Kind::regex;
  leaf.regex = std::make_shared<const re2::RE2>(utf8_of(lexeme.text), options);
  if (lexeme.text.empty()) {
    return fault_at(lexeme.column, "an empty regular expression finds nothing");
  }
  if (leaf.regex->ok()) return leaf;
  return fault_at(lexeme.column,
                  "not a regular expression as RE2 has them: " + leaf.regex->error());
}

[[nodiscard]] Leaves read_country(const Lexeme& lexeme, Leaf leaf) {
  leaf.kind = Leaf::Kind::country;
  for (const char32_t point : lexeme.text) {
    const bool lower = point >= U'a' && point <= U'z';
    leaf.country.push_back(point < 0x80 ? static_cast<char>(lower ? point - U'a' + U'A' : point)
                                        : '?');
  }
  if (is_country(leaf.country)) return leaf;
  return fault_at(lexeme.column,
                  "there is no country with this code; write two letters of ISO 3166-1, such as "
                  "country:NE");
}

}  // namespace

Readable<Leaf> read_leaf(Lexeme lexeme) {
  Leaf leaf;
  leaf.shown = std::move(lexeme.shown);
  switch (lexeme.kind) {
    case Kind::regex:
      return read_regex_leaf(lexeme, std::move(leaf));
    case Kind::country:
      return read_country(lexeme, std::move(leaf));
    case Kind::link:
      leaf.kind = Leaf::Kind::link;
      leaf.piece = case_folded(lexeme.text);
      leaf.fields = bit(model::Field::link);
      return leaf;
    default:
      return read_terms(lexeme, std::move(leaf));
  }
}

}  // namespace match
