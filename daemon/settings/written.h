// Where each part of a scalar stands in its file: for values in which something can be wrong far
// from their beginning. Private to the room.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "model/watch.h"
#include "settings/source.h"

namespace settings {

/// `value` is what YAML made of the scalar that begins at `offset`: plain, quoted, or a block.
/// Linear.
[[nodiscard]] std::vector<model::QueryText::Spot> spots_of(const Source& source,
                                                           std::size_t offset,
                                                           std::string_view value);

}  // namespace settings
