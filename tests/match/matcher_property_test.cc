// The matcher beside the plainest thing that could be right: every term tried at every token of the
// text.
#include <algorithm>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "match/matcher.h"
#include "match/parts.h"
#include "match/pattern.h"
#include "match/term.h"
#include "text/tokens.h"

namespace {

using Ranges = std::set<std::pair<std::uint32_t, std::uint32_t>>;

bool agrees(const match::Element& wanted, const text::Token& token) {
  const bool word =
      wanted.pattern ? match::fits(wanted.folded, token.folded) : wanted.folded == token.folded;
  return word && (wanted.mark_before == 0 || wanted.mark_before == token.mark_before) &&
         (wanted.marks_after.empty() || wanted.marks_after == token.marks_after);
}

/// The last tokens of every way to find the elements from `next` on at `position`.
void follow(const match::Term& term,
            const std::vector<text::Token>& tokens,
            std::size_t next,
            std::uint32_t position,
            std::vector<const text::Token*>& last) {
  for (const text::Token& token : tokens) {
    if (token.place.position == position && agrees(term.elements[next], token)) {
      if (next + 1 == term.elements.size()) {
        last.push_back(&token);
      } else {
        follow(term, tokens, next + 1, position + 1, last);
      }
    }
  }
}

Ranges naive(const match::Term& term, const std::vector<text::Token>& tokens) {
  Ranges found;
  for (const text::Token& first : tokens) {
    std::vector<const text::Token*> last;
    follow(term, tokens, 0, first.place.position, last);
    for (const text::Token* const end : last) {
      found.emplace(
          term.elements.front().mark_before != 0 ? first.place.marks_start : first.place.start,
          term.elements.back().marks_after.empty() ? end->place.end : end->place.marks_end);
    }
  }
  return found;
}

Ranges expected(const model::Watch& watch, const std::string& title) {
  const auto tokens = text::tokens(title, text::Reading::text);
  Ranges masks;
  for (const model::Phrase& phrase : watch.except) {
    masks.merge(naive(*match::parse_term(phrase.text), tokens));
  }
  Ranges found;
  for (const model::Phrase& phrase : watch.keywords) {
    for (const auto& range : naive(*match::parse_term(phrase.text), tokens)) {
      const bool covered = std::any_of(masks.begin(), masks.end(), [&](const auto& mask) {
        return mask.first <= range.first && range.second <= mask.second;
      });
      if (!covered) {
        found.insert(range);
      }
    }
  }
  return found;
}

rc::Gen<std::string> text_of(std::vector<std::string> alphabet, int most) {
  return rc::gen::map(rc::gen::resize(most,
                                      rc::gen::container<std::vector<std::string>>(
                                          rc::gen::elementOf(std::move(alphabet)))),
                      [](const std::vector<std::string>& parts) {
                        std::string joined;
                        for (const std::string& part : parts) {
                          joined += part;
                        }
                        return joined;
                      });
}

const std::vector<std::string> letters = {"a", "b", "A",  "é",  "尼",     "日",     "و",  "ل", "ال",
                                          "ب", "ن", " ",  " ",  ".",      "'",      "s",  "#", "+",
                                          "1", ",", "\n", "🔥", "\u200B", "\u0301", "가", "ไ", "-"};

std::vector<model::Phrase> entries(const std::vector<std::string>& alphabet) {
  std::vector<model::Phrase> list;
  for (int i = 0; i < 4; ++i) {
    std::string entry = *text_of(alphabet, 8);
    if (match::parse_term(entry)) {
      list.push_back({std::move(entry), ""});
    }
  }
  return list;
}

TEST(MatcherProperty, AgreesWithTryingEveryTermEverywhere) {
  const bool held = rc::check([] {
    std::vector<std::string> with_wildcards = letters;
    with_wildcards.insert(with_wildcards.end(), {"*", "?", "ab", "ba"});
    std::vector<model::Watch> watches(2);
    for (model::Watch& watch : watches) {
      watch.keywords = entries(with_wildcards);
      watch.except = entries(with_wildcards);
      RC_PRE(!watch.keywords.empty());
    }
    const std::string title = *text_of(letters, 60);
    const auto matcher = match::Matcher::compile(watches);
    RC_ASSERT(matcher.has_value());
    std::vector<Ranges> found(watches.size());
    for (const model::Hit& hit : matcher->hits(Parts{.title = title}.item())) {
      for (const model::Span& span : hit.spans) {
        RC_ASSERT(found[hit.watch].emplace(span.start, span.end).second);
      }
      RC_ASSERT(
          std::is_sorted(hit.spans.begin(), hit.spans.end(), [](const auto& a, const auto& b) {
            return std::tie(a.field, a.start, a.end) < std::tie(b.field, b.start, b.end);
          }));
    }
    for (std::size_t i = 0; i < watches.size(); ++i) {
      RC_ASSERT(found[i] == expected(watches[i], title));
    }
  });
  EXPECT_TRUE(held);
}

TEST(MatcherProperty, TokensLieInOrderWithinTheText) {
  const bool held = rc::check([] {
    const std::string title = *text_of(letters, 60);
    std::uint32_t length = 0;
    for (const char byte : title) {
      length += (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U ? 1U : 0U;
    }
    std::uint32_t end = 0;
    for (const text::Token& token : text::tokens(title, text::Reading::text)) {
      RC_ASSERT(token.place.start < token.place.end);
      RC_ASSERT(token.place.end <= length);
      RC_ASSERT(token.alternative || token.place.start >= end);
      RC_ASSERT(!token.folded.empty());
      end = token.place.end;
    }
  });
  EXPECT_TRUE(held);
}

}  // namespace
