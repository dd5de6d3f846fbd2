#include "match/matcher.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "base/text.h"
#include "match/term.h"
#include "match/term_index.h"
#include "text/tokens.h"

namespace match {
namespace {

using model::Field;

constexpr std::array fields = {
    Field::title, Field::summary, Field::content, Field::author, Field::category, Field::link};
constexpr std::uint32_t mask = 0xFFFFFFFF;  ///< the entry of a use that is in `except`

[[nodiscard]] std::uint32_t bit(Field field) {
  return 1U << static_cast<unsigned>(field);
}

/// One watch's interest in a term.
struct Use {
  std::uint32_t term = 0;
  std::uint32_t watch = 0;
  std::uint32_t entry = mask;  ///< index of the entry as configured
};

/// One occurrence, as one watch sees it.
struct Finding {
  std::uint32_t watch = 0;
  Field field = Field::title;
  std::uint32_t start = 0;
  std::uint32_t end = 0;
  std::uint32_t entry = mask;
};

/// A field's text; what it views is the item, or `joined`, each category a block of its own.
[[nodiscard]] std::string_view text_of(const model::Item& item, Field field, std::string& joined) {
  switch (field) {
    case Field::title:
      return item.title;
    case Field::summary:
      return item.summary;
    case Field::content:
      return item.content;
    case Field::author:
      return item.author;
    case Field::link:
      return item.link;
    case Field::category:
      break;
  }
  joined = base::join(item.categories, "\n");
  return joined;
}

[[nodiscard]] base::Error at(std::string_view where, const base::Error& error) {
  return where.empty() ? error : error.in(where);
}

using Findings = std::span<const Finding>;

/// Adds to `spans` what no mask covers. All of one watch and field, ordered by start, masks first
/// where two start together: then a mask that covers an occurrence has been seen, and the longest
/// so far decides.
void add_uncovered(Findings findings,
                   std::span<const std::string> entries,
                   std::vector<model::Span>& spans) {
  std::uint32_t covered_to = 0;
  for (const Finding& finding : findings) {
    if (finding.entry == mask) {
      covered_to = std::max(covered_to, finding.end);
      continue;
    }
    const bool known = !spans.empty() && spans.back().field == finding.field &&
                       spans.back().start == finding.start && spans.back().end == finding.end;
    if (finding.end > covered_to && !known) {
      spans.push_back({.field = finding.field,
                       .start = finding.start,
                       .end = finding.end,
                       .term = entries[finding.entry]});
    }
  }
}

/// Findings up to the first that differs in what `same` looks at.
template <class Same>
[[nodiscard]] Findings leading(Findings findings, const Same& same) {
  const auto end = std::find_if_not(findings.begin(), findings.end(), [&](const Finding& f) {
    return same(findings.front(), f);
  });
  return findings.first(static_cast<std::size_t>(end - findings.begin()));
}

/// The spans of one watch, in the order of fields.
[[nodiscard]] std::vector<model::Span> uncovered(Findings findings,
                                                 std::span<const std::string> entries) {
  const auto same_field = [](const Finding& a, const Finding& b) { return a.field == b.field; };
  std::vector<model::Span> spans;
  while (!findings.empty()) {
    const Findings one = leading(findings, same_field);
    add_uncovered(one, entries, spans);
    findings = findings.subspan(one.size());
  }
  return spans;
}

}  // namespace

struct Matcher::Index {
  TermIndex terms;
  std::vector<std::string> entries;
  std::vector<Use> uses;                    ///< by term
  std::vector<std::uint32_t> first_use;     ///< by term; one more at the end
  std::vector<std::uint32_t> watch_fields;  ///< bits, by watch
  std::uint32_t all_fields = 0;

  void add(const model::Watch& watch, std::vector<base::Error>& faults);
  void add_entry(const model::Phrase& phrase,
                 std::uint32_t watch,
                 bool in_except,
                 std::vector<base::Error>& faults);
  void freeze();
  void collect(Field field,
               std::span<const Occurrence> occurrences,
               std::vector<Finding>& findings) const;
};

void Matcher::Index::add(const model::Watch& watch, std::vector<base::Error>& faults) {
  const auto number = static_cast<std::uint32_t>(watch_fields.size());
  std::uint32_t looked_at = 0;
  for (const Field field : watch.in) {
    looked_at |= bit(field);
  }
  watch_fields.push_back(looked_at);
  all_fields |= looked_at;
  if (watch.keywords.empty()) {
    faults.push_back(at(watch.where,
                        {base::Cause::invalid,
                         "the watch \"" + base::printable(watch.name) +
                             "\" has no keywords; say what to look for"}));
  }
  if (looked_at == 0) {
    faults.push_back(at(
        watch.where,
        {base::Cause::invalid,
         "the watch \"" + base::printable(watch.name) + "\" looks at no field; name one in `in`"}));
  }
  for (const model::Phrase& phrase : watch.keywords) {
    add_entry(phrase, number, false, faults);
  }
  for (const model::Phrase& phrase : watch.except) {
    add_entry(phrase, number, true, faults);
  }
}

void Matcher::Index::add_entry(const model::Phrase& phrase,
                               std::uint32_t watch,
                               bool in_except,
                               std::vector<base::Error>& faults) {
  base::Result<Term> term = parse_term(phrase.text);
  if (!term) {
    faults.push_back(at(phrase.where, term.error()));
    return;
  }
  Use use{.term = terms.add(*term), .watch = watch};
  if (!in_except) {
    use.entry = static_cast<std::uint32_t>(entries.size());
    entries.push_back(phrase.text);
  }
  uses.push_back(use);
}

void Matcher::Index::freeze() {
  terms.freeze();
  std::stable_sort(
      uses.begin(), uses.end(), [](const Use& a, const Use& b) { return a.term < b.term; });
  first_use.assign(terms.size() + 1, 0);
  for (const Use& use : uses) {
    ++first_use[use.term + 1];
  }
  for (std::size_t term = 1; term < first_use.size(); ++term) {
    first_use[term] += first_use[term - 1];
  }
}

void Matcher::Index::collect(Field field,
                             std::span<const Occurrence> occurrences,
                             std::vector<Finding>& findings) const {
  for (const Occurrence& found : occurrences) {
    for (std::uint32_t i = first_use[found.term]; i < first_use[found.term + 1]; ++i) {
      const Use& use = uses[i];
      if ((watch_fields[use.watch] & bit(field)) == 0) continue;
      findings.push_back({.watch = use.watch,
                          .field = field,
                          .start = found.start,
                          .end = found.end,
                          .entry = use.entry});
    }
  }
}

Matcher::Matcher(std::unique_ptr<const Index> index) : index_(std::move(index)) {}
Matcher::Matcher(Matcher&&) noexcept = default;
Matcher& Matcher::operator=(Matcher&&) noexcept = default;
Matcher::~Matcher() = default;

tl::expected<Matcher, std::vector<base::Error>> Matcher::compile(
    std::span<const model::Watch> watches) {
  auto index = std::make_unique<Index>();
  std::vector<base::Error> faults;
  for (const model::Watch& watch : watches) {
    index->add(watch, faults);
  }
  if (!faults.empty()) {
    return tl::unexpected(std::move(faults));
  }
  index->freeze();
  return Matcher(std::move(index));
}

std::vector<model::Hit> Matcher::hits(const model::Item& item) const {
  text::Tokens tokens;
  TermIndex::Scratch scratch;
  std::vector<Occurrence> occurrences;
  std::vector<Finding> findings;
  std::string joined;
  for (const Field field : fields) {
    if ((index_->all_fields & bit(field)) == 0) continue;
    const std::string_view text = text_of(item, field, joined);
    if (index_->terms.may_occur(text, tokens)) {  // of most texts that is all to be done
      tokens.read(text, text::Reading::text);
      occurrences.clear();
      index_->terms.find(tokens, scratch, occurrences);
      index_->collect(field, occurrences, findings);
    }
  }
  // Masks first where two start together; the shorter span first, the earlier entry first.
  std::sort(findings.begin(), findings.end(), [](const Finding& a, const Finding& b) {
    const bool a_counts = a.entry != mask;
    const bool b_counts = b.entry != mask;
    return std::tie(a.watch, a.field, a.start, a_counts, a.end, a.entry) <
           std::tie(b.watch, b.field, b.start, b_counts, b.end, b.entry);
  });
  std::vector<model::Hit> hits;
  for (Findings left = findings; !left.empty();) {
    const Findings group =
        leading(left, [](const Finding& a, const Finding& b) { return a.watch == b.watch; });
    model::Hit hit{.watch = group.front().watch, .spans = uncovered(group, index_->entries)};
    if (!hit.spans.empty()) {
      hits.push_back(std::move(hit));
    }
    left = left.subspan(group.size());
  }
  return hits;
}

}  // namespace match
