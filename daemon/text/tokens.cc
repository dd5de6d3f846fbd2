#include "text/tokens.h"

#include <algorithm>
#include <array>
#include <optional>

#include "text/characters.h"
#include "text/cursor.h"
#include "text/lookahead.h"
#include "text/proclitics.h"

namespace text {
namespace {

constexpr char32_t right_quote = U'\u2019';
constexpr char32_t modifier_apostrophe = U'\u02BC';

[[nodiscard]] bool is_apostrophe(char32_t code) {
  return code == U'\'' || code == right_quote || code == modifier_apostrophe;
}

/// Lower case of the ASCII letters and digits, 0 for every other byte.
constexpr std::array<char, 256> plain_words = [] {
  std::array<char, 256> table{};
  for (unsigned byte = 0; byte < 128; ++byte) {
    const char c = static_cast<char>(byte);
    const bool upper = c >= 'A' && c <= 'Z';
    if (upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      table[byte] = upper ? static_cast<char>(c - 'A' + 'a') : c;
    }
  }
  return table;
}();

[[nodiscard]] char plain_word(char byte) {
  return plain_words[static_cast<unsigned char>(byte)];
}
/// ASCII between words that no rule looks at twice.
constexpr std::array<bool, 256> plain_gaps = [] {
  std::array<bool, 256> table{};
  for (unsigned byte = 0; byte < 128; ++byte) {
    const bool looked_at =
        std::string_view("#@'\n*?").find(static_cast<char>(byte)) != std::string_view::npos;
    table[byte] = plain_words[byte] == 0 && !looked_at;
  }
  return table;
}();

[[nodiscard]] bool plain_gap(char byte) {
  return plain_gaps[static_cast<unsigned char>(byte)];
}
[[nodiscard]] bool is_two_byte_lead(char byte) {
  return (static_cast<unsigned char>(byte) & 0xE0U) == 0xC0U;
}
[[nodiscard]] bool is_plain_digit(char byte) {
  return byte >= '0' && byte <= '9';
}

}  // namespace

/// Reads one text from its first to its last byte; everything it looks ahead for is passed over
/// soon after.
class TokenReader final {
 public:
  /// With a sieve, words are only shown to it.
  TokenReader(std::string_view text, Reading reading, Tokens& out, const WordSieve* sieve = nullptr)
      : characters_(Characters::table()),
        look_(characters_, text, reading),
        text_(text),
        reading_(reading),
        out_(out),
        sieve_(sieve) {}

  void run() {
    while (here_.byte < text_.size() && !passed_) {
      if (!plain()) {
        step();
        sift();
      }
    }
  }

  /// Until a word passes the sieve; whether one did.
  bool sift_all() {
    run();
    return passed_;
  }

 private:
  /// What a run of word characters came to.
  struct Run {
    Cursor end;
    std::uint32_t letters = 0;
    std::uint32_t others = 0;  ///< digits, and the `*` and `?` of a pattern
    bool unordered = false;
    bool acronym = false;
    bool lone = false;
  };

  /// A word of ordinary letters while it is read: short ones only, the others can take the long
  /// way.
  struct PlainRun {
    std::array<char, 64> folded{};
    std::size_t length = 0;
    std::size_t end = 0;
    std::uint32_t points = 0;
  };

  /// The common case in a few instructions: a word of ordinary letters and ASCII digits that
  /// nothing special follows, or one character of ASCII between words. False, and nothing done,
  /// where the rules need a closer look.
  bool plain() {
    const char first = text_[here_.byte];
    if (plain_gap(first)) {
      before_.reset();
      here_ = {here_.byte + 1, here_.point + 1};
      return true;
    }
    if (reading_ != Reading::text) {
      return false;
    }
    if (cannot_pass(here_.byte)) {
      skip_plain(here_.byte);
      if (!ordinary_end(plain_)) {
        return false;
      }
      pass_plain(plain_);
      return true;
    }
    if (!read_plain(here_.byte) || plain_.points == 0 || !ordinary_end(plain_)) {
      return false;
    }
    if (sieve_ != nullptr && !may_have_proclitics(plain_.folded[0])) {
      passed_ = passes({plain_.folded.data(), plain_.length});
      pass_plain(plain_);
    } else {
      add_plain(plain_);
      sift();
    }
    return true;
  }

  /// Shows the sieve what was added, and takes it away again.
  void sift() {
    if (sieve_ == nullptr || out_.words_.empty()) {
      return;
    }
    passed_ = std::ranges::any_of(
        out_.words_, [this](const Tokens::Word& added) { return passes(out_.folded(added)); });
    out_.words_.clear();
    out_.memory_.clear();
  }

  [[nodiscard]] bool passes(std::string_view folded) const {
    return !folded.empty() && sieve_->may_begin(folded.front()) && sieve_->passes(folded);
  }

  /// Whether an ordinary word begins here that the sieve holds back by its first letter.
  [[nodiscard]] bool cannot_pass(std::size_t at) const {
    if (sieve_ == nullptr) {
      return false;
    }
    char lead = plain_word(text_[at]);
    if (lead == 0 && is_two_byte_lead(text_[at]) && at + 1 < text_.size()) {
      lead = characters_.ordinary_fold(text_[at], text_[at + 1]).bytes[0];
    }
    return lead != 0 && !may_have_proclitics(lead) && !sieve_->may_begin(lead);
  }

  /// As read_plain, of a word that nobody will ask for.
  void skip_plain(std::size_t at) {
    const char* const bytes = text_.data();
    const std::size_t size = text_.size();
    std::uint32_t points = 0;
    for (; at < size; ++points) {
      if (plain_word(bytes[at]) != 0) {
        ++at;
      } else if (is_two_byte_lead(bytes[at]) && at + 1 < size &&
                 characters_.ordinary_fold(bytes[at], bytes[at + 1]).size != 0) {
        at += 2;
      } else {
        break;
      }
    }
    plain_.end = at;
    plain_.points = points;
  }

  /// Reads until something else comes; false if the word is too long for this.
  bool read_plain(std::size_t at) {
    const char* const bytes = text_.data();
    const std::size_t size = text_.size();
    char* const folded = plain_.folded.data();
    std::size_t length = 0;
    std::uint32_t points = 0;
    constexpr std::size_t most = std::tuple_size_v<decltype(plain_.folded)> - 2;
    for (; at < size && length <= most; ++points) {
      const char byte = bytes[at];
      if (const char lower = plain_word(byte); lower != 0) {
        folded[length++] = lower;
        ++at;
        continue;
      }
      if (!is_two_byte_lead(byte) || at + 1 == size) {
        break;
      }
      const OrdinaryFold& fold = characters_.ordinary_fold(byte, bytes[at + 1]);
      if (fold.size == 0) {
        break;
      }
      folded[length] = fold.bytes[0];
      folded[length + 1] = fold.bytes[1];
      length += fold.size;
      at += 2;
    }
    plain_.length = length;
    plain_.end = at;
    plain_.points = points;
    return length <= most;
  }

  /// Whether what follows a run of ordinary letters ends it by the plainest rule.
  [[nodiscard]] bool ordinary_end(const PlainRun& run) const {
    const std::size_t end = run.end;
    if (end == text_.size()) {
      return true;
    }
    const char next = text_[end];
    if (static_cast<unsigned char>(next) >= 0x80 || next == '#' || next == '+') {
      return false;
    }
    if (next == '.' || next == ',') {
      const bool beyond = end + 1 < text_.size();
      const bool number =
          beyond && is_plain_digit(text_[end - 1]) &&
          (is_plain_digit(text_[end + 1]) || static_cast<unsigned char>(text_[end + 1]) >= 0x80);
      return !number && (next == ',' || run.points > 1);
    }
    return true;
  }

  void add_plain(const PlainRun& run) {
    std::string& memory = out_.memory_;
    Tokens::Word& added = out_.words_.emplace_back();
    added.at = static_cast<std::uint32_t>(memory.size());
    added.length = static_cast<std::uint32_t>(run.length);
    added.place.start = here_.point;
    added.place.end = here_.point + run.points;
    added.place.marks_end = added.place.end;
    memory.append(run.folded.data(), run.length);
    finish(added);
    pass_plain(run);
    if (may_have_proclitics(run.folded[0])) {
      add_without_proclitics(memory, out_.words_);
    }
  }

  void pass_plain(const PlainRun& run) {
    before_.reset();
    here_ = {run.end, here_.point + run.points};
    word_ends_ = run.end;
  }

  void finish(Tokens::Word& added) {
    added.place.marks_start = added.place.start;
    added.place.position = position_++;
    added.place.block = block_;
    if (before_.has_value()) {
      added.place.marks_start = before_->point;
      added.mark_before = text_[before_->byte];
      before_.reset();
    }
  }

  void step() {
    const Point point = look_.at(here_);
    const std::uint32_t kind = look_.classes(point);
    if ((kind & format) != 0) {
      here_ = here_.over(point);
    } else if (look_.emoji_at(here_, point)) {
      read_emoji();
    } else if ((kind & lone) != 0) {
      read_cluster(point);
    } else if ((kind & word) != 0 || look_.wild(point)) {
      read_word();
    } else if (is_apostrophe(point.code) && drop_possessive(point)) {
      before_.reset();
    } else {
      before_.reset();
      if (point.code == U'#' || point.code == U'@') {
        before_ = here_;
      } else if (point.code == U'\n') {
        ++block_;
        ++position_;  // a gap, so that neighbours in number are neighbours in a block
      }
      here_ = here_.over(point);
    }
  }

  void read_emoji() {
    const Cursor end = emoji_end(characters_, text_, here_);
    const std::size_t start = out_.memory_.size();
    for (Cursor cursor = here_; cursor.byte < end.byte;) {
      const Point point = look_.at(cursor);
      if (point.code != emoji_style) {
        append_utf8(out_.memory_, point.code);
      }
      cursor = cursor.over(point);
    }
    Tokens::Word& added = out_.words_.emplace_back();
    added.at = static_cast<std::uint32_t>(start);
    added.length = static_cast<std::uint32_t>(out_.memory_.size() - start);
    added.place.start = here_.point;
    added.place.end = end.point;
    added.place.marks_end = end.point;
    before_.reset();  // marks belong to words
    finish(added);
    here_ = end;
  }

  /// Rule 8: a letter with what attaches to it.
  void read_cluster(Point first) {
    const std::size_t start = out_.memory_.size();
    Run run;
    run.lone = true;
    bool after_mark = false;
    std::uint32_t last = look_.classes(first);
    fold_into(first, last, after_mark, run);
    run.end = here_.over(first);
    while (true) {
      const Cursor cursor = look_.visible(run.end);
      const Point next = look_.at(cursor);
      const std::uint32_t kind = look_.classes(next);
      const bool joins =
          (kind & extend) != 0 ||
          ((last & hangul_l) != 0 && (kind & (hangul_l | hangul_v | syllable)) != 0) ||
          ((last & hangul_v) != 0 && (kind & syllable) == 0 &&
           (kind & (hangul_v | hangul_t)) != 0) ||
          ((last & hangul_t) != 0 && (kind & syllable) == 0 && (kind & hangul_t) != 0);
      if (!joins || (kind & word) == 0) {
        break;
      }
      fold_into(next, kind, after_mark, run);
      run.end = cursor.over(next);
      last = kind;
    }
    add(start, run);
  }

  void read_word() {
    const std::size_t start = out_.memory_.size();
    Run run = read_run(here_);
    if (run.letters == 1 && run.others == 0) {
      read_acronym(run);
    }
    add(start, run);
  }

  /// The further letters of "U.S.A.", if the one read begins such a word.
  void read_acronym(Run& run) {
    while (true) {
      const auto next = look_.single_letter_after_stop(run.end);
      if (!next) {
        return;
      }
      run.end = read_run(*next).end;
      run.acronym = true;
    }
  }

  /// Rules 1 and 5. Appends what it folds to.
  Run read_run(Cursor from) {
    Run run;
    run.end = from;
    bool after_mark = false;
    bool after_digit = false;
    for (Cursor cursor = from;; cursor = look_.visible(run.end)) {
      const Point point = look_.at(cursor);
      const std::uint32_t kind = look_.classes(point);
      const bool another = (kind & lone) != 0 && ((kind & extend) == 0 || cursor.byte == from.byte);
      if (look_.emoji_at(cursor, point) || another) {
        break;
      }
      if (look_.wild(point)) {
        ++run.others;
        out_.memory_.push_back(static_cast<char>(point.code));
      } else if ((kind & word) != 0) {
        run.letters += (kind & letter) != 0 ? 1U : 0U;
        run.others += (kind & digit) != 0 ? 1U : 0U;
        fold_into(point, kind, after_mark, run);
      } else if (after_digit && look_.joins_digits(cursor, point)) {
        out_.memory_.push_back(static_cast<char>(point.code));
      } else {
        break;
      }
      after_digit = (kind & digit) != 0;
      run.end = cursor.over(point);
    }
    return run;
  }

  void fold_into(Point point, std::uint32_t kind, bool& after_mark, Run& run) {
    const std::size_t before = out_.memory_.size();
    characters_.append_fold(out_.memory_, point.code);
    if (out_.memory_.size() > before) {
      const bool is_mark = (kind & reorders) != 0;
      run.unordered = run.unordered || (is_mark && after_mark);
      after_mark = is_mark;
    }
  }

  /// A token, if anything is left of it; the mark before it and the run of marks after it.
  void add(std::size_t start, const Run& run) {
    std::string& memory = out_.memory_;
    const std::uint32_t begin = here_.point;
    here_ = run.end;
    if (memory.find_first_not_of(' ', start) == std::string::npos) {
      memory.resize(start);
      before_.reset();
      return;
    }
    if (run.unordered) {
      order_marks(memory, start);
    }
    Tokens::Word& added = out_.words_.emplace_back();
    added.at = static_cast<std::uint32_t>(start);
    added.length = static_cast<std::uint32_t>(memory.size() - start);
    added.place.start = begin;
    added.place.end = run.end.point;
    added.lone = run.lone;
    const Cursor marked = read_marks_after(run.end);
    added.marks_length =
        static_cast<std::uint32_t>(memory.size() - start - std::size_t{added.length});
    added.place.marks_end = added.marks_length == 0 ? added.place.end : marked.point;
    finish(added);
    word_ends_ = look_.visible(past_acronym_stop(marked, run)).byte;
    if (reading_ == Reading::text) {
      add_without_proclitics(memory, out_.words_);
    }
  }

  /// Rule 6. Copies the run behind the token; it is read again as what stands before the next word.
  Cursor read_marks_after(Cursor end) {
    while (true) {
      const Cursor cursor = look_.visible(end);
      const Point point = look_.at(cursor);
      if ((point.code != U'+' && point.code != U'#') || look_.emoji_at(cursor, point)) {
        return end;
      }
      out_.memory_.push_back(static_cast<char>(point.code));
      end = cursor.over(point);
    }
  }

  /// Rule 2 lets a possessive stand after an acronym's last stop too.
  [[nodiscard]] Cursor past_acronym_stop(Cursor end, const Run& run) const {
    const Cursor stop = look_.visible(end);
    const Point point = look_.at(stop);
    return run.acronym && point.code == U'.' ? stop.over(point) : end;
  }

  /// Rule 2: `'s` directly after a word and itself the end of one.
  bool drop_possessive(Point apostrophe) {
    if (word_ends_ != here_.byte) {
      return false;
    }
    const Cursor begin = look_.visible(here_.over(apostrophe));
    const Point s = look_.at(begin);
    if (s.code != U's' && s.code != U'S') {
      return false;
    }
    const Cursor end = begin.over(s);
    if (look_.continues(look_.visible(end)) || look_.single_letter_after_stop(end).has_value()) {
      return false;
    }
    here_ = end;
    return true;
  }

  const Characters& characters_;
  const Lookahead look_;
  std::string_view text_;
  const Reading reading_;
  Tokens& out_;
  const WordSieve* const sieve_;
  bool passed_ = false;
  PlainRun plain_;  ///< the memory of plain(), used again for each word
  Cursor here_;
  std::uint32_t position_ = 0;
  std::uint32_t block_ = 0;
  std::optional<Cursor> before_;  ///< a '#' or '@' that nothing visible has followed yet
  std::size_t word_ends_ =
      std::string_view::npos;  ///< where an apostrophe would stand directly after a word
};

void Tokens::read(std::string_view text, Reading reading) {
  memory_.clear();
  words_.clear();
  memory_.reserve(text.size());
  TokenReader(text, reading, *this).run();
}

bool Tokens::any(std::string_view text, const WordSieve& sieve) {
  memory_.clear();
  words_.clear();
  return TokenReader(text, Reading::text, *this, &sieve).sift_all();
}

std::vector<Token> tokens(std::string_view text, Reading reading) {
  Tokens all;
  all.read(text, reading);
  std::vector<Token> result;
  result.reserve(all.words().size());
  for (const Tokens::Word& word : all.words()) {
    result.push_back({.folded = std::string(all.folded(word)),
                      .place = word.place,
                      .mark_before = word.mark_before,
                      .marks_after = std::string(all.marks_after(word)),
                      .alternative = word.alternative,
                      .lone = word.lone});
  }
  return result;
}

}  // namespace text
