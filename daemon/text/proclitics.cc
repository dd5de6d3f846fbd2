#include "text/proclitics.h"

#include <array>
#include <string_view>

#include "text/characters.h"

namespace text {
namespace {

constexpr std::size_t letter_size = 2;  ///< bytes of every letter named here
constexpr std::size_t least_left = 3;   ///< letters
constexpr std::string_view lam = "ل";
constexpr std::string_view article = "ال";
constexpr std::array<std::string_view, 2> conjunctions = {"و", "ف"};
constexpr std::array<std::string_view, 3> prepositions = {"ب", "ك", "ل"};

/// Whether the word is Arabic: letters of that script and digits.
[[nodiscard]] bool is_arabic(std::string_view folded) {
  const Characters& characters = Characters::table();
  for (std::size_t at = 0; at < folded.size();) {
    const Point point = decode(folded, at);
    if ((characters[point.code].classes & (arabic | digit | mark)) == 0) {
      return false;
    }
    at += point.size;
  }
  return true;
}

[[nodiscard]] bool enough(std::string_view rest) {
  const Characters& characters = Characters::table();
  std::size_t letters = 0;
  for (std::size_t at = 0; at < rest.size() && letters < least_left;) {
    const Point point = decode(rest, at);
    letters += (characters[point.code].classes & letter) != 0 ? 1U : 0U;
    at += point.size;
  }
  return letters >= least_left;
}

template <std::size_t Count>
[[nodiscard]] bool begins_with(std::string_view word,
                               const std::array<std::string_view, Count>& proclitics) {
  for (const std::string_view proclitic : proclitics) {
    if (word.starts_with(proclitic)) {
      return true;
    }
  }
  return false;
}

class Alternatives final {
 public:
  Alternatives(std::string& memory, std::vector<Tokens::Word>& words)
      : memory_(memory), words_(words), word_(words.back()) {}

  void add() {
    std::size_t from = 0;
    if (begins_with(rest(from), conjunctions) && enough(rest(from + letter_size))) {
      from += letter_size;
      add_rest(from);
    }
    if (begins_with(rest(from), prepositions)) {
      if (rest(from + letter_size).starts_with(lam) && rest(from).starts_with(lam)) {
        add_contracted_article(from + 2 * letter_size);
      }
      if (enough(rest(from + letter_size))) {
        from += letter_size;
        add_rest(from);
      }
    }
    add_without_article(from);
  }

 private:
  [[nodiscard]] std::string_view rest(std::size_t from) const {
    return std::string_view(memory_).substr(word_.at + from, word_.length - from);
  }

  void add_rest(std::size_t from) {
    Tokens::Word shorter = word_;
    shorter.at += static_cast<std::uint32_t>(from);
    shorter.length -= static_cast<std::uint32_t>(from);
    shorter.alternative = true;
    words_.push_back(shorter);
  }

  void add_without_article(std::size_t from) {
    if (rest(from).starts_with(article) && enough(rest(from + article.size()))) {
      add_rest(from + article.size());
    }
  }

  /// The article lost its alef behind the preposition: with it, and without it.
  void add_contracted_article(std::size_t from) {
    const std::string stem(rest(from));
    if (!enough(std::string(article) + stem)) {
      return;
    }
    const std::string marks =
        memory_.substr(std::size_t{word_.at} + word_.length, word_.marks_length);
    Tokens::Word whole = word_;
    whole.at = static_cast<std::uint32_t>(memory_.size());
    whole.length = static_cast<std::uint32_t>(article.size() + stem.size());
    whole.alternative = true;
    memory_.append(article).append(stem).append(marks);
    words_.push_back(whole);
    if (enough(stem)) {
      add_rest(from);
    }
  }

  std::string& memory_;
  std::vector<Tokens::Word>& words_;
  const Tokens::Word word_;
};

}  // namespace

void add_without_proclitics(std::string& memory, std::vector<Tokens::Word>& words) {
  const Tokens::Word& word = words.back();
  if (may_have_proclitics(memory[word.at]) &&
      is_arabic(std::string_view(memory).substr(word.at, word.length))) {
    Alternatives(memory, words).add();
  }
}

}  // namespace text
