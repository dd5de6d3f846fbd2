// What the tokeniser and folding need to know of every character, asked of ICU once and kept in a
// two-stage table, so that the hot path never calls a library. Private to the room. The table is
// immutable.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace text {

/// Bits of Character::classes. The numbers are the rules of the design's query language (Tokens).
enum Class : std::uint32_t {
  letter = 1U << 0U,    ///< L, but no apostrophe (U+02BC)
  mark = 1U << 1U,      ///< M
  digit = 1U << 2U,     ///< N
  format = 1U << 3U,    ///< Cf: passed over
  lone = 1U << 4U,      ///< L or M of a script of rule 8: each cluster a token of its own
  extend = 1U << 5U,    ///< belongs to the grapheme cluster before it
  hangul_l = 1U << 6U,  ///< leading jamo
  hangul_v = 1U << 7U,  ///< vowel jamo, or a syllable ending in one
  hangul_t = 1U << 8U,  ///< trailing jamo, or a syllable ending in one
  syllable = 1U << 9U,  ///< a composed Hangul syllable, folded by arithmetic
  arabic = 1U << 10U,   ///< a letter of Arabic script
  reorders =
      1U << 11U,  ///< leaves a mark whose order among its neighbours is canonical, not as written
  emoji = 1U << 12U,
  emoji_presentation = 1U << 13U,
  emoji_modifier = 1U << 14U,
  emoji_base = 1U << 15U,  ///< takes a modifier
  regional = 1U << 16U,    ///< half a flag
  word = letter | mark | digit,
};

struct Character {
  std::uint32_t classes = 0;
  std::uint32_t fold =
      0;  ///< 0: itself; below `first_long`: a code point; else an index into the long ones

  bool operator==(const Character&) const = default;
};

/// What an ordinary letter folds to: one of U+0080 to U+07FF that is a letter and nothing else the
/// rules ask for, and folds to one or two bytes. `size` is 0 for every other character.
struct OrdinaryFold {
  std::array<char, 2> bytes{};
  std::uint8_t size = 0;
};

/// One code point of a text, with its length in bytes; size 0 is the end of the text.
struct Point {
  char32_t code = 0;
  std::uint32_t size = 0;
};

/// Of valid UTF-8; never reads beyond the text.
[[nodiscard]] Point decode(std::string_view text, std::size_t at);
void append_utf8(std::string& out, char32_t code);

/// Safe from every thread once it is there.
class Characters final {
 public:
  /// The one table of the process, built when it is first asked for.
  [[nodiscard]] static const Characters& table();

  [[nodiscard]] const Character& operator[](char32_t code) const {
    return blocks_[(std::size_t{index_[code >> block_bits]} << block_bits) | (code & block_mask)];
  }

  /// Of the character that is written with these two bytes.
  [[nodiscard]] const OrdinaryFold& ordinary_fold(char lead, char next) const {
    return ordinary_[((static_cast<unsigned char>(lead) & 0x1FU) << 6U) |
                     (static_cast<unsigned char>(next) & 0x3FU)];
  }

  /// Appends what the code point folds to, which may be nothing.
  void append_fold(std::string& out, char32_t code) const;

 private:
  static constexpr unsigned block_bits = 7;
  static constexpr char32_t block_mask = (1U << block_bits) - 1;
  static constexpr char32_t code_points = 0x110000;
  static constexpr std::uint32_t first_long = code_points;
  static constexpr std::uint32_t nothing = first_long;  ///< the first of the long ones is empty

  Characters();
  /// As `Character::fold` says it. `known` are the long ones so far.
  [[nodiscard]] std::uint32_t fold_value(const std::u32string& folded,
                                         std::map<std::string, std::uint32_t>& known);
  void pack(const std::vector<Character>& all);
  void find_ordinary();

  std::array<OrdinaryFold, 0x800> ordinary_{};
  std::array<std::uint16_t, (code_points >> block_bits)> index_{};
  std::vector<Character> blocks_;
  std::vector<std::string> long_folds_;
};

/// Marks that folding keeps, from byte `from` on, brought into canonical order.
void order_marks(std::string& folded, std::size_t from);

}  // namespace text
