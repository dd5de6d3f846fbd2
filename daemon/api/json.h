// What the API says, as JSON values. Private to the room: Boost.JSON stays behind it.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "api/control.h"
#include "base/result.h"
#include "base/time.h"
#include "model/feed.h"
#include "store/store.h"

namespace api {

inline constexpr std::size_t max_json_depth = 32;  ///< of what is read

[[nodiscard]] boost::json::value time_or_null(const std::optional<base::TimePoint>& when);
[[nodiscard]] boost::json::object feed_json(const model::FeedState& feed,
                                            const Addresses* addresses);
[[nodiscard]] boost::json::object delivery_json(const store::DeliveryRow& row);

/// What of the status only a running daemon knows; {"running": false} without one.
[[nodiscard]] boost::json::object daemon_json(const std::optional<DaemonStatus>& daemon);

/// Alert objects as they are stored, parsed; what cannot be read is left out.
[[nodiscard]] boost::json::array alert_objects(std::span<const std::string> texts);

/// One event of the stream for agents, on one line; `waiting` more follow at once.
[[nodiscard]] std::string claim_json(const store::Claim& claim, std::size_t waiting);

/// {"error": "…"}
[[nodiscard]] std::string error_json(std::string_view message);

/// One JSON object; anything else is an error. Invalid UTF-8 and deep nesting are refused.
[[nodiscard]] base::Result<boost::json::object> parse_object(std::string_view text);

}  // namespace api
