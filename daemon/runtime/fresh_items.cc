#include "runtime/fresh_items.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <set>
#include <unordered_map>
#include <utility>

#include "feed/identity.h"

namespace runtime {

namespace {

/// Keys last seen longer ago than this are brought to now; oftener would be a write for every item
/// and visit.
constexpr base::Seconds seen_again_after{24LL * 60 * 60};

/// A guid that several different items of one document bear tells none of them from the others:
/// those items go by link and title instead, or every one but the first would be missed.
std::vector<model::ItemKeys> keys_of(const std::vector<model::Item>& items) {
  std::vector<model::ItemKeys> keys;
  keys.reserve(items.size());
  std::ranges::transform(items, std::back_inserter(keys), feed::identity);
  std::unordered_map<std::uint64_t, std::size_t> first_with;
  std::set<std::size_t> shared;
  for (std::size_t index = 0; index < items.size(); ++index) {
    const std::uint64_t hash = base::hash64(base::bytes_of(keys[index].best));
    const auto [first, alone] = first_with.emplace(hash, index);
    const model::ItemKeys& other = keys[first->second];
    const bool differ =
        other.link != keys[index].link || other.title_hash != keys[index].title_hash;
    if (!alone && differ) {
      shared.insert({first->second, index});
    }
  }
  for (const std::size_t index : shared) {
    model::Item without_guid = items[index];
    without_guid.guid.clear();
    keys[index] = feed::identity(without_guid);
  }
  return keys;
}

/// Document order, which most feeds keep newest first, unless every item has a date.
void newest_first(std::vector<store::NewItem>& items) {
  const auto dated = [](const store::NewItem& entry) { return entry.item.published.has_value(); };
  if (std::ranges::all_of(items, dated)) {
    std::ranges::stable_sort(items, std::ranges::greater{}, [](const store::NewItem& entry) {
      return entry.item.published;
    });
  }
}

}  // namespace

SortedOut sort_out(std::vector<model::Item> items,
                   const model::FeedState& state,
                   store::Reader& reader,
                   base::TimePoint now) {
  const std::vector<model::ItemKeys> keys = keys_of(items);
  std::vector<base::Key128> best;
  best.reserve(keys.size());
  std::ranges::transform(keys, std::back_inserter(best), &model::ItemKeys::best);
  std::vector<store::Known> known(best.size());
  if (state.items > 0) {  // or there is nothing to look among
    known = reader.known(state.row, best);
  }
  SortedOut sorted;
  std::set<base::Key128> taken;
  for (std::size_t index = 0; index < items.size(); ++index) {
    if (!known[index].known && taken.insert(best[index]).second) {
      sorted.fresh.push_back({.item = std::move(items[index]), .keys = keys[index], .id = {}});
    } else if (known[index].known && now - known[index].last_seen >= seen_again_after) {
      sorted.seen_again.push_back(best[index]);
    }
  }
  newest_first(sorted.fresh);
  return sorted;
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
