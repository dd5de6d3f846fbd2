// One item against one query. Private to the room.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "match/field_text.h"
#include "match/finding.h"
#include "match/matcher.h"
#include "match/query.h"
#include "model/hit.h"
#include "model/item.h"

namespace match {

/// The spans of a match, which may be none; nothing where the query does not match. `indexed` are
/// the watch's findings by the index of all terms: leaves, and masks whose entry is `mask`; sorted
/// by field and start. The fields of the leaves must be set, none unscoped.
[[nodiscard]] std::optional<std::vector<model::Span>> evaluate(const Query& query,
                                                               ItemText& item,
                                                               const Source& source,
                                                               Findings indexed);

}  // namespace match
