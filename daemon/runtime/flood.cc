#include "runtime/flood.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "feed/identity.h"

namespace runtime {

namespace {

constexpr std::size_t always_plausible = 20;  ///< new items at once
constexpr std::int64_t times_usual = 5;
constexpr int agreement_of_same = 2;
constexpr std::size_t fewest_of_flood = 5;
constexpr std::size_t most_compared = 32;  ///< stored items of one title or link, with one unknown

bool same_text(const Unknown& unknown, const store::Likeness& stored) {
  const bool empty = unknown.item.content.empty() && unknown.item.summary.empty();
  return !empty && unknown.keys.content_hash == stored.content_hash;
}

bool same_title(const Unknown& unknown, const store::Likeness& stored) {
  return !unknown.item.title.empty() && unknown.keys.title_hash == stored.title_hash;
}

bool same_date(const Unknown& unknown, const store::Likeness& stored) {
  return unknown.item.published && unknown.item.published == stored.published;
}

bool same_path(const Unknown& unknown, const store::Likeness& stored) {
  const std::string link = feed::hostless_link(unknown.item.link);
  return !link.empty() && link == feed::hostless_link(stored.link);
}

/// What a series repeats under the same title, and perhaps with the same text, is another item.
bool contradicts(const Unknown& unknown, const store::Likeness& stored) {
  const bool dated = unknown.item.published && stored.published;
  return dated && !same_date(unknown, stored) && !same_path(unknown, stored);
}

bool same_loose_guid(const Unknown& unknown, const store::Likeness& stored) {
  const bool by_guid = unknown.keys.kind == model::ItemKeys::Kind::guid;
  if (!by_guid || !unknown.item.guid.starts_with("http") || stored.guid.empty()) {
    return false;
  }
  return unknown.item.guid != stored.guid &&
         feed::loose_link(unknown.item.guid) == feed::loose_link(stored.guid);
}

/// What stored items are looked up by; a title and a link never meet.
class Shelf final {
 public:
  explicit Shelf(std::span<const store::Likeness> stored) : stored_(stored) {
    for (std::size_t index = 0; index < stored.size(); ++index) {
      put(by_title_[stored[index].title_hash], index);
      const std::string link = feed::hostless_link(stored[index].link);
      if (!link.empty()) {
        put(by_link_[link], index);
      }
    }
  }

  [[nodiscard]] std::optional<Resemblance> nearest(const Unknown& unknown,
                                                   const std::set<base::ItemId>& taken) const {
    std::optional<Resemblance> best;
    for (const std::size_t place : like(unknown)) {
      const store::Likeness& candidate = stored_[place];
      const int agree = agreement(unknown, candidate);
      if (!taken.contains(candidate.item) && (!best || agree > best->agreement)) {
        const bool same = agree >= agreement_of_same && !contradicts(unknown, candidate);
        best = Resemblance{.item = candidate.item, .agreement = agree, .same = same};
      }
    }
    return best;
  }

 private:
  [[nodiscard]] std::vector<std::size_t> like(const Unknown& unknown) const {
    std::vector<std::size_t> found;
    const auto add = [&found](const auto& shelf, const auto& key) {
      if (const auto place = shelf.find(key); place != shelf.end()) {
        found.insert(found.end(), place->second.begin(), place->second.end());
      }
    };
    add(by_link_, feed::hostless_link(unknown.item.link));
    if (!unknown.item.title.empty()) {
      add(by_title_, unknown.keys.title_hash);
    }
    return found;
  }

  static void put(std::vector<std::size_t>& place, std::size_t index) {
    if (place.size() < most_compared) {
      place.push_back(index);
    }
  }

  std::span<const store::Likeness> stored_;
  std::map<base::Key128, std::vector<std::size_t>> by_title_;
  std::map<std::string, std::vector<std::size_t>> by_link_;
};

}  // namespace

bool same_by_link(const Unknown& unknown, const store::Likeness& stored, bool absent) {
  if (same_loose_guid(unknown, stored)) {
    return true;
  }
  return absent && same_title(unknown, stored) &&
         (same_text(unknown, stored) || same_date(unknown, stored));
}

int agreement(const Unknown& unknown, const store::Likeness& stored) {
  return (same_path(unknown, stored) ? 1 : 0) + (same_title(unknown, stored) ? 1 : 0) +
         (same_text(unknown, stored) ? 1 : 0) + (same_date(unknown, stored) ? 1 : 0);
}

bool flood(std::size_t fresh, std::size_t document, std::int64_t usual) {
  const auto many = static_cast<std::size_t>(std::max<std::int64_t>(usual, 0) * times_usual);
  return fresh > std::max(always_plausible, many) ||
         (fresh >= fewest_of_flood && fresh * 2 >= document);
}

std::vector<std::optional<Resemblance>> resemblances(std::span<const Unknown> unknown,
                                                     std::span<const store::Likeness> stored,
                                                     const std::set<base::ItemId>& present) {
  const Shelf shelf(stored);
  std::set<base::ItemId> taken = present;
  std::vector<std::optional<Resemblance>> found;
  found.reserve(unknown.size());
  for (const Unknown& item : unknown) {
    const std::optional<Resemblance>& nearest = found.emplace_back(shelf.nearest(item, taken));
    if (nearest) {
      taken.insert(nearest->item);
    }
  }
  return found;
}

}  // namespace runtime
