// Text as it was written, for what asks that case and diacritics count. Private to the room.
#pragma once

#include <string>
#include <string_view>

#include "text/tokens.h"

namespace match {

/// A token in NFC, without what is invisible and without an acronym's stops.
[[nodiscard]] std::string as_written(std::u32string_view text, const text::Place& place);

/// Each character case folded to one; the length stays.
[[nodiscard]] std::u32string case_folded(std::u32string_view text);

}  // namespace match
