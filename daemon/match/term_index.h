// All terms of all watches in one table, found by the hash of their tokens in a row: the first
// token's, chained with the second's, and so on. Every proper beginning of a phrase stands in the
// table too, flagged "goes on"; a word that is not first in any term fails at one bit of a filter.
// A hash is no proof: tokens and marks are compared on every hit. Patterns take part as tokens of
// their own. Private to the room.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "match/pattern_index.h"
#include "match/term.h"
#include "text/tokens.h"

namespace match {

/// A term found: code points [start, end) of the text, and where its first and last token stand.
struct Occurrence {
  std::uint32_t term = 0;
  std::uint32_t start = 0;
  std::uint32_t end = 0;
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  std::uint32_t block = 0;
};

/// Built by `add` and `freeze`, then immutable and safe from every thread.
class TermIndex final : private text::WordSieve {
 public:
  /// Memory of one search, for the next one to use again.
  struct Scratch {
    struct Symbol {
      std::uint64_t hash = 0;
      std::uint32_t word = 0;
      std::uint32_t pattern = 0;  ///< number of the pattern + 1, or 0
    };
    struct Step {
      std::uint32_t symbol = 0;
      std::uint32_t depth = 0;
      std::uint64_t row = 0;
    };
    std::vector<Symbol> symbols;
    std::vector<Step> steps;
    std::vector<std::uint32_t> path;
    std::vector<std::uint32_t> patterns;
  };

  /// The term's number, counted from 0; the same term has the same.
  std::uint32_t add(const Term& term);
  void freeze();
  [[nodiscard]] std::size_t size() const { return terms_.size(); }

  /// Whether the text may hold a term; false is certain. `room` is memory to use.
  [[nodiscard]] bool may_occur(std::string_view text, text::Tokens& room) const {
    return !terms_.empty() && (!patterns_.empty() || room.any(text, *this));
  }

  /// Appends all occurrences in the tokens. One may be found twice where an alternative fits too.
  void find(const text::Tokens& tokens, Scratch& scratch, std::vector<Occurrence>& found) const;

 private:
  static constexpr std::uint32_t none = 0xFFFFFFFF;

  struct Slot {
    std::uint64_t hash = 0;
    std::uint32_t term = none;  ///< the first that ends here, the others by Stored::next
    bool used = false;
    bool goes_on = false;
  };
  struct StoredElement {
    std::uint32_t at = 0;  ///< in memory_, its marks right behind
    std::uint32_t length = 0;
    std::uint32_t marks_length = 0;
    std::uint32_t pattern = 0;  ///< number + 1, or 0 for a literal token
    char mark_before = 0;
  };
  struct Stored {
    std::uint32_t first = 0;  ///< in elements_
    std::uint32_t count = 0;
    std::uint32_t next = none;
  };

  [[nodiscard]] std::uint64_t symbol_of(const Element& element, std::uint32_t pattern) const;
  void note_first(const Element& element, std::uint64_t symbol);
  [[nodiscard]] const Slot* slot(std::uint64_t hash) const;
  Slot& slot_or_new(std::uint64_t hash);
  void grow();
  [[nodiscard]] bool same(const Stored& stored, const Term& term) const;
  std::uint32_t store(const Term& term, const std::vector<std::uint32_t>& patterns);
  void list_symbols(const text::Tokens& tokens, Scratch& scratch) const;
  void walk(std::uint32_t first,
            const text::Tokens& tokens,
            Scratch& scratch,
            std::vector<Occurrence>& found) const;
  void push_next(std::uint32_t symbol,
                 std::uint32_t depth,
                 std::uint64_t row,
                 const text::Tokens& tokens,
                 Scratch& scratch) const;
  [[nodiscard]] bool proven(const Stored& term,
                            const text::Tokens& tokens,
                            const Scratch& scratch) const;
  [[nodiscard]] Occurrence occurrence(std::uint32_t term,
                                      const text::Tokens& tokens,
                                      const Scratch& scratch) const;
  [[nodiscard]] bool maybe_first(std::uint64_t hash) const {
    const std::uint64_t bit = hash & filter_mask_;
    return ((filter_[bit >> 6U] >> (bit & 63U)) & 1U) != 0;
  }

  [[nodiscard]] bool passes(std::string_view folded) const override;

  PatternIndex patterns_;
  std::string memory_;
  std::vector<StoredElement> elements_;
  std::vector<Stored> terms_;
  std::vector<Slot> slots_;
  std::size_t used_ = 0;
  std::vector<std::uint64_t> firsts_;  ///< hashes of first tokens, until `freeze`
  std::vector<std::uint64_t> filter_{0};
  std::uint64_t filter_mask_ = 0;
};

}  // namespace match
