#include "match/matcher.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "base/text.h"
#include "match/field_text.h"
#include "match/finding.h"
#include "match/leaf_finder.h"
#include "match/query.h"
#include "match/query_evaluator.h"
#include "match/term.h"
#include "match/term_index.h"

namespace match {
namespace {

using model::Field;

/// One watch's interest in a term.
struct Use {
  std::uint32_t term = 0;
  std::uint32_t watch = 0;
  std::uint32_t entry = mask;  ///< index of the entry as configured, or of the query's leaf
  Fields fields = 0;
};

[[nodiscard]] base::Error at(std::string_view where, const base::Error& error) {
  return where.empty() ? error : error.in(where);
}

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
  /// What a watch is asked by, if not by keywords.
  struct Asked {
    std::uint32_t watch = 0;
    Query query;
    bool always = false;  ///< the index of terms alone cannot tell that it does not match
  };

  TermIndex terms;
  std::vector<std::string> entries;
  std::vector<Use> uses;                 ///< by term
  std::vector<std::uint32_t> first_use;  ///< by term; one more at the end
  std::vector<Asked> asked;              ///< by watch
  std::uint32_t watches = 0;
  Fields all_fields = 0;  ///< that hold terms

  void add(const model::Watch& watch, std::vector<base::Error>& faults);
  void add_entry(const model::Phrase& phrase, const Use& use, std::vector<base::Error>& faults);
  void add_query(const model::QueryText& text, Fields fields, std::vector<base::Error>& faults);
  void use(const Term& term, Use made);
  void check_names(std::span<const model::Watch> all,
                   const Known& known,
                   std::vector<base::Error>& faults) const;
  void freeze();
  void collect(Field field,
               std::span<const Occurrence> occurrences,
               std::vector<Finding>& findings) const;
  void find(ItemText& item, std::vector<Finding>& findings) const;
  [[nodiscard]] const Asked* asked_of(std::uint32_t watch) const;
};

void Matcher::Index::add(const model::Watch& watch, std::vector<base::Error>& faults) {
  const std::uint32_t number = watches++;
  Fields looked_at = 0;
  for (const Field field : watch.in) {
    looked_at |= bit(field);
  }
  const auto refuse = [&](const char* what) {
    faults.push_back(
        at(watch.where,
           {base::Cause::invalid, "the watch \"" + base::printable(watch.name) + "\" " + what}));
  };
  if (watch.keywords.empty() && !watch.query) refuse("has no keywords; say what to look for");
  if (looked_at == 0) refuse("looks at no field; name one in `in`");
  for (const model::Phrase& phrase : watch.keywords) {
    const auto entry = static_cast<std::uint32_t>(entries.size());
    add_entry(phrase, {.watch = number, .entry = entry, .fields = looked_at}, faults);
    entries.push_back(phrase.text);
  }
  for (const model::Phrase& phrase : watch.except) {
    const Fields masked = watch.query ? every_field : looked_at;
    add_entry(phrase, {.watch = number, .fields = masked}, faults);
  }
  if (watch.query) add_query(*watch.query, looked_at, faults);
}

void Matcher::Index::add_entry(const model::Phrase& phrase,
                               const Use& use,
                               std::vector<base::Error>& faults) {
  const base::Result<Term> term = parse_term(phrase.text);
  if (!term) {
    faults.push_back(at(phrase.where, term.error()));
    return;
  }
  this->use(*term, use);
}

void Matcher::Index::add_query(const model::QueryText& text,
                               Fields fields,
                               std::vector<base::Error>& faults) {
  auto query = read_query(text.text);
  if (!query) {
    faults.push_back(
        at(text.place_of(query.error().column), {base::Cause::invalid, query.error().message}));
    return;
  }
  Asked made{.watch = watches - 1, .query = std::move(*query)};
  made.always = std::ranges::any_of(made.query.nodes, [](const Node& node) {
    return node.kind == Node::Kind::every || node.kind == Node::Kind::feed ||
           node.kind == Node::Kind::tag || node.kind == Node::Kind::lang;
  });
  for (std::uint32_t leaf = 0; leaf < made.query.leaves.size(); ++leaf) {
    Leaf& each = made.query.leaves[leaf];
    if (each.fields == unscoped) each.fields = each.container ? every_field : fields;
    made.always = made.always || !is_indexed(each);
    if (is_indexed(each)) {
      use(each.term, {.watch = made.watch, .entry = leaf, .fields = each.fields});
    }
  }
  asked.push_back(std::move(made));
}

void Matcher::Index::use(const Term& term, Use made) {
  made.term = terms.add(term);
  all_fields |= made.fields;
  uses.push_back(made);
}

void Matcher::Index::check_names(std::span<const model::Watch> all,
                                 const Known& known,
                                 std::vector<base::Error>& faults) const {
  for (const Asked& each : asked) {
    const auto& written = all[each.watch].query;
    if (!written) continue;
    for (const Node& node : each.query.nodes) {
      const bool is_feed = node.kind == Node::Kind::feed;
      if (!is_feed && node.kind != Node::Kind::tag) continue;
      const auto& names = is_feed ? known.feeds : known.tags;
      if (std::ranges::find(names, node.value) != names.end()) continue;
      const std::vector<std::string_view> candidates(names.begin(), names.end());
      const auto near = base::nearest_word(node.value, candidates);
      const std::string what = is_feed ? "no feed has the id \"" : "no feed has the tag \"";
      faults.push_back(at(written->place_of(node.column),
                          {base::Cause::invalid,
                           what + base::printable(node.value) + "\"" +
                               (near ? "; did you mean " + *near + "?" : "")}));
    }
  }
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
      if ((use.fields & bit(field)) == 0) continue;
      findings.push_back({.watch = use.watch,
                          .field = field,
                          .start = found.start,
                          .end = found.end,
                          .entry = use.entry,
                          .first = found.first,
                          .last = found.last,
                          .block = found.block});
    }
  }
}

/// Sorted by watch, field and start. Masks first where two start together; the shorter span first,
/// the earlier entry first.
void Matcher::Index::find(ItemText& item, std::vector<Finding>& findings) const {
  TermIndex::Scratch scratch;
  std::vector<Occurrence> occurrences;
  for (const Field field : item_fields) {
    if ((all_fields & bit(field)) == 0) continue;
    FieldText& text = item[field];
    if (terms.may_occur(text.text(), text.room())) {  // of most texts that is all to be done
      occurrences.clear();
      terms.find(text.tokens(), scratch, occurrences);
      collect(field, occurrences, findings);
    }
  }
  std::sort(findings.begin(), findings.end(), [](const Finding& a, const Finding& b) {
    const bool a_counts = a.entry != mask;
    const bool b_counts = b.entry != mask;
    return std::tie(a.watch, a.field, a.start, a_counts, a.end, a.entry) <
           std::tie(b.watch, b.field, b.start, b_counts, b.end, b.entry);
  });
}

const Matcher::Index::Asked* Matcher::Index::asked_of(std::uint32_t watch) const {
  const auto found = std::ranges::lower_bound(asked, watch, {}, &Asked::watch);
  return found != asked.end() && found->watch == watch ? &*found : nullptr;
}

Matcher::Matcher(std::unique_ptr<const Index> index) : index_(std::move(index)) {}
Matcher::Matcher(Matcher&&) noexcept = default;
Matcher& Matcher::operator=(Matcher&&) noexcept = default;
Matcher::~Matcher() = default;

tl::expected<Matcher, std::vector<base::Error>> Matcher::compile(
    std::span<const model::Watch> watches, const Known* known) {
  auto index = std::make_unique<Index>();
  std::vector<base::Error> faults;
  for (const model::Watch& watch : watches) {
    index->add(watch, faults);
  }
  if (known != nullptr) index->check_names(watches, *known, faults);
  if (!faults.empty()) {
    return tl::unexpected(std::move(faults));
  }
  index->freeze();
  return Matcher(std::move(index));
}

std::vector<model::Hit> Matcher::hits(const model::Item& item, const Source& source) const {
  ItemText texts(item);
  std::vector<Finding> findings;
  index_->find(texts, findings);
  std::vector<model::Hit> hits;
  const auto judge = [&](const Index::Asked& asked, Findings found) {
    if (auto spans = evaluate(asked.query, texts, source, found)) {
      hits.push_back({.watch = asked.watch, .spans = std::move(*spans)});
    }
  };
  std::vector<bool> judged(index_->watches);
  for (Findings left = findings; !left.empty();) {
    const Findings group =
        leading(left, [](const Finding& a, const Finding& b) { return a.watch == b.watch; });
    left = left.subspan(group.size());
    const std::uint32_t watch = group.front().watch;
    judged[watch] = true;
    if (const Index::Asked* const asked = index_->asked_of(watch)) {
      judge(*asked, group);
      continue;
    }
    model::Hit hit{.watch = watch, .spans = uncovered(group, index_->entries)};
    if (!hit.spans.empty()) {
      hits.push_back(std::move(hit));
    }
  }
  for (const Index::Asked& asked : index_->asked) {
    if (asked.always && !judged[asked.watch]) judge(asked, {});
  }
  std::sort(hits.begin(), hits.end(), [](const model::Hit& a, const model::Hit& b) {
    return a.watch < b.watch;
  });
  return hits;
}

}  // namespace match
