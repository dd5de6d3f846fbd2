// Folding: what makes "Tillaberi" find "Tillabéri" (design: query language, Folding). Pure.
#pragma once

#include <string>
#include <string_view>

namespace text {

/// NFKD, full case folding, combining marks of the named scripts removed, the letters of the
/// design's table replaced. Valid UTF-8 in and out; idempotent.
[[nodiscard]] std::string fold(std::string_view word);

}  // namespace text
