#include "match/term_index.h"

#include <algorithm>
#include <bit>

#include "match/token_hash.h"

namespace match {
namespace {

constexpr std::size_t first_slots = 64;
constexpr std::uint64_t filter_bits_a_term = 16;
constexpr std::uint64_t least_filter_bits = 4096;
constexpr std::uint64_t pattern_row = 0x50415454;  ///< sets patterns apart from tokens

[[nodiscard]] std::uint64_t pattern_symbol(std::uint32_t pattern) {
  return chain(pattern_row, pattern);
}

}  // namespace

std::uint64_t TermIndex::symbol_of(const Element& element, std::uint32_t pattern) const {
  return pattern != 0 ? pattern_symbol(pattern) : hash_token(element.folded);
}

void TermIndex::note_first(const Element& element, std::uint64_t symbol) {
  firsts_.push_back(symbol);
  if (!element.pattern && !element.folded.empty()) {
    let_begin(element.folded.front());
  }
}

std::uint32_t TermIndex::add(const Term& term) {
  std::vector<std::uint32_t> patterns;
  std::uint64_t row = 0;
  for (std::size_t i = 0; i < term.elements.size(); ++i) {
    const Element& element = term.elements[i];
    patterns.push_back(element.pattern ? patterns_.add(element.folded) + 1 : 0);
    const std::uint64_t symbol = symbol_of(element, patterns.back());
    if (i == 0) {
      row = symbol;
      note_first(element, symbol);
    } else {
      slot_or_new(row).goes_on = true;
      row = chain(row, symbol);
    }
  }
  Slot& end = slot_or_new(row);
  for (std::uint32_t known = end.term; known != none; known = terms_[known].next) {
    if (same(terms_[known], term)) {
      return known;
    }
  }
  const std::uint32_t number = store(term, patterns);
  terms_[number].next = end.term;
  end.term = number;
  return number;
}

bool TermIndex::same(const Stored& stored, const Term& term) const {
  if (stored.count != term.elements.size()) {
    return false;
  }
  for (std::size_t i = 0; i < term.elements.size(); ++i) {
    const StoredElement& mine = elements_[stored.first + i];
    const Element& theirs = term.elements[i];
    const std::string_view bytes = std::string_view(memory_).substr(mine.at);
    if ((mine.pattern != 0) != theirs.pattern || mine.mark_before != theirs.mark_before ||
        bytes.substr(0, mine.length) != theirs.folded ||
        bytes.substr(mine.length, mine.marks_length) != theirs.marks_after) {
      return false;
    }
  }
  return true;
}

std::uint32_t TermIndex::store(const Term& term, const std::vector<std::uint32_t>& patterns) {
  const auto number = static_cast<std::uint32_t>(terms_.size());
  terms_.push_back({.first = static_cast<std::uint32_t>(elements_.size()),
                    .count = static_cast<std::uint32_t>(term.elements.size())});
  for (std::size_t i = 0; i < term.elements.size(); ++i) {
    const Element& element = term.elements[i];
    elements_.push_back({.at = static_cast<std::uint32_t>(memory_.size()),
                         .length = static_cast<std::uint32_t>(element.folded.size()),
                         .marks_length = static_cast<std::uint32_t>(element.marks_after.size()),
                         .pattern = patterns[i],
                         .mark_before = element.mark_before});
    memory_.append(element.folded).append(element.marks_after);
  }
  return number;
}

const TermIndex::Slot* TermIndex::slot(std::uint64_t hash) const {
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = hash & mask; slots_[at].used; at = (at + 1) & mask) {
    if (slots_[at].hash == hash) {
      return &slots_[at];
    }
  }
  return nullptr;
}

TermIndex::Slot& TermIndex::slot_or_new(std::uint64_t hash) {
  if (2 * (used_ + 1) > slots_.size()) {
    grow();
  }
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = hash & mask;
  while (slots_[at].used && slots_[at].hash != hash) {
    at = (at + 1) & mask;
  }
  if (!slots_[at].used) {
    slots_[at].used = true;
    slots_[at].hash = hash;
    ++used_;
  }
  return slots_[at];
}

void TermIndex::grow() {
  std::vector<Slot> old(std::max(first_slots, 2 * slots_.size()));
  old.swap(slots_);
  const std::size_t mask = slots_.size() - 1;
  for (const Slot& slot : old) {
    if (!slot.used) continue;
    std::size_t at = slot.hash & mask;
    while (slots_[at].used) {
      at = (at + 1) & mask;
    }
    slots_[at] = slot;
  }
}

void TermIndex::freeze() {
  const std::uint64_t bits =
      std::bit_ceil(std::max(least_filter_bits, filter_bits_a_term * firsts_.size()));
  filter_.assign(bits / 64, 0);
  filter_mask_ = bits - 1;
  for (const std::uint64_t hash : firsts_) {
    const std::uint64_t bit = hash & filter_mask_;
    filter_[bit >> 6U] |= std::uint64_t{1} << (bit & 63U);
  }
  firsts_ = {};
}

bool TermIndex::passes(std::string_view folded) const {
  return maybe_first(hash_token(folded));
}

void TermIndex::list_symbols(const text::Tokens& tokens, Scratch& scratch) const {
  const auto words = tokens.words();
  scratch.symbols.clear();
  scratch.symbols.reserve(words.size());
  for (std::uint32_t i = 0; i < words.size(); ++i) {
    const std::string_view folded = tokens.folded(words[i]);
    scratch.symbols.push_back({.hash = hash_token(folded), .word = i});
    if (patterns_.empty()) continue;
    scratch.patterns.clear();
    patterns_.find(folded, scratch.patterns);
    for (const std::uint32_t number : scratch.patterns) {
      scratch.symbols.push_back(
          {.hash = pattern_symbol(number + 1), .word = i, .pattern = number + 1});
    }
  }
}

void TermIndex::find(const text::Tokens& tokens,
                     Scratch& scratch,
                     std::vector<Occurrence>& found) const {
  if (terms_.empty()) {
    return;
  }
  list_symbols(tokens, scratch);
  const auto count = static_cast<std::uint32_t>(scratch.symbols.size());
  for (std::uint32_t i = 0; i < count; ++i) {
    if (maybe_first(scratch.symbols[i].hash)) {
      walk(i, tokens, scratch, found);
    }
  }
}

void TermIndex::walk(std::uint32_t first,
                     const text::Tokens& tokens,
                     Scratch& scratch,
                     std::vector<Occurrence>& found) const {
  scratch.steps.assign(1, {.symbol = first});
  while (!scratch.steps.empty()) {
    const Scratch::Step step = scratch.steps.back();
    scratch.steps.pop_back();
    const std::uint64_t symbol = scratch.symbols[step.symbol].hash;
    const std::uint64_t row = step.depth == 0 ? symbol : chain(step.row, symbol);
    const Slot* const here = slot(row);
    if (here == nullptr) {
      continue;
    }
    scratch.path.resize(step.depth);
    scratch.path.push_back(step.symbol);
    for (std::uint32_t term = here->term; term != none; term = terms_[term].next) {
      if (!proven(terms_[term], tokens, scratch)) continue;
      found.push_back(occurrence(term, tokens, scratch));
    }
    if (here->goes_on) {
      push_next(step.symbol, step.depth + 1, row, tokens, scratch);
    }
  }
}

void TermIndex::push_next(std::uint32_t symbol,
                          std::uint32_t depth,
                          std::uint64_t row,
                          const text::Tokens& tokens,
                          Scratch& scratch) const {
  const auto words = tokens.words();
  const auto position = [&](std::uint32_t i) {
    return words[scratch.symbols[i].word].place.position;
  };
  const std::uint32_t here = position(symbol);
  const auto count = static_cast<std::uint32_t>(scratch.symbols.size());
  std::uint32_t next = symbol + 1;
  while (next < count && position(next) == here) {
    ++next;
  }
  for (; next < count && position(next) == here + 1; ++next) {
    scratch.steps.push_back({.symbol = next, .depth = depth, .row = row});
  }
}

bool TermIndex::proven(const Stored& term,
                       const text::Tokens& tokens,
                       const Scratch& scratch) const {
  if (term.count != scratch.path.size()) {
    return false;
  }
  for (std::uint32_t i = 0; i < term.count; ++i) {
    const StoredElement& wanted = elements_[term.first + i];
    const Scratch::Symbol& symbol = scratch.symbols[scratch.path[i]];
    const text::Tokens::Word& word = tokens.words()[symbol.word];
    const std::string_view bytes = std::string_view(memory_).substr(wanted.at);
    const std::string_view marks = bytes.substr(wanted.length, wanted.marks_length);
    if (wanted.pattern != symbol.pattern ||
        (wanted.pattern == 0 && bytes.substr(0, wanted.length) != tokens.folded(word)) ||
        (wanted.mark_before != 0 && wanted.mark_before != word.mark_before) ||
        (!marks.empty() && marks != tokens.marks_after(word))) {
      return false;
    }
  }
  return true;
}

Occurrence TermIndex::occurrence(std::uint32_t term,
                                 const text::Tokens& tokens,
                                 const Scratch& scratch) const {
  const Stored& stored = terms_[term];
  const StoredElement& first = elements_[stored.first];
  const StoredElement& last = elements_[stored.first + stored.count - 1];
  const auto place = [&](std::uint32_t symbol) -> const text::Place& {
    return tokens.words()[scratch.symbols[symbol].word].place;
  };
  const text::Place& begin = place(scratch.path.front());
  const text::Place& end = place(scratch.path.back());
  return {.term = term,
          .start = first.mark_before != 0 ? begin.marks_start : begin.start,
          .end = last.marks_length != 0 ? end.marks_end : end.end,
          .first = begin.position,
          .last = end.position,
          .block = begin.block};
}

}  // namespace match
