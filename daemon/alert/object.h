// The alert object: the one versioned JSON form of an alert (docs/reference/alert.md), used by the
// command, webhook and file channels, the API and --json alike. Pure; valid UTF-8 only.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "model/alert.h"

namespace alert {

/// One line. `attempt` is the delivery's, 1 where there is none.
[[nodiscard]] std::string to_json(const model::Alert& alert, int attempt = 1);

/// The reverse, for what the store and the API hand back. Unknown members are ignored; a version
/// newer than ours is an error.
[[nodiscard]] base::Result<model::Alert> from_json(std::string_view text);

/// The `hits` member alone, as the store keeps it for items that matched without an alert.
[[nodiscard]] std::string spans_to_json(std::span<const model::Span> spans);

}  // namespace alert
