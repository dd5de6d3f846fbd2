// Dates as feeds write them: RFC 822 as practised, RFC 3339, W3C-DTF. Pure. An impossible date is
// no date.
#pragma once

#include <optional>
#include <string_view>

#include "base/time.h"

namespace feed {

[[nodiscard]] std::optional<base::TimePoint> parse_date(std::string_view text);

}  // namespace feed
