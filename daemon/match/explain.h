// Why a watch fired, shown: the sentence around the first hit, with the hits in it marked. Pure.
#pragma once

#include "model/alert.h"
#include "model/hit.h"
#include "model/item.h"

namespace match {

inline constexpr std::size_t excerpt_length = 240;  ///< code points, at most

/// From the field of the first span. A sentence, or as much around the hit as excerpt_length lets
/// in.
[[nodiscard]] model::Excerpt excerpt(const model::Item& item, const model::Hit& hit);

}  // namespace match
