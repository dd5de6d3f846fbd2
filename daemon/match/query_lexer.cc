#include "match/query_lexer.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "match/points.h"
#include "match/query_characters.h"

namespace match {
namespace {

using Kind = Lexeme::Kind;
using std::u32string_view;

constexpr char32_t no_wildcard = U';';  ///< stands for an escaped `*` or `?`
constexpr std::size_t longest_number = 9;

struct Operator {
  u32string_view word;
  Kind kind;
  bool numbered;
};

constexpr std::array operators = {Operator{U"AND", Kind::conjunction, false},
                                  Operator{U"OR", Kind::disjunction, false},
                                  Operator{U"NOT", Kind::negation, false},
                                  Operator{U"WITHIN", Kind::within, false},
                                  Operator{U"NEAR", Kind::near, true},
                                  Operator{U"ONEAR", Kind::onear, true},
                                  Operator{U"ATLEAST", Kind::at_least, true}};

struct FieldName {
  u32string_view name;
  Fields fields;
};

constexpr std::array field_names = {FieldName{U"title", bit(model::Field::title)},
                                    FieldName{U"summary", bit(model::Field::summary)},
                                    FieldName{U"content", bit(model::Field::content)},
                                    FieldName{U"author", bit(model::Field::author)},
                                    FieldName{U"category", bit(model::Field::category)},
                                    FieldName{U"link", bit(model::Field::link)},
                                    FieldName{U"text", text_fields}};

struct FilterName {
  u32string_view name;
  Kind kind;
};

constexpr std::array filter_names = {FilterName{U"feed", Kind::feed},
                                     FilterName{U"tag", Kind::tag},
                                     FilterName{U"lang", Kind::lang},
                                     FilterName{U"country", Kind::country}};

template <class Names>
[[nodiscard]] const auto* named(const Names& names, u32string_view name) {
  const auto* const found =
      std::find_if(names.begin(), names.end(), [&](const auto& each) { return each.name == name; });
  return found == names.end() ? nullptr : found;
}

[[nodiscard]] std::optional<std::uint32_t> number_of(u32string_view digits) {
  if (digits.empty() || digits.size() > longest_number || !std::ranges::all_of(digits, is_figure)) {
    return std::nullopt;
  }
  std::uint32_t number = 0;
  for (const char32_t digit : digits) {
    number = number * 10 + static_cast<std::uint32_t>(digit - U'0');
  }
  return number;
}

[[nodiscard]] std::string in_quotes(u32string_view text) {
  constexpr std::size_t shown = 60;
  return '"' + base::printable(base::shorten(utf8_of(text), shown)) + '"';
}

/// The operator a word is, with its number where it takes one.
[[nodiscard]] Readable<Lexeme> as_operator(u32string_view word, Lexeme lexeme) {
  const u32string_view name = word.substr(0, word.find(U'/'));
  const auto* const found = std::find_if(operators.begin(), operators.end(), [&](const auto& each) {
    return each.numbered ? each.word == name : each.word == word;
  });
  if (found == operators.end()) return lexeme;
  lexeme.kind = found->kind;
  if (!found->numbered) return lexeme;
  lexeme.number =
      name.size() == word.size() ? std::nullopt : number_of(word.substr(name.size() + 1));
  const std::string shown = utf8_of(name);
  const bool counts = found->kind == Kind::at_least;
  if (!lexeme.number) {
    return fault_at(lexeme.column,
                    shown + " needs a number: " + shown + (counts ? "/3 word" : "/5"));
  }
  if (counts && *lexeme.number == 0) {
    return fault_at(lexeme.column, "ATLEAST/0 asks for nothing; the least is ATLEAST/1");
  }
  if (!counts && *lexeme.number > max_distance) {
    return fault_at(lexeme.column,
                    shown + " looks at most " + std::to_string(max_distance) + " words far");
  }
  return lexeme;
}

}  // namespace

std::string QueryLexer::shown_from(std::size_t start) const {
  return utf8_of(text_.substr(start, at_ - start));
}

Readable<Lexeme> QueryLexer::next(bool in_link) {
  while (!at_end() && is_white(text_[at_])) {
    ++at_;
  }
  Lexeme lexeme;
  lexeme.column = column();
  if (at_end()) return lexeme;
  const char32_t first = text_[at_];
  if (first == U'(' || first == U')') {
    ++at_;
    lexeme.kind = first == U'(' ? Kind::open : Kind::close;
    return lexeme;
  }
  if (opens_quote(first)) {
    auto phrase = read_phrase();
    if (phrase && in_link) phrase->kind = Kind::link;
    return phrase;
  }
  if (first == U'/' && !in_link) return read_regex();
  const bool beside = at_ + 1 < text_.size() && !is_white(text_[at_ + 1]) && text_[at_ + 1] != U')';
  if (first == U'-' && beside) {
    ++at_;
    lexeme.kind = Kind::minus;
    return lexeme;
  }
  return read_plain(in_link);
}

Readable<char32_t> QueryLexer::read_escaped(bool raw) {
  if (at_ + 1 == text_.size()) {
    return fault_at(column(), "a backslash at the end has nothing to take literally; write \\\\");
  }
  const char32_t point = text_[at_ + 1];
  at_ += 2;
  return !raw && (point == U'*' || point == U'?') ? no_wildcard : point;
}

Readable<QueryLexer::Word> QueryLexer::read_word(bool stop_at_colon) {
  Word word;
  while (!at_end()) {
    const char32_t point = text_[at_];
    const bool quote_alone = word.text.empty() && is_quote(point) && !opens_quote(point);
    if (ends_word(point) && !quote_alone) break;
    if (point == U'\\') {
      const auto literal = read_escaped(false);
      if (!literal) return tl::unexpected(literal.error());
      word.text.push_back(*literal);
      word.escaped = true;
      continue;
    }
    if (point == U':' && stop_at_colon && !word.text.empty()) {
      word.colon = true;
      break;
    }
    if (point == U'~' && word.tilde == std::u32string::npos) word.tilde = word.text.size();
    word.text.push_back(point);
    ++at_;
  }
  return word;
}

Readable<std::u32string> QueryLexer::read_quoted() {
  const std::size_t start = at_;
  const char32_t close = closing(text_[at_++]);
  std::u32string content;
  while (!at_end() && text_[at_] != close) {
    if (text_[at_] != U'\\') {
      content.push_back(text_[at_++]);
      continue;
    }
    const auto literal = read_escaped(false);
    if (!literal) return tl::unexpected(literal.error());
    content.push_back(*literal);
  }
  if (at_end()) {
    return fault_at(start + 1,
                    "a quote opened here is never closed: " + in_quotes(text_.substr(start)));
  }
  ++at_;
  return content;
}

/// What stands behind `feed:` or `link:`: words, or up to the next white space, bracket or quote.
Readable<std::u32string> QueryLexer::read_value(bool raw) {
  if (!at_end() && opens_quote(text_[at_])) return read_quoted();
  std::u32string value;
  while (!at_end() && !ends_word(text_[at_])) {
    if (text_[at_] != U'\\') {
      value.push_back(text_[at_++]);
      continue;
    }
    const auto literal = read_escaped(raw);
    if (!literal) return tl::unexpected(literal.error());
    value.push_back(*literal);
  }
  return value;
}

Readable<std::uint32_t> QueryLexer::read_number(std::size_t fault_column, std::string_view what) {
  const std::size_t start = at_;
  while (!at_end() && !ends_word(text_[at_])) {
    ++at_;
  }
  const auto number = number_of(text_.substr(start, at_ - start));
  if (!number) {
    return fault_at(fault_column, "~ needs a number behind it: " + std::string(what));
  }
  return *number;
}

Readable<Lexeme> QueryLexer::read_phrase() {
  const std::size_t start = at_;
  auto content = read_quoted();
  if (!content) return tl::unexpected(std::move(content.error()));
  Lexeme lexeme;
  lexeme.kind = Kind::phrase;
  lexeme.column = start + 1;
  lexeme.text = std::move(*content);
  if (std::ranges::all_of(lexeme.text, is_white)) {
    return fault_at(start + 1, "an empty phrase finds nothing; write words between the quotes");
  }
  if (!at_end() && text_[at_] == U'~') {
    ++at_;
    const auto number = read_number(start + 1, "\"two words\"~3");
    if (!number) return tl::unexpected(number.error());
    lexeme.number = *number;
  }
  lexeme.shown = shown_from(start);
  return lexeme;
}

Readable<Lexeme> QueryLexer::read_regex() {
  Lexeme lexeme;
  lexeme.kind = Kind::regex;
  lexeme.column = column();
  const std::size_t start = at_++;
  while (!at_end() && text_[at_] != U'/') {
    const bool escape = text_[at_] == U'\\' && at_ + 1 < text_.size();
    at_ += escape ? 2 : 1;
  }
  if (at_end()) {
    return fault_at(start + 1, "a regular expression opened here is never closed by /");
  }
  lexeme.text = text_.substr(start + 1, at_ - start - 1);
  const std::size_t flags = ++at_;
  while (!at_end() && !ends_word(text_[at_])) {
    ++at_;
  }
  const u32string_view flag = text_.substr(flags, at_ - flags);
  lexeme.fold_case = flag == U"i";
  if (!flag.empty() && !lexeme.fold_case) {
    return fault_at(start + 1,
                    in_quotes(flag) + " is no flag of a regular expression; there is only i");
  }
  lexeme.shown = shown_from(start);
  return lexeme;
}

/// Behind `exact`, at the bracket.
Readable<Lexeme> QueryLexer::read_exact(std::size_t start) {
  const std::size_t bracket = at_++;
  Lexeme lexeme;
  lexeme.kind = Kind::exact;
  lexeme.column = start + 1;
  while (!at_end() && text_[at_] != U')') {
    if (opens_quote(text_[at_])) {
      const auto words = read_quoted();
      if (!words) return tl::unexpected(words.error());
      lexeme.text += U' ' + *words + U' ';
      continue;
    }
    if (ends_word(text_[at_])) {
      lexeme.text.push_back(text_[at_++]);
      continue;
    }
    const std::size_t word_start = at_;
    const auto word = read_word(false);
    if (!word) return tl::unexpected(word.error());
    if (!word->escaped && (word->text == U"AND" || word->text == U"OR" || word->text == U"NOT")) {
      return fault_at(word_start + 1, "exact() takes one term or phrase, no operators");
    }
    lexeme.text += word->text;
  }
  if (at_end()) return fault_at(bracket + 1, "a bracket opened here is never closed");
  ++at_;
  if (std::ranges::all_of(lexeme.text, is_white)) {
    return fault_at(start + 1, "exact() with nothing in it finds nothing");
  }
  if (!at_end() && text_[at_] == U'~') {
    return fault_at(start + 1, "~ cannot stand behind exact()");
  }
  lexeme.shown = shown_from(start);
  return lexeme;
}

/// Behind a word, at the colon.
Readable<Lexeme> QueryLexer::read_prefixed(std::size_t start, const std::u32string& name) {
  ++at_;
  Lexeme lexeme;
  lexeme.column = start + 1;
  const auto* const filter = named(filter_names, name);
  const auto* const field = named(field_names, name);
  if (filter == nullptr && field == nullptr) {
    return fault_at(start + 1,
                    "unknown field " + in_quotes(name) +
                        "; there are title, summary, content, author, category, link, text, feed, "
                        "tag, lang and country; write \\: for a colon");
  }
  if (at_end() || is_white(text_[at_]) || text_[at_] == U')') {
    return fault_at(start + 1, utf8_of(name) + ": needs something directly behind it");
  }
  const bool is_link = field != nullptr && field->fields == bit(model::Field::link);
  if (filter == nullptr && (!is_link || text_[at_] == U'(')) {
    lexeme.kind = Kind::field;
    lexeme.fields = field->fields;
    return lexeme;
  }
  lexeme.kind = is_link ? Kind::link : filter->kind;
  auto value = read_value(true);
  if (!value) return tl::unexpected(std::move(value.error()));
  if (value->empty()) {
    return fault_at(start + 1, utf8_of(name) + ": needs a word directly behind it");
  }
  lexeme.text = std::move(*value);
  lexeme.shown = shown_from(start);
  return lexeme;
}

Readable<Lexeme> QueryLexer::finish_word(std::size_t start, Word word) const {
  Lexeme lexeme;
  lexeme.kind = Kind::word;
  lexeme.column = start + 1;
  lexeme.shown = shown_from(start);
  if (!word.escaped) {
    if (word.text == U"*") {
      lexeme.kind = Kind::every;
      return lexeme;
    }
    auto found = as_operator(word.text, lexeme);
    if (!found || found->kind != Kind::word) return found;
  }
  if (word.tilde != std::u32string::npos) {
    lexeme.number = number_of(u32string_view(word.text).substr(word.tilde + 1));
    if (!lexeme.number) {
      return fault_at(start + 1, "~ takes 1 or 2 behind one word: Tillaberi~1");
    }
    word.text.resize(word.tilde);
  }
  lexeme.text = std::move(word.text);
  return lexeme;
}

Readable<Lexeme> QueryLexer::read_plain(bool in_link) {
  const std::size_t start = at_;
  auto word = read_word(true);
  if (!word) return tl::unexpected(std::move(word.error()));
  if (!word->escaped && word->text == U"exact" && !at_end() && text_[at_] == U'(' && !in_link) {
    return read_exact(start);
  }
  const bool known =
      named(field_names, word->text) != nullptr || named(filter_names, word->text) != nullptr;
  if (word->colon && (known || !in_link)) return read_prefixed(start, word->text);
  if (!in_link) return finish_word(start, std::move(*word));
  Lexeme lexeme;
  lexeme.column = start + 1;
  auto found = word->escaped || word->colon ? Readable<Lexeme>(lexeme)
                                            : as_operator(word->text, std::move(lexeme));
  if (!found || found->kind != Kind::end) return found;
  at_ = start;
  auto piece = read_value(true);
  if (!piece) return tl::unexpected(std::move(piece.error()));
  found->kind = Kind::link;
  found->text = std::move(*piece);
  found->shown = shown_from(start);
  return found;
}

}  // namespace match
