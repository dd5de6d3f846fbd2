#include "runtime/fresh_items.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <set>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "feed/identity.h"
#include "runtime/flood.h"

namespace runtime {

namespace {

/// Keys last seen longer ago than this are brought to now; oftener would be a write for every item
/// and visit.
constexpr base::Seconds seen_again_after{24LL * 60 * 60};
constexpr std::size_t most_probes = 8;        ///< keys that tell whether a change of names lasts
constexpr std::size_t fewest_compared = 200;  ///< stored items a flood is compared with …
constexpr std::size_t most_stored_read = 20'000;  ///< … or twice the document, and at most so many
constexpr base::Seconds longest_doubt{7LL * 24 * 60 * 60};
constexpr std::size_t fewest_to_judge = 5;  ///< items, where a share of them is to mean much

std::vector<base::Key128> best_of(const std::vector<model::ItemKeys>& keys) {
  std::vector<base::Key128> best;
  best.reserve(keys.size());
  std::ranges::transform(keys, std::back_inserter(best), &model::ItemKeys::best);
  return best;
}

/// Newest first is what most feeds do; one whose dates rise does the opposite. Only where every
/// item has a date do the dates decide themselves.
void newest_first(std::vector<store::NewItem>& items) {
  const auto date = [](const store::NewItem& entry) { return entry.item.published; };
  if (std::ranges::all_of(items, [&](const auto& entry) { return date(entry).has_value(); })) {
    std::ranges::stable_sort(items, std::ranges::greater{}, date);
    return;
  }
  std::vector<base::TimePoint> dates;
  for (const store::NewItem& entry : items) {
    if (entry.item.published) {
      dates.push_back(*entry.item.published);
    }
  }
  if (dates.size() > 1 && dates.front() < dates.back() && std::ranges::is_sorted(dates)) {
    std::ranges::reverse(items);
  }
}

class Sorting final {
 public:
  Sorting(std::vector<model::Item>& items,
          model::FeedState& state,
          store::Reader& reader,
          base::TimePoint now)
      : items_(items),
        state_(state),
        reader_(reader),
        now_(now),
        before_(state.identity),
        by_(state.identity) {}

  SortedOut run() {
    learn_identity();
    look_up();
    if (names_never_last()) {
      distrust_guids();
      look_up();
    }
    break_flood();
    remember();
    collect();
    newest_first(sorted_.fresh);
    return std::move(sorted_);
  }

 private:
  enum class Fate { unknown, known, aliased, held };

  [[nodiscard]] bool has_stored() const { return state_.items > 0; }

  void learn_identity() {
    keys_ = feed::document_keys(items_, by_);
    const feed::Trusted trusted = feed::next_identity(
        {.by = by_, .unclean = state_.identity_unclean}, feed::unclean(items_, keys_), now_);
    state_.identity_unclean = trusted.unclean;
    if (trusted.by != by_) {
      go_by(trusted.by);
    }
  }

  void go_by(model::Identity identity) {
    by_ = identity;
    state_.identity = identity;
    keys_ = feed::document_keys(items_, by_);
    if (has_stored()) {
      sorted_.surprises.push_back(std::string("its items are now told apart by ") +
                                  model::word(identity) + ", no longer by " + model::word(before_));
    }
  }

  void look_up() {
    know_by_key();
    know_by_old_identity();
    know_by_link();
  }

  void know_by_key() {
    best_ = best_of(keys_);
    fates_.assign(items_.size(), Fate::unknown);
    present_.clear();
    known_.assign(best_.size(), {});
    if (!has_stored()) {
      return;  // there is nothing to look among
    }
    known_ = reader_.known(state_.row, best_);
    for (std::size_t index = 0; index < items_.size(); ++index) {
      if (known_[index].known) {
        fates_[index] = Fate::known;
        present_.insert(known_[index].item);
      }
    }
  }

  /// A change of identity must neither tell what is known nor hide what is new.
  void know_by_old_identity() {
    if (by_ == before_ || !has_stored()) {
      return;
    }
    const auto old = reader_.known(state_.row, best_of(feed::document_keys(items_, before_)));
    for (std::size_t index = 0; index < items_.size(); ++index) {
      if (fates_[index] == Fate::unknown && old[index].known) {
        alias(index, old[index].item);
      }
    }
  }

  void alias(std::size_t index, base::ItemId item) {
    fates_[index] = Fate::aliased;
    present_.insert(item);
    sorted_.aliases.push_back({.item = item, .best = best_[index], .link = keys_[index].link});
  }

  [[nodiscard]] std::vector<std::size_t> unknown() const {
    std::vector<std::size_t> found;
    for (std::size_t index = 0; index < fates_.size(); ++index) {
      if (fates_[index] == Fate::unknown) {
        found.push_back(index);
      }
    }
    return found;
  }

  void know_by_link() {
    std::vector<std::size_t> asked;
    std::vector<base::Key128> links;
    for (const std::size_t index : has_stored() ? unknown() : std::vector<std::size_t>{}) {
      if (const auto& link = keys_[index].link) {
        asked.push_back(index);
        links.push_back(*link);
      }
    }
    if (asked.empty()) {
      return;
    }
    const auto stored = reader_.linked(state_.row, links);
    for (std::size_t place = 0; place < asked.size(); ++place) {
      const std::size_t index = asked[place];
      const std::optional<store::Likeness>& other = stored[place];
      if (other && same_by_link({.item = items_[index], .keys = keys_[index]},
                                *other,
                                !present_.contains(other->item))) {
        alias(index, other->item);
        renamed_.push_back(index);
      }
    }
  }

  /// Most items had other names at the last visit too, and the names of that visit are gone again.
  [[nodiscard]] bool names_never_last() const {
    return by_ == before_ && by_ == model::Identity::guid && renamed_.size() * 2 >= items_.size() &&
           !renamed_.empty() && !state_.held.empty() && !state_.held_at && !probes_are_back();
  }

  [[nodiscard]] bool probes_are_back() const {
    const std::set<base::Key128> here(best_.begin(), best_.end());
    std::size_t back = 0;
    std::size_t probes = 0;
    const std::string_view held = state_.held;
    for (std::size_t at = 0; at + sizeof(base::Key128) <= held.size(); at += sizeof(base::Key128)) {
      base::Key128 probe{};
      std::ranges::transform(held.substr(at, probe.size()), probe.begin(), [](char c) {
        return static_cast<std::byte>(c);
      });
      ++probes;
      back += here.contains(probe) ? 1U : 0U;
    }
    return back * 2 >= probes;
  }

  /// Once more by links, or where those tell little, by link and title.
  void distrust_guids() {
    const feed::Unclean document = feed::unclean(items_, keys_);
    const bool links_tell = document.items >= fewest_to_judge &&
                            feed::fitting({.items = document.items,
                                           .guids = document.items,
                                           .links = document.links}) == model::Identity::link;
    distrusted_ = true;
    sorted_ = {};
    renamed_.clear();
    state_.identity_unclean = now_;
    go_by(links_tell ? model::Identity::link : model::Identity::link_title);
  }

  void break_flood() {
    const std::vector<std::size_t> suspects = has_stored() ? unknown() : std::vector<std::size_t>{};
    if (suspects.empty() || !flood(suspects.size(), items_.size(), state_.usual_new)) {
      return;
    }
    std::vector<Unknown> asked;
    asked.reserve(suspects.size());
    for (const std::size_t index : suspects) {
      asked.push_back({.item = items_[index], .keys = keys_[index]});
    }
    const std::size_t most =
        std::min(most_stored_read, std::max(fewest_compared, 2 * items_.size()));
    const auto alike = resemblances(asked, reader_.newest(state_.row, most), present_);
    const auto count =
        std::ranges::count_if(alike, [](const auto& one) { return one.has_value(); });
    if (static_cast<std::size_t>(count) * 2 < suspects.size()) {
      return;
    }
    const bool confirmed = state_.held_at.has_value();
    for (std::size_t place = 0; place < suspects.size(); ++place) {
      const std::optional<Resemblance>& other = alike[place];
      if (other && !confirmed) {
        fates_[suspects[place]] = Fate::held;
        renamed_.push_back(suspects[place]);
        ++sorted_.held;
      } else if (other && other->same) {
        alias(suspects[place], other->item);
      }
    }
    judged_ = confirmed;
    say_flood(confirmed);
  }

  void say_flood(bool confirmed) {
    if (confirmed) {
      sorted_.surprises.push_back("it has changed how it names its items: " +
                                  base::count_of(sorted_.aliases.size(), "known item") +
                                  " not told again");
    } else {
      sorted_.surprises.push_back(base::count_of(sorted_.held, "item") +
                                  " that may be old ones under new names held back until the next "
                                  "visit");
    }
  }

  void remember() {
    say_what_is_gone();
    const bool still_held = state_.held_at && !judged_ && now_ - *state_.held_at < longest_doubt;
    if (still_held && sorted_.held == 0) {
      return;  // another node may have answered this time
    }
    state_.held_at = sorted_.held > 0 ? std::optional(now_) : std::nullopt;
    const bool doubt = sorted_.held > 0 || (!distrusted_ && renamed_.size() * 2 >= items_.size());
    state_.held.clear();
    for (std::size_t n = 0; doubt && n < std::min(most_probes, renamed_.size()); ++n) {
      state_.held += base::bytes_of(best_[renamed_[n]]);
    }
  }

  /// What may have been missed.
  void say_what_is_gone() {
    const bool held_last = state_.held_at && state_.held_at == state_.last_success;
    if (held_last && !judged_ && !items_.empty() && !probes_are_back()) {
      sorted_.surprises.push_back(
          "items held back at the last visit are gone: any of them that was new has been missed");
    }
    if (has_stored() && sorted_.held == 0 && present_.empty() && items_.size() >= fewest_to_judge) {
      sorted_.surprises.push_back(
          "none of its items was there at the last visit: some may have been missed in between");
    }
  }

  void collect() {
    std::set<base::Key128> taken;
    for (std::size_t index = 0; index < items_.size(); ++index) {
      if (fates_[index] == Fate::unknown && taken.insert(best_[index]).second) {
        sorted_.fresh.push_back({.item = std::move(items_[index]), .keys = keys_[index], .id = {}});
      } else if (fates_[index] == Fate::known &&
                 now_ - known_[index].last_seen >= seen_again_after) {
        sorted_.seen_again.push_back(best_[index]);
      }
    }
    if (has_stored()) {  // a baseline says nothing of what is usual
      const auto fresh = static_cast<std::int64_t>(sorted_.fresh.size());
      const std::int64_t sunk = state_.usual_new - (state_.usual_new + 99) / 100;
      state_.usual_new = std::max(fresh, sunk);
    }
  }

  std::vector<model::Item>& items_;
  model::FeedState& state_;
  store::Reader& reader_;
  const base::TimePoint now_;
  const model::Identity before_;
  model::Identity by_;
  bool judged_ = false;      ///< what was held back is known now to be old, or new
  bool distrusted_ = false;  ///< at this visit
  std::vector<model::ItemKeys> keys_;
  std::vector<base::Key128> best_;
  std::vector<store::Known> known_;
  std::vector<Fate> fates_;
  std::set<base::ItemId> present_;    ///< stored items that the document has
  std::vector<std::size_t> renamed_;  ///< old by all appearances, under names that no key knew
  SortedOut sorted_;
};

}  // namespace

SortedOut sort_out(std::vector<model::Item> items,
                   model::FeedState& state,
                   store::Reader& reader,
                   base::TimePoint now) {
  return Sorting(items, state, reader, now).run();
}

std::vector<std::optional<base::TimePoint>> dates_of(const std::vector<store::NewItem>& items) {
  std::vector<std::optional<base::TimePoint>> dates;
  dates.reserve(items.size());
  std::ranges::transform(items, std::back_inserter(dates), [](const store::NewItem& entry) {
    return entry.item.published;
  });
  return dates;
}

}  // namespace runtime
