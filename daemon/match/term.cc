#include "match/term.h"

#include <algorithm>

#include "base/text.h"
#include "match/pattern.h"
#include "text/tokens.h"

namespace match {
namespace {

constexpr std::size_t least_literals = 2;

using text::Token;

[[nodiscard]] bool has_wildcard(const Token& token) {
  return token.folded.find_first_of("*?") != std::string::npos;
}

[[nodiscard]] bool touch(const Token& first, const Token& second) {
  return first.place.marks_end == second.place.start;
}

[[nodiscard]] std::size_t literals(std::string_view pattern) {
  std::size_t count = 0;
  while (!pattern.empty()) {
    const std::string_view part = pattern.substr(0, pattern.find_first_of("*?"));
    count += base::code_points(part);
    pattern.remove_prefix(std::min(pattern.size(), part.size() + 1));
  }
  return count;
}

[[nodiscard]] std::string quoted(std::string_view entry) {
  constexpr std::size_t shown = 60;
  return '"' + base::printable(base::shorten(entry, shown)) + '"';
}

[[nodiscard]] tl::unexpected<base::Error> wrong(std::string_view entry, std::string_view what) {
  return base::fail(base::Cause::invalid, quoted(entry) + ": " + std::string(what));
}

/// Stars beside a run of rule 8 mean nothing and are taken away; inside such a run they are an
/// error.
class StarsBesideLetters final {
 public:
  explicit StarsBesideLetters(std::vector<Token>& tokens) : tokens_(tokens) {}

  /// False if a wildcard stands where none can.
  bool take_away() {
    std::vector<Token> kept;
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      Token token = tokens_[i];
      if (has_wildcard(token)) {
        const bool after = i > 0 && tokens_[i - 1].lone && touch(tokens_[i - 1], token);
        const bool before =
            i + 1 < tokens_.size() && tokens_[i + 1].lone && touch(token, tokens_[i + 1]);
        if (!strip(token.folded, after, before)) return false;
      }
      if (!token.folded.empty()) {
        kept.push_back(std::move(token));
      }
    }
    tokens_ = std::move(kept);
    return true;
  }

 private:
  static bool strip(std::string& word, bool after, bool before) {
    const bool only_stars = word.find_first_not_of('*') == std::string::npos;
    if (only_stars && after && before) {
      return false;
    }
    if (after) {
      word.erase(0, std::min(word.find_first_not_of('*'), word.size()));
    }
    if (before) {
      word.erase(word.find_last_not_of('*') + 1);
    }
    return !((after && word.starts_with('?')) || (before && word.ends_with('?')));
  }

  std::vector<Token>& tokens_;
};

}  // namespace

base::Result<Term> parse_term(std::string_view entry) {
  if (base::trim(entry).empty()) {
    return base::fail(base::Cause::invalid,
                      "an entry without a word finds nothing; write one or take it out");
  }
  if (base::code_points(entry) > max_term_length) {
    return wrong(entry, "longer than " + std::to_string(max_term_length) + " characters");
  }
  if (base::trim(entry).find_first_not_of('*') == std::string_view::npos) {
    return wrong(entry, "would match every word; put at least two letters beside it");
  }
  std::vector<Token> tokens = text::tokens(entry, text::Reading::pattern);
  if (!StarsBesideLetters(tokens).take_away()) {
    return wrong(entry,
                 "a wildcard cannot stand inside a word of a script written without spaces; "
                 "such a word is already found inside longer ones");
  }
  if (tokens.empty()) {
    return wrong(entry, "nothing to look for: no letter and no digit in it");
  }
  Term term;
  for (Token& token : tokens) {
    const bool pattern = has_wildcard(token);
    if (pattern && literals(token.folded) < least_literals) {
      return wrong(entry, "a wildcard needs at least two letters or digits in its word");
    }
    term.elements.push_back({.folded = std::move(token.folded),
                             .pattern = pattern,
                             .mark_before = token.mark_before,
                             .marks_after = std::move(token.marks_after)});
  }
  return term;
}

}  // namespace match
