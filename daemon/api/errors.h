// Refusals as the API words them: {"error": "…"} with the status that fits the cause. Private to
// the room.
#pragma once

#include <string_view>

#include "api/route_table.h"
#include "api/routes.h"
#include "base/error.h"

namespace api {

[[nodiscard]] Reply error_reply(int status, std::string_view message);
[[nodiscard]] Reply error_reply(const base::Error& error);

/// 405 where the address exists for the other method, else 404.
[[nodiscard]] Reply no_such_address(Method asked, const Target& target);

}  // namespace api
