// Text to tokens: the nine rules of the design's query language (Tokens). Pure, linear.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace text {

/// Rule 9 is read in texts only; in a pattern `*` and `?` are characters of words.
enum class Reading { text, query, pattern };

/// Where a token stands. Offsets are code points of the text given; `position` counts tokens within
/// the text, alternatives (rule 9, Arabic proclitics) share one, and blocks lie apart so that no
/// phrase crosses them.
struct Place {
  std::uint32_t start = 0;
  std::uint32_t end = 0;
  std::uint32_t marks_start = 0;  ///< of the mark before, or `start`
  std::uint32_t marks_end = 0;    ///< of the run of marks after, or `end`
  std::uint32_t position = 0;
  std::uint32_t block = 0;

  bool operator==(const Place&) const = default;
};

/// A word of a text.
struct Token {
  std::string folded;
  Place place;
  char mark_before = 0;      ///< '#' or '@' (rule 6), or 0
  std::string marks_after;   ///< the run of '+' and '#' after it
  bool alternative = false;  ///< stands for what is left without proclitics
  bool lone = false;         ///< a letter of a script written without spaces (rule 8)

  bool operator==(const Token&) const = default;
};

/// Asked of the words of a text, in the tokens' folding.
class WordSieve {
 public:
  virtual ~WordSieve() = default;
  [[nodiscard]] virtual bool passes(std::string_view folded) const = 0;
  /// Whether any word that begins with this byte may pass; asked first, and of every word.
  [[nodiscard]] bool may_begin(char byte) const {
    return beginnings_[static_cast<unsigned char>(byte)];
  }

 protected:
  void let_begin(char byte) { beginnings_[static_cast<unsigned char>(byte)] = true; }

 private:
  std::array<bool, 256> beginnings_{};
};

/// The tokens of one text in one piece of memory, which the next text uses again: for whoever reads
/// many.
class Tokens final {
 public:
  struct Word {
    Place place;
    std::uint32_t at =
        0;  ///< bytes [at, at + length) of the memory, the marks after it right behind
    std::uint32_t length = 0;
    std::uint32_t marks_length = 0;
    char mark_before = 0;
    bool alternative = false;
    bool lone = false;
  };

  void read(std::string_view text, Reading reading);

  /// Whether any word of the text passes. Several times as fast as reading it, and ends at the
  /// first that does; no words are there afterwards.
  [[nodiscard]] bool any(std::string_view text, const WordSieve& sieve);

  [[nodiscard]] std::span<const Word> words() const { return words_; }
  /// Views of this object's memory, good until the next `read`.
  [[nodiscard]] std::string_view folded(const Word& word) const {
    return std::string_view(memory_).substr(word.at, word.length);
  }
  [[nodiscard]] std::string_view marks_after(const Word& word) const {
    return std::string_view(memory_).substr(std::size_t{word.at} + word.length, word.marks_length);
  }

 private:
  friend class TokenReader;
  std::string memory_;
  std::vector<Word> words_;
};

[[nodiscard]] std::vector<Token> tokens(std::string_view text, Reading reading);

}  // namespace text
