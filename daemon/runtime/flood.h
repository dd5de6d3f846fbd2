// Whether what looks new in a document is old under other names: a feed that has changed its guids
// or its host would else tell everything again (design: fetching, B3, rule 7). Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <vector>

#include "base/id.h"
#include "model/item.h"
#include "store/store.h"

namespace runtime {

/// An item of a document that no key knows.
struct Unknown {
  const model::Item& item;
  const model::ItemKeys& keys;
};

/// The stored item that shares the unknown one's link is the same item: their guids differ only in
/// scheme, "www." or a slash at the end; or title, and text or date, are equal too and the stored
/// item is not in the document itself.
[[nodiscard]] bool same_by_link(const Unknown& unknown, const store::Likeness& stored, bool absent);

/// How many of link (the host aside), title, text and date agree. What is empty agrees with
/// nothing.
[[nodiscard]] int agreement(const Unknown& unknown, const store::Likeness& stored);

/// So many new items of a document are suspicious: more than 20 and five times what the feed often
/// brings, or half of the document and at least five.
[[nodiscard]] bool flood(std::size_t fresh, std::size_t document, std::int64_t usual);

/// For an unknown item, the stored one it resembles.
struct Resemblance {
  base::ItemId item;
  int agreement = 0;
  bool same = false;  ///< two agree, and link and date do not both speak against it
};

/// For each unknown item the stored one it agrees with most by title or link, none of them twice
/// and none of those `present` in the document.
[[nodiscard]] std::vector<std::optional<Resemblance>> resemblances(
    std::span<const Unknown> unknown,
    std::span<const store::Likeness> stored,
    const std::set<base::ItemId>& present);

}  // namespace runtime
