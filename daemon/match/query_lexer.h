// A query's text to its words, quotes, brackets and operators. Private to the room.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "match/query.h"

namespace match {

struct Lexeme {
  enum class Kind {
    end,
    open,
    close,
    conjunction,
    disjunction,
    negation,  ///< NOT
    minus,     ///< - before a word
    near,
    onear,
    within,
    at_least,
    field,    ///< `fields` for what follows directly
    country,  ///< text: the code
    feed,
    tag,
    lang,
    link,   ///< text: the piece of a URL
    every,  ///< * alone
    word,
    phrase,
    exact,
    regex
  };

  Kind kind = Kind::end;
  std::size_t column = 1;
  std::u32string text;                  ///< without quotes; what was escaped is no wildcard
  std::optional<std::uint32_t> number;  ///< behind ~ or the / of an operator
  bool fold_case = false;               ///< /.../i
  Fields fields = unscoped;
  std::string shown;  ///< as the query has it
};

class QueryLexer final {
 public:
  /// The text must outlive the lexer.
  explicit QueryLexer(std::u32string_view text) : text_(text) {}

  /// Inside link:( ), words are pieces of a URL.
  [[nodiscard]] Readable<Lexeme> next(bool in_link);

 private:
  struct Word {
    std::u32string text;
    bool escaped = false;
    std::size_t tilde = std::u32string::npos;  ///< the first that is not escaped
    bool colon = false;                        ///< ended before one
  };

  [[nodiscard]] bool at_end() const { return at_ == text_.size(); }
  [[nodiscard]] std::size_t column() const { return at_ + 1; }
  [[nodiscard]] std::string shown_from(std::size_t start) const;
  [[nodiscard]] Readable<Word> read_word(bool stop_at_colon);
  [[nodiscard]] Readable<std::u32string> read_quoted();
  [[nodiscard]] Readable<std::u32string> read_value(bool raw);
  [[nodiscard]] Readable<char32_t> read_escaped(bool raw);
  [[nodiscard]] Readable<std::uint32_t> read_number(std::size_t fault_column,
                                                    std::string_view what);
  [[nodiscard]] Readable<Lexeme> read_phrase();
  [[nodiscard]] Readable<Lexeme> read_regex();
  [[nodiscard]] Readable<Lexeme> read_exact(std::size_t start);
  [[nodiscard]] Readable<Lexeme> read_prefixed(std::size_t start, const std::u32string& name);
  [[nodiscard]] Readable<Lexeme> read_plain(bool in_link);
  [[nodiscard]] Readable<Lexeme> finish_word(std::size_t start, Word word) const;

  std::u32string_view text_;
  std::size_t at_ = 0;
};

}  // namespace match
